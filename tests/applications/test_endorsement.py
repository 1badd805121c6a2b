"""The direction's opinion: no account, one answer, bound to what was read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.applications import actions
from essaim.applications.exceptions import (
    EndorsementNotAsked,
    NotReady,
    OpinionIncomplete,
)
from essaim.applications.models import Application, Endorsement
from essaim.applications.readiness import Readiness
from essaim.base.exceptions import LinkNotValid
from essaim.calls.models import Call
from tests.applications.mailbox import last_mail, link_in, recipients
from tests.factories import ThemeFactory, UserFactory
from tests.personas import client_of

OPINION = {"verdict": "favourable", "signatory": "Diane Guérin", "position": "DGS"}


def give_url(token):
    return reverse("applications:endorsement_give", args=[token])


@pytest.fixture
def asked(filled, amel):
    actions.ask_endorsement(filled, "dgs@exemple.fr", "Merci Diane !", by=amel)
    filled.refresh_from_db()
    return link_in("endorsement_request")


def test_asking_waits_without_closing_the_draft(filled, amel, asked, question):
    assert filled.status == Application.Status.AWAITING_ENDORSEMENT
    mail = last_mail("endorsement_request")
    assert "Amel Porteuse" in mail.subject
    assert "Merci Diane !" in mail.text
    actions.answer(filled, question("ailleurs"), "Oui.", 0, by=amel)


def test_a_used_link_says_politely_what_was_answered(filled, asked):
    actions.give_endorsement(asked, "with_reserves", "Oui, mais.", "Diane Guérin", "DGS")
    page = client_of(None).get(give_url(asked))
    assert "favorable avec réserves" in page.text
    assert "Diane Guérin" in page.text
    again = client_of(None).post(give_url(asked), {**OPINION, "seen_sha256": "0" * 64})
    assert "Oui, mais." in again.text
    assert filled.endorsements.get().status == Endorsement.Status.WITH_RESERVES


def test_the_authors_are_told(filled, asked):
    actions.give_endorsement(asked, "to_correct", "Chiffrez.", "Diane Guérin", "DGS")
    assert recipients("endorsement_given") == [filled.owner.email]
    assert "Chiffrez." in last_mail("endorsement_given").text
    filled.refresh_from_db()
    assert filled.status == Application.Status.DRAFT


def test_reserves_and_refusals_need_a_word(asked):
    with pytest.raises(OpinionIncomplete):
        actions.give_endorsement(asked, "unfavourable", " ", "Diane Guérin", "DGS")


@pytest.mark.parametrize(
    "change",
    [
        lambda a, q, pdf: actions.answer(a, q("contexte"), "Autre chose.", 1, by=a.owner),
        lambda a, q, pdf: actions.describe(a, "Autre titre", a.themes.all(), by=a.owner),
        lambda a, q, pdf: actions.describe(a, a.title, [ThemeFactory()], by=a.owner),
        lambda a, q, pdf: actions.add_attachment(a, pdf(), by=a.owner),
    ],
)
def test_a_change_of_substance_makes_it_stale(ready, amel, question, pdf, change, submit):
    change(ready, question, pdf)
    assert Readiness(ready).is_endorsement_stale
    with pytest.raises(NotReady, match="a changé"):
        submit(ready)
    page = client_of(amel).get(reverse("applications:application_check", args=[ready.public_id]))
    assert reverse("applications:endorsement_ask", args=[ready.public_id]) in page.text


def test_taking_the_change_back_makes_it_valid_again(ready, amel, question):
    actions.answer(ready, question("contexte"), "Autre chose.", 1, by=amel)
    actions.answer(ready, question("contexte"), "Réponse contexte.", 2, by=amel)
    assert Readiness(ready).is_endorsed


def test_asking_again_kills_the_first_link(filled, amel, asked):
    actions.ask_endorsement(filled, "maire@exemple.fr", "", by=amel)
    with pytest.raises(LinkNotValid):
        actions.give_endorsement(asked, "favourable", "", "D", "DGS")
    assert filled.endorsements.filter(status=Endorsement.Status.REQUESTED).count() == 1
    assert client_of(None).get(give_url(asked)).status_code == 410


def test_an_expired_link(filled, amel, asked, time_machine):
    filled.call.closes_at = timezone.now() + timedelta(days=60)
    filled.call.save()
    time_machine.move_to(timezone.now() + timedelta(days=31))
    ask = reverse("applications:endorsement_ask", args=[filled.public_id])
    assert "a expiré sans réponse" in client_of(amel).get(ask).text
    assert "demandez l’avis de nouveau" in client_of(amel).get(filled.get_absolute_url()).text
    page = client_of(None).get(give_url(asked))
    assert page.status_code == 410
    assert "expiré" in page.text


def test_a_withdrawn_draft_waits_for_nothing(filled, amel, asked):
    actions.withdraw(filled, by=amel)
    with pytest.raises(LinkNotValid):
        actions.give_endorsement(asked, "favourable", "", "D", "DGS")


def test_one_does_not_endorse_oneself(filled, amel):
    with pytest.raises(EndorsementNotAsked):
        actions.ask_endorsement(filled, amel.email, "", by=amel)
    url = reverse("applications:endorsement_ask", args=[filled.public_id])
    assert "autre adresse" in client_of(amel).post(url, {"email": amel.email}).text


@pytest.mark.parametrize("verdict", ["to_correct", "unfavourable"])
def test_an_unfavourable_opinion_does_not_open_the_deposit(filled, endorse, verdict, submit):
    endorse(filled, verdict)
    with pytest.raises(NotReady, match="avis favorable"):
        submit(filled)


def test_a_call_may_ask_for_no_opinion(filled, submit):
    filled.call.endorsement_rule = Call.EndorsementRule.NOT_ASKED
    filled.call.save()
    assert submit(filled).number


def test_the_direction_reads_the_documents(filled, amel, asked, pdf):
    attachment = actions.add_attachment(filled, pdf(), by=amel)
    url = reverse("applications:endorsement_file", args=[asked, attachment.public_id])
    response = client_of(None).get(url)
    assert b"".join(response).startswith(b"%PDF")
    actions.ask_endorsement(filled, "autre@exemple.fr", "", by=amel)
    assert client_of(UserFactory()).get(url).status_code == 410
