"""A request for completion: it reopens what it names, and nothing typed is seen before it is sent."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import LogEntry, OutboxMail
from essaim.applications import actions
from essaim.applications.content import sections, sections_for_jury
from essaim.applications.exceptions import (
    AlreadyDeposited,
    CompletionClosed,
    CompletionNotAsked,
    FieldNotReopened,
    NotAllowed,
)
from essaim.applications.models import (
    AdmissibilityCheck,
    Application,
    InfoRequest,
    Member,
)
from tests.applications.completing import send, type_in, url
from tests.applications.mailbox import last_mail, recipients
from tests.factories import ThemeFactory
from tests.personas import client_of

__all__ = ["type_in"]

Status = InfoRequest.Status
DESCRIPTION, FILES = InfoRequest.DESCRIPTION, InfoRequest.FILES


def test_it_is_previewed_then_mailed_to_all_authors(deposited, examiner, amel, join):
    other = join(deposited)
    client = client_of(examiner)
    ask_page = client.get(url("completion_ask", deposited))
    due_on = ask_page.context["form"]["due_on"].value()
    assert due_on == timezone.localdate() + timedelta(days=15)
    typed = {"fields_asked": ["contexte", FILES], "message": "Combien ?", "due_on": due_on}
    preview = client.post(url("completion_ask", deposited), typed)
    assert "Rien n’est encore envoyé" in preview.text
    assert "Combien ?" in preview.text
    assert not deposited.info_requests.exists()
    back = client.post(url("completion_ask", deposited), {**typed, "modify": "1"})
    assert "Combien ?" in back.text
    client.post(url("completion_ask", deposited), {**typed, "confirm": "1"})
    request = deposited.info_requests.get()
    assert request.fields == ["contexte", FILES]
    assert timezone.localtime(request.due_at).strftime("%H:%M") == "23:59"
    assert recipients("info_request") == sorted([amel.email, other.email])
    text = last_mail("info_request").text
    assert "Combien ?" in text
    assert "Parlez-nous" in text
    assert "Fichiers joints" in text
    assert "23\u00a0h\u00a059" in text
    assert "le délai d’examen ne court pas" in text


@pytest.mark.parametrize(
    "wrong",
    [{"fields_asked": []}, {"message": " "}, {"due_on": "2020-01-01"}, {"fields_asked": ["autre"]}],
)
def test_a_request_that_asks_nothing_is_refused(deposited, examiner, wrong):
    due_on = timezone.localdate() + timedelta(days=9)
    typed = {"fields_asked": ["contexte"], "message": "Combien ?", "due_on": due_on}
    page = client_of(examiner).post(
        url("completion_ask", deposited), {**typed, **wrong, "confirm": "1"}
    )
    assert "Il y a un problème" in page.text
    assert not deposited.info_requests.exists()


def test_only_the_fields_it_names_are_reopened(deposited, ask, type_in, amel, pdf):
    ask("contexte")
    assert type_in("contexte", "Douze agents.").version == 2
    for refused in (
        lambda: type_in("probleme", "Autre."),
        lambda: actions.describe(deposited, "Autre titre", [], by=amel),
        lambda: actions.add_attachment(deposited, pdf(), by=amel),
    ):
        with pytest.raises(FieldNotReopened):
            refused()
    client = client_of(amel)
    assert client.get(url("answer_edit", deposited, "contexte")).status_code == 200
    assert client.get(url("answer_edit", deposited, "probleme")).status_code == 403
    assert client.get(url("application_describe", deposited)).status_code == 403
    assert client.get(url("attachment_list", deposited)).status_code == 403


def test_whoever_could_write_answers_and_readers_read(deposited, ask, type_in, join):
    writer, reader = join(deposited), join(deposited, Member.Right.READ, "Rita Lectrice")
    request = ask("contexte")
    type_in("contexte", "De Colin.", by=writer)
    with pytest.raises(NotAllowed):
        type_in("contexte", "De Rita.", version=2, by=reader)
    with pytest.raises(NotAllowed):
        send(request, by=reader)
    assert "À compléter" not in client_of(reader).get(url("completion_write", deposited)).text
    send(request, by=writer)
    assert request.application.answers.get(question__code="contexte").value == "De Colin."


def test_nobody_else_sees_what_is_typed_before_it_is_sent(
    deposited, ask, type_in, amel, examiner, manager, juror_reading, pdf
):
    request = ask("contexte", DESCRIPTION, FILES)
    type_in("contexte", "SECRET en cours de frappe")
    actions.describe(deposited, "SECRET titre", [ThemeFactory()], by=amel)
    file = actions.add_attachment(deposited, pdf("SECRET.pdf"), by=amel)
    fresh = Application.objects.get(pk=deposited.pk)
    assert "SECRET" not in str([sections(fresh), sections_for_jury(fresh), fresh.title])
    pages = ["application_detail", "application_examine", "completion_list", "message_list"]
    pages += ["note_list", "journal_list"]
    for person in (examiner, manager):
        client = client_of(person)
        for name in pages:
            assert "SECRET" not in client.get(url(name, fresh)).text
        listed = client.get(reverse("applications:application_list", args=[fresh.call.slug]))
        assert "SECRET" not in listed.text
        download = url("attachment_download", fresh, file.public_id)
        assert client.get(download).status_code == 404
    _juror, read_as_juror = juror_reading
    assert "Réponse contexte." in read_as_juror()
    assert "SECRET" not in read_as_juror()
    assert "SECRET" not in "".join(OutboxMail.objects.values_list("text", flat=True))
    assert not LogEntry.objects.filter(note__contains="SECRET").exists()
    author = client_of(amel)
    assert "SECRET" in author.get(url("answer_edit", fresh, "contexte")).text
    assert "SECRET" in author.get(url("completion_send", fresh)).text
    assert author.get(url("attachment_download", fresh, file.public_id)).getvalue()[:4] == b"%PDF"
    send(request)
    assert "SECRET en cours de frappe" in read_as_juror()
    page = client_of(examiner).get(fresh.get_absolute_url()).text
    assert "SECRET titre" in page
    assert "SECRET.pdf" in page


def test_after_the_deadline_it_expires_and_all_is_kept(deposited, ask, type_in, amel):
    request = ask("contexte", days=3)
    type_in("contexte", "À moitié")
    with time_machine.travel(request.due_at + timedelta(minutes=14)):
        assert actions.expire_completions() == 0  # the grace is the same as for a deposit
        type_in("contexte", "Presque fini", version=2)
    with time_machine.travel(request.due_at + timedelta(minutes=16)):
        with pytest.raises(CompletionClosed):
            type_in("contexte", "Trop tard", version=3)
        with pytest.raises(CompletionClosed):
            send(request)
        assert actions.expire_completions() == 1
        assert actions.expire_completions() == 0
        request.refresh_from_db()
        assert request.status == Status.EXPIRED
        assert request.typed["contexte"]["value"] == "Presque fini"
        assert recipients("completion_expired") == [amel.email]
        page = client_of(amel).get(url("completion_write", deposited)).text
        assert "Le délai s’est terminé" in page
        assert "Presque fini" in page


def test_in_time_by_its_arrival_is_in_time(deposited, ask, type_in):
    request = ask("contexte", days=3)
    type_in("contexte", "Douze.")
    last = request.grace_ends_at - timedelta(seconds=1)
    with time_machine.travel(request.grace_ends_at + timedelta(seconds=20)):
        assert send(request, at=last).number == 2


def test_more_time_is_given_even_after(deposited, ask, type_in, examiner, amel):
    request = ask("contexte", days=3)
    type_in("contexte", "À moitié")
    with time_machine.travel(request.due_at + timedelta(days=1)):
        actions.expire_completions()
        day = timezone.localdate() + timedelta(days=5)
        page = client_of(examiner).post(url("completion_extend", deposited), {"due_on": day})
        assert page.status_code == 302
        request.refresh_from_db()
        assert request.status == Status.OPEN
        assert recipients("completion_extended") == [amel.email]
        type_in("contexte", "Fini.", version=2)
        assert send(request).number == 2
    early = client_of(examiner).post(url("completion_extend", deposited), {"due_on": "2020-01-01"})
    assert early.status_code == 422


def test_a_reminder_two_days_before_once(deposited, ask, amel):
    request = ask("contexte", days=10)
    assert actions.remind_completions() == 0
    with time_machine.travel(request.due_at - timedelta(days=2)):
        assert actions.remind_completions() == 1
        assert actions.remind_completions() == 0
    assert recipients("completion_reminder") == [amel.email]


def test_a_short_request_has_no_reminder(deposited, ask):
    ask("contexte", days=1)
    assert actions.remind_completions() == 0


def test_one_open_at_a_time_and_asking_again_keeps_what_was_typed(
    deposited, ask, type_in, amel, pdf, examiner
):
    request = ask("contexte", FILES, days=3)
    with pytest.raises(CompletionNotAsked):
        ask("probleme")
    type_in("contexte", "À moitié")
    actions.add_attachment(deposited, pdf("devis.pdf"), by=amel)
    with time_machine.travel(request.due_at + timedelta(days=1)):
        actions.expire_completions()
        again = ask("contexte", FILES)
        request.refresh_from_db()
        assert request.status == Status.CLOSED
        assert again.typed["contexte"]["value"] == "À moitié"
        send(again)
        assert deposited.attachments.get().name == "devis.pdf"


def test_the_clock_of_the_examination_stands_still(deposited, ask, type_in, examiner):
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        request = ask("contexte")
        with time_machine.travel(timezone.now() + timedelta(days=5)):
            type_in("contexte", "Douze.")
            send(request)
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            page = client_of(examiner).get(deposited.get_absolute_url())
    assert page.context["days"] == {"counted": 5, "suspended": 5}


@pytest.mark.parametrize(
    "status", ["draft", "inadmissible", "laureate", "reserve", "not_selected", "withdrawn"]
)
def test_nothing_is_asked_of_what_is_not_to_complete(deposited, ask, status):
    Application.objects.filter(pk=deposited.pk).update(status=status)
    with pytest.raises((CompletionNotAsked, NotAllowed)):
        ask("contexte")


def test_a_file_withdrawn_meanwhile_is_asked_nothing(deposited, ask, type_in, amel):
    request = ask("contexte")
    actions.withdraw(deposited, by=amel)
    request.refresh_from_db()
    assert request.status == Status.CLOSED
    with pytest.raises(AlreadyDeposited):
        type_in("contexte", "Douze.")


def test_no_decision_while_an_answer_is_awaited(deposited, ask, type_in, examiner):
    request = ask("contexte")
    verdict = AdmissibilityCheck.Verdict.ADMISSIBLE
    with pytest.raises(Exception, match="demande de compléments est ouverte"):
        actions.check_admissibility(deposited, verdict, "Oui.", by=examiner)
    type_in("contexte", "Douze.")
    send(request)
    actions.check_admissibility(deposited, verdict, "Complet.", by=examiner)
    request.refresh_from_db()
    assert request.status == Status.CLOSED


def test_closing_an_open_request_tells_the_authors(deposited, ask, type_in, examiner, amel):
    request = ask("contexte")
    actions.close_completion(request, by=examiner)
    assert recipients("completion_closed") == [amel.email]
    with pytest.raises(AlreadyDeposited):
        type_in("contexte", "Douze.")


def test_authors_ask_nothing_of_themselves(deposited, ask, amel, examiner):
    client = client_of(amel)
    for name in ("completion_list", "completion_ask"):
        assert client.get(url(name, deposited)).status_code == 403
    request = ask("contexte")
    with pytest.raises(NotAllowed):
        actions.extend_completion(request, timezone.now() + timedelta(days=90), by=amel)
    with pytest.raises(NotAllowed):
        actions.close_completion(request, by=amel)
    assert client_of(examiner).get(url("completion_write", deposited)).status_code == 404


def test_the_pages_cost_the_same_with_many(deposited, ask, type_in, examiner, same_queries):
    def answered():
        request = ask("contexte")
        send(request, reply="Voilà.")

    same_queries(lambda: client_of(examiner).get(deposited.get_absolute_url()), answered)


def test_my_space_tells_what_is_asked(deposited, ask, amel, examiner):
    ask("contexte")
    actions.send_message(deposited, "Une question.", by=examiner)
    page = client_of(amel).get("/mon-espace/").text
    assert "Envoyer les compléments demandés" in page
    assert "Lire un message de l’équipe" in page
