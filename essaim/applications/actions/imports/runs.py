"""An import, from the file given to the lines taken in: receive, try as often as needed, take in."""

import zipfile

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, log
from essaim.applications.actions.imports.candidate import Reader
from essaim.applications.actions.imports.examining import Examiner
from essaim.applications.actions.imports.taking import take
from essaim.applications.exceptions import ImportRefused, MappingIncomplete, NotAllowed
from essaim.applications.filenames import safe_name
from essaim.applications.mapping import Reading, Target, missing_targets, read_ds, read_table
from essaim.applications.mapping.report import (
    Coming,
    Line,
    Outcome,
    counts,
    files_waiting,
    stored,
)
from essaim.applications.models import Application, Attachment, ImportMapping, ImportRun
from essaim.calls.models import Call
from essaim.calls.permissions import can_manage

READERS = {Application.Source.DS: read_ds, Application.Source.TABLE: read_table}
MOST_BYTES = 20 * 2**20
MOST_ARCHIVE_BYTES = 500 * 2**20
MOST_ARCHIVE_ENTRIES = 20_000
MOST_LINES = 1_000
# What may be asked besides the lines themselves.
TELL_OWNERS, FETCH_FILES = "prevenir", "fichiers"


def receive_import(call, source, upload, by, archive=None) -> ImportRun:
    """Keep a file of another tool (a Django File) and, beside it, a ZIP of documents if any.

    Raises ImportRefused, with what to do, for a file that holds no line to take in.
    """
    _check_call(call, by)
    if upload.size > MOST_BYTES:
        raise ImportRefused(_("Ce fichier est trop lourd : 20 Mo au plus. Coupez-le en deux."))
    content = upload.read()
    _checked_length(READERS[source](content))
    if archive:
        _check_archive(archive)
    run = ImportRun(call=call, source=source, name=upload.name[:200], started_by=by)
    field = ImportRun._meta.get_field("file")
    run.file.name = default_storage.save(field.generate_filename(run, ""), ContentFile(content))
    if archive:
        default_storage.save(run.archive_path, archive)
    with transaction.atomic():
        run.save()
        log(run, "receive", by=by, note=run.name)
    return run


def read_run(run: ImportRun) -> Reading:
    """What the file of a run says."""
    with run.file.open("rb") as file:
        return READERS[run.source](file.read())


def try_import(run: ImportRun, fields: dict[str, str], by) -> ImportRun:
    """Keep the mapping ({field: target}) and tell what would come of each line; nothing else is
    written. Raises MappingIncomplete.
    """
    _check_run(run, by)
    _check_mapping(fields, run.source)
    report = [line for line, _candidate in _examined(run, read_run(run), fields)]
    with transaction.atomic():
        ImportMapping.objects.update_or_create(
            call=run.call, source=run.source, defaults={"fields": fields}
        )
        run.report = stored(report)
        run.save(update_fields=["report"])
        log(run, "try", by=by, note=_summary(report))
    return run


def apply_import(run: ImportRun, by, also=()) -> ImportRun:
    """Take in every line that can be, each in its own transaction, and say what came of each.

    ``also`` may hold TELL_OWNERS (one mail to each owner) and FETCH_FILES (the worker brings the
    documents from the source). Stopped in the middle, it is simply done again.
    """
    _check_run(run, by)
    mapping = ImportMapping.objects.filter(call=run.call, source=run.source).first()
    _check_mapping(mapping.fields if mapping else {}, run.source)
    has_archive = default_storage.exists(run.archive_path)
    report = []
    for line, candidate in _examined(run, read_run(run), mapping.fields):
        if line.outcome == Outcome.NEW:
            take(line, candidate, run, by, TELL_OWNERS in also)
        _ask_for_documents(line, has_archive, FETCH_FILES in also)
        report.append(line)
    done = {"done_at": timezone.now(), "report": stored(report)}
    done["files_left"] = files_waiting(report)
    advance(run, ImportRun.Status.DONE, by=by, note=_summary(report), **done)
    return run


def _examined(run: ImportRun, reading: Reading, fields: dict[str, str]):
    """(line, candidate) of each record, in order."""
    _checked_length(reading)
    examiner = Examiner(run, reading, Reader(run.call, fields))
    return (examiner.examine(record) for record in reading.records)


def _ask_for_documents(line: Line, has_archive: bool, fetches: bool) -> None:
    """Which documents the worker is to bring: those that the application has not yet."""
    if not line.application:
        return
    kept = Attachment.objects.filter(application__public_id=line.application)
    names = set(kept.values_list("name", flat=True)) if line.documents else set()
    for document in line.documents:
        if safe_name(document.name) in names:
            document.coming = Coming.KEPT
        elif has_archive or (fetches and document.url):
            document.coming = Coming.WAITING


def _check_call(call: Call, by) -> None:
    if not can_manage(by, call):
        raise NotAllowed(_("La reprise de candidatures est réservée à l’équipe qui gère l’appel."))
    if call.status != Call.Status.PUBLISHED or call.results_at or call.questions_asked is None:
        raise ImportRefused(
            _("On reprend des candidatures dans un appel publié, avant ses résultats.")
        )


def _check_run(run: ImportRun, by) -> None:
    _check_call(run.call, by)
    if run.status != ImportRun.Status.TRIED:
        raise ImportRefused(
            _("Ce fichier a déjà été repris. Donnez-le de nouveau : rien ne sera créé deux fois.")
        )


def _check_mapping(fields: dict[str, str], source: str) -> None:
    if missing := missing_targets(fields, source):
        raise MappingIncomplete(
            _("Il manque encore : ") + " ; ".join(str(target.label) for target in missing)
        )
    given = [target for target in fields.values() if target in Target.values]
    twice = {t for t in given if given.count(t) > 1 and t not in (Target.FILES, Target.THEMES)}
    if twice:
        raise MappingIncomplete(
            _("Un seul champ à la fois pour : ")
            + " ; ".join(str(Target(target).label) for target in sorted(twice))
        )


def _checked_length(reading: Reading) -> None:
    if len(reading.records) > MOST_LINES:
        raise ImportRefused(
            _("Ce fichier a {count} candidatures : 1 000 au plus à la fois. Coupez-le.").format(
                count=len(reading.records)
            )
        )


def _check_archive(archive) -> None:
    try:
        is_too_big = archive.size > MOST_ARCHIVE_BYTES
        entries = 0 if is_too_big else len(zipfile.ZipFile(archive).infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        entries = 0
    if not 0 < entries <= MOST_ARCHIVE_ENTRIES:
        raise ImportRefused(_("Les fichiers joints se donnent dans un ZIP de 500 Mo au plus."))
    archive.seek(0)


def _summary(report: list[Line]) -> str:
    """« créée : 12 ; à corriger : 1 »."""
    found = counts(report).items()
    return " ; ".join(f"{Outcome(outcome).label}\u00a0: {count}" for outcome, count in found)


def may_fetch() -> bool:
    """Whether this installation may join any server of another tool."""
    return bool(settings.IMPORT_HOSTS)
