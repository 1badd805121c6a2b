"""Searching the subjects of the fourteen laureates, in the words of people who look for them."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.cases import actions, search
from essaim.cases.analysis import query_groups, term_of, terms
from essaim.cases.catalogue import Wish, browse
from tests.cases.conftest import publish_again, publish_sheet
from tests.factories import OrganisationFactory

SUBJECTS = {
    "Paris": "accueil des mineurs non accompagnés et des jeunes majeurs",
    "Flassans-sur-Issole": "accueil des usagers repensé",
    "Pessac": "stratégie d’accueil téléphonique",
    "Renac": "redynamiser le bourg par de nouveaux liens",
    "Allier": "accueil extérieur de la Maison des solidarités",
    "Saint-Amand-en-Puisaye": "la bibliothèque devient un pôle culturel et social",
    "SDIS du Calvados": "prise en charge des victimes sourdes et malentendantes",
    "Bassin de Thau": "sensibilisation du public aux cours d’eau, milieux sensibles et patrimoine vivant",
    "CDG des Deux-Sèvres": "offre de services RH complémentaire des intercommunalités",
    "Hazebrouck": "lutter contre l’absentéisme",
    "Haute-Corrèze Communauté": "renforcer la démocratie participative",
    "Le Pont-de-Claix": "évaluer la qualité de l’accueil",
    "CDG de l’Oise": "bourse de mobilité",
    "Mad et Moselle": "secrétaires de mairie : numéro unique et assistant numérique",
}

QUERIES = [
    ("jeune majeur", "Paris"),
    ("mineur isolé non accompagné", "Paris"),
    ("MNA", "Paris"),
    ("accueillir les administrés", "Flassans-sur-Issole"),
    ("téléphone", "Pessac"),
    ("accueils téléphoniques", "Pessac"),
    ("bourgs", "Renac"),
    ("lien nouveau village", "Renac"),
    ("maisons de la solidarité", "Allier"),
    ("médiathèque", "Saint-Amand-en-Puisaye"),
    ("bibliotheques culturelles", "Saint-Amand-en-Puisaye"),
    ("victime sourde", "SDIS du Calvados"),
    ("surdité", "SDIS du Calvados"),
    ("pompiers", "SDIS du Calvados"),
    ("rivière", "Bassin de Thau"),
    ("milieu sensible", "Bassin de Thau"),
    ("ressources humaines", "CDG des Deux-Sèvres"),
    ("absences des agents", "Hazebrouck"),
    ("absenteismes", "Hazebrouck"),
    ("démocraties participatives", "Haute-Corrèze Communauté"),
    ("concertation", "Haute-Corrèze Communauté"),
    ("évaluation de la qualité", "Le Pont-de-Claix"),
    ("bourses de mobilités", "CDG de l’Oise"),
    ("secrétaire de mairie", "Mad et Moselle"),
    ("assistants numériques", "Mad et Moselle"),
]


SYNTAX = "\" ' * ( ) AND OR NOT NEAR/2 : & | ! <-> title: a é \\ 1e5 0x1f -- %s".split()


def first_place(text: str) -> str:
    return browse(Wish(text=text)).page.object_list[0].place.removesuffix(" (35)")


def test_inflected_words_and_neighbours_words_find_the_sheet(manager):
    for name, subject in SUBJECTS.items():
        publish_sheet(manager, title=subject, organisation=OrganisationFactory(name=name))
    answers = {query: first_place(query) for query, _name in QUERIES}
    assert answers == dict(QUERIES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("usager", "usagers"),
        ("local", "locaux"),
        ("lieu", "lieux"),
        ("téléphonique", "telephoniques"),
        ("sourde", "sourds"),
    ],
)
def test_the_plural_and_the_accent_make_no_difference(one, other):
    assert terms(one) == terms(other)


def test_a_query_keeps_its_words_whatever_is_typed_around():
    groups = query_groups('"AND" OR (usagers*) NEAR -- ; DROP')
    assert [group[0][0] for group in groups] == [
        term_of(w) for w in ("and", "or", "usager", "near", "drop")
    ]


def test_when_no_sheet_has_all_the_words_those_with_some_are_shown_and_it_is_said(manager):
    publish_sheet(manager, title="Un accueil ouvert le samedi")
    found = search.find("accueil zeppelin")
    assert found.is_loose
    assert len(found.scores) == 1


def test_the_title_weighs_more_than_the_rest(manager):
    publish_sheet(manager, title="Un jardin partagé", problem="Le marché était loin.")
    wanted = publish_sheet(manager, title="Un marché au village", problem="Rien.")
    publish_sheet(manager, title="Un bus", problem="Le marché était loin.")
    assert browse(Wish(text="marchés")).page.object_list[0].case == wanted.case


def test_the_beginning_of_the_last_word_is_enough(manager):
    publish_sheet(manager, title="Prévenir l’absentéisme")
    assert search.find("absent").scores


def test_search_knows_the_published_text_only(manager):
    version = publish_sheet(manager, title="Un accueil ouvert")
    actions.edit(version.case, manager, title="Une guinguette")
    assert not search.find("guinguette").scores
    publish_again(version.case, manager, "Nouveau titre")
    assert search.find("guinguette").scores
    assert not search.find("accueil").scores


def test_an_archived_sheet_is_found_no_more(manager):
    version = publish_sheet(manager, title="Un accueil ouvert")
    actions.archive(version.case, manager)
    assert not search.find("accueil").scores


def test_a_common_word_ranks_a_bounded_number_of_sheets(manager, monkeypatch):
    monkeypatch.setattr(search, "MOST_CANDIDATES", 2)
    for n in range(3):
        publish_sheet(manager, title=f"Accueil {n}")
    assert len(search.find("accueil").scores) == 2


@pytest.mark.django_db
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=400))
def test_no_query_ever_crashes(text):
    browse(Wish.from_parameters({"q": text}))


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(SYNTAX),
        max_size=14,
    )
)
def test_no_search_syntax_reaches_the_engines(pieces):
    browse(Wish.from_parameters({"q": " ".join(pieces), "population": "x", "page": "0"}))


def test_the_content_of_a_version_is_plain_json(manager):
    content = publish_sheet(manager, title="Un accueil").content
    assert json.loads(json.dumps(content)) == content
