from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from essaim.cases.models import Case
from essaim.territories.models import Family
from tests.cases.conftest import publish_sheet
from tests.factories import OrganisationFactory, ThemeFactory

LIST = reverse("cases:case_list")
ATOM = "{http://www.w3.org/2005/Atom}"


def place(name: str, **fields):
    fields = {"departement_code": "35", "region_code": "53", **fields}
    return OrganisationFactory(name=name, **fields)


@pytest.fixture
def sheets(manager, theme):
    """Renac (small, reception, tested), Pessac (large, in service), a SDIS of unknown population."""
    other = ThemeFactory(slug="secours", name="Secours")
    publish_sheet(
        manager,
        title="Accueillir au bourg",
        organisation=place("Renac", population=1027),
        themes=[theme],
        stage=Case.Stage.TESTED,
    )
    publish_sheet(
        manager,
        title="Répondre au téléphone",
        organisation=place("Pessac", population=67339, departement_code="33", region_code="75"),
        themes=[theme],
        stage=Case.Stage.IN_SERVICE,
    )
    publish_sheet(
        manager,
        title="Secourir les personnes sourdes",
        organisation=place("SDIS 14", family=Family.SDIS, insee_code="", population=None),
        themes=[other],
    )


def titles(client, **parameters) -> list[str]:
    page = client.get(LIST, parameters).context["catalogue"].page
    return [entry.title for entry in page]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, ["Secourir les personnes sourdes", "Répondre au téléphone", "Accueillir au bourg"]),
        ({"theme": "accueil"}, ["Répondre au téléphone", "Accueillir au bourg"]),
        ({"famille": "sdis"}, ["Secourir les personnes sourdes"]),
        ({"population": "1000"}, ["Accueillir au bourg"]),
        ({"population": "inconnue"}, ["Secourir les personnes sourdes"]),
        ({"departement": "33"}, ["Répondre au téléphone"]),
        ({"region": "53", "theme": "accueil"}, ["Accueillir au bourg"]),
        ({"stade": "in_service"}, ["Répondre au téléphone"]),
        ({"q": "téléphones", "theme": "secours"}, []),
        ({"theme": "disparu"}, []),
        ({"q": "sourds"}, ["Secourir les personnes sourdes"]),
    ],
)
def test_every_filter_is_a_permanent_link(client, sheets, parameters, expected):
    assert titles(client, **parameters) == expected


def test_the_count_of_a_filter_takes_the_others_into_account(client, sheets):
    response = client.get(LIST, {"theme": "accueil"})
    choices = response.context["catalogue"].choices
    assert {c.value: c.count for c in choices["theme"]} == {"accueil": 2, "secours": 1}
    assert {c.value: c.count for c in choices["famille"]} == {"commune": 2, "sdis": 0}
    assert [c.value for c in choices["theme"] if c.is_chosen] == ["accueil"]


def test_an_empty_result_says_what_to_do_and_lets_each_filter_go(client, sheets):
    response = client.get(LIST, {"q": "zeppelin", "theme": "accueil"})
    assert response.status_code == 200
    assert "Aucune fiche ne répond à cette recherche" in response.content.decode()
    assert response.context["catalogue"].wish.without("q") == "?theme=accueil"


def test_nothing_published_yet_is_told_kindly(client, db):
    assert "Aucune fiche n’est encore publiée" in client.get(LIST).content.decode()


def test_a_reader_without_account_gets_no_cookie(client, sheets):
    assert not client.get(LIST, {"q": "accueil"}).cookies


def test_relevance_or_date(client, sheets):
    assert titles(client, q="accueillir")[0] == "Accueillir au bourg"
    assert titles(client, q="accueil", tri="date") == titles(client, q="accueil", tri="date")


def test_the_list_costs_the_same_with_one_sheet_and_with_three(
    manager, theme, same_queries, client
):
    same_queries(
        lambda: client.get(LIST, {"q": "accueil", "theme": "accueil"}),
        lambda: publish_sheet(manager, title="Accueil", themes=[theme]),
    )


def test_the_list_costs_at_most_six_queries(sheets, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        Client().get(LIST, {"q": "accueil", "theme": "accueil"})


def test_pages_are_linked(client, manager, monkeypatch):
    monkeypatch.setattr("essaim.cases.catalogue.PER_PAGE", 1)
    publish_sheet(manager, title="Accueil un")
    publish_sheet(manager, title="Accueil deux")
    text = client.get(LIST, {"q": "accueil", "page": "1"}).content.decode()
    assert "?q=accueil&amp;page=2" in text
    assert titles(client, q="accueil", page="2") != titles(client, q="accueil", page="1")


def test_any_search_has_its_feed_with_absolute_addresses(client, sheets):
    response = client.get(reverse("cases:feed"), {"theme": "accueil"})
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    links = [entry.find(f"{ATOM}link").get("href") for entry in entries]
    assert all(link.startswith("http://testserver/fiches/") for link in links)


def test_an_empty_feed_keeps_its_date(client, db):
    first = client.get(reverse("cases:feed")).content
    assert b"<updated>2020-10-01" in first
