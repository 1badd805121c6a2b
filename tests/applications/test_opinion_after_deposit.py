"""Where the call takes the opinion afterwards: asked before the deposit, favourable before « recevable »."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from essaim.applications import actions
from essaim.applications.exceptions import (
    EndorsementAwaited,
    EndorsementNotAsked,
    NotAllowed,
    NotReady,
    OpinionIncomplete,
)
from essaim.applications.models import Application, Endorsement
from essaim.applications.readiness import Readiness
from essaim.base.exceptions import LinkNotValid
from essaim.calls.models import Call
from tests.applications.mailbox import last_mail, link_in, recipients
from tests.applications.opinion_mails import asked_days_ago
from tests.factories import TeamMemberFactory, UserFactory
from tests.personas import client_of


@pytest.fixture
def after(filled):
    """A complete draft of such a call, the direction not asked yet."""
    filled.call.endorsement_rule = Call.EndorsementRule.AFTER_DEPOSIT
    filled.call.endorsement_days = 10
    filled.call.save()
    return filled


@pytest.fixture
def deposited(after, amel, submit):
    """Deposited with the question still open; the direction holds its link."""
    actions.ask_endorsement(after, "dgs@exemple.fr", "", by=amel)
    submit(after)
    after.refresh_from_db()
    return after


@pytest.fixture
def manager(after):
    return TeamMemberFactory(programme=after.call.programme).user


def give(verdict="favourable", comment="", token=""):
    token = token or link_in("endorsement_request")
    return actions.give_endorsement(token, verdict, comment, "Diane Guérin", "DGS")


def give_page():
    url = reverse("applications:endorsement_give", args=[link_in("endorsement_request")])
    return client_of(None).get(url)


def examine_url(application):
    return reverse("applications:application_examine", args=[application.public_id])


def test_it_must_be_asked_before_the_deposit(after, submit):
    with pytest.raises(NotReady, match="à demander"):
        submit(after)


def test_the_deposit_does_not_wait_for_the_answer(deposited):
    assert deposited.status == Application.Status.SUBMITTED
    assert deposited.endorsements.get().status == Endorsement.Status.REQUESTED
    assert give_page().status_code == 200


def test_the_receipt_says_until_when_it_is_awaited(deposited, amel):
    page = reverse("applications:receipt_detail", args=[deposited.public_id])
    day = date_format(deposited.opinion_due_at, "j F Y")
    sentence = "L’avis favorable de la direction est attendu avant le"
    assert f"{sentence} <strong>{day}" in client_of(amel).get(page).text
    assert f"{sentence} {day}" in last_mail("receipt").text
    give()
    assert sentence not in client_of(amel).get(page).text


def test_what_was_refused_or_changed_must_be_asked_again(after, endorse, question, submit, amel):
    endorse(after, "unfavourable")
    with pytest.raises(NotReady, match="avis favorable"):
        submit(after)
    endorse(after)
    actions.answer(after, question("contexte"), "Autre chose.", 1, by=amel)
    with pytest.raises(NotReady, match="a changé"):
        submit(after)
    actions.ask_endorsement(after, "dgs@exemple.fr", "", by=amel)
    assert submit(after).number


def test_a_request_of_thirty_days_ago_is_no_request(after, amel, submit):
    asked = actions.ask_endorsement(after, "dgs@exemple.fr", "", by=amel)
    asked_days_ago(asked, 31)
    with pytest.raises(NotReady, match="sans réponse"):
        submit(after)


def test_the_deadline_is_the_end_of_a_day_on_the_clock_of_the_call(deposited):
    deposited.call.time_zone = "Indian/Reunion"
    zone = ZoneInfo("Indian/Reunion")
    due = deposited.opinion_due_at
    assert (due.hour, due.minute, due.tzinfo) == (23, 59, zone)
    assert due.date() == deposited.submitted_at.astimezone(zone).date() + timedelta(days=10)


def test_the_opinion_is_given_on_the_frozen_content(deposited, amel):
    page = give_page()
    assert "Une candidature est déposée" in page.text
    assert "ne peut pas être dite recevable" in page.text
    assert 'value="to_correct"' not in page.text
    given = give("with_reserves", "Sous réserve.")
    assert given.content_sha256 == Readiness(deposited).content_sha256
    deposited.refresh_from_db()
    assert deposited.status == Application.Status.SUBMITTED
    assert recipients("endorsement_given") == [amel.email]
    assert "l’équipe peut l’examiner" in last_mail("endorsement_given").text


def test_nothing_is_left_to_correct(deposited):
    with pytest.raises(OpinionIncomplete, match="ne se corrige plus"):
        give("to_correct", "Chiffrez.")


def test_not_admissible_before_a_favourable_opinion(deposited, manager):
    with pytest.raises(EndorsementAwaited):
        actions.check_admissibility(deposited, "admissible", "Complet.", manager)
    deposited.refresh_from_db()
    assert deposited.status == Application.Status.SUBMITTED
    give()
    actions.check_admissibility(deposited, "admissible", "Complet.", manager)
    assert deposited.status == Application.Status.ADMISSIBLE


def test_an_unfavourable_opinion_is_not_enough(deposited, manager):
    give("unfavourable", "Pas cette année.")
    with pytest.raises(EndorsementAwaited):
        actions.check_admissibility(deposited, "admissible", "Complet.", manager)


def test_the_team_loses_nothing_of_what_it_typed(deposited, manager):
    sent = {"verdict": "admissible", "reason": "Tout y est, je l’ai vérifié."}
    page = client_of(manager).post(examine_url(deposited), sent)
    assert "n’a pas donné d’avis favorable" in page.text
    assert "je l’ai vérifié." in page.text


def test_the_file_may_be_found_inadmissible_then_the_opinion_come(deposited, manager):
    actions.check_admissibility(deposited, "inadmissible", "Sans avis.", manager)
    give()
    deposited.refresh_from_db()
    actions.check_admissibility(deposited, "admissible", "L’avis est venu.", manager)
    assert deposited.status == Application.Status.ADMISSIBLE


def test_the_deadline_is_shown_to_the_applicant_and_to_the_team(deposited, amel, manager):
    for user in (amel, manager):
        page = client_of(user).get(deposited.get_absolute_url())
        assert "est attendu avant le" in page.text
        assert "Demandé à dgs@exemple.fr" in page.text
    assert "relancer" in client_of(amel).get(deposited.get_absolute_url()).text


def test_after_the_deadline_the_team_sees_it_late(deposited, manager, time_machine):
    time_machine.move_to(deposited.opinion_due_at + timedelta(minutes=2))
    assert Readiness(deposited).is_endorsement_overdue
    page = client_of(manager).get(deposited.get_absolute_url())
    assert "En retard" in page.text
    assert "était attendu avant le" in page.text
    give()
    assert not Readiness(deposited).is_endorsement_overdue
    page = client_of(manager).get(deposited.get_absolute_url())
    assert "En retard" not in page.text


def test_the_authors_ask_again_after_the_deposit(deposited, amel):
    first = link_in("endorsement_request")
    give("unfavourable", "Voyez le maire.")
    url = reverse("applications:endorsement_ask", args=[deposited.public_id])
    assert "est attendu avant le" in client_of(amel).get(url).text
    client_of(amel).post(url, {"email": "maire@exemple.fr", "signatory": "", "message": ""})
    assert last_mail("endorsement_request").recipient == "maire@exemple.fr"
    assert "est déposée" in last_mail("endorsement_request").text
    give()
    deposited.refresh_from_db()
    assert deposited.status == Application.Status.SUBMITTED
    with pytest.raises(LinkNotValid):
        give(token=first)


def test_a_reader_does_not_ask(deposited, amel):
    reader = UserFactory()
    deposited.members.create(
        email=reader.email, user=reader, right="read", invited_by=amel, accepted_at=timezone.now()
    )
    with pytest.raises(NotAllowed):
        actions.ask_endorsement(deposited, "x@exemple.fr", "", by=reader)


def test_a_reader_may_be_the_direction_but_a_writer_may_not(after, amel):
    for right, may in (("read", True), ("write", False)):
        email = f"{right}@exemple.fr"
        actions.invite(after, email, right, by=amel)
        if may:
            actions.ask_endorsement(after, email, "", by=amel)
        else:
            with pytest.raises(EndorsementNotAsked):
                actions.ask_endorsement(after, email, "", by=amel)


def test_before_the_deposit_the_page_of_the_request_says_how_long_after(after, amel):
    url = reverse("applications:endorsement_ask", args=[after.public_id])
    assert "jusqu’à 10 jours après" in client_of(amel).get(url).text
    tasks = client_of(amel).get(after.get_absolute_url()).text
    assert "la réponse peut venir après" in tasks


def test_what_was_received_elsewhere_brought_its_opinion_along(deposited, manager):
    deposited.source = Application.Source.DS
    deposited.save()
    actions.check_admissibility(deposited, "admissible", "Complet.", manager)
    assert deposited.status == Application.Status.ADMISSIBLE
