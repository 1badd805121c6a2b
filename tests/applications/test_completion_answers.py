"""Answering a request for completion: what is typed, sent, frozen and compared."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import OutboxMail
from essaim.applications import actions
from essaim.applications.comparison import differences
from essaim.applications.content import canonical, fingerprint
from essaim.applications.exceptions import (
    AlreadyDeposited,
    FieldNotReopened,
    NothingToSend,
    NotReady,
    StaleAnswer,
    StaleDescription,
)
from essaim.applications.models import (
    ApplicationVersion,
    Attachment,
    InfoRequest,
)
from tests.applications.completing import send, type_in, url
from tests.applications.mailbox import last_mail, recipients
from tests.personas import client_of

__all__ = ["type_in"]

Status = InfoRequest.Status
DESCRIPTION, FILES = InfoRequest.DESCRIPTION, InfoRequest.FILES


def test_sending_freezes_a_second_version_beside_the_first(deposited, ask, type_in, amel, examiner):
    first = deposited.versions.get()
    request = ask("contexte")
    type_in("contexte", "Douze agents.")
    version = send(request, reply="Voilà.")
    request.refresh_from_db()
    assert (request.status, request.version, request.reply) == (Status.ANSWERED, version, "Voilà.")
    assert (version.number, version.reason) == (2, ApplicationVersion.Reason.COMPLETION)
    assert version.sha256 == fingerprint(version.content)
    assert b"Douze agents." in canonical(version.content)
    first.refresh_from_db()
    assert first.sha256 == fingerprint(first.content)
    assert b"Douze agents." not in canonical(first.content)
    assert version.sha256 in last_mail("completion_receipt").text
    assert recipients("completion_receipt") == [amel.email]
    assert recipients("completion_received") == [examiner.email]
    answer = deposited.answers.get(question__code="contexte")
    assert (answer.value, answer.version, answer.changed_by) == ("Douze agents.", 2, amel)


def test_sending_twice_sends_once(deposited, ask, type_in):
    request = ask("contexte")
    type_in("contexte", "Douze agents.")
    assert send(request) == send(request)
    assert deposited.versions.count() == 2
    assert OutboxMail.objects.filter(kind="completion_receipt").count() == 1
    with pytest.raises(AlreadyDeposited):
        type_in("contexte", "Treize.", version=2)


def test_both_fingerprints_are_recognised(deposited, ask, type_in, client):
    request = ask("contexte")
    type_in("contexte", "Douze agents.")
    new, old = send(request), deposited.versions.last()
    for version in (old, new):
        query = {"numero": deposited.receipt.number, "empreinte": version.sha256[:12]}
        page = client.get(reverse("applications:receipt_verify"), query).text
        assert "est authentique" in page
        assert ("compléments reçus" in page) == (version == new)


def test_the_receipt_keeps_its_files(deposited, ask, amel, pdf):
    request = ask(FILES)
    actions.add_attachment(deposited, pdf("ajout.pdf"), by=amel)
    send(request)
    assert "ajout.pdf" not in client_of(amel).get(url("receipt_detail", deposited)).text
    assert "ajout.pdf" in client_of(amel).get(deposited.get_absolute_url()).text


def test_a_deposited_file_stays_and_an_added_one_can_go(
    filled, endorse, submit, amel, examiner, pdf
):
    kept = actions.add_attachment(filled, pdf("kept.pdf"), by=amel)
    endorse(filled)
    filled.refresh_from_db()
    submit(filled)
    filled.refresh_from_db()
    due_at = timezone.now() + timedelta(days=3)
    actions.ask_completion(filled, [FILES], "Un devis.", due_at, by=examiner)
    added = actions.add_attachment(filled, pdf("added.pdf"), by=amel)
    page = client_of(amel).get(url("attachment_list", filled)).text
    assert "kept.pdf" in page
    assert "added.pdf" in page
    with pytest.raises(FieldNotReopened):
        actions.remove_attachment(Attachment.everything.get(pk=kept.pk), by=amel)
    actions.remove_attachment(Attachment.everything.get(pk=added.pk), by=amel)
    assert [file.name for file in Attachment.everything.all()] == ["kept.pdf"]


def test_the_team_sees_what_changed(deposited, ask, type_in, examiner, amel):
    request = ask("contexte", DESCRIPTION)
    type_in("contexte", "Douze agents.")
    actions.describe(deposited, "Nouveau titre", list(deposited.themes.all()), by=amel)
    version = send(request, reply="Le reste manque.")
    found = differences(deposited.versions.last(), version)
    assert [(change.before, change.after) for change in found] == [
        ("Un accueil qui oriente", "Nouveau titre"),
        ("Réponse contexte.", "Douze agents."),
    ]
    page = client_of(examiner).get(url("completion_list", deposited)).text
    assert "Réponse contexte." in page
    assert "Douze agents." in page
    assert "Le reste manque." in page
    client_of(examiner).post(url("completion_close", deposited))
    request.refresh_from_db()
    assert request.status == Status.CLOSED
    assert not OutboxMail.objects.filter(kind="completion_closed").exists()


def test_a_word_is_needed_when_nothing_changed(deposited, ask):
    request = ask("contexte")
    with pytest.raises(NothingToSend):
        send(request)
    assert send(request, reply="Nous n’avons pas ce chiffre.").number == 2


def test_a_compulsory_answer_is_not_emptied(deposited, ask, type_in, amel):
    request = ask("contexte")
    type_in("contexte", "  ")
    with pytest.raises(NotReady):
        send(request)
    page = client_of(amel).post(
        url("completion_send", deposited), {"reply": "Gardez ce mot.", "reread": "on"}
    )
    assert page.status_code == 409
    assert "Gardez ce mot." in page.text


def test_two_authors_never_overwrite_each_other(deposited, ask, type_in, join, amel):
    other = join(deposited)
    ask("contexte", DESCRIPTION)
    type_in("contexte", "De Colin.", by=other)
    with pytest.raises(StaleAnswer) as stale:
        type_in("contexte", "D’Amel.")
    assert (stale.value.answer.value, stale.value.answer.version) == ("De Colin.", 2)
    page = client_of(amel).post(
        url("answer_edit", deposited, "contexte"), {"value": "D’Amel.", "version": 1}
    )
    assert page.status_code == 409
    assert "De Colin." in page.text
    assert "D’Amel." in page.text
    actions.describe(deposited, "Titre de Colin", [], by=other, version=deposited.version)
    with pytest.raises(StaleDescription):
        actions.describe(deposited, "Titre d’Amel", [], by=amel, version=deposited.version)


def test_it_is_kept_while_it_is_typed(deposited, ask, amel):
    ask("contexte", DESCRIPTION)
    client = client_of(amel)
    kept = client.post(url("field_save", deposited, "contexte"), {"value": "Douze.", "version": 1})
    assert (kept.status_code, kept.json()["version"]) == (200, 2)
    stale = client.post(url("field_save", deposited, "contexte"), {"value": "Dix.", "version": 1})
    assert (stale.status_code, stale.json()["theirs"]["value"]) == (409, "Douze.")
    other = client.post(url("field_save", deposited, "probleme"), {"value": "x", "version": 1})
    assert other.status_code == 423
    titled = client.post(
        url("field_save", deposited), {"title": "Autre", "version": deposited.version}
    )
    assert titled.status_code == 200


def test_the_journey_of_the_author_page_by_page(deposited, ask, amel):
    ask("contexte")
    client = client_of(amel)
    home = client.get(deposited.get_absolute_url()).text
    assert "L’équipe vous demande des compléments" in home
    page = client.get(url("completion_write", deposited)).text
    assert "Précisez le nombre d’agents." in page
    assert "Parlez-nous\u00a0: probleme" not in page
    saved = client.post(
        url("answer_edit", deposited, "contexte"), {"value": "Douze.", "version": 1}
    )
    assert saved.url == url("completion_write", deposited)
    assert "Modifié, pas envoyé" in client.get(saved.url).text
    check = client.get(url("completion_send", deposited)).text
    assert "Réponse contexte." in check
    assert "Douze." in check
    unread = client.post(url("completion_send", deposited), {"reply": ""})
    assert "Relisez, puis cochez la case." in unread.text
    client.post(url("completion_send", deposited), {"reply": "", "reread": "on"})
    home = client.get(deposited.get_absolute_url()).text
    assert "Compléments demandés par Inès Instruit" in home
    assert "Compléments envoyés par Amel Porteuse" in home
