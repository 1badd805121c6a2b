"""The shipped directory, in full: loaded once for this file."""

import csv
from pathlib import Path

import pytest
from django.core.management import call_command

from essaim.territories import directory
from essaim.territories.models import Family, Organisation
from essaim.territories.search import search

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("real_directory")]

TYPED = Path(__file__).with_name("typed_queries.csv")


@pytest.mark.parametrize(
    ("family", "count"),
    [
        (Family.COMMUNE, 34_969),
        (Family.EPCI_FP, 1_255),
        (Family.EPT, 11),
        (Family.DEPARTEMENT, 109),
        (Family.REGION, 26),
    ],
)
def test_the_official_figures_are_met(family, count):
    assert Organisation.objects.current().filter(family=family).count() == count


def test_every_line_is_good(real_directory):
    assert real_directory.bad_lines == []
    assert real_directory.created == sum(directory.COUNTS.values())


def test_a_commune_knows_where_it_is():
    renac = Organisation.objects.get(insee_code="35237")
    assert (renac.siren, renac.population, renac.label) == ("213502370", 1027, "Renac (35)")
    assert renac.epci.siren == "243500741"
    assert renac.departement.name == "Département d’Ille-et-Vilaine"
    assert renac.region.code == "REG-53"
    assert (renac.departement_code, renac.region_code) == ("35", "53")


def test_every_current_commune_has_its_département_and_région():
    communes = Organisation.objects.current().filter(family=Family.COMMUNE)
    assert not communes.filter(departement=None).exists()
    assert not communes.filter(region=None).exists()
    assert communes.exclude(epci=None).count() == 34_871
    assert communes.filter(siren=None).count() == 94


def test_a_merged_commune_leads_to_its_successor():
    merged = Organisation.objects.get(insee_code="93059")
    assert merged.is_obsolete
    assert merged.replaced_by.insee_code == "93066"
    assert merged.obsolete_on is None  # the date is not in the source, so it is not invented


def test_an_ept_gathers_its_communes():
    ept = Organisation.objects.get(name="Plaine Commune")
    assert ept.ept_communes.filter(name="Saint-Denis").exists()


def test_a_second_load_finds_nothing_to_do(capsys):
    assert directory.is_loaded()
    call_command("import_organisations")
    assert "déjà à jour" in capsys.readouterr().out


def test_loading_again_changes_nothing_but_what_is_wrong():
    Organisation.objects.filter(insee_code="35237").update(name="Renaque", source="")
    assert not directory.is_loaded()
    report = directory.load(lambda seen: None)
    assert (report.created, report.updated) == (0, 1)
    assert Organisation.objects.get(insee_code="35237").name == "Renac"


def test_typed_queries_find_what_they_mean():
    with TYPED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 40
    missed = [
        row["typed"]
        for row in rows
        if row["code"] not in [organisation.code for organisation in search(row["typed"])[:3]]
    ]
    assert len(missed) <= 2, missed


def test_a_body_added_after_the_index_is_found_at_once():
    assert search("sdis calvados")[0].name == "Département du Calvados"
    departement = Organisation.objects.get(family=Family.DEPARTEMENT, insee_code="14")
    sdis = Organisation.objects.create(
        family=Family.SDIS,
        siren="281400010",
        name="Service départemental d’incendie et de secours",
        departement=departement,
        departement_code="14",
        is_declared=True,
    )
    assert search("sdis calvados")[0] == sdis
    assert search("sdis 14")[0] == sdis
    assert search("incendie secours calvados")[0] == sdis


def test_a_name_changed_after_the_index_is_found_under_the_new_one_only():
    assert search("renac")
    renac = Organisation.objects.get(insee_code="35237")
    renac.name = "Zyxwville"
    renac.save()
    assert search("zyxwville") == [renac]
    assert renac not in search("renac")


def test_a_search_costs_few_queries(django_assert_max_num_queries):
    search("renac")
    with django_assert_max_num_queries(5):
        assert len(search("saint")) == 10
