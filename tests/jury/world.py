"""The objects of this stage that tests/jury/access.csv names, made through the actions."""

from datetime import timedelta
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone

from essaim.applications.models import Application, Attachment
from essaim.calls.models import Call, Criterion, Grid
from essaim.jury import actions
from essaim.jury.models import Assignment, Deliberation
from tests.factories import ApplicationFactory


def build_jury(people: SimpleNamespace) -> dict:
    """For a world whose people are those of tests.personas: two files read by the juror and the
    chair, a sitting that chose both, minutes signed, letters prepared, nothing announced.
    """
    call, panel = people.call, people.panel
    Call.objects.filter(pk=call.pk).update(laureates_min=1)
    call.refresh_from_db()
    grid, _is_new = Grid.objects.get_or_create(call=call)
    if not grid.criteria.exists():
        Criterion.objects.create(grid=grid, code="utilite", position=1, name="Utilité", weight=100)
    judged = [_admissible(call) for _number in range(2)]
    people.panel.refresh_from_db()
    for seat in panel.jurors.all():
        actions.declare_interests(seat, [], seat.user)
        for file in judged:
            _read(actions.assign(panel, file, seat, people.manager))
    actions.close_reviews(panel, people.manager)
    session = _sit(people, panel)
    file = judged[0]
    return {
        "panel": panel,
        "seat": panel.jurors.get(user=people.juror),
        "reading": Assignment.objects.get(juror__user=people.juror, application=file),
        "judged": file,
        "document": _document(file),
        "session": session,
        "plan": actions.ask_computation(panel, "plan", {}, people.manager),
        "computation": actions.ask_computation(panel, "ranking", {}, people.manager),
    }


def _admissible(call) -> Application:
    return ApplicationFactory(
        call=call, status=Application.Status.ADMISSIBLE, submitted_at=timezone.now()
    )


def _document(file) -> Attachment:
    document = Attachment(
        application=file,
        name="plan.pdf",
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        added_by=file.owner,
    )
    document.file.save("plan.pdf", ContentFile(b"%PDF"), save=False)
    document.save()
    return document


def _read(reading) -> None:
    by, grid = reading.juror.user, reading.application.call.grid
    marks = dict.fromkeys(grid.criteria.all(), (3, "Un motif"))
    actions.grade(reading, marks, "", "", by)
    actions.submit_review(reading, by)


def _sit(people, panel):
    planned_at = timezone.now() + timedelta(hours=1)
    session = actions.plan_session(panel, planned_at, "Rennes", people.manager)
    actions.convene(session, people.manager)
    actions.open_session(session, people.chair)
    presences = dict.fromkeys(panel.jurors.all(), "present")
    actions.record_attendances(session, presences, people.chair)
    for item in session.deliberations.all():
        actions.decide(item, Deliberation.Outcome.LAUREATE, "Motif.", people.chair)
    actions.sign_minutes(actions.close_session(session, people.chair), people.chair)
    actions.prepare_letters(session, people.manager)
    return session
