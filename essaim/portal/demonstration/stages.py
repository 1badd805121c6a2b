"""The stages of the demonstration, in the order of the journey.

Each plays through the same actions as the pages, and may be run again: what is done stays.
"""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.utils import timezone

from essaim.accounts.models import OutboxMail
from essaim.applications import actions as applications
from essaim.applications.actions.checklist import Noted
from essaim.applications.models import Application, CriterionCheck, Endorsement
from essaim.calls import actions as calls
from essaim.calls.models import Call, Programme, Theme
from essaim.jury import actions as jury
from essaim.jury.models import Attendance, Conflict, Minutes, Panel
from essaim.portal.demonstration import texts
from essaim.portal.demonstration.people import address, body, person, prepare

SLUG = "demonstration-jouee"
DIRECTION = "direction@demo.essaim.invalid"
JURORS = ("presidente", "jure", "juree", "jure3")


def the_call() -> Call:
    return Call.objects.get(slug=SLUG)


def application_of(login: str) -> Application:
    return Application.objects.get(call=the_call(), owner__email=address(login))


def play_call() -> None:
    """A manager prepares a call and publishes it."""
    programme = Programme.objects.get(slug="fonds-mnt")
    prepare(programme)
    if Call.objects.filter(slug=SLUG).exists():
        return
    manager = person("equipe")
    closes_on = timezone.localdate() + timedelta(days=1)
    call = calls.create_call(
        programme,
        manager,
        slug=SLUG,
        title="Appel de démonstration, déjà joué",
        is_demonstration=True,
        opens_at=timezone.now() - timedelta(days=30),
        closes_at=timezone.make_aware(datetime.combine(closes_on, time(18, 0))),
        **texts.DEMONSTRATION,
    )
    calls.publish_rules(call, texts.DEMONSTRATION_RULES, manager)
    calls.publish(call, manager)


def play_applications() -> None:
    """Four agents write, their directions endorse, they deposit; the team declares them admissible."""
    for login, project in texts.PROJECTS.items():
        if not Application.objects.filter(call=the_call(), owner__email=address(login)).exists():
            _apply(login, project)
    open_call = Call.objects.filter(slug="demonstration").first()
    if open_call and not open_call.applications.filter(owner=person("agent")).exists():
        _begin(open_call)


def _begin(call: Call) -> None:
    """A draft left half-way, so that one may go on writing it."""
    agent = person("agent")
    draft = applications.start(call, body("villebourg"), agent)
    applications.describe(draft, texts.DRAFT["title"], Theme.objects.filter(slug="culture"), agent)
    for question in draft.question_set.questions.filter(code__in=texts.DRAFT["answers"]):
        applications.answer(draft, question, texts.DRAFT["answers"][question.code], 0, agent)


def _apply(login: str, project: dict) -> None:
    agent = person(login)
    application = applications.start(the_call(), body(project["body"]), agent)
    themes = Theme.objects.filter(slug__in=project["themes"])
    applications.describe(application, project["title"], themes, agent)
    for question in application.question_set.questions.all():
        text = project["answers"].get(question.code, texts.ANSWERS[question.code])
        applications.answer(application, question, text, 0, agent)
    if login == "agent":
        applications.invite(application, address("collegue"), "write", agent)
        token = token_mailed("invitation", address("collegue"))
        applications.accept_invitation(token, person("collegue"))
    applications.ask_endorsement(application, DIRECTION, "Voici notre projet.", agent)
    applications.give_endorsement(
        token_mailed("endorsement_request", DIRECTION),
        Endorsement.Status.FAVOURABLE,
        "L’équipe aura une demi-journée par semaine.",
        "Camille Rey (démonstration)",
        "direction générale des services",
    )
    application.refresh_from_db()
    applications.submit(application, agent, f"demonstration-{login}", timezone.now())
    application.refresh_from_db()
    criteria = application.call.admissibility_criteria.all()
    met = [Noted(criterion, CriterionCheck.Finding.MET) for criterion in criteria]
    applications.note_findings(application, met, person("instruction"))
    reason = "Organisme éligible, réponses complètes, avis favorable de la direction."
    applications.check_admissibility(application, "admissible", reason, person("instruction"))


def token_mailed(kind: str, recipient: str) -> str:
    """The token of the last link of this kind mailed to this address, as its reader would find it."""
    mail = OutboxMail.objects.filter(kind=kind, recipient=recipient).order_by("-pk").first()
    return re.search(r"/([A-Za-z0-9_-]{43})/", mail.text).group(1)


def play_jury() -> None:
    """Four jurors declare their links, read and grade; one of them has a link with an applicant."""
    call, manager = the_call(), person("equipe")
    if Panel.objects.filter(call=call).exists():
        return
    panel = jury.create_panel(call, manager, readings_wanted=3)
    seats = {}
    for login in JURORS:
        user = person(login)
        is_chair = login == "presidente"
        quality = "présidence" if is_chair else "personnalité invitée"
        seats[login] = jury.invite_juror(
            panel, user.email, user.name, manager, quality=quality, is_chair=is_chair
        )
    link = (body("cdg"), Conflict.Kind.EMPLOYED_BY, "Y a travaillé jusqu’à l’an dernier.")
    for login, juror in seats.items():
        jury.declare_interests(juror, [link] if login == "juree" else [], person(login))
    for login, juror in seats.items():
        for project, marks in texts.MARKS[login].items():
            _grade(panel, juror, application_of(project), marks)


def _grade(panel, juror, application, marks) -> None:
    assignment = jury.assign(panel, application, juror, person("equipe"))
    criteria = application.call.grid.criteria.all()
    given = {
        criterion: (mark, "" if mark is None else texts.MARK_REASON)
        for criterion, mark in zip(criteria, marks, strict=True)
    }
    jury.grade(assignment, given, "Dossier clair et concret.", "", juror.user)
    assignment.refresh_from_db()
    jury.submit_review(assignment, juror.user)


def play_decision() -> None:
    """The jury sits and decides; the chair signs; letters leave; the results are announced at once."""
    call, manager, chair = the_call(), person("equipe"), person("presidente")
    panel = Panel.objects.get(call=call)
    if Minutes.objects.filter(session__panel=panel).exists():
        return
    jury.close_reviews(panel, manager)
    session = jury.plan_session(panel, timezone.now(), "En visioconférence", manager)
    jury.convene(session, manager)
    for juror in panel.jurors.all():
        jury.record_attendance(session, juror, Attendance.Presence.PRESENT, manager)
    jury.open_session(session, chair)
    for deliberation in session.deliberations.select_related("application__owner"):
        _decide(deliberation, chair)
    jury.sign_minutes(jury.close_session(session, chair), chair)
    letters = jury.prepare_letters(session, manager)
    jury.approve_letters(session, letters, chair)
    jury.announce_results(session, manager)


def _decide(deliberation, chair) -> None:
    login = deliberation.application.owner.email.partition("@")[0]
    outcome, rank, reasons = texts.DECISIONS[login]
    jury.decide(
        deliberation,
        outcome,
        reasons,
        chair,
        method="consensus",
        reserve_rank=rank,
        debate="Le jury a comparé le besoin décrit, l’équipe réunie et ce qui peut servir ailleurs.",
    )


STAGES: dict[str, Callable[[], None]] = {
    "call": play_call,
    "applications": play_applications,
    "jury": play_jury,
    "decision": play_decision,
}
