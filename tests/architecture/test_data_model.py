"""The models, their migrations, their words and their states agree with one another."""

import re

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from essaim.portal.management.commands.document_states import DOCUMENT, states_document
from tests.architecture.sources import APPS, ROOT, our_models


def test_migrations_are_up_to_date():
    with translation.override(
        None
    ):  # as makemigrations does: labels are compared in their own words
        loader = MigrationLoader(None)
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=loader.graph)
    assert not [app for app in changes if app in APPS]


def test_glossary_lists_every_model_and_no_other():
    rows = re.findall(
        r"^\| (.+?) \| `(\w+\.\w+)` \|", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE
    )
    in_code = {model._meta.label: str(model._meta.verbose_name) for model in our_models()}
    in_glossary = {label: term for term, label in rows}
    assert in_glossary.keys() == in_code.keys()
    assert in_glossary == in_code


def test_state_diagrams_are_fresh():
    """make docs writes them."""
    assert (ROOT / DOCUMENT).read_text() == states_document()
