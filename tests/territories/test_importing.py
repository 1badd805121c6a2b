import pytest
from django.core.management import CommandError, call_command

from essaim.territories.models import Family, Organisation
from tests.factories import OrganisationFactory

SDIS = "281400010"
SYNDICAT = "253400451"


@pytest.fixture
def places(db):
    region = OrganisationFactory(
        family=Family.REGION, insee_code="28", region_code="28", departement_code=""
    )
    departement = OrganisationFactory(
        family=Family.DEPARTEMENT,
        insee_code="14",
        departement_code="14",
        region=region,
        region_code="28",
    )
    OrganisationFactory(
        insee_code="14118",
        siren="211401187",
        name="Caen",
        departement=departement,
        departement_code="14",
        region=region,
        region_code="28",
    )


@pytest.fixture
def imported(places, tmp_path, capsys):
    """``imported(text)`` imports a CSV file and gives what the command printed."""

    def run(content: str | bytes, *options: str) -> str:
        path = tmp_path / "structures.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command("import_organisations", "--csv", str(path), *options)
        out, err = capsys.readouterr()
        return out + err

    return run


def test_a_csv_file_adds_bodies(imported):
    imported(f"siren;nom;famille;insee_commune\n{SDIS};SDIS du Calvados;sdis;14118\n")
    sdis = Organisation.objects.get(siren=SDIS)
    assert (sdis.family, sdis.label, sdis.region_code) == ("sdis", "SDIS du Calvados (14)", "28")
    assert sdis.source == "structures.csv"


@pytest.mark.parametrize(
    "content",
    [
        f"SIREN,Dénomination,Département\n{SDIS},Pompiers d’été,14\n".encode(),
        f"\ufeffsiren;nom;code_departement\r\n{SDIS};Pompiers d’été;14\r\n".encode(),
        "Siren\tRaison sociale\tdep\n281 400 010\tPompiers d’été\t14".encode("cp1252"),
        f'siret;"nom";departement\n{SDIS}00017;"Pompiers d’été";14'.encode(),
    ],
)
def test_the_files_people_really_have(imported, content):
    imported(content, "--family", "SDIS")
    assert Organisation.objects.get(siren=SDIS).name == "Pompiers d’été"


def test_bad_lines_are_told_and_good_ones_kept(imported):
    printed = imported(
        "siren;nom;famille;departement;population\n"
        "123456789;Faux;sdis;14;\n"
        f"{SDIS};SDIS du Calvados;sdis;14;abc\n"
        f"{SYNDICAT};Syndicat du bassin;syndicat;14;120 000\n"
        ";Sans numéro;syndicat;14;\n"
        "\n"
        f"{SYNDICAT};Encore;syndicat;14;\n"
        "281400028;Ailleurs;sdis;99;\n"
        "281400036;;sdis;14;\n"
        "281400044;Bizarre;planète;14;\n"
        "211401187;Caen en syndicat;syndicat;14;\n"
    )
    assert Organisation.objects.get(siren=SYNDICAT).population == 120_000
    for number in (2, 3, 5, 7, 8, 9, 10, 11):
        assert f"ligne {number} :" in printed
    assert "1 créées" in printed
    assert "Déjà donnée à la ligne 4" in printed
    assert "« Caen »" in printed


def test_importing_twice_changes_nothing(imported):
    text = f"siren;nom;famille;departement\n{SDIS};SDIS du Calvados;sdis;14\n"
    imported(text)
    before = Organisation.objects.values().get(siren=SDIS)
    assert "0 créées, 0 mises à jour, 1 déjà justes" in imported(text)
    assert Organisation.objects.values().get(siren=SDIS) == before


def test_an_empty_cell_leaves_what_is_known(imported):
    imported(f"siren;nom;famille;departement;population\n{SDIS};SDIS;sdis;14;700000\n")
    imported(f"siren;nom;famille;population\n{SDIS};SDIS du Calvados;sdis;\n")
    sdis = Organisation.objects.get(siren=SDIS)
    assert (sdis.name, sdis.population, sdis.departement_code) == (
        "SDIS du Calvados",
        700_000,
        "14",
    )


def test_an_official_line_takes_over_a_declared_body(imported):
    OrganisationFactory(
        siren=SDIS, name="Pompiers", family=Family.OTHER, insee_code="", is_declared=True
    )
    imported(f"siren;nom;famille\n{SDIS};SDIS du Calvados;sdis\n")
    sdis = Organisation.objects.get(siren=SDIS)
    assert (sdis.name, sdis.family, sdis.is_declared) == ("SDIS du Calvados", "sdis", False)


def test_a_dissolved_body_is_kept_and_marked(imported):
    imported(
        "siren;nom;famille;departement;obsolete_depuis;remplacee_par\n"
        f"{SDIS};Nouveau;syndicat;14;;\n"
        f"{SYNDICAT};Ancien;syndicat;14;2025-12-31;{SDIS}\n"
    )
    old = Organisation.objects.get(siren=SYNDICAT)
    assert old.is_obsolete
    assert old.replaced_by.siren == SDIS


@pytest.mark.parametrize(
    ("content", "said"),
    [("", "Colonnes manquantes"), ("a;b\n1;2\n", "siren, nom"), ("siren;ville\n", "nom")],
)
def test_a_file_that_is_no_list_is_refused(imported, content, said):
    with pytest.raises(CommandError, match=said):
        imported(content, "--family", "sdis")


def test_an_absent_file_and_an_unknown_family_are_refused(imported, tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("import_organisations", "--csv", str(tmp_path / "absent.csv"))
    with pytest.raises(CommandError, match="Famille inconnue"):
        imported("siren;nom\n", "--family", "planète")


def test_a_giant_cell_is_one_bad_line(imported):
    text = f"siren;nom;famille\n{SYNDICAT};{'x' * 200_000};syndicat\n{SDIS};SDIS;sdis\n"
    assert "ligne 2 :" in imported(text)
    assert Organisation.objects.filter(siren=SDIS).exists()
