"""The deposit: once, in time, whole, and provable."""

import secrets
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import LogEntry, OutboxMail
from essaim.applications import actions
from essaim.applications.content import fingerprint
from essaim.applications.exceptions import (
    AlreadyDeposited,
    BadFile,
    CallClosed,
    KeyReused,
    NotAllowed,
    NotReady,
)
from essaim.applications.models import Application, ApplicationVersion, Endorsement, Member, Receipt
from essaim.base.ids import reference
from tests.applications.mailbox import link_in, recipients
from tests.factories import ApplicationFactory, CallFactory, OrganisationFactory, UserFactory
from tests.personas import client_of


def url(name, application):
    return reverse(f"applications:{name}", args=[application.public_id])


def join(application, by):
    actions.invite(application, f"{by.email}", Member.Right.WRITE, by=application.owner)
    actions.accept_invitation(link_in("invitation"), by=by)


def test_one_act_leaves_everything(ready, amel, submit, pdf):
    received_at = timezone.now()
    receipt = submit(ready, received_at=received_at)
    ready.refresh_from_db()
    assert ready.status == Application.Status.SUBMITTED
    assert ready.submitted_at == receipt.issued_at == received_at
    version = ApplicationVersion.objects.get()
    assert version.sha256 == fingerprint(version.content)
    assert version.content["answers"][0]["value"] == "Réponse contexte."
    assert version.content["endorsement"]["signatory"] == "Diane Guérin"
    entry = LogEntry.objects.filter(ref=reference(ready)).first()
    assert (entry.before, entry.after, entry.note) == ("draft", "submitted", receipt.number)
    assert recipients("receipt") == [amel.email]
    assert recipients("deposit_notice") == ["dgs@exemple.fr"]


def test_the_files_are_named_by_their_hash(filled, amel, endorse, submit, pdf):
    attachment = actions.add_attachment(filled, pdf("devis.pdf"), by=amel)
    endorse(filled)
    content = submit(filled).version.content
    assert content["attachments"][0]["sha256"] == attachment.sha256
    page = client_of(amel).get(url("receipt_detail", filled))
    assert attachment.sha256 in page.text


def test_a_file_lost_on_disk_stops_the_deposit(filled, amel, endorse, submit, pdf):
    attachment = actions.add_attachment(filled, pdf("devis.pdf"), by=amel)
    endorse(filled)
    attachment.file.storage.delete(attachment.file.name)
    with pytest.raises(BadFile, match=r"devis\.pdf"):
        submit(filled)
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(-1, True), (0, True), (899, True), (900, False), (901, False)]
)
def test_around_the_deadline_and_its_silent_grace(ready, submit, time_machine, seconds, is_taken):
    moment = ready.call.closes_at + timedelta(seconds=seconds)
    time_machine.move_to(moment, tick=False)
    if is_taken:
        assert submit(ready, received_at=moment).issued_at == moment
        return
    with pytest.raises(CallClosed, match="vos textes sont conservés"):
        submit(ready, received_at=moment)
    ready.refresh_from_db()
    assert ready.is_editable
    assert not OutboxMail.objects.filter(kind="receipt").exists()


def test_the_beginning_of_the_request_decides(ready, amel, time_machine, monkeypatch):
    """The request arrives one second before the end; its treatment ends after it."""
    time_machine.move_to(ready.call.grace_ends_at - timedelta(seconds=1), tick=False)
    submit = actions.submit

    def slow(*args, **kwargs):
        time_machine.move_to(ready.call.grace_ends_at + timedelta(seconds=30), tick=False)
        return submit(*args, **kwargs)

    monkeypatch.setattr(actions, "submit", slow)
    sent = {"idempotency_key": secrets.token_hex(32), "confirmed": "on"}
    assert client_of(amel).post(url("application_submit", ready), sent).status_code == 302
    assert Receipt.objects.get().issued_at < ready.call.grace_ends_at


def test_what_is_missing_is_said(draft, amel, submit):
    with pytest.raises(NotReady) as refused:
        submit(draft)
    assert len(refused.value.missing) == 5
    sent = {"idempotency_key": secrets.token_hex(32), "confirmed": "on"}
    page = client_of(amel).post(url("application_submit", draft), sent)
    assert page.status_code == 409
    assert "le titre du projet" in page.text


def test_the_box_must_be_ticked(ready, amel):
    page = client_of(amel).post(
        url("application_submit", ready), {"idempotency_key": secrets.token_hex(32)}
    )
    assert "Cochez la case" in page.text
    assert not Receipt.objects.exists()


def test_a_repeated_request_gives_the_same_receipt(ready, submit):
    first = submit(ready, key="k" * 64)
    assert submit(ready, key="k" * 64) == first
    assert submit(ready, key="x" * 64) == first
    assert Receipt.objects.count() == ApplicationVersion.objects.count() == 1
    assert OutboxMail.objects.filter(kind="receipt").count() == 1


