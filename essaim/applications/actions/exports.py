"""Exports: asked for in a page, made by the worker a second at a time, kept for seven days.

A worker holds an export under a lease that it renews as it goes. If it dies, the lease runs out and
the export is begun again, here or by another worker; nothing half made is ever given to read.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from tempfile import TemporaryFile
from time import monotonic

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, log
from essaim.accounts.models import LogEntry
from essaim.applications.archive import Archive
from essaim.applications.exceptions import ExportUnderWay, NotAllowed
from essaim.applications.listing import files_found, search_of
from essaim.applications.models import Export
from essaim.applications.spreadsheets import CsvTable, XlsxTable
from essaim.applications.table import question_columns, records
from essaim.base.ids import reference
from essaim.base.states import StateChanged
from essaim.calls.models import Call

LEASE = timedelta(minutes=5)
TURN_SECONDS = 1.0
MOST_STARTS = 3
WRITERS: dict[str, Callable] = {
    Export.Kind.CSV: CsvTable,
    Export.Kind.XLSX: XlsxTable,
    Export.Kind.ZIP: Archive,
}
Status = Export.Status
logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """The export was given to another worker, or deleted."""


def ask_export(call, kind, query, by) -> Export:
    """Have the files that a search finds put in a table or an archive. Written in the journal.

    Raises NotAllowed outside the team, ExportUnderWay while another one of theirs is being made.
    """
    if not Call.objects.examined_by(by).filter(pk=call.pk).exists():
        raise NotAllowed()
    try:
        with transaction.atomic():
            export = Export.objects.create(call=call, kind=kind, query=query[:500], asked_by=by)
            log(export, "export", by=by, note=f"{export.get_kind_display()} {query}".strip())
    except IntegrityError as taken:  # one_running_export_per_person
        raise ExportUnderWay() from taken
    return export


class Hand:
    """The export that this process is making, between two turns of the worker."""

    export: Export | None = None
    work: Iterator[None] = iter(())

    @classmethod
    def drop(cls) -> None:
        if close := getattr(cls.work, "close", None):
            close()
        cls.export, cls.work = None, iter(())


def go_on_exporting() -> int:
    """Work for about a second at the oldest export asked for; returns how many files went in, or
    at least 1 as long as there is something to do. The worker's other jobs take their turn between.
    """
    if Hand.export is None and not _take():
        return 0
    try:
        return _work_a_turn(Hand.export)
    except LeaseLost:
        Hand.drop()
    except DatabaseError:
        Hand.drop()
        raise
    except Exception:
        # Whatever one file holds, it stops neither the mails nor the other exports.
        logger.exception("Export %s", Hand.export.public_id)
        _fail(Hand.export)
    return 1


def _work_a_turn(export: Export) -> int:
    until, done = monotonic() + TURN_SECONDS, 0
    for _one in Hand.work:
        done += 1
        if monotonic() >= until:
            _hold(export, done=export.done + done)
            return done
    Hand.drop()
    return done + 1


def _take() -> bool:
    """Put in hand the oldest export that nobody makes."""
    _set_aside_interrupted()
    waiting = Export.objects.filter(status=Status.QUEUED).select_related(
        "call__programme", "asked_by"
    )
    export = waiting.order_by("pk").first()
    if export is None:
        return False
    try:
        advance(export, Status.RUNNING, lease_until=timezone.now() + LEASE, done=0, total=0)
    except StateChanged:  # another worker took it first
        return False
    Hand.export, Hand.work = export, _make(export)
    return True


def _set_aside_interrupted() -> None:
    """An export whose worker died is begun again; one that kills its workers is given up."""
    for export in Export.objects.filter(status=Status.RUNNING, lease_until__lt=timezone.now()):
        starts = LogEntry.objects.filter(ref=reference(export), after=Status.RUNNING).count()
        if starts >= MOST_STARTS:
            _fail(export)
        else:
            advance(export, Status.QUEUED, lease_until=None)


def _make(export: Export) -> Iterator[None]:
    """Write the file, one application at each step, then keep it."""
    files = files_found(export.call, search_of(export.query), export.asked_by)
    keys = list(files.values_list("pk", flat=True))
    _hold(export, total=len(keys))
    columns = question_columns(export.call)
    with TemporaryFile(dir=settings.VAR) as file:
        with closing(WRITERS[Export.Kind(export.kind)](file, columns)) as writer:
            for record in records(keys):
                writer.add(record)
                yield
        _hold(export, done=len(keys))
        _keep(export, file)


def _hold(export: Export, **changes) -> None:
    """Renew the lease, and say how far it went. Raises LeaseLost if it is no longer ours."""
    held = Export.objects.filter(
        pk=export.pk, status=Status.RUNNING, lease_until=export.lease_until
    )
    changes["lease_until"] = timezone.now() + LEASE
    if not held.update(**changes):
        raise LeaseLost()
    for name, value in changes.items():
        setattr(export, name, value)


def _keep(export: Export, file) -> None:
    """Store the file, then say that it is ready. What an earlier start left there is replaced."""
    size = file.seek(0, 2)
    file.seek(0)
    name = Export._meta.get_field("file").generate_filename(export, "")
    default_storage.delete(name)
    kept = default_storage.save(name, File(file))
    changes = {"file": kept, "size": size, "ready_at": timezone.now(), "lease_until": None}
    advance(export, Status.READY, **changes)


def _fail(export: Export) -> None:
    Hand.drop()
    sentence = _(
        "L’export n’a pas pu être préparé. Redemandez-le ; si cela se répète, prévenez-nous."
    )
    try:
        advance(export, Status.FAILED, error=sentence, lease_until=None)
    except StateChanged:  # another worker took it
        return


def forget_old_exports() -> int:
    """Remove the exports older than seven days, file first; returns how many."""
    before = timezone.now() - Export.LASTS
    old = Export.objects.filter(asked_at__lt=before).exclude(status__in=Export.UNDER_WAY)
    for export in old:
        if export.file:
            export.file.delete(save=False)
        export.delete()
    return len(old)
