"""What is publicly known of the Fonds MNT is loaded as it is known: no more, no less."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from essaim.accounts.models import OutboxMail
from essaim.applications.models import Laureate
from essaim.calls.models import Call, TeamMember
from essaim.cases.models import Case, CaseVersion
from essaim.portal.history import DATA, load
from essaim.replications.models import Replication
from essaim.territories.models import Family
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
DEPARTEMENTS = ("03", "14", "34", "60", "79")


@pytest.fixture
def bodies():
    facts = json.loads(DATA.read_text(encoding="utf-8"))
    for laureate in facts["laureates"]:
        known = laureate["organisation"]
        if "insee" in known:
            OrganisationFactory(insee_code=known["insee"], departement_code=known["insee"][:2])
        elif "siren" in known:
            OrganisationFactory(family=Family.EPCI_FP, siren=known["siren"], insee_code="")
    for code in DEPARTEMENTS:
        OrganisationFactory(family=Family.DEPARTEMENT, insee_code=code, name=f"Département {code}")


@pytest.fixture
def loaded(bodies):
    return load()


def test_seven_calls_and_one_demonstration_fourteen_laureates_fourteen_sheets(loaded):
    assert loaded == {"calls": 8, "laureates": 14}
    assert Case.objects.published().count() == CaseVersion.objects.count() == 14
    assert Call.objects.open().get().is_demonstration


def test_loading_again_adds_nothing_and_keeps_what_was_changed(loaded):
    Laureate.objects.filter(subject__contains="absentéisme").update(subject="Corrigé à la main")
    before = OutboxMail.objects.count(), CaseVersion.objects.count(), Replication.objects.count()
    assert load() == loaded
    assert Laureate.objects.filter(subject="Corrigé à la main").exists()
    assert before == (
        OutboxMail.objects.count(),
        CaseVersion.objects.count(),
        Replication.objects.count(),
    )


def test_a_date_that_is_not_known_is_said_not_to_be(loaded):
    page = Client().get("/appels/fonds-mnt-2/").content.decode()
    assert "septembre 2021" in page
    assert "non connue" in page


def test_what_a_sheet_does_not_know_is_absent_for_the_public(loaded):
    case = Case.objects.get(title__contains="absentéisme")
    page = Client().get(case.get_absolute_url()).content.decode()
    assert "Ce qui a été difficile" not in page
    assert "non connu" not in page


def test_the_documented_chain_is_shown_with_its_sources_and_never_counted(loaded):
    case = Case.objects.get(title__contains="malentendantes")
    page = Client().get(case.get_absolute_url()).content.decode()
    assert "17 départements" in page
    assert "ne lui est pas attribuée" in page
    assert not Replication.objects.counted().exists()


def test_nobody_keeps_a_seat_in_the_team_for_having_loaded_it(loaded):
    assert not TeamMember.objects.exists()


def test_an_empty_directory_is_said_to_be_empty(db):
    with pytest.raises(CommandError, match="import_organisations"):
        call_command("load_programme")
