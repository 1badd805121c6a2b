import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.territories.models import Family, Organisation
from essaim.territories.names import queries_of, without_kind, words_of
from essaim.territories.search import search
from tests.factories import OrganisationFactory

NASTY = [
    "",
    "   ",
    "'; DROP TABLE territories_organisation; --",
    '%" OR 1=1',
    "%%__\\",
    "\x00",
    "a\x00b",
    "é" * 10_000,
    "saint " * 2_000,
    "🐝",
    "REG-",
    "REG-99",
    "ORG-999999999999999999",
    "ORG-99999999999999999999999",
    "²²²²²²²²²",
    "١٢٣٤٥",
    "de la",
    "mairie",
    "35",
    "sdis 35",
]


@pytest.fixture
def renac(db):
    OrganisationFactory(
        family=Family.DEPARTEMENT,
        insee_code="35",
        name="Département d’Ille-et-Vilaine",
        short_name="Ille-et-Vilaine",
    )
    return OrganisationFactory(
        insee_code="35237", siren="213502370", name="Renac", postcodes="35660", population=1027
    )


@pytest.mark.parametrize("text", NASTY)
def test_nasty_input_never_crashes(renac, text):
    assert isinstance(search(text), list)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.one_of(st.text(max_size=300), st.from_regex(r"[a-z0-9 '%_\\-]{0,40}")))
def test_any_text_gives_a_list_without_doubles(renac, text):
    found = search(text)
    assert len(found) == len({organisation.pk for organisation in found})


@pytest.mark.parametrize(
    "text",
    [
        "renac",
        "RENAC",
        "rénac",
        "renca",
        "rena",
        "renac 35",
        "35 renac",
        "renac ille et vilaine",
        "mairie de renac",
        "Renac (35)",
        "35237",
        "213502370",
        "213 502 370",
        "21350237000015",
        "35660",
    ],
)
def test_many_ways_to_type_one_commune(renac, text):
    assert search(text)[0] == renac


def test_the_better_known_of_two_namesakes_comes_first(db):
    OrganisationFactory(family=Family.DEPARTEMENT, insee_code="11", name="Aude")
    small = OrganisationFactory(name="Saint-Denis", departement_code="11", population=500)
    big = OrganisationFactory(name="Saint-Denis", departement_code="93", population=149_000)
    assert search("st denis") == [big, small]
    assert search("st denis 11") == [small]


def test_a_merged_commune_is_found_as_its_successor(renac):
    OrganisationFactory(name="Vieuxbourg", insee_code="35999", replaced_by=renac)
    assert search("vieuxbourg") == [renac]
    assert search("vieuxbourg")[0].found_as == "Vieuxbourg"
    assert search("35999")[0].found_as == "Vieuxbourg"


def test_a_body_that_is_no_more_is_not_proposed(renac):
    Organisation.objects.filter(pk=renac.pk).delete()
    assert search("renac") == []


def test_words():
    assert words_of("L’Haÿ-les-Roses") == ["hay", "roses"]
    assert words_of("de la") == ["de", "la"]
    assert without_kind(["ville", "paris"]) == (Family.COMMUNE, ["paris"])
    assert without_kind(["paris", "mairie"]) == (Family.COMMUNE, ["paris"])
    assert without_kind(["ville"]) == ("", ["ville"])


def test_a_département_in_the_text_is_understood():
    departements = {("ille", "vilaine"): "35", ("35",): "35"}
    for text in ("renac 35", "renac (35)", "renac ille-et-vilaine"):
        understood = [q for q in queries_of(text, departements) if q.departement == "35"]
        assert [q.words for q in understood] == [("renac",)]
    assert any(q.family == Family.SDIS and not q.words for q in queries_of("sdis 35", departements))


def test_a_clock_set_back_hides_nothing(renac, time_machine):
    assert search("renac") == [renac]
    time_machine.move_to("2020-02-02 12:00")
    Organisation.objects.all().delete()
    back_then = OrganisationFactory(name="Pessac")
    assert search("pessac") == [back_then]
