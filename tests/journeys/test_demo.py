"""« manage.py demo » plays the journey stage by stage; played again, it changes nothing."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from essaim.applications.models import Application, Laureate
from essaim.calls.models import Call
from essaim.cases.models import Case
from essaim.jury.models import Review
from essaim.outreach.models import Campaign
from essaim.portal.demonstration.stages import SLUG
from essaim.portal.management.commands.demo import STAGES
from essaim.replications.models import Replication
from essaim.support.models import Journey
from tests.factories import ProgrammeFactory, ThemeFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

# What exists when a stage has been played, and not before.
REACHED: dict[str, Callable[[], bool]] = {
    "call": lambda: Call.objects.open().filter(slug=SLUG, is_demonstration=True).exists(),
    "applications": lambda: Application.objects.filter(status="admissible").count() == 4,
    "jury": lambda: Review.objects.count() == 15,
    "decision": lambda: Laureate.objects.filter(call__results_at__isnull=False).count() == 2,
    "support": lambda: Journey.objects.filter(status="completed").exists(),
    "cases": lambda: Case.objects.published().exists(),
    "replications": lambda: Replication.objects.counted().exists(),
    "outreach": lambda: Campaign.objects.filter(status="sent").exists(),
}


@pytest.fixture
def programme():
    for slug in ("accueil", "conditions-de-travail", "cooperation", "environnement"):
        ThemeFactory(slug=slug)
    return ProgrammeFactory(slug="fonds-mnt", name="Fonds d’essai")


def play(**options) -> str:
    told = StringIO()
    call_command("demo", stdout=told, **options)
    return told.getvalue()


def everything() -> dict[str, list[dict]]:
    """Every row of our tables."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("essaim.")]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in ours}


def test_each_stage_is_played_then_nothing_more(programme):
    assert list(REACHED) == list(STAGES)
    for name, is_reached in REACHED.items():
        assert not is_reached(), f"« {name} » est déjà atteint avant d'être joué"
        assert f"{name} : fait" in play(until=name)
        assert is_reached(), f"« {name} » n'est pas atteint"
    before = everything()
    assert play().count("fait") == len(STAGES)
    assert everything() == before


def test_an_unknown_stage_is_refused(programme):
    with pytest.raises(CommandError, match="fete"):
        call_command("demo", "--until", "fete")
