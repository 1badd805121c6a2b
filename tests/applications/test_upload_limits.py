"""How much one may send: a body too large, an hour's worth of files, the drafts of one account."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.applications import actions
from essaim.applications.exceptions import FileTooBig, TooManyUploads
from essaim.applications.models import Application, Attachment
from essaim.calls.models import Question
from tests.factories import ApplicationFactory, QuestionFactory
from tests.personas import client_of

URLENCODED = "application/x-www-form-urlencoded"


def files_url(application) -> str:
    return reverse("applications:attachment_list", args=[application.public_id])


def text_url(application) -> str:
    return reverse("applications:answer_edit", args=[application.public_id, "contexte"])


class TestBody:
    @pytest.fixture
    def started(self, draft, amel, question, pdf):
        actions.add_attachment(draft, pdf("avant.pdf"), by=amel)
        actions.answer(draft, question("contexte"), "Deux agents.", 0, by=amel)
        return draft

    def test_one_that_no_page_needs_is_not_read(self, started, amel):
        client = client_of(amel)
        answer = client.post(
            files_url(started), b"x", content_type=URLENCODED, CONTENT_LENGTH=str(101 * 2**20)
        )
        assert answer.status_code == 413
        assert "beaucoup trop lourd : 20 Mo au plus" in answer.text.replace("\u00a0", " ")
        assert "Rien n’a été modifié" in answer.text
        assert "avant.pdf" in client.get(files_url(started)).text
        assert "Deux agents." in client.get(text_url(started)).text

    def test_nor_that_of_a_visitor(self, db):
        answer = Client().post("/", b"x", content_type=URLENCODED, CONTENT_LENGTH=str(2**40))
        assert answer.status_code == 413

    @pytest.mark.parametrize("announced", ["", "abc", "-1", "0"])
    def test_an_odd_length_is_no_large_one(self, db, announced):
        answer = Client().post("/", b"", content_type=URLENCODED, CONTENT_LENGTH=announced)
        assert answer.status_code != 413

    @pytest.mark.parametrize("checked", [True, False])
    def test_a_text_too_large_is_told_in_words(self, started, amel, checked):
        """Whether it is read by the check of the form's token, or later by the page."""
        client = client_of(amel)
        client.get(text_url(started))
        client.handler.enforce_csrf_checks = checked
        client.raise_request_exception = False
        answer = client.post(text_url(started), {"value": "a" * 6 * 2**20, "version": 1})
        assert answer.status_code == 413
        assert "ce que vous avez écrit y est encore" in answer.text
        assert started.answers.get().value == "Deux agents."

    def test_another_bad_request_is_told_as_before(self, started, amel):
        client = client_of(amel)
        client.raise_request_exception = False
        answer = client.post(text_url(started), {f"champ{n}": "" for n in range(1_100)})
        assert answer.status_code == 400
        assert "Nous n’avons pas compris" in answer.text


class TestHour:
    def test_past_the_number_of_an_hour_one_waits(self, draft, amel, settings, pdf, time_machine):
        settings.UPLOADS_PER_HOUR = 2
        client = client_of(amel)
        refused = SimpleUploadedFile("faux.pdf", b"<html>")
        answers = [client.post(files_url(draft), {"file": f}) for f in (pdf(), refused, pdf())]
        assert [answer.status_code for answer in answers] == [302, 422, 429]
        assert answers[2].headers["Retry-After"] == "3600"
        assert "Reprenez un peu plus tard" in answers[2].text
        assert "devis.pdf" in answers[2].text  # what was joined before is still there
        assert "Retry-After" not in answers[1].headers
        assert draft.attachments.count() == 1

    def test_on_the_page_of_a_question_too(self, draft, amel, settings, pdf):
        settings.UPLOADS_PER_HOUR = 0
        question = QuestionFactory(
            question_set=draft.question_set, code="devis", position=9, kind=Question.Kind.FILE
        )
        url = reverse("applications:answer_edit", args=[draft.public_id, question.code])
        answer = client_of(amel).post(url, {"file": pdf()})
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "3600"

    def test_it_is_counted_for_each_account_and_starts_again(
        self, draft, amel, marie, settings, pdf, time_machine
    ):
        settings.UPLOADS_PER_HOUR = 1
        actions.add_attachment(draft, pdf(), by=amel)
        with pytest.raises(TooManyUploads):
            actions.add_attachment(draft, pdf(), by=amel)
        actions.add_attachment(draft, pdf(), by=marie)
        time_machine.move_to(timezone.now() + timedelta(seconds=3_601))
        actions.add_attachment(draft, pdf(), by=amel)
        assert draft.attachments.count() == 3


class TestAccount:
    @pytest.fixture
    def nearly_full(self, draft, amel, pdf):
        """Another draft of hers, which takes nearly all that she may keep in drafts."""
        other = ApplicationFactory(owner=amel)
        heavy = actions.add_attachment(draft, pdf(), by=amel)
        heavy.application, heavy.size = other, Attachment.MOST_BYTES_IN_DRAFTS - 10
        heavy.save()
        return other

    def test_the_drafts_of_one_person_hold_so_much(self, nearly_full, draft, amel, pdf):
        answer = client_of(amel).post(files_url(draft), {"file": pdf()})
        assert answer.status_code == 413
        assert "pour 300 Mo au plus" in answer.text.replace("\u00a0", " ")
        assert not draft.attachments.exists()

    def test_a_colleague_has_room_of_their_own(self, nearly_full, draft, marie, pdf):
        assert actions.add_attachment(draft, pdf(), by=marie)

    def test_a_deposit_gives_the_room_back(self, nearly_full, draft, amel, pdf, time_machine):
        with pytest.raises(FileTooBig):
            actions.add_attachment(draft, pdf(), by=amel)
        Application.objects.filter(pk=nearly_full.pk).update(
            status=Application.Status.SUBMITTED, submitted_at=nearly_full.created_at
        )
        assert actions.add_attachment(draft, pdf(), by=amel)
