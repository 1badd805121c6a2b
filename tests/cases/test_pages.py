import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from essaim.applications.models import Answer, Member
from essaim.cases import actions
from essaim.cases.content import freeze, unknown_fields
from essaim.cases.models import Case
from essaim.support.models import Activity, Phase
from tests.cases.conftest import publish_sheet
from tests.factories import LaureateFactory, QuestionFactory
from tests.personas import client_of


def page(name: str, case: Case, **kwargs) -> str:
    return reverse(f"cases:{name}", kwargs={"public_id": case.public_id, **kwargs})


def test_a_sheet_opens_with_what_the_application_and_the_journey_tell(people):
    for code, text in (
        ("contexte", "À l’accueil."),
        ("probleme", "On attend."),
        ("public", "200 par jour"),
    ):
        question = QuestionFactory(question_set=people.application.question_set, code=code)
        Answer.objects.create(
            application=people.application,
            question=question,
            value=text,
            changed_by=people.applicant,
        )
    phase = Phase.objects.create(
        journey=people.journey,
        kind="hypotheses",
        position=1,
        starts_on=people.journey.starts_on,
        ends_on=people.journey.ends_on,
        outcome="On a compris où cela bloque.",
        done_on=people.journey.starts_on,
    )
    Activity.objects.create(
        phase=phase,
        kind="workshop",
        title="Atelier",
        held_on=phase.starts_on,
        participants=12,
        written_by=people.coach,
    )
    case = actions.open_case(people.laureate, people.co_applicant)
    assert case.title == people.application.title
    assert case.problem == "À l’accueil.\n\nOn attend."
    assert case.beneficiaries == "200 par jour"
    assert "atelier (1)" in case.participation
    assert "12 participations" in case.participation
    assert "On a compris où cela bloque." in case.steps.get().action
    actions.edit(case, people.applicant, problem="Réécrit par l’équipe.", beneficiaries="")
    case = actions.open_case(people.laureate, people.applicant)
    assert case.problem == "Réécrit par l’équipe."
    assert case.beneficiaries == "200 par jour"


def test_writing_reviewing_and_publishing_through_the_pages(case, people):
    writer, owner, manager = map(client_of, (people.coach, people.applicant, people.manager))
    essential = writer.get(page("case_section", case, section="essentiel")).context["form"]
    response = writer.post(
        page("case_section", case, section="essentiel"),
        {
            "title": "Attendre assis",
            "one_line": "Un accueil où l’on s’assoit",
            "summary": "Des bancs.",
            "stage": "tested",
            "started": "2026-01",
            "seen": essential.initial["seen"],
        },
    )
    assert response.url == page("case_edit", case)
    writer.post(page("part_add", case, kind="elements"), {"name": "Le banc", "role": "core"})
    writer.post(page("part_add", case, kind="elements"), {"name": "La plante", "role": "optional"})
    second = case.components.last()
    writer.post(page("part_raise", case, kind="elements", pk=second.pk))
    assert [str(part) for part in case.components.all()] == ["La plante", "Le banc"]
    writer.post(page("case_ask_review", case))
    review = owner.get(page("case_approve", case))
    assert "Attendre assis" in review.content.decode()
    seen = review.context["form"]["seen"].value()
    owner.post(page("case_approve", case), {"verdict": "oui", "comment": "", "seen": seen})
    manager.post(page("case_publish", case))
    case.refresh_from_db()
    assert case.status == Case.Status.PUBLISHED
    assert case.versions.get().content["components"][0]["name"] == "La plante"
    writer.post(page("part_remove", case, kind="elements", pk=second.pk))
    assert case.components.count() == 1
    assert len(case.versions.get().content["components"]) == 2


def test_two_people_on_the_same_part_never_erase_each_other(case, people):
    url = page("case_section", case, section="recit")
    seen = client_of(people.applicant).get(url).context["form"].initial["seen"]
    actions.edit(case, people.co_applicant, solution="Écrit par Colin.")
    client = client_of(people.applicant)
    response = client.post(url, {"solution": "Écrit par Amel.", "seen": seen})
    text = response.content.decode()
    assert response.status_code == 200
    assert "Écrit par Colin." in text
    assert "Écrit par Amel." in text
    again = response.context["form"]["seen"].value()
    assert client.post(url, {"solution": "Écrit par Amel.", "seen": again}).status_code == 302


