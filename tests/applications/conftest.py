import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from essaim.applications import actions
from essaim.applications.models import Endorsement, Member
from tests.applications.files import pdf_bytes
from tests.applications.instruction import (  # noqa: F401
    ask,
    deposited,
    examiner,
    join,
    juror_reading,
    manager,
)
from tests.applications.mailbox import link_in
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    QuestionFactory,
    QuestionSetFactory,
    ThemeFactory,
    UserFactory,
)


@pytest.fixture
def call(db):
    """An open call with three questions, the last one optional."""
    call = CallFactory(programme__name="Fonds MNT", number=8)
    questions = QuestionSetFactory(call=call)
    for position, code in enumerate(["contexte", "probleme", "ailleurs"], start=1):
        QuestionFactory(
            question_set=questions,
            code=code,
            position=position,
            section="Le projet" if position < 3 else "Et ensuite",
            label=f"Parlez-nous : {code} ?",
            is_required=position < 3,
            max_length=500,
        )
    return call


@pytest.fixture
def amel(db):
    return UserFactory(name="Amel Porteuse", email="amel@exemple.fr")


@pytest.fixture
def marie(draft):
    """A colleague of hers, who writes too."""
    marie = UserFactory(name="Marie Dupont")
    Member.objects.create(
        application=draft,
        email=marie.email,
        user=marie,
        invited_by=draft.owner,
        accepted_at=timezone.now(),
    )
    return marie


@pytest.fixture
def draft(call, amel):
    return ApplicationFactory(call=call, owner=amel, title="")


@pytest.fixture
def question(call):
    """``question("contexte")``: a question of the call."""
    return lambda code: call.question_sets.get().questions.get(code=code)


@pytest.fixture
def filled(draft, amel, question):
    """A draft that lacks only the direction's opinion."""
    actions.describe(draft, "Un accueil qui oriente", [ThemeFactory(name="Accueil")], by=amel)
    for code in ("contexte", "probleme"):
        actions.answer(draft, question(code), f"Réponse {code}.", 0, by=amel)
    return draft


@pytest.fixture
def endorse():
    """``endorse(application)``: the direction is asked and answers."""

    def ask_and_give(application, verdict=Endorsement.Status.FAVOURABLE, comment="Très bien."):
        actions.ask_endorsement(application, "dgs@exemple.fr", "", by=application.owner)
        token = link_in("endorsement_request")
        return actions.give_endorsement(token, verdict, comment, "Diane Guérin", "DGS")

    return ask_and_give


@pytest.fixture
def ready(filled, endorse):
    endorse(filled)
    filled.refresh_from_db()
    return filled


@pytest.fixture
def pdf():
    """``pdf(name)``: an upload like no other."""
    return lambda name="devis.pdf": SimpleUploadedFile(name, pdf_bytes(mark=secrets.token_hex()))


@pytest.fixture
def submit():
    """``submit(application)``: the owner deposits now, with a new key."""

    def deposit(application, by=None, key=None, received_at=None):
        return actions.submit(
            application,
            by=by or application.owner,
            idempotency_key=key or secrets.token_hex(32),
            received_at=received_at or timezone.now(),
        )

    return deposit
