"""What the team has to do across its calls: what is late, what waits for others, what is for today.

Each reason is counted, and its oldest lines are read: as many queries with three files as with three
thousand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from essaim.applications.listing import MINE, NOBODY
from essaim.applications.models import Application, Endorsement, InfoRequest, Message
from essaim.calls.models import Call

MOST_LINES = 50
TIME_TO_CHECK = timedelta(days=10)
TIME_TO_LOOK = timedelta(days=5)
TIME_TO_ANSWER = timedelta(days=3)
RELATED = ("call", "organisation", "examiner")


@dataclass(frozen=True)
class Reason:
    """Why a file is in the queue; ``rows`` are files, or requests about one."""

    why: str | Promise
    rows: QuerySet
    since: str
    due: str = ""


@dataclass(frozen=True)
class Line:
    application: Application
    why: str
    since: datetime
    due_at: datetime | None


@dataclass(frozen=True)
class Part:
    """One of the three lists: the oldest lines of each reason, and how many there are in all."""

    key: str
    title: str | Promise
    nothing: str | Promise
    lines: list[Line]
    total: int

    @property
    def left_off(self) -> int:
        return self.total - len(self.lines)


def work_of(user, followed: str = "") -> list[Part]:
    """The queue of a person of the team; ``followed`` keeps their own files (MINE) or those that
    nobody follows (NOBODY). Files they wrote are left to others. Two queries for each reason.
    """
    now = timezone.now()
    calls = list(Call.objects.examined_by(user).filter(status=Call.Status.PUBLISHED))
    scope = _scope(user, calls, followed)
    files = Application.objects.filter(scope("")).select_related(*RELATED)
    requests = InfoRequest.objects.filter(scope("application__"))
    requests = requests.select_related(*(f"application__{name}" for name in RELATED))
    overdue = awaited_since(calls, now)
    return [
        _part(
            "retard",
            _("En retard"),
            _("Rien n’est en retard."),
            _late(files, requests, overdue, now),
        ),
        _part(
            "jour", _("À faire aujourd’hui"), _("Rien de nouveau."), _today(files, requests, now)
        ),
        _part(
            "attente",
            _("En attente"),
            _("Rien n’est attendu."),
            _waiting(files, requests, overdue, now),
        ),
    ]


def _scope(user, calls, followed: str) -> Callable[[str], Q]:
    """``scope("application__")``: the condition on files, seen from what belongs to one."""
    gone = (*Application.UNSUBMITTED, Application.Status.WITHDRAWN)
    own = list(Application.objects.written_by(user).values_list("pk", flat=True))

    def condition(path: str) -> Q:
        kept = Q(**{f"{path}call__in": calls}) & ~Q(**{f"{path}status__in": gone})
        kept &= ~Q(**{f"{path}pk__in": own})
        if followed == MINE:
            kept &= Q(**{f"{path}examiner": user})
        elif followed == NOBODY:
            kept &= Q(**{f"{path}examiner": None})
        return kept

    return condition


def awaited_since(calls, now) -> Q:
    """The files deposited so long ago that the days given for the direction's opinion are over,
    each call with its own number of days and on its own clock."""
    over = Q(pk__in=[])
    for call in calls:
        zone = ZoneInfo(call.time_zone)
        day = timezone.localtime(now, zone).date() - timedelta(days=call.endorsement_days)
        over |= Q(call=call, submitted_at__lt=datetime.combine(day, time.min, zone))
    return over


def _late(files, requests, overdue: Q, now) -> list[Reason]:
    unchecked = _unchecked(files).filter(submitted_at__lt=now - TIME_TO_CHECK)
    unanswered = Q(status=InfoRequest.Status.OPEN, due_at__lt=now)
    unanswered |= Q(status=InfoRequest.Status.EXPIRED)
    unread = requests.filter(status=InfoRequest.Status.ANSWERED, answered_at__lt=now - TIME_TO_LOOK)
    return [
        Reason(_("Recevabilité à examiner"), unchecked, "submitted_at"),
        Reason(
            _("Compléments non reçus à la date demandée"), requests.filter(unanswered), "due_at"
        ),
        Reason(_("Compléments reçus, à lire"), unread, "answered_at"),
        Reason(
            _("Message sans réponse"),
            _written_to_us(files, until=now - TIME_TO_ANSWER),
            "written_at",
        ),
        Reason(
            _("Avis de la direction non reçu dans le délai"),
            awaiting_opinion(files).filter(overdue),
            "submitted_at",
        ),
    ]


def _today(files, requests, now) -> list[Reason]:
    new = _unchecked(files).filter(submitted_at__gte=now - TIME_TO_CHECK)
    unread = requests.filter(
        status=InfoRequest.Status.ANSWERED, answered_at__gte=now - TIME_TO_LOOK
    )
    return [
        Reason(_("Nouvelle candidature"), new, "submitted_at"),
        Reason(_("Compléments reçus"), unread, "answered_at"),
        Reason(
            _("Message à lire"), _written_to_us(files, since=now - TIME_TO_ANSWER), "written_at"
        ),
    ]


def _waiting(files, requests, overdue: Q, now) -> list[Reason]:
    asked = requests.filter(status=InfoRequest.Status.OPEN, due_at__gte=now)
    awaited = awaiting_opinion(files).exclude(overdue)
    return [
        Reason(_("Compléments demandés au porteur"), asked, "asked_at", due="due_at"),
        Reason(_("Avis de la direction attendu"), awaited, "submitted_at", due="opinion_due_at"),
    ]


def _unchecked(files) -> QuerySet:
    """Not decided yet, and nothing asked of the applicant that stops the clock."""
    pending = InfoRequest.objects.exclude(status=InfoRequest.Status.CLOSED)
    files = files.filter(status=Application.Status.SUBMITTED)
    return files.exclude(pk__in=pending.values("application"))


def awaiting_opinion(files) -> QuerySet:
    """Deposited where the direction's opinion comes afterwards, and the last is not favourable."""
    files = files.filter(
        status=Application.Status.SUBMITTED,
        source=Application.Source.ESSAIM,
        call__endorsement_rule=Call.EndorsementRule.AFTER_DEPOSIT,
    )
    last = Endorsement.objects.standing().filter(application=OuterRef("pk")).values("status")[:1]
    known = files.annotate(opinion=Subquery(last))
    return known.filter(Q(opinion=None) | ~Q(opinion__in=Endorsement.OPENING))


def _written_to_us(files, since=None, until=None) -> QuerySet:
    """Files whose authors wrote what the team neither answered nor marked as read."""
    unread = Message.objects.unread(by_team=True)
    oldest = unread.filter(application=OuterRef("pk")).order_by("pk").values("sent_at")[:1]
    written = files.filter(pk__in=unread.values("application"))
    written = written.annotate(written_at=Subquery(oldest))
    return written.filter(written_at__gte=since) if since else written.filter(written_at__lt=until)


def _part(key, title, nothing, reasons: list[Reason]) -> Part:
    lines: list[Line] = []
    total = 0
    for reason in reasons:
        total += reason.rows.count()
        oldest = reason.rows.order_by(reason.since, "pk")[:MOST_LINES]
        lines += [_line(reason, row) for row in oldest]
    return Part(key, title, nothing, sorted(lines, key=lambda line: line.since), total)


def _line(reason: Reason, row) -> Line:
    application = row if isinstance(row, Application) else row.application
    due_at = getattr(row, reason.due) if reason.due else None
    return Line(application, str(reason.why), getattr(row, reason.since), due_at)
