"""Before starting: the self-test, and the questions on paper."""

import io

import pikepdf
import pytest
from django.test import Client

from essaim.calls import actions
from essaim.calls.eligibility import Conclusion, verdict
from essaim.calls.models import Call, EligibilityQuestion
from tests.base.test_pdf import needs_pango
from tests.calls.preparing import URL, call, client, manager, publish, read
from tests.factories import (
    CallFactory,
    UserFactory,
)
from tests.personas import client_of

__all__ = ["call", "client", "manager"]
pytestmark = pytest.mark.django_db


class TestSelfTest:
    EXPECTED = {"q1": "yes", "q2": "yes", "q3": "yes"}

    @pytest.fixture
    def open_call(self, call, manager):
        publish(call, manager)
        return call

    @pytest.mark.parametrize(
        ("values", "conclusion", "count"),
        [
            (("yes", "yes", "yes"), Conclusion.YES, 0),
            (("no", "yes", "yes"), Conclusion.NO, 1),
            (("no", "no", "no"), Conclusion.NO, 2),
            (("yes", "yes", "no"), Conclusion.ASK, 1),
            (("unsure", "yes", "yes"), Conclusion.ASK, 1),
            (("unsure", "unsure", "no"), Conclusion.ASK, 3),
        ],
    )
    def test_it_concludes(self, call, values, conclusion, count):
        found = verdict(zip(call.eligibility_questions.all(), values, strict=True))
        assert (found.conclusion, len(found.reasons)) == (conclusion, count)

    def test_a_question_may_expect_no(self):
        question = EligibilityQuestion(text="?", expected="no")
        assert verdict([(question, "no")]).conclusion == Conclusion.YES
        assert verdict([(question, "yes")]).conclusion == Conclusion.NO

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({}, "Oui, vous pouvez candidater"),
            ({"q1": "no"}, "Non, cet appel ne pourra pas"),
            ({"q3": "unsure"}, "Parlez-en d’abord à l’équipe"),
        ],
    )
    def test_its_address_can_be_shared(self, open_call, changed, sentence):
        client = Client()
        answer = client.get(f"{URL}puis-je-candidater/", {**self.EXPECTED, **changed})
        assert sentence in answer.content.decode()
        assert not client.cookies

    def test_without_an_answer_it_asks(self, open_call):
        page = read(Client(), f"{URL}puis-je-candidater/")
        assert "Une minute, avant de commencer" in page
        page = read(Client(), f"{URL}puis-je-candidater/?q1=yes&q2=peut-etre")
        assert "Il y a un problème" in page
        assert "vous pouvez candidater" not in page

    def test_the_pages_lead_to_it(self, open_call):
        for reader, path in ((Client(), URL), (client_of(UserFactory()), f"{URL}candidater/")):
            assert f'href="{URL}puis-je-candidater/"' in read(reader, path)

    def test_without_questions_there_is_no_test(self, open_call):
        open_call.eligibility_questions.all().delete()
        assert Client().get(f"{URL}puis-je-candidater/").status_code == 404
        assert "puis-je-candidater" not in read(Client(), URL)


class TestOnPaper:
    @pytest.fixture
    def asked(self, call, manager):
        made = call.question_sets.get()
        known = {"section": "Régie", "choices": ["oui", "non"], "kind": "choice"}
        actions.add_question(made, manager, label="En régie ?", **known)
        condition = {"asked_if_code": "en-regie", "asked_if_values": ["non"]}
        for kind in ("short_text", "number", "date", "file", "organisation", "people"):
            actions.add_question(
                made, manager, kind=kind, label=kind, section="Régie", max_length=100, **condition
            )
        publish(call, manager)
        return call

    def test_the_page_says_all(self, asked):
        page = read(Client(), f"{URL}questionnaire/")
        for text in (
            *("À préparer hors ligne, à faire circuler", "1. Où se passe votre projet ?"),
            *("1500 caractères au plus, environ 20 lignes", "10. En régie ?", "(facultatif)"),
            "Seulement si vous avez répondu « non » à « En régie ? ».",
        ):
            assert text in page, text

    @needs_pango
    def test_the_pdf_is_tagged_and_drawn_once(self, asked, monkeypatch):
        first = Client().get(f"{URL}questionnaire/pdf/")
        assert first.status_code == 200
        with pikepdf.open(io.BytesIO(first.content)) as document:
            assert document.Root.MarkInfo.Marked
            assert document.Root.Lang == "fr"
        assert "questions-appel.pdf" in first.headers["Content-Disposition"]
        monkeypatch.setattr(
            "essaim.calls.views.before.render_pdf", lambda *args: pytest.fail("drawn again")
        )
        assert Client().get(f"{URL}questionnaire/pdf/").content == first.content

    def test_a_draft_is_for_its_team(self, call, client):
        for path in ("questionnaire/", "puis-je-candidater/"):
            assert Client().get(f"{URL}{path}").status_code == 404
            assert client.get(f"{URL}{path}").status_code == 200

    def test_a_call_known_from_the_press_has_none(self):
        past = CallFactory(status=Call.Status.ARCHIVED)
        assert Client().get(f"{past.get_absolute_url()}questionnaire/").status_code == 404
