"""The sitting, from its date to the debate: convened, opened, attended, adjourned."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, log
from essaim.applications.models import Application
from essaim.jury import emails
from essaim.jury.actions.interests import declare_conflict, leave_room
from essaim.jury.exceptions import NobodyPresides, NotAllowed, ReviewsOpen, SessionNotReady
from essaim.jury.facts import as_note, file_facts
from essaim.jury.models import (
    Attendance,
    Conflict,
    Deliberation,
    Juror,
    Panel,
    Recusal,
    Review,
    Session,
)
from essaim.jury.permissions import presides, runs
from essaim.jury.progress import barred_pairs
from essaim.jury.running_order import running_order
from essaim.jury.waves import files_to_decide, is_between_waves


@transaction.atomic
def plan_session(panel: Panel, planned_at, place: str, by) -> Session:
    """Fix a date and a place."""
    if not runs(by, panel):
        raise NotAllowed()
    session = Session.objects.create(panel=panel, planned_at=planned_at, place=place)
    log(session, "plan", by=by)
    return session


@transaction.atomic
def convene(session: Session, by) -> Session:
    """Write to every juror in office: date, place, files, declaration to sign."""
    if not runs(by, session.panel):
        raise NotAllowed()
    advance(session, Session.Status.CONVENED, by=by, convocations=session.convocations + 1)
    for juror in session.panel.jurors.in_office().select_related("user"):
        emails.summon(session, juror)
    return session


@transaction.atomic
def open_session(session: Session, by) -> Session:
    """Open the debate: freeze the reviews, order the files, record who leaves for which.

    Those who preside open it, once the reviews are closed; one sitting decides for a panel or, of
    a rolling call, for a wave.
    """
    if not presides(by, session):
        raise NobodyPresides()
    panel = session.panel
    if not panel.reviews_are_closed:
        raise ReviewsOpen()
    _refuse_second_sitting(session)
    files = list(files_to_decide(panel))
    if not files:
        raise SessionNotReady(_("Aucun dossier recevable : il n’y a rien à délibérer."))
    advance(session, Session.Status.OPENED, by=by, opened_at=timezone.now())
    Review.objects.filter(assignment__juror__panel=panel, status=Review.Status.SUBMITTED).update(
        status=Review.Status.LOCKED
    )
    _list_items(session, files, by)
    _record_recusals(session, by)
    return session


def _refuse_second_sitting(session) -> None:
    others = session.panel.sessions.exclude(pk=session.pk)
    sat = others.filter(status__in=[Session.Status.OPENED, Session.Status.CLOSED])
    if sat.exists() and not is_between_waves(session.panel):
        raise SessionNotReady(_("Ce jury a déjà une séance ouverte ou close."))


def _list_items(session, files, by) -> None:
    closed = barred_pairs(session.panel)
    leaving = {
        file.pk: frozenset(j for organisation, j in closed if organisation == file.organisation_id)
        for file in files
    }
    known = set(session.deliberations.values_list("application", flat=True))
    listed = []
    for position, pk in enumerate(running_order(leaving), start=1):
        if pk not in known:
            item = Deliberation.objects.create(
                session=session, application_id=pk, position=position
            )
            listed.append(file_facts(item))
    log(session, "list", by=by, note=as_note(listed))


def _record_recusals(session, by) -> None:
    conflicts = Conflict.objects.binding().filter(juror__panel=session.panel, juror__left_at=None)
    by_organisation: dict[int, list[Conflict]] = {}
    for conflict in conflicts.select_related("juror__user"):
        by_organisation.setdefault(conflict.organisation_id, []).append(conflict)
    for item in session.deliberations.select_related("application", "session"):
        for conflict in by_organisation.get(item.application.organisation_id, []):
            leave_room(item, conflict.juror, conflict.get_kind_display(), by)


@transaction.atomic
def record_attendance(session: Session, juror: Juror, presence: str, by) -> Attendance:
    """Note who is there; a later departure is noted the same way. Counts from the next decision."""
    if not runs(by, session.panel):
        raise NotAllowed()
    if session.status == Session.Status.CLOSED:
        raise SessionNotReady(_("La séance est close : les présences ne changent plus."))
    if juror.panel_id != session.panel_id or juror.left_at:
        raise SessionNotReady(_("{name} ne siège pas dans ce jury.").format(name=juror))
    found, is_new = Attendance.objects.get_or_create(
        session=session, juror=juror, defaults={"presence": presence}
    )
    before = "" if is_new else found.presence
    if before == presence:
        return found
    found.presence, found.recorded_at = presence, timezone.now()
    found.save(update_fields=["presence", "recorded_at"])
    log(session, "attend", by=by, note=str(juror), before=before, after=presence)
    return found


@transaction.atomic
def record_attendances(session: Session, presences: dict[Juror, str], by) -> None:
    """The whole sheet of presences at once."""
    for juror, presence in presences.items():
        record_attendance(session, juror, presence, by)


@transaction.atomic
def recuse(session: Session, juror: Juror, application: Application, reason: str, by) -> Recusal:
    """A link discovered in the room: the juror leaves, their marks and vote stop counting."""
    if session.status != Session.Status.OPENED:
        raise SessionNotReady(_("La séance n’est pas ouverte."))
    declare_conflict(juror, application.organisation, Conflict.Kind.OTHER, reason, by)
    return Recusal.objects.get(session=session, juror=juror, application=application)


@transaction.atomic
def adjourn(session: Session, by, reason: str) -> Session:
    """Stop without deciding, for instance without quorum; what was decided is kept."""
    if not (presides(by, session) or runs(by, session.panel)):
        raise NotAllowed()
    advance(session, Session.Status.ADJOURNED, by=by, note=reason)
    return session
