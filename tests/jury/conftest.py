"""A small jury: a chair, a deputy, two members and the substitute of one of them; four files."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from essaim.applications.models import Answer, Application
from essaim.calls.actions import publish_rules
from essaim.jury import actions
from essaim.jury.models import Assignment, Conflict, Deliberation
from tests.factories import (
    AnchorFactory,
    ApplicationFactory,
    CallFactory,
    CriterionFactory,
    GridFactory,
    QuestionFactory,
    QuestionSetFactory,
    TeamMemberFactory,
    UserFactory,
)

VISIBLE, HIDDEN = "Nous recevons deux cents personnes par jour.", "Téléphone : 02 99 00 00 00"
Outcome = Deliberation.Outcome


def make_call():
    call = CallFactory(title="Huitième appel", laureates_min=2, laureates_max=4)
    grid = GridFactory(call=call)
    for position, (name, weight) in enumerate([("Utilité", 75), ("Nouveauté", 25)]):
        criterion = CriterionFactory(grid=grid, name=name, weight=weight, position=position)
        for mark in range(5):
            AnchorFactory(criterion=criterion, mark=mark, text=f"Repère {mark} de {name}")
    questions = QuestionSetFactory(call=call)
    QuestionFactory(question_set=questions, code="contexte", position=1, label="Le contexte ?")
    QuestionFactory(
        question_set=questions,
        code="contact",
        position=2,
        label="Vos coordonnées ?",
        is_hidden_from_jury=True,
    )
    return call


def make_file(call, name: str) -> Application:
    file = ApplicationFactory(
        call=call,
        title=f"Projet {name}",
        organisation__name=f"Ville de {name}",
        status=Application.Status.ADMISSIBLE,
        submitted_at=timezone.now(),
    )
    first, second = file.question_set.questions.all()
    for question, value in ((first, VISIBLE), (second, HIDDEN)):
        Answer.objects.create(
            application=file, question=question, value=value, changed_by=file.owner
        )
    return file


@pytest.fixture
def jury(db):
    return make_jury()


def make_jury() -> SimpleNamespace:
    """People (users) and seats (``jury.seats["ana"]``) of a panel where nobody has declared yet."""
    call = make_call()
    made = SimpleNamespace(call=call, seats={})
    made.manager = TeamMemberFactory(programme=call.programme, user__name="Marie Gestion").user
    publish_rules(call, "Règlement de l’appel.", by=made.manager)
    made.files = [make_file(call, name) for name in ("Renac", "Pessac", "Vichy", "Thau")]
    made.panel = actions.create_panel(
        call, made.manager, readings_wanted=2, reviews_due_at=timezone.now() + timedelta(days=5)
    )
    offices = {"chair": {"is_chair": True}, "deputy": {"is_deputy": True}, "ana": {}, "bob": {}}
    for name, fields in offices.items():
        _seat(made, name, fields)
    _seat(made, "sub", {"substitute_for": made.seats["bob"]})
    made.outsider = UserFactory(name="Olga Dehors")
    return made


def _seat(made, name, fields) -> None:
    seat = actions.invite_juror(
        made.panel, f"{name}@exemple.fr", name.capitalize(), made.manager, quality="DGS", **fields
    )
    made.seats[name] = seat
    setattr(made, name, seat.user)


@pytest.fixture
def declared(jury):
    """Everyone has signed; Ana works for the first organisation."""
    for name, seat in jury.seats.items():
        links = (
            [(jury.files[0].organisation, Conflict.Kind.EMPLOYED_BY, "directrice")]
            if name == "ana"
            else []
        )
        actions.declare_interests(seat, links, seat.user)
    return jury


@pytest.fixture
def assigned(declared):
    actions.assign_all(declared.panel, declared.manager)
    return declared


def reading_of(jury, name, file) -> Assignment:
    return Assignment.objects.get(juror=jury.seats[name], application=file)


def hand_in(jury, name, file, marks=(3, 2)) -> Assignment:
    """Grade and hand in: one mark per criterion, None is « sans avis »."""
    reading = reading_of(jury, name, file)
    criteria = jury.call.grid.criteria.all()
    given = {
        criterion: (mark, "" if mark is None else f"Motif de {name}")
        for criterion, mark in zip(criteria, marks, strict=True)
    }
    actions.grade(reading, given, f"Avis de {name}", f"Question de {name} ?", reading.juror.user)
    actions.submit_review(reading, reading.juror.user)
    return reading


@pytest.fixture
def graded(assigned):
    """Everything read and handed in; reviews closed."""
    for reading in Assignment.objects.exclude(status=Assignment.Status.RECUSED):
        name = str(reading.juror).lower()
        hand_in(assigned, name, reading.application, (len(name) % 5, None if name == "sub" else 1))
    actions.close_reviews(assigned.panel, assigned.manager)
    return assigned


@pytest.fixture
def sitting(graded):
    """The session is open; everybody is there but Bob, whose substitute sits."""
    session = actions.plan_session(
        graded.panel,
        timezone.now() + timedelta(hours=1),
        "Salle du conseil, Rennes",
        graded.manager,
    )
    actions.convene(session, graded.manager)
    actions.open_session(session, graded.chair)
    presences = dict.fromkeys(graded.seats.values(), "present")
    presences[graded.seats["bob"]] = "excused"
    actions.record_attendances(session, presences, graded.chair)
    graded.session = session
    graded.items = {
        name: session.deliberations.get(application=file)
        for name, file in zip(("renac", "pessac", "vichy", "thau"), graded.files, strict=True)
    }
    return graded


@pytest.fixture
def decided(sitting):
    """Two laureates, one on the reserve list, one not selected; not closed yet."""
    chair, items = sitting.chair, sitting.items
    actions.decide(items["renac"], Outcome.LAUREATE, "Besoin démontré.", chair, debate="Débat A.")
    actions.decide(
        items["pessac"], Outcome.LAUREATE, "Équipe engagée.", chair,
        method="vote", votes_for=3, votes_against=1, abstentions=0,
    )  # fmt: skip
    actions.decide(items["vichy"], Outcome.RESERVE, "Prometteur.", chair, reserve_rank=1)
    actions.decide(
        items["thau"],
        Outcome.NOT_SELECTED,
        "Trop tôt & encore flou.",
        chair,
        advice="Nommer une équipe.",
    )
    return sitting


@pytest.fixture
def signed(decided):
    """Closed and signed."""
    decided.minutes = actions.close_session(decided.session, decided.chair)
    actions.sign_minutes(decided.minutes, decided.chair)
    return decided


@pytest.fixture
def approved(signed):
    """Letters prepared by the manager and approved by the chair."""
    letters = actions.prepare_letters(signed.session, signed.manager)
    actions.approve_letters(signed.session, letters, signed.chair)
    return signed
