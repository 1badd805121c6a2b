"""Questions asked or not, answered by a date, a body, people or documents: on every page that reads."""

import pytest
from django.urls import reverse

from essaim.applications import actions
from essaim.applications.content import files_for_jury, sections_for_jury, substance
from essaim.applications.exceptions import NotReady
from essaim.applications.models import ApplicationVersion, Attachment
from essaim.applications.readiness import Readiness
from essaim.calls.models import Question
from tests.factories import OrganisationFactory, QuestionFactory
from tests.personas import client_of

Kind = Question.Kind


def url(name, draft, *args):
    return reverse(f"applications:{name}", args=[draft.public_id, *args])


@pytest.fixture
def ask(draft):
    """``ask("eau", Kind.CHOICE, choices=[…])``: one more question, after the others."""
    positions = iter(range(10, 99))

    def add(code, kind=Kind.SHORT_TEXT, **more):
        return QuestionFactory(
            question_set=draft.question_set,
            code=code,
            kind=kind,
            label=f"Question {code} ?",
            position=next(positions),
            **more,
        )

    return add


@pytest.fixture
def water(ask):
    """A choice, a text and a document that hang on its answer « Oui », then a last question."""
    if_yes = {"asked_if_code": "eau", "asked_if_values": ["Oui"]}
    return (
        ask("eau", Kind.CHOICE, choices=["Oui", "Non"]),
        ask("regie", **if_yes),
        ask("plan", Kind.FILE, **if_yes),
        ask("fin", is_required=False),
    )


def listed(draft, amel) -> list[str]:
    page = client_of(amel).get(draft.get_absolute_url())
    return [code for code in ("eau", "regie", "plan", "fin") if f"Question {code} ?" in page.text]


def test_the_task_list_follows_one_change_of_the_choice(draft, amel, water):
    client = client_of(amel)
    assert listed(draft, amel) == ["eau", "fin"]
    sent = client.post(url("answer_edit", draft, "eau"), {"value": "Oui", "version": 0})
    assert sent.url == url("answer_edit", draft, "regie")
    assert listed(draft, amel) == ["eau", "regie", "plan", "fin"]
    assert "Question 5 sur 7" in client.get(sent.url).text
    sent = client.post(url("answer_edit", draft, "eau"), {"value": "Non", "version": 1})
    assert sent.url == url("answer_edit", draft, "fin")
    assert "Question 5 sur 5" in client.get(sent.url).text
    assert listed(draft, amel) == ["eau", "fin"]


def test_a_page_of_a_question_not_asked_says_so_and_keeps_what_is_sent(draft, amel, water):
    client, page = client_of(amel), url("answer_edit", draft, "regie")
    looked = client.get(page)
    assert looked.status_code == 409
    assert "ne vous est pas posée" in looked.text
    # A colleague changed the choice while this was typed.
    assert client.post(page, {"value": "Trop long" * 900, "version": 0}).status_code == 200
    client.post(page, {"value": "En régie", "version": 0})
    assert draft.answers.get().value == "En régie"
    actions.answer(draft, water[0], "Oui", 0, by=amel)
    assert "En régie" in client.get(page).text


def test_what_is_not_asked_is_neither_required_nor_frozen(ready, amel, water, endorse, pdf, submit):
    eau, regie, plan, _fin = water
    actions.answer(ready, eau, "Oui", 0, by=amel)
    assert "« Question regie ? »" in Readiness(ready).missing
    assert "« Question plan ? »" in Readiness(ready).missing
    with pytest.raises(NotReady):
        submit(ready)
    actions.answer(ready, regie, "En régie", 0, by=amel)
    actions.add_attachment(ready, pdf("plan.pdf"), by=amel, question=plan)
    assert substance(ready)["attachments"][0]["question"] == "plan"
    actions.answer(ready, eau, "Non", 1, by=amel)
    assert substance(ready)["attachments"] == []
    endorse(ready)
    check = client_of(amel).get(url("application_check", ready))
    assert "En régie" not in check.text
    assert "plan.pdf" not in check.text
    submit(ready)
    content = ApplicationVersion.objects.get(application=ready).content
    assert "regie" not in [answer["code"] for answer in content["answers"]]
    assert content["attachments"] == []
    assert ready.answers.get(question=regie).value == "En régie"
    assert "plan.pdf" not in client_of(amel).get(url("receipt_detail", ready)).text