def test_too_long_a_text_is_said_and_kept(case, people):
    url = page("case_section", case, section="essentiel")
    response = client_of(people.applicant).post(url, {"title": "T", "summary": "a" * 501})
    assert response.status_code == 200
    assert "a" * 501 in response.content.decode()


@pytest.mark.parametrize("who", ["other_applicant", "examiner", "juror", "adopter", "admin"])
def test_a_draft_is_nobody_elses(case, people, who):
    client = client_of(getattr(people, who))
    for name in ("case_edit", "case_preview", "case_publish", "case_approve"):
        assert client.get(page(name, case)).status_code == 404


def test_a_published_sheet_is_written_by_its_own_people_only(manager, people):
    case = publish_sheet(manager, title="Un accueil").case
    assert client_of(people.adopter).get(page("case_edit", case)).status_code == 404


def test_someone_invited_to_read_does_not_write(case, people):
    Member.objects.filter(user=people.co_applicant).update(right=Member.Right.READ)
    client = client_of(people.co_applicant)
    assert client.get(page("case_preview", case)).status_code == 200
    assert client.get(page("case_section", case, section="recit")).status_code == 403
    assert "Ajouter" not in client.get(page("case_edit", case)).content.decode()


def test_the_co_applicant_may_read_the_review_page_no_more_than_answer_it(case, people):
    assert client_of(people.co_applicant).get(page("case_approve", case)).status_code == 403
    assert client_of(people.applicant).get(page("case_publish", case)).status_code == 403


def test_an_unknown_part_or_list_is_not_found(case, people):
    client = client_of(people.applicant)
    assert client.get(page("case_section", case, section="rien")).status_code == 404
    assert client.get(page("part_add", case, kind="rien")).status_code == 404
    assert client.get(page("part_change", case, kind="etapes", pk=9999)).status_code == 404


def test_the_worklist_opens_the_sheets_that_are_missing(people):
    client = client_of(people.applicant)
    text = client.get(reverse("cases:case_worklist")).content.decode()
    assert "Pas encore de fiche" in text
    response = client.post(reverse("cases:case_open"), {"laureate": people.laureate.pk})
    assert response.url == page("case_edit", people.laureate.case)
    for bad in ("", "x", "99999"):
        assert client.post(reverse("cases:case_open"), {"laureate": bad}).status_code == 404
    stranger = client_of(people.adopter)
    assert (
        stranger.post(reverse("cases:case_open"), {"laureate": people.laureate.pk}).status_code
        == 404
    )


def test_the_worklist_costs_the_same_with_one_sheet_and_with_three(people, same_queries):
    client = client_of(people.manager)
    same_queries(
        lambda: client.get(reverse("cases:case_worklist")),
        lambda: actions.open_case(LaureateFactory(call=people.call), people.manager),
    )


def body(content: dict, version=None) -> str:
    return render_to_string("cases/_case_body.html", {"content": content, "version": version})


def test_a_historical_sheet_with_almost_nothing_known_reads_well(manager):
    version = publish_sheet(
        manager, title="Lutter contre l’absentéisme", sources="Article du 18 avril 2024"
    )
    text = body(version.content, version)
    assert "Article du 18 avril 2024" in text
    assert "Licence Ouverte" in text
    assert "Pour citer" in text
    for absent in (
        "non connu",
        "La situation avant",
        "None",
        "Dépense",
        "Étape",
        "<table",
        "Où en est-on",
    ):
        assert absent not in text
    assert render_to_string(
        "cases/case_print.html",
        {"content": version.content, "version": version, "address": "http://x/"},
    )


def test_what_is_unknown_is_listed_for_authors(case):
    unknown = unknown_fields(freeze(case))
    text = render_to_string("cases/_case_unknown.html", {"unknown": unknown})
    assert "solution" in unknown
    assert "Ce qui existe maintenant" in text
    assert "title" not in unknown


def test_a_text_never_becomes_markup(manager):
    version = publish_sheet(
        manager,
        title="<b>Gras</b>",
        problem="<script>alert(1)</script>",
        sources="javascript:alert(1)",
    )
    text = body(version.content, version)
    assert "<script>" not in text
    assert "<b>" not in text
    assert 'href="javascript' not in text
