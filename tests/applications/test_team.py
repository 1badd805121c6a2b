"""The team reads, decides on form with reasons, and writes letters with four eyes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.applications import actions
from essaim.applications.exceptions import (
    LetterNotReady,
    NotAllowed,
    ReasonMissing,
    SameHands,
    StaleLetter,
)
from essaim.applications.models import AdmissibilityCheck, Application, Laureate, Letter
from essaim.base.states import IllegalTransition, StateChanged
from tests.applications.mailbox import last_mail, recipients
from tests.factories import ApplicationFactory, OrganisationFactory, TeamMemberFactory, UserFactory
from tests.personas import client_of

ADMISSIBLE = AdmissibilityCheck.Verdict.ADMISSIBLE
INADMISSIBLE = AdmissibilityCheck.Verdict.INADMISSIBLE
REASON = "Article 4 : l’avis de la direction manque."


@pytest.fixture
def deposited(ready, submit):
    submit(ready)
    ready.refresh_from_db()
    return ready


@pytest.fixture
def inadmissible(deposited, examiner):
    actions.check_admissibility(deposited, INADMISSIBLE, REASON, by=examiner)
    return deposited


@pytest.fixture
def letter(inadmissible):
    return inadmissible.letters.get()


def submitted(call, **fields):
    return ApplicationFactory(
        call=call, status=Application.Status.SUBMITTED, submitted_at=timezone.now(), **fields
    )


def list_url(call):
    return reverse("applications:application_list", args=[call.slug])


def test_the_list_counts_searches_and_filters(call, manager, deposited, draft):
    submitted(call, title="Médiathèque", organisation=OrganisationFactory(name="Saint-Brieuc"))
    ApplicationFactory(call=call, title="Encore un brouillon")
    client = client_of(manager)
    page = client.get(list_url(call))
    assert "2 candidatures" in page.text
    assert "Déposée\u00a0: 2" in page.text
    assert "Encore un brouillon" not in page.text
    assert "Médiathèque" in client.get(list_url(call), {"q": "brieuc"}).text
    only = client.get(list_url(call), {"q": "FMNT-8-0001"}).text
    assert deposited.title in only
    assert "Médiathèque" not in only
    none = client.get(list_url(call), {"etat": "laureate"}).text
    assert "Aucune candidature ne correspond" in none


def test_an_empty_list_says_so(call, manager):
    assert "Aucune candidature déposée" in client_of(manager).get(list_url(call)).text


def test_pages_of_fifty(call, manager):
    for n in range(51):
        submitted(call, title=f"Projet {n}")
    client = client_of(manager)
    assert "Page 1 sur 2" in client.get(list_url(call)).text
    assert "Projet 0" in client.get(list_url(call), {"page": 2}).text


def test_the_list_costs_the_same_with_many(
    call, manager, same_queries, django_assert_max_num_queries
):
    client = client_of(manager)
    same_queries(lambda: client.get(list_url(call)), lambda: submitted(call))
    with django_assert_max_num_queries(12):
        client.get(list_url(call))


def test_another_programme_sees_nothing(call, deposited):
    stranger = TeamMemberFactory().user
    assert client_of(stranger).get(list_url(call)).status_code == 404
    assert client_of(stranger).get(deposited.get_absolute_url()).status_code == 404


def test_the_team_reads_and_cannot_write(deposited, examiner, question):
    client = client_of(examiner)
    page = client.get(deposited.get_absolute_url())
    assert "Réponse contexte." in page.text
    assert "Diane Guérin" in page.text
    journal = client.get(reverse("applications:journal_list", args=[deposited.public_id]))
    assert "brouillon → déposée" in journal.text
    url = reverse("applications:answer_edit", args=[deposited.public_id, "contexte"])
    assert client.post(url, {"value": "Réécrit", "version": 1}).status_code == 404


def test_the_file_costs_the_same_with_many_answers(deposited, examiner, same_queries):
    same_queries(
        lambda: client_of(examiner).get(deposited.get_absolute_url()),
        lambda: AdmissibilityCheck.objects.create(
            application=deposited, verdict=ADMISSIBLE, reason="x", checked_by=UserFactory()
        ),
    )


def test_admissible_is_told_at_once(deposited, examiner, amel):
    url = reverse("applications:application_examine", args=[deposited.public_id])
    client_of(examiner).post(
        url, {"verdict": "admissible", "reason": "Complet et dans les délais."}
    )
    deposited.refresh_from_db()
    assert deposited.status == Application.Status.ADMISSIBLE
    assert recipients("admissible") == [amel.email]
    page = client_of(amel).get(deposited.get_absolute_url())
    assert "recevable" in page.text
    assert "Complet et dans les délais." not in page.text


def test_a_reason_is_compulsory(deposited, examiner):
    with pytest.raises(ReasonMissing):
        actions.check_admissibility(deposited, ADMISSIBLE, "  ", by=examiner)
    url = reverse("applications:application_examine", args=[deposited.public_id])
    page = client_of(examiner).post(url, {"verdict": "admissible", "reason": ""})
    assert "Il y a un problème" in page.text


def test_an_inadmissibility_stays_unseen_until_its_letter(inadmissible, letter, amel, manager):
    client = client_of(amel)
    page = client.get(inadmissible.get_absolute_url())
    assert "en cours d’examen" in page.text
    assert "irrecevable" not in page.text.lower()
    assert client.get(letter.get_absolute_url()).status_code == 404
    actions.approve_letter(letter, by=manager)
    actions.send_letter(letter, by=manager)
    page = client.get(inadmissible.get_absolute_url())
    assert "irrecevable" in page.text
    assert REASON in client.get(letter.get_absolute_url()).text
    pdf = client.get(reverse("applications:letter_print", args=[letter.public_id]))
    assert pdf.content.startswith(b"%PDF")


def test_it_can_be_reversed_and_the_letter_is_cancelled(inadmissible, letter, manager):
    actions.check_admissibility(inadmissible, ADMISSIBLE, "L’avis était joint.", by=manager)
    letter.refresh_from_db()
    assert letter.status == Letter.Status.CANCELLED
    actions.check_admissibility(inadmissible, INADMISSIBLE, REASON, by=manager)
    assert inadmissible.letters.filter(status=Letter.Status.DRAFT).count() == 1


def test_two_examiners_at_once(deposited, examiner, manager):
    stale = Application.objects.get(pk=deposited.pk)
    actions.check_admissibility(deposited, ADMISSIBLE, "Oui.", by=examiner)
    with pytest.raises(StateChanged):
        actions.check_admissibility(stale, INADMISSIBLE, "Non.", by=manager)
    assert deposited.admissibility_checks.count() == 1
    assert not deposited.letters.exists()


def test_nobody_examines_their_own_file(deposited, call, amel):
    TeamMemberFactory(programme=call.programme, user=amel)
    with pytest.raises(NotAllowed):
        actions.check_admissibility(deposited, ADMISSIBLE, "Le mien.", by=amel)
    url = reverse("applications:application_examine", args=[deposited.public_id])
    assert client_of(amel).post(url, {"verdict": "admissible", "reason": "x"}).status_code == 403


def test_a_letter_takes_two_persons(letter, examiner, manager, amel):
    with pytest.raises(SameHands):
        actions.approve_letter(letter, by=examiner)
    with pytest.raises(LetterNotReady):
        actions.send_letter(letter, by=manager)
    assert "Approuver" not in client_of(examiner).get(letter.get_absolute_url()).text
    for_manager = client_of(manager)
    assert "Approuver" in for_manager.get(letter.get_absolute_url()).text
    for_manager.post(reverse("applications:letter_approve", args=[letter.public_id]))
    for_manager.post(reverse("applications:letter_send", args=[letter.public_id]))
    letter.refresh_from_db()
    assert letter.status == Letter.Status.SENT
    assert letter.number == "FMNT-8-0001-C1"
    assert recipients("letter") == [amel.email]
    assert REASON in last_mail("letter").text


def test_an_edit_makes_an_approval_fall(letter, examiner, manager):
    actions.approve_letter(letter, by=manager)
    actions.edit_letter(letter, "Objet", "Autre texte", by=manager)
    assert letter.status == Letter.Status.DRAFT
    assert letter.approved_by is None
    with pytest.raises(SameHands):
        actions.approve_letter(letter, by=manager)
    actions.approve_letter(letter, by=examiner)


def test_a_sent_letter_is_frozen(letter, manager, examiner):
    actions.approve_letter(letter, by=manager)
    actions.send_letter(letter, by=manager)
    with pytest.raises(LetterNotReady):
        actions.edit_letter(letter, "Objet", "Autre", by=examiner)
    with pytest.raises(LetterNotReady):
        actions.approve_letter(letter, by=manager)
    url = reverse("applications:letter_edit", args=[letter.public_id])
    assert client_of(manager).get(url).url == letter.get_absolute_url()


def test_two_people_edit_a_letter(letter, examiner, manager):
    url = reverse("applications:letter_edit", args=[letter.public_id])
    theirs = {"subject": "Objet", "body": "Texte de Gilles", "version": 1}
    assert client_of(manager).post(url, theirs).status_code == 302
    mine = {"subject": "Objet", "body": "Mon texte", "version": 1}
    page = client_of(examiner).post(url, mine)
    assert page.status_code == 409
    assert "Texte de Gilles" in page.text
    assert "Mon texte" in page.text
    with pytest.raises(StaleLetter):
        actions.edit_letter(letter, "Objet", "x", by=examiner, version=1)
    again = {**mine, "version": page.context["form"]["version"].value()}
    assert client_of(examiner).post(url, again).status_code == 302


def test_preparing_twice_keeps_what_was_written(letter, manager, inadmissible):
    actions.edit_letter(letter, "Objet", "Retouché", by=manager)
    again = actions.prepare_letter(inadmissible, letter.kind, "Autre", "Autre", by=manager)
    assert again.pk == letter.pk
    assert again.body == "Retouché"


def test_a_letter_that_is_no_longer_true_does_not_leave(letter, inadmissible, manager):
    actions.approve_letter(letter, by=manager)
    Application.objects.filter(pk=inadmissible.pk).update(status=Application.Status.ADMISSIBLE)
    with pytest.raises(LetterNotReady, match="n’est plus dans l’état"):
        actions.send_letter(letter, by=manager)


def test_the_jury_s_choices(call, manager, amel):
    files = [submitted(call, owner=amel) for _n in range(3)]
    for application in files:
        actions.check_admissibility(application, ADMISSIBLE, "Oui.", by=manager)
    first = actions.select(files[0], by=manager)
    second = actions.select(files[1], by=manager)
    actions.put_on_reserve(files[2], by=manager)
    assert [first.position, second.position] == [1, 2]
    assert first.subject == files[0].title
    assert first.announced == timezone.localdate().isoformat()
    third = actions.select(files[2], by=manager)
    assert Laureate.objects.filter(call=call).count() == third.position == 3
    with pytest.raises(IllegalTransition):
        actions.put_on_reserve(files[0], by=manager)


def test_a_decision_is_unseen_until_the_results(call, manager, amel):
    application = submitted(call, owner=amel)
    actions.check_admissibility(application, ADMISSIBLE, "Oui.", by=manager)
    actions.leave_unselected(application, by=manager)
    client = client_of(amel)
    page = client.get(application.get_absolute_url())
    assert "en cours d’examen" in page.text
    assert "non retenue" not in page.text
    call.results_at = timezone.now() - timedelta(minutes=1)
    call.save()
    assert "non retenue" in client.get(application.get_absolute_url()).text
