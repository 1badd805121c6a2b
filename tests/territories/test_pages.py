import pytest
from django.test import Client

from essaim.territories.actions import SirenKnown, declare_organisation
from essaim.territories.models import Family, Organisation
from essaim.territories.search import search
from tests.factories import OrganisationFactory, UserFactory

SEARCH = "/structures/rechercher/"
CHOICES = "/structures/choix/"
DECLARE = "/structures/ajouter/"
SDIS = "281400010"


@pytest.fixture
def calvados(db):
    return OrganisationFactory(
        family=Family.DEPARTEMENT,
        insee_code="14",
        departement_code="14",
        region_code="28",
        name="Département du Calvados",
        short_name="Calvados",
    )


@pytest.fixture
def agent(db):
    client = Client()
    client.force_login(UserFactory())
    return client


def declaration(**changes):
    return {
        "siren": SDIS,
        "name": "SDIS du Calvados",
        "family": "sdis",
        "departement": "14",
    } | changes


def test_anyone_searches_and_gets_no_cookie(client, db):
    OrganisationFactory(name="Renac", insee_code="35237", population=1027)
    response = client.get(SEARCH, {"q": "renac"})
    assert "Renac (35)" in response.text
    assert "/territoires/35237/" in response.text
    assert "1\u202f027 habitants" in response.text or "1\xa0027 habitants" in response.text
    assert not response.cookies


def test_the_fragment_is_part_of_the_page(client, db):
    OrganisationFactory(name="Renac", insee_code="35237")
    for text in ("renac", "xyzzy", ""):
        fragment = client.get(SEARCH, {"q": text}, headers={"HX-Request": "true"}).text
        assert "<html" not in fragment
        assert fragment.strip() in client.get(SEARCH, {"q": text}).text


def test_choosing_carries_the_code_back(client, db):
    OrganisationFactory(name="Renac", insee_code="35237")
    page = client.get(SEARCH, {"q": "renac", "retour": "/a/?b=c#d"}).text
    assert 'href="/a/?b=c&amp;structure=35237#d"' in page


@pytest.mark.parametrize(
    "back", ["//ailleurs.example", "https://ailleurs.example/", "javascript:alert(1)", "a", "/\\a"]
)
def test_the_way_back_never_leaves_the_site(client, db, back):
    OrganisationFactory(name="Renac", insee_code="35237")
    page = client.get(SEARCH, {"q": "renac", "retour": back}).text
    assert 'href="/territoires/35237/"' in page
    assert "retour=" not in page
    assert 'name="retour"' not in page


def test_nothing_found_leads_to_adding(client, db):
    page = client.get(SEARCH, {"q": "xyzzy", "retour": "/la/"}).text
    assert "Aucune structure pour « xyzzy »" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert f'href="{DECLARE}?retour=%2Fla%2F"' in page


def test_a_search_costs_the_same_with_one_result_and_with_three(client, same_queries):
    same_queries(
        lambda: client.get(SEARCH, {"q": "commune"}),
        # Searched once, for the index to know it.
        lambda: (OrganisationFactory(), search("commune")),
    )


def test_choices_are_radio_buttons_of_the_asking_field(client, db):
    OrganisationFactory(name="Renac", insee_code="35237")
    page = client.get(CHOICES, {"champ": "projet-structure", "projet-structure": "renac"}).text
    assert 'name="projet-structure-choice" value="35237"' in page
    assert 'name="projet-structure-for" value="renac"' in page
    assert "1 structure trouvée" in page


def test_a_forged_field_name_is_not_echoed(client, db):
    page = client.get(CHOICES, {"champ": '"><script>', "organisation": "x"}).text
    assert "<script>" not in page
    assert 'name="organisation-for"' in page


def test_adding_asks_to_sign_in(client, db):
    response = client.get(DECLARE)
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/login/")


def test_adding_my_organisation_brings_me_back(agent, calvados):
    response = agent.post(f"{DECLARE}?retour=/candidature/", declaration())
    assert response["Location"] == f"/candidature/?structure={SDIS}"
    added = Organisation.objects.get(siren=SDIS)
    assert (added.label, added.region_code, added.is_declared) == (
        "SDIS du Calvados (14)",
        "28",
        True,
    )
    assert search("sdis calvados")[0] == added


def test_a_known_siren_leads_to_the_one_that_has_it(agent, calvados):
    OrganisationFactory(siren=SDIS, insee_code="", name="Pompiers", departement_code="14")
    page = agent.post(f"{DECLARE}?retour=/la/", declaration()).text
    assert "déjà dans l’annuaire" in page
    assert "Pompiers (14)" in page
    assert f'href="/la/?structure={SDIS}"' in page
    assert Organisation.objects.filter(siren=SDIS).count() == 1


@pytest.mark.parametrize(
    "wrong", [{"siren": "1"}, {"name": " "}, {"family": "region"}, {"departement": "99"}]
)
def test_a_wrong_answer_keeps_the_others(agent, calvados, wrong):
    response = agent.post(DECLARE, declaration(**wrong))
    assert response.status_code == 200
    assert "Il y a un problème" in response.text
    assert not Organisation.objects.filter(is_declared=True).exists()


def test_two_declarations_of_one_siren_make_one_body(calvados):
    facts = {"siren": SDIS, "family": Family.SDIS, "departement": calvados}
    first = declare_organisation(name="SDIS 14", **facts)
    with pytest.raises(SirenKnown) as refusal:
        declare_organisation(name="Pompiers", **facts)
    assert refusal.value.organisation == first
