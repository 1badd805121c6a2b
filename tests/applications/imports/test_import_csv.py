"""Tables: any separator, any encoding, any garbage; a bad line never takes another with it."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.applications import actions
from essaim.applications.exceptions import BadAnswer, ImportRefused
from essaim.applications.mapping import Target, Value, find_organisation, guess, read_table
from essaim.applications.mapping.report import errors_table
from essaim.applications.models import Application, ImportMapping, ImportRun, Receipt
from essaim.territories.models import Family
from tests.applications.imports.conftest import COLUMNS, table
from tests.factories import OrganisationFactory, TeamMemberFactory

GOOD = "12;Un bourg vivant;Renac;nora@exemple.fr;02/03/2025 17h05;Le café a fermé.;chaque mois"
CSV = Application.Source.TABLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_any_separator_and_encoding(encoding, separator):
    text = f"Titre{separator}Déposée le\nL’été{separator}02/03/2025\n"
    reading = read_table(text.encode(encoding))
    assert [field.key for field in reading.fields] == ["Titre", "Déposée le"]
    assert reading.records[0].values["Titre"].text == "L’été"
    assert reading.records[0].place == 2


def test_the_columns_of_spreadsheets_get_a_name_each():
    reading = read_table(b"Nom;;Nom;;\na;b;c;;\n\n;;\nd\ne;f;g;h\n")
    assert [field.key for field in reading.fields] == ["Nom", "Colonne 2", "Nom (3)"]
    whole, short, long = reading.records
    assert [value.text for value in whole.values.values()] == ["a", "b", "c"]
    assert list(short.values) == ["Nom"]
    assert (short.place, long.place) == (5, 6)
    assert "4 cellules pour 3 colonnes" in long.problem


def test_a_quoted_text_keeps_its_lines():
    reading = read_table(b'a;b\n"un\r\ndeux";x\ny;z\n')
    assert reading.records[0].values["a"].text == "un\ndeux"
    assert reading.records[1].place == 4


@pytest.mark.parametrize("content", [b"", b"\n\n", b"a;b\n", b"\xff\xfe", b"\x00"])
def test_an_empty_table_is_refused(content):
    with pytest.raises(ImportRefused):
        read_table(content)


def test_a_line_becomes_an_application(attempt, manager, lines, renac, call):
    run = actions.apply_import(attempt(table(GOOD), CSV), manager)
    application = call.applications.get()
    assert application.submitted_at.isoformat() == "2025-03-02T16:05:00+00:00"
    assert dict(application.answers.values_list("question__code", "value")) == {
        "probleme": "Le café a fermé.",
        "rythme": "Chaque mois",
    }
    key = Receipt.objects.get().idempotency_key
    assert key == f"csv:{call.pk}:12"
    assert lines(run)[0].outcome == "created"
    again = actions.apply_import(attempt(table(GOOD), CSV), manager)
    assert lines(again)[0].outcome == "known"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (GOOD.replace("12;", ";", 1), "Numéro d’origine absent"),
        (GOOD.replace("nora@exemple.fr", ""), "Adresse électronique du porteur absente"),
        (GOOD.replace("nora@exemple.fr", "nora à exemple"), "Adresse électronique illisible"),
        (GOOD.replace("02/03/2025 17h05", "hier"), "Date illisible"),
        (GOOD.replace("02/03/2025 17h05", "31/02/2025"), "Date illisible"),
        (GOOD.replace("02/03/2025 17h05", "02/03/2099"), "dans l’avenir"),
        (GOOD.replace("02/03/2025 17h05", ""), "Date de dépôt absente"),
        (GOOD.replace("Renac", "Atlantide"), "Structure inconnue de l’annuaire"),
        (GOOD.replace("chaque mois", "jamais"), "« jamais » n’est pas une des réponses"),
        (GOOD + ";de trop", "8 cellules pour 7 colonnes"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(attempt, lines, renac, cell, said):
    (line,) = lines(attempt(table(cell), CSV))
    assert line.outcome == "error"
    assert said in line.problems[0]


def test_an_opinion_is_read_or_said_illegible(attempt, manager, lines, renac, call):
    fields = {**COLUMNS, "Rythme": Target.OPINION}
    bad, good, none = (
        GOOD.replace("chaque mois", "bof"),
        GOOD.replace("12;", "13;").replace("nora", "paul").replace("chaque mois", "Avec réserves"),
        GOOD.replace("12;", "14;").replace("nora", "lise").replace("chaque mois", "non"),
    )
    run = attempt(table(bad, good, none), CSV, fields)
    assert "Avis de la direction illisible" in lines(run)[0].problems[0]
    actions.apply_import(run, manager)
    given = {a.external_number: a.endorsements.first() for a in call.applications.all()}
    assert given["13"].status == "with_reserves"
    assert given["14"] is None


def test_bodies_by_code_by_name_and_by_place(renac):
    departement = OrganisationFactory(
        family=Family.DEPARTEMENT, name="Ille-et-Vilaine", insee_code="35", siren="223500018"
    )
    here = OrganisationFactory(name="Saint-Denis", departement_code="35", departement=departement)
    OrganisationFactory(name="Saint-Denis", departement_code="93", insee_code="93066")
    old = OrganisationFactory(name="Vieux-Renac", insee_code="35999", replaced_by=renac)

    def found(text, departement="", code=""):
        return find_organisation(Value(text, code=code), departement)

    for text in (
        "213 502 370",
        "21350237000018",
        "35237",
        "Renac",
        "renac (35)",
        "Mairie de Renac",
    ):
        assert found(text) == renac, text
    assert found("", code="35237") == renac
    assert found(old.insee_code) == renac
    assert found("Saint-Denis (35)") == here
    assert found("St Denis", "35 – Ille-et-Vilaine") == here
    assert found("Saint-Denis", "Ille-et-Vilaine") == here
    assert found("35") == departement
    with pytest.raises(BadAnswer, match="Plusieurs structures"):
        found("Saint-Denis")
    with pytest.raises(BadAnswer, match="Vouliez-vous dire : Renac"):
        found("Renacc")
    with pytest.raises(BadAnswer, match="absente"):
        found("  ")


def test_the_words_of_usual_tables_are_matched(call):
    reading = read_table(
        "N° de dossier;Titre du projet;SIRET;E-mail;Date de dépôt;Couleur\n1;;;;;\n".encode()
    )
    guessed = guess(reading.fields, call.questions_asked.questions.all())
    assert guessed == {
        "N° de dossier": Target.NUMBER,
        "Titre du projet": Target.TITLE,
        "SIRET": Target.ORGANISATION,
        "E-mail": Target.EMAIL,
        "Date de dépôt": Target.DEPOSITED,
    }


def test_the_table_of_errors_runs_nothing(attempt, lines, renac):
    line = GOOD.replace("Un bourg", "=HYPERLINK(1)").replace("nora@exemple.fr", "@SUM(A1)")
    content = errors_table(lines(attempt(table(line), CSV))).decode("utf-8-sig")
    _titles, cells = csv.reader(io.StringIO(content), delimiter=";")
    assert cells[2].startswith("'=HYPERLINK")
    assert cells[4].startswith("'@sum")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400))
def test_garbage_is_read_or_refused(content):
    try:
        reading = read_table(content)
    except ImportRefused:
        return
    assert all(record.problem or record.values for record in reading.records)


CELLS = st.one_of(
    st.sampled_from(GOOD.split(";")),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=30),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(CELLS, max_size=8), min_size=1, max_size=4))
def test_no_garbage_crashes_nor_leaves_half_a_line(rows, call, manager, renac, receive):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([list(COLUMNS), *rows])
    try:
        run = receive(text.getvalue(), source=CSV)
    except ImportRefused:
        return
    actions.apply_import(actions.try_import(run, COLUMNS, manager), manager)
    for application in call.applications.all():
        assert application.status == Application.Status.SUBMITTED
        assert application.receipt.version.application_id == application.pk


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "candidatures.csv"
    path.write_text(table(GOOD))
    return path


def test_the_command_tells_then_takes_in(file, call, manager, renac, capsys, tmp_path):
    ask = {"call": call.slug, "source": "csv", "file": file}
    mapping = tmp_path / "mapping.json"
    mapping.write_text(
        '{"N°": "numero", "Titre": "titre", "Structure": "structure", '
        '"Mail": "courriel", "Déposée le": "date"}'
    )
    call_command("import_applications", **ask, mapping=mapping)
    assert "à créer" in capsys.readouterr().out
    assert not call.applications.exists()
    call_command("import_applications", **ask, apply=True)
    assert "créée" in capsys.readouterr().out
    assert call.applications.get().title == "Un bourg vivant"
    assert ImportRun.objects.filter(status="done").count() == 1
    assert ImportMapping.objects.count() == 1


def test_the_command_says_what_it_lacks(file, call, manager, renac):
    with pytest.raises(CommandError, match="Aucun appel"):
        call_command("import_applications", call="non", source="csv", file=file)
    with pytest.raises(CommandError, match="absent"):
        call_command("import_applications", call=call.slug, source="csv", file=Path("absent.csv"))
    TeamMemberFactory(programme=call.programme)
    with pytest.raises(CommandError, match=r"--by"):
        call_command("import_applications", call=call.slug, source="csv", file=file)
    with pytest.raises(CommandError, match="JSON"):
        call_command(
            "import_applications", call=call.slug, source="ds", file=file, by=manager.email
        )
