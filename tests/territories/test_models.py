import pytest
from django.db import IntegrityError

from essaim.territories.models import Family, Organisation
from tests.factories import OrganisationFactory


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"family": Family.COMMUNE, "insee_code": "2A004"}, "2A004"),
        ({"family": Family.DEPARTEMENT, "insee_code": "2A"}, "2A"),
        ({"family": Family.DEPARTEMENT, "insee_code": "974"}, "974"),
        ({"family": Family.REGION, "insee_code": "53"}, "REG-53"),
        ({"family": Family.SDIS, "insee_code": "", "siren": "281400010"}, "281400010"),
    ],
)
def test_a_public_code_leads_back_to_its_organisation(db, facts, code):
    organisation = OrganisationFactory(**facts)
    assert organisation.code == code
    assert Organisation.objects.with_code(f" {code.lower()} ").get() == organisation


def test_a_body_without_any_number_has_a_code_too(db):
    organisation = OrganisationFactory(insee_code="", siren=None, family=Family.CDG)
    assert Organisation.objects.with_code(organisation.code).get() == organisation


@pytest.mark.parametrize("code", ["", "1", "35 2", "1234567", "REG-", "ORG-x", "²²²²²", "a" * 999])
def test_an_impossible_code_finds_nothing(db, code):
    OrganisationFactory()
    assert not Organisation.objects.with_code(code).exists()


def test_a_label_always_tells_the_département(db):
    assert str(OrganisationFactory(name="Renac")) == "Renac (35)"
    assert (
        str(OrganisationFactory(name="Région Bretagne", departement_code="")) == "Région Bretagne"
    )


@pytest.mark.parametrize(
    ("population", "band"),
    [
        (None, "population non connue"),
        (0, "moins de 500 habitants"),
        (499, "moins de 500 habitants"),
        (500, "500 à 999 habitants"),
        (1_027, "1 000 à 1 999 habitants"),
        (3_499, "2 000 à 3 499 habitants"),
        (99_999, "50 000 à 99 999 habitants"),
        (2_103_778, "100 000 habitants et plus"),
    ],
)
def test_population_bands(population, band):
    assert Organisation(population=population).population_band == band


@pytest.mark.parametrize("twin", [{"siren": "213502370"}, {"insee_code": "35237"}])
def test_two_organisations_never_share_a_number(db, twin):
    OrganisationFactory(siren="213502370", insee_code="35237")
    with pytest.raises(IntegrityError):
        OrganisationFactory(**twin)


def test_current_leaves_out_what_is_merged_or_gone(db):
    kept = OrganisationFactory()
    OrganisationFactory(replaced_by=kept)
    OrganisationFactory(obsolete_on="2026-01-01")
    assert list(Organisation.objects.current()) == [kept]


@pytest.mark.parametrize("label", ["", "(", "(93)", "a (b", "x" * 5000 + "(93)", "\n(2a)"])
def test_any_text_may_be_tried_as_a_label(db, label):
    assert not Organisation.objects.labelled(label).exists()