def test_values_are_read_in_words_and_kept_as_codes(filled, amel, ask, endorse, pdf, submit):
    OrganisationFactory(name="Renac", insee_code="35237")
    values = {Kind.DATE: "2027-03-01", Kind.ORGANISATION: "35237", Kind.PEOPLE: "DGS, 1 h\n\nagent"}
    for kind, value in values.items():
        actions.answer(filled, ask(kind.value, kind), value, 0, by=amel)
    actions.add_attachment(filled, pdf("plan.pdf"), by=amel, question=ask("plan", Kind.FILE))
    client = client_of(amel)
    check = client.get(url("application_check", filled)).text
    for page in (check, client.get(url("answer_edit", filled, "organisation")).text):
        assert "Renac (35)" in page
    assert "1 mars 2027" in check
    assert "<li>DGS, 1 h</li><li>agent</li>" in check
    assert check.count("plan.pdf") == 2
    assert 'value="2027-03-01"' in client.get(url("answer_edit", filled, "date")).text
    endorse(filled)
    submit(filled)
    kept = {a["code"]: a["value"] for a in ApplicationVersion.objects.get().content["answers"]}
    assert {kept[kind.value] for kind in values} == set(values.values())
    assert "1 mars 2027" in client.get(filled.get_absolute_url()).text


def test_a_question_answered_by_documents(draft, amel, ask, pdf):
    ask("plan", Kind.FILE)
    client, page = client_of(amel), url("answer_edit", draft, "plan")
    assert "Aucun fichier pour l’instant" in client.get(page).text
    assert "« Question plan ? »" in Readiness(draft).missing
    refused = client.post(page, {})
    assert "Choisissez un fichier" in refused.text
    joined = client.post(page, {"file": pdf("plan.pdf")}, follow=True)
    assert "plan.pdf\u00a0» est joint" in joined.text
    assert "« Question plan ? »" not in Readiness(draft).missing
    attachment = Attachment.objects.get()
    assert attachment.question.code == "plan"
    removed = client.post(url("attachment_remove", draft, attachment.public_id), {})
    assert removed.url == page


def test_documents_of_questions_count_among_the_ten(draft, amel, ask, pdf):
    question = ask("plan", Kind.FILE)
    made = {"application": draft, "content_type": "application/pdf", "size": 1, "added_by": amel}
    for number in range(Attachment.MOST_FILES):
        Attachment.objects.create(name=f"{number}.pdf", sha256=f"{number:064d}", **made)
    page = client_of(amel).post(url("answer_edit", draft, question.code), {"file": pdf()})
    assert page.status_code == 422
    assert "déjà 10 fichiers" in page.text


def test_a_body_just_added_to_the_directory_fills_its_question(draft, amel, ask):
    ask("partenaire", Kind.ORGANISATION)
    OrganisationFactory(name="Renac", insee_code="35237")
    client, page = client_of(amel), url("answer_edit", draft, "partenaire")
    assert f"retour={page}".replace("/", "%2F") in client.get(page).text
    assert "Renac (35)" in client.get(f"{page}?structure=35237").text


def test_the_jury_reads_no_document_of_a_hidden_question(draft, amel, ask, pdf):
    hidden = ask("rib", Kind.FILE, is_hidden_from_jury=True)
    actions.add_attachment(draft, pdf("rib.pdf"), by=amel, question=hidden)
    actions.add_attachment(draft, pdf("plan.pdf"), by=amel, question=ask("plan", Kind.FILE))
    assert [file.name for file in files_for_jury(draft)] == ["plan.pdf"]
    codes = [e.question.code for s in sections_for_jury(draft) for e in s.entries]
    assert "plan" in codes
    assert "rib" not in codes


def test_reading_costs_the_same_with_many_bodies_and_documents(draft, amel, ask, pdf, same_queries):
    numbers = iter(range(1, 9))

    def add():
        number = next(numbers)
        body = OrganisationFactory()
        actions.answer(draft, ask(f"o{number}", Kind.ORGANISATION), body.code, 0, by=amel)
        question = ask(f"f{number}", Kind.FILE)
        file = pdf(f"{number}.pdf")
        file.name = f"{number}.pdf"
        Attachment.objects.create(
            application=draft,
            question=question,
            name=file.name,
            content_type="application/pdf",
            size=number,
            sha256=f"{number:064d}",
            added_by=amel,
        )

    same_queries(lambda: client_of(amel).get(url("application_check", draft)), add)
