"""What the State’s API answers, read as people read it."""

import json

import pytest

from essaim.applications.exceptions import ImportRefused
from essaim.applications.mapping import Target, guess, read_ds
from tests.applications.imports.conftest import pages


def fields_of(reading) -> dict:
    return {field.label: field for field in reading.fields}


def test_every_kind_of_field_reads_as_people_read_it():
    reading = read_ds(json.dumps(pages()).encode())
    values = reading.records[0].values
    labels = fields_of(reading)

    def said(label):
        return values[labels[label].key]

    assert said("Quel problème voulez-vous résoudre ?").text == (
        "Le café a fermé.\nLes anciens ne sortent plus."
    )
    assert said("Thèmes").parts == ("Accueil", "Lien social")
    assert said("Accord de la direction").text == "oui"
    assert said("Début prévu").text == "2027-09-01"
    assert said("Nombre d'agents").text == "12"
    assert said("Budget (k€)").text == "3.5"
    assert said("Strate").text == "Rural / Moins de 1 000 habitants"
    assert said("Intercommunalité").code == "243500741"
    assert said("Commune partenaire").code == "35237"
    assert said("Département").code == "35"
    assert said("SIRET du partenaire").code == "21350237000018"
    assert said("L'équipe").text == (
        "Nom\u00a0: Nora Exemple ; Fonction\u00a0: secrétaire de mairie\nNom\u00a0: Paul Exemple"
    )
    assert said("Pièces jointes").files[0].name == "devis.pdf"
    assert "Annotation : Note interne" in labels
    assert "Votre projet" not in labels


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(pages()),
        "\n".join(json.dumps(page) for page in pages()),
        json.dumps(
            [node for page in pages() for node in page["data"]["demarche"]["dossiers"]["nodes"]]
        ),
        json.dumps(
            {
                "data": {
                    "groupeInstructeur": {
                        "dossiers": {
                            "edges": [
                                {"node": node}
                                for page in pages()
                                for node in page["data"]["demarche"]["dossiers"]["nodes"]
                            ]
                        }
                    }
                }
            }
        ),
    ],
    ids=["list of pages", "one page after the other", "bare dossiers", "edges"],
)
def test_all_the_shapes_of_the_answer_are_read(content):
    assert [r.number for r in read_ds(content.encode()).records] == [
        "1234567",
        "1234568",
        "1234569",
    ]


def test_a_missing_page_is_told():
    assert read_ds(json.dumps(pages()).encode()).notes == ()
    (note,) = read_ds(json.dumps(pages()[:1]).encode()).notes
    assert "pages suivantes" in note


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "aucun dossier"),
        ("{", "JSON"),
        ("[" * 100_000, "JSON"),
        ("[1, NaN]", "JSON"),
        ("1" * 10_000, "JSON"),
        ('{"a": 1}', "aucun dossier"),
        ('{"errors": [{"message": "Jeton expiré"}], "data": null}', "Jeton expiré"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(content, said):
    with pytest.raises(ImportRefused, match=said):
        read_ds(content.encode())


def test_the_same_words_are_matched_at_first_sight(call):
    reading = read_ds(json.dumps(pages()).encode())
    labels = fields_of(reading)
    guessed = guess(reading.fields, call.questions_asked.questions.all())
    assert guessed["dossier.usager"] == Target.EMAIL
    assert guessed["dossier.demandeur"] == Target.ORGANISATION
    assert guessed[labels["Titre du projet"].key] == Target.TITLE
    assert guessed[labels["Accord de la direction"].key] == Target.OPINION
    assert labels["Budget (k€)"].key not in guessed
