"""A call that takes in what another tool received, and the files that tool gives."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from essaim.applications import actions
from essaim.applications.mapping import Target
from essaim.applications.mapping.report import read_report
from essaim.applications.models import Application
from essaim.calls.models import Question
from tests.factories import (
    CallFactory,
    OrganisationFactory,
    QuestionFactory,
    QuestionSetFactory,
    TeamMemberFactory,
    ThemeFactory,
)

DOSSIERS = Path(__file__).parent / "dossiers.json"
TITLE, PROBLEM, THEMES = "Q2hhbXAtMg==", "Q2hhbXAtMw==", "Q2hhbXAtNA=="
AGREED, STARTS, AGENTS = "Q2hhbXAtNQ==", "Q2hhbXAtNg==", "Q2hhbXAtNw=="
PARTNER, TEAM, FILES = "Q2hhbXAtMTE=", "Q2hhbXAtMTQ=", "Q2hhbXAtMTc="
KINDS = {
    "probleme": Question.Kind.LONG_TEXT,
    "debut": Question.Kind.DATE,
    "agents": Question.Kind.NUMBER,
    "partenaire": Question.Kind.ORGANISATION,
    "equipe": Question.Kind.PEOPLE,
    "devis": Question.Kind.FILE,
    "rythme": Question.Kind.CHOICE,
}
DS_FIELDS = {
    "dossier.dateDepot": Target.DEPOSITED,
    "dossier.usager": Target.EMAIL,
    "dossier.demandeur": Target.ORGANISATION,
    "dossier.personne": Target.NAME,
    TITLE: Target.TITLE,
    PROBLEM: "question:probleme",
    THEMES: Target.THEMES,
    AGREED: Target.OPINION,
    STARTS: "question:debut",
    AGENTS: "question:agents",
    PARTNER: "question:partenaire",
    TEAM: "question:equipe",
    FILES: "question:devis",
}
COLUMNS = {
    "N°": Target.NUMBER,
    "Titre": Target.TITLE,
    "Structure": Target.ORGANISATION,
    "Mail": Target.EMAIL,
    "Déposée le": Target.DEPOSITED,
    "Problème": "question:probleme",
    "Rythme": "question:rythme",
}


@pytest.fixture
def call(db):
    call = CallFactory(programme__name="Fonds MNT", number=8)
    questions = QuestionSetFactory(call=call)
    for position, (code, kind) in enumerate(KINDS.items(), start=1):
        QuestionFactory(
            question_set=questions,
            code=code,
            kind=kind,
            position=position,
            label=f"Parlez-nous : {code}",
            is_required=code == "probleme",
            max_length=200,
            choices=["Chaque mois", "Chaque année"] if kind == Question.Kind.CHOICE else [],
        )
    return call


@pytest.fixture
def manager(call):
    return TeamMemberFactory(programme=call.programme, user__name="Gilles Gestion").user


@pytest.fixture
def renac(db):
    return OrganisationFactory(name="Renac", insee_code="35237", siren="213502370")


@pytest.fixture
def themes(db):
    return [ThemeFactory(name="Accueil"), ThemeFactory(name="Lien social")]


def pages() -> list:
    return json.loads(DOSSIERS.read_text())


def upload(content, name="dossiers.json") -> SimpleUploadedFile:
    if not isinstance(content, bytes):
        content = (content if isinstance(content, str) else json.dumps(content)).encode()
    return SimpleUploadedFile(name, content)


def table(*lines: str) -> str:
    return "\n".join([";".join(COLUMNS), *lines])


@pytest.fixture
def receive(call, manager):
    """``receive(content)``: a file of Démarches Simplifiées; ``source="csv"`` for a table."""

    def give(content, source=Application.Source.DS, archive=None):
        return actions.receive_import(call, source, upload(content), manager, archive)

    return give


@pytest.fixture
def attempt(receive, manager):
    """``attempt(content)``: received and tried with the usual mapping."""

    def try_it(content, source=Application.Source.DS, fields=None, archive=None):
        fields = fields or (DS_FIELDS if source == Application.Source.DS else COLUMNS)
        return actions.try_import(receive(content, source, archive), fields, manager)

    return try_it


@pytest.fixture
def lines():
    return lambda run: read_report(run.report)
