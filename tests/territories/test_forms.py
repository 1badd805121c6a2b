import pytest
from django import forms

from essaim.territories.forms import DeclareOrganisationForm, OrganisationField
from essaim.territories.models import Family
from tests.factories import OrganisationFactory


class StructureForm(forms.Form):
    organisation = OrganisationField()


@pytest.fixture
def denis(db):
    return [
        OrganisationFactory(name="Saint-Denis", departement_code="93", insee_code="93066"),
        OrganisationFactory(name="Saint-Denis", departement_code="11", insee_code="11339"),
    ]


def answered(text, **more):
    form = StructureForm({"organisation": text} | {f"organisation-{k}": v for k, v in more.items()})
    form.is_valid()
    return form


@pytest.mark.parametrize("text", ["93066", "Saint-Denis (93)", "saint denis (93)", " 93066 "])
def test_a_code_or_a_label_is_enough(denis, text):
    assert answered(text).cleaned_data["organisation"] == denis[0]


def test_a_name_that_only_one_has_is_enough(db):
    renac = OrganisationFactory(name="Renac")
    assert answered("renac").cleaned_data["organisation"] == renac


def test_the_only_one_found_by_a_few_letters_is_offered_not_taken(db):
    OrganisationFactory(name="Villebourg-sur-Ancre")
    form = answered("villebour")
    assert "est-ce la structure ci-dessous" in form.errors["organisation"][0]
    assert "Villebourg-sur-Ancre" in form.as_p()


def test_a_name_that_several_have_asks_to_choose(denis):
    form = answered("st denis")
    assert "plusieurs structures sont possibles" in form.errors["organisation"][0]
    page = form.as_p()
    assert 'value="93066"' in page
    assert 'value="11339"' in page
    assert "checked" not in page


def test_a_slip_asks_to_choose_rather_than_guess(db):
    OrganisationFactory(name="Renac", insee_code="35237")
    form = answered("renacc")
    assert form.errors["organisation"]
    assert 'value="35237"' in form.as_p()


def test_the_choice_made_in_the_list_is_taken(denis):
    form = answered("st denis", **{"for": "st denis", "choice": "11339"})
    assert form.cleaned_data["organisation"] == denis[1]


def test_a_choice_made_for_another_text_is_forgotten(denis):
    renac = OrganisationFactory(name="Renac")
    form = answered("renac", **{"for": "st denis", "choice": "11339"})
    assert form.cleaned_data["organisation"] == renac


@pytest.mark.parametrize("choice", ["00000", "x' OR 1=1", "ORG-999", "💥"])
def test_a_forged_choice_counts_for_nothing(denis, choice):
    form = answered("st denis", **{"for": "st denis", "choice": choice})
    assert form.errors["organisation"]


def test_a_merged_commune_cannot_be_chosen_silently(denis):
    OrganisationFactory(name="Pierrefitte", insee_code="93059", replaced_by=denis[0])
    form = answered("pierrefitte", **{"for": "pierrefitte", "choice": "93059"})
    assert form.errors["organisation"]
    assert "anciennement Pierrefitte" in form.as_p()


def test_nothing_typed_and_nothing_found_say_what_to_do(denis):
    assert "tapez son nom" in answered("").errors["organisation"][0]
    assert (
        "Aucune structure ne correspond à « xyzzy »" in answered("xyzzy").errors["organisation"][0]
    )


@pytest.mark.parametrize("initial", ["93066", "object", "pk"])
def test_an_initial_value_is_shown_as_chosen(denis, initial):
    value = {"object": denis[0], "pk": denis[0].pk}.get(initial, initial)
    page = StructureForm(initial={"organisation": value}).as_p()
    assert 'value="Saint-Denis (93)"' in page
    assert "checked" in page
    sent = {
        "organisation": "Saint-Denis (93)",
        "organisation-for": "Saint-Denis (93)",
        "organisation-choice": "93066",
    }
    assert not StructureForm(sent, initial={"organisation": value}).has_changed()


def test_the_name_shown_is_escaped(db):
    OrganisationFactory(name="<script>alert(1)</script> Ville")
    assert "<script>" not in answered("script alert ville").as_p()
    assert "<script>" not in answered("<script>").as_p()


@pytest.mark.parametrize(
    ("siren", "said"),
    [("12345", "compte 9 chiffres"), ("281400011", "n’existe pas"), ("²81400010", "9 chiffres")],
)
def test_a_malformed_siren_says_what_is_wrong(db, siren, said):
    form = DeclareOrganisationForm({"siren": siren})
    assert said in form.errors["siren"][0]


def test_a_siret_gives_its_siren(db):
    OrganisationFactory(family=Family.DEPARTEMENT, insee_code="14", departement_code="14")
    form = DeclareOrganisationForm(
        {"siren": "281 400 010 00017", "name": "SDIS", "family": "sdis", "departement": "14"}
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["siren"] == "281400010"
