"""« Des collectivités ont déjà… »: near what a draft says, for its authors only, and quiet otherwise."""

import pytest

from essaim.applications.models import Answer, Member
from essaim.cases.similar import similar_to
from tests.cases.conftest import publish_sheet
from tests.cases.test_search import SUBJECTS
from tests.factories import (
    ApplicationFactory,
    LaureateFactory,
    OrganisationFactory,
    QuestionFactory,
    QuestionSetFactory,
    UserFactory,
)
from tests.personas import client_of

URL = "/fiches/proches/"


def draft(title="", problem="", **fields):
    """A draft whose author described the problem."""
    made = ApplicationFactory(title=title, **fields)
    if problem:
        questions = made.call.question_sets.first() or QuestionSetFactory(call=made.call)
        question = QuestionFactory(question_set=questions, code="probleme")
        Answer.objects.create(
            application=made, question=question, value=problem, changed_by=made.owner
        )
    return made


def read(application, **headers):
    url = f"{URL}?candidature={application.public_id}"
    return client_of(application.owner).get(url, headers=headers)


@pytest.fixture
def laureates(db):
    return {
        name: LaureateFactory(organisation=OrganisationFactory(name=name), subject=subject)
        for name, subject in SUBJECTS.items()
    }


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        ("Nos agents sont souvent absents, l’absence désorganise les services.", "Hazebrouck"),
        (
            "Les habitants sourds ne peuvent pas alerter les secours en cas de danger.",
            "SDIS du Calvados",
        ),
        (
            "La médiathèque est vide ; on voudrait un lieu culturel et social.",
            "Saint-Amand-en-Puisaye",
        ),
        ("Les appels téléphoniques sonnent dans le vide à l’accueil.", "Pessac"),
        ("Les secrétaires de mairie sont seules, sans numéro où appeler.", "Mad et Moselle"),
    ],
)
def test_french_as_it_is_written_finds_the_laureate(laureates, problem, expected):
    found = similar_to(draft("Un projet", problem))
    assert found.laureates[0].title == f"{expected} (35)"
    assert found.laureates[0].words


def test_a_sheet_is_shown_with_its_place_its_line_and_why(manager):
    sheet = publish_sheet(
        manager,
        title="Un numéro unique pour les secrétaires",
        organisation=OrganisationFactory(name="Mad et Moselle"),
        one_line="Une réponse en une heure",
    )
    application = draft("Rompre la solitude des secrétaires", "Elles n’ont aucun numéro.")
    page = read(application).text
    assert "Des collectivités ont déjà…" in page
    assert sheet.case.get_absolute_url() in page
    assert "Mad et Moselle" in page
    assert "Une réponse en une heure" in page
    assert "secrétaires" in page.split("En commun")[1]
    assert "numéro" in page.split("En commun")[1]


def test_a_laureate_whose_sheet_is_shown_is_not_shown_twice(manager):
    publish_sheet(manager, title="Prévenir l’absentéisme des agents")
    found = similar_to(draft("Réduire l’absentéisme"))
    assert len(found.cases) == 1
    assert not found.laureates


def test_at_most_three_of_each(manager, laureates):
    for n in range(4):
        publish_sheet(manager, title=f"Un accueil téléphonique {n}")
    found = similar_to(draft("Accueil téléphonique des usagers"))
    assert len(found.cases) == 3
    assert len(found.laureates) == 3


@pytest.mark.parametrize(
    ("title", "problem"),
    [
        ("", ""),
        ("Projet de la commune", "Nous avons besoin de temps pour le service public."),
        ("12 34 !!", "de la des et"),
        ("Zeppelin", "Xylophone et kayak"),
    ],
)
def test_nothing_near_is_said_on_the_page_and_quiet_beside_the_text(
    laureates, title, problem, manager
):
    publish_sheet(manager, title="Un service public de la commune")
    application = draft(title, problem)
    assert "Rien de proche pour l’instant" in read(application).text
    assert read(application, HX_Request="true").text.strip() == ""


def test_the_fragment_is_a_part_of_the_page(laureates):
    application = draft("Lutter contre l’absentéisme")
    fragment = read(application, HX_Request="true").text.strip()
    assert "Hazebrouck" in fragment
    assert fragment in read(application).text


def test_only_its_authors_see_it(laureates):
    application = draft("Lutter contre l’absentéisme")
    other = client_of(UserFactory())
    url = f"{URL}?candidature={application.public_id}"
    assert other.get(url).status_code == 404
    assert other.get(URL).status_code == 404
    assert other.get(f"{URL}?candidature=inconnue").status_code == 404
    assert client_of(None).get(url).status_code == 302
    reader = UserFactory()
    Member.objects.create(
        application=application,
        email=reader.email,
        user=reader,
        right=Member.Right.READ,
        invited_by=application.owner,
        accepted_at=application.created_at,
    )
    assert client_of(reader).get(url).status_code == 200
    assert client_of(reader).post(url).status_code == 405


def test_the_demonstration_stays_among_itself(laureates):
    played = LaureateFactory(call__is_demonstration=True, subject="Lutter contre l’absentéisme")
    real, played_too = draft("L’absentéisme"), draft("L’absentéisme", call=played.call)
    assert [s.title for s in similar_to(real).laureates] == ["Hazebrouck (35)"]
    assert len(similar_to(played_too).laureates) == 2


def test_it_reads_little_whatever_there_is(
    manager, laureates, same_queries, django_assert_max_num_queries
):
    application = draft("Lutter contre l’absentéisme", "mot " * 20_000)
    client, url = client_of(application.owner), f"{URL}?candidature={application.public_id}"
    same_queries(
        lambda: client.get(url), lambda: publish_sheet(manager, title="Prévenir l’absentéisme")
    )
    with django_assert_max_num_queries(10):
        client.get(url)