def test_the_key_of_another_application_is_refused(ready, submit, amel):
    submit(ready, key="k" * 64)
    other = ApplicationFactory(owner=amel, call=ready.call)
    with pytest.raises(KeyReused):
        submit(other, key="k" * 64)


def test_only_the_owner_deposits(ready, submit):
    marie = UserFactory()
    join(ready, marie)
    with pytest.raises(NotAllowed):
        submit(ready, by=marie)
    page = client_of(marie).get(url("application_check", ready))
    assert "Seule la personne qui porte" in page.text
    submit(ready)
    with pytest.raises(NotAllowed):
        submit(ready, by=marie)
    assert client_of(marie).get(url("receipt_detail", ready)).status_code == 200


def test_co_applicants_receive_the_receipt(ready, amel, submit):
    marie = UserFactory(email="marie@exemple.fr")
    join(ready, marie)
    submit(ready)
    assert recipients("receipt") == [amel.email, "marie@exemple.fr"]


def test_the_check_page_after_the_deposit_leads_to_the_file(ready, amel, submit):
    submit(ready)
    assert client_of(amel).get(url("application_check", ready)).url == ready.get_absolute_url()


def test_numbers_follow_one_another_in_each_call(ready, submit, amel):
    assert submit(ready).number == "FMNT-8-0001"
    for call, number in [
        (ready.call, "FMNT-8-0002"),
        (CallFactory(programme=ready.call.programme, number=9), "FMNT-9-0001"),
        (CallFactory(programme=ready.call.programme, number=8), "FMNT-A"),
        (CallFactory(programme=ready.call.programme, number=None), "FMNT-A"),
    ]:
        call.endorsement_rule = call.EndorsementRule.NOT_ASKED
        call.save()
        other = ApplicationFactory(call=call, owner=amel, organisation=OrganisationFactory())
        other.themes.set(ready.themes.all())
        for question in other.question_set.questions.all():
            actions.answer(other, question, "x", 0, by=amel)
        assert submit(other).number.startswith(number)
    assert Receipt.objects.values("number").distinct().count() == 5


def test_a_pending_request_for_an_opinion_is_closed(filled, amel, submit):
    filled.call.endorsement_rule = filled.call.EndorsementRule.NOT_ASKED
    filled.call.save()
    asked = actions.ask_endorsement(filled, "dgs@exemple.fr", "", by=amel)
    filled.refresh_from_db()
    submit(filled)
    asked.refresh_from_db()
    assert asked.status == Endorsement.Status.WITHDRAWN


def in_parallel(*acts):
    """Run each act in a thread of its own, started together; returns what they gave or raised."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(at, act):
        barrier.wait()
        try:
            results[at] = act()
        except Exception as error:
            results[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_a_double_click_deposits_once(ready, submit):
    receipts = in_parallel(*[lambda: submit(ready, key="k" * 64)] * 2, lambda: submit(ready))
    assert {receipt.number for receipt in receipts} == {"FMNT-8-0001"}
    assert Receipt.objects.count() == 1
    assert OutboxMail.objects.filter(kind="receipt").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_deposits_at_once_have_two_numbers(ready, submit, amel):
    ready.call.endorsement_rule = ready.call.EndorsementRule.NOT_ASKED
    ready.call.save()
    other = ApplicationFactory(call=ready.call, owner=amel, organisation=OrganisationFactory())
    other.themes.set(ready.themes.all())
    for question in other.question_set.questions.all():
        actions.answer(other, question, "x", 0, by=amel)
    receipts = in_parallel(lambda: submit(ready), lambda: submit(other))
    assert {receipt.number for receipt in receipts} == {"FMNT-8-0001", "FMNT-8-0002"}


@pytest.mark.django_db(transaction=True)
def test_two_savers_at_once_one_wins_and_the_other_is_told(draft, question):
    marie = UserFactory()
    join(draft, marie)
    results = in_parallel(
        lambda: actions.answer(draft, question("contexte"), "Un", 0, by=draft.owner),
        lambda: actions.answer(draft, question("contexte"), "Deux", 0, by=marie),
    )
    kept = draft.answers.get()
    assert kept.version == 1
    assert sorted(type(result).__name__ for result in results) == ["Answer", "StaleAnswer"]


@pytest.mark.django_db(transaction=True)
def test_a_word_written_during_the_deposit_is_in_it_or_refused(ready, submit, question):
    results = in_parallel(
        lambda: submit(ready),
        lambda: actions.answer(ready, question("ailleurs"), "Un mot", 0, by=ready.owner),
    )
    ready.refresh_from_db()
    written = ready.answers.filter(value="Un mot").exists()
    if ready.status == Application.Status.SUBMITTED:
        # The opinion would be stale with the new word: a deposit means the word came too late.
        assert not written
        assert isinstance(results[1], AlreadyDeposited)
    else:
        assert written
        assert isinstance(results[0], NotReady)
