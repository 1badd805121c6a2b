"""The call that the walk answers, its people, and a browser for each of them."""

from types import SimpleNamespace

import pytest

from essaim.calls.models import (
    AdmissibilityCriterion,
    Call,
    EligibilityQuestion,
    Question,
    TeamMember,
)
from tests.applications.autosaving import enter
from tests.applications.files import pdf_bytes
from tests.applications.walk.walker import MODES, Walker
from tests.factories import (
    CallFactory,
    MembershipFactory,
    OrganisationFactory,
    QuestionFactory,
    QuestionSetFactory,
    TeamMemberFactory,
    ThemeFactory,
    UserFactory,
)

QUESTIONS = (
    ("nom-court", Question.Kind.SHORT_TEXT, "Comment s’appelle votre projet entre vous\u00a0?"),
    ("probleme", Question.Kind.LONG_TEXT, "Quel est le problème ?"),
    ("agents", Question.Kind.NUMBER, "Combien d’agents sont concernés\u00a0?"),
    ("rythme", Question.Kind.CHOICE, "À quel rythme travaillez-vous ?"),
    ("debut", Question.Kind.DATE, "Quand voulez-vous commencer ?"),
    ("partenaire", Question.Kind.ORGANISATION, "Avec quelle structure ?"),
    ("equipe", Question.Kind.PEOPLE, "Qui travaille sur ce projet ?"),
    ("plan", Question.Kind.FILE, "Un plan de votre accueil ?"),
)


def _prepare(call: Call) -> None:
    """Every kind of question, a self-test, a checklist of two points."""
    EligibilityQuestion.objects.create(
        call=call,
        position=1,
        text="Votre structure est-elle publique ?",
        explanation="L’appel s’adresse aux structures publiques.",
    )
    questions = QuestionSetFactory(call=call)
    for position, (code, kind, label) in enumerate(QUESTIONS, start=1):
        QuestionFactory(
            question_set=questions,
            code=code,
            kind=kind,
            label=label,
            position=position,
            section="Le projet" if position < 5 else "L’organisation",
            max_length=60,
            choices=["Un jour par semaine", "Une semaine par mois"],
            is_required=kind != Question.Kind.FILE,
        )
    for position, text in enumerate(["Le projet est décrit", "Le budget est clair"], start=1):
        AdmissibilityCriterion.objects.create(
            call=call, position=position, text=text, rule=f"Article {position}"
        )


def _people(call: Call) -> dict:
    renac = OrganisationFactory(name="Renac", insee_code="35237")
    redon = OrganisationFactory(name="Redon", insee_code="35236")
    for namesake in ("Renac-le-Vieux", "Redon-sur-Oust"):
        OrganisationFactory(name=namesake)
    applicant = UserFactory(name="Amel Porteuse", email="amel@exemple.fr")
    colleague = UserFactory(name="Colin Voisin", email="colin@exemple.fr")
    MembershipFactory(user=applicant, organisation=renac)
    MembershipFactory(user=colleague, organisation=redon)
    examiner = UserFactory(name="Inès Instruit", email="ines@exemple.fr")
    TeamMemberFactory(programme=call.programme, role=TeamMember.Role.EXAMINER, user=examiner)
    return {"applicant": applicant, "colleague": colleague, "examiner": examiner}


@pytest.fixture(params=MODES, ids=lambda mode: mode.name)
def walk(request, db, new_person, live_server, tmp_path):
    """``walk.applicant``, ``walk.colleague``, ``walk.direction``, ``walk.examiner``: each a Walker.

    The colleague and the direction come by their mails, signed in nowhere.
    """
    mode = request.param
    call = CallFactory(programme__name="Fonds d’essai", title="Appel d’essai", number=8)
    _prepare(call)
    ThemeFactory(name="Accueil des usagers")
    users = _people(call)
    document = tmp_path / "devis.pdf"
    document.write_bytes(pdf_bytes())
    made = SimpleNamespace(mode=mode, call=call, document=document, number="")
    for who in ("applicant", "colleague", "direction", "examiner"):
        # What is typed wrong is refused while it is typed, and the browser says it aloud.
        page = new_person(width=mode.width, javascript=mode.has_javascript, refusals=True)
        user = users.get(who)
        setattr(made, who, Walker(page, mode, who, user.email if user else "dgs@exemple.fr"))
    for who in ("applicant", "examiner"):
        enter(getattr(made, who).page, users[who], live_server)
    made.walkers = [made.applicant, made.colleague, made.direction, made.examiner]
    return made
