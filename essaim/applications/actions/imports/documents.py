"""The documents of what was taken in, brought by the worker: from the ZIP given, or from the source.

The bytes come first, outside of any transaction; then one short transaction writes the row and says
so in the report. Two workers may bring the same document: only one keeps it.
"""

import re
import zipfile
from dataclasses import replace

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.accounts.actions import log
from essaim.applications.actions.files import check_room, stored_attachment
from essaim.applications.actions.imports.taking import freeze_import
from essaim.applications.content import fingerprint, substance
from essaim.applications.exceptions import BadFile
from essaim.applications.fetching import NotReached, fetch, matches
from essaim.applications.inspection import inspect
from essaim.applications.mapping.report import (
    Coming,
    Document,
    Line,
    files_waiting,
    read_report,
    stored,
)
from essaim.applications.models import Application, Attachment, ImportRun

AT_ONCE = 20
MOST_TRIES = 3


def bring_documents() -> int:
    """Bring some of the documents that imports wait for; returns how many were settled."""
    settled = 0
    for run in ImportRun.objects.filter(files_left__gt=0).order_by("pk"):
        lines = read_report(run.report)
        waiting = [(n, d) for n, line in enumerate(lines) for d in line.waiting]
        for number, document in waiting[: AT_ONCE - settled]:
            settled += _bring(run, lines[number], number, document)
        if settled >= AT_ONCE:
            break
    return settled


def _bring(run: ImportRun, line: Line, number: int, document: Document) -> bool:
    """Bring one document and write what came of it; False when it is to be tried again."""
    try:
        attachment = _kept(run, line, document)
        told = replace(document, coming=Coming.KEPT)
    except BadFile as refused:
        attachment, told = None, replace(document, coming=Coming.REFUSED, why=str(refused))
    except NotReached:
        attachment, told = None, _put_off(document)
    try:
        is_written = _settle(run, number, document, told, attachment)
    except BadFile as refused:  # no room left, counted under the lock
        is_written = False
        told = replace(document, coming=Coming.REFUSED, why=str(refused))
        _settle(run, number, document, told, None)
    if attachment and not is_written:
        default_storage.delete(attachment.file.name)
    return told.coming != Coming.WAITING


def _put_off(document: Document) -> Document:
    tries = document.tries + 1
    if tries < MOST_TRIES:
        return replace(document, tries=tries)
    why = _(
        "Le serveur d’origine ne répond pas. Donnez de nouveau le fichier plus tard, ou un ZIP."
    )
    return replace(document, tries=tries, coming=Coming.REFUSED, why=why)


def _kept(run: ImportRun, line: Line, document: Document) -> Attachment:
    """The row to be, its bytes inspected and safe on disk."""
    content = _from_archive(run, line, document)
    if content is None:
        if not document.url:
            raise BadFile(_("Ce fichier n’est pas dans le ZIP. Ajoutez-le, puis recommencez."))
        content = fetch(document.url, settings.IMPORT_HOSTS, Attachment.MOST_BYTES)
        if document.md5 and not matches(content, document.md5):
            raise NotReached("cut")
    found = inspect(document.name, content)
    application = Application.objects.get(public_id=line.application)
    question = application.question_set.questions.filter(code=document.question).first()
    return stored_attachment(application, found, run.started_by, question)


def _from_archive(run: ImportRun, line: Line, document: Document) -> bytes | None:
    """The bytes that the ZIP has for a document: by what they are if the source says it, else by
    name, the folder named after the dossier telling namesakes apart. None when it has none.
    """
    if not default_storage.exists(run.archive_path):
        return None
    with default_storage.open(run.archive_path) as file, zipfile.ZipFile(file) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if document.md5 and document.size:
            for entry in (e for e in entries if e.file_size == document.size):
                content = _unpacked(archive, entry)
                if matches(content, document.md5):
                    return content
        named = [e for e in entries if e.filename.rpartition("/")[2] == document.name]
        folder = re.compile(rf"(?<![0-9]){re.escape(line.number)}(?![0-9])")
        own = [e for e in named if folder.search(e.filename.rpartition("/")[0])]
        if len(found := own or named) > 1:
            raise BadFile(_("Plusieurs fichiers du ZIP ont ce nom : rangez-les par dossier."))
        return _unpacked(archive, found[0]) if found else None


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Raises BadFile for an entry that is too big, locked or broken; it is never unpacked further."""
    if entry.file_size > Attachment.MOST_BYTES:
        raise BadFile(_("Ce fichier est trop lourd : 20 Mo au plus."))
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as broken:
        raise BadFile(_("Ce fichier du ZIP ne se lit pas : protégé, ou abîmé.")) from broken


@transaction.atomic
def _settle(run, number: int, before: Document, told: Document, attachment) -> bool:
    """Write one document and what the report says of it, unless another worker has done it."""
    run = (
        ImportRun.objects.select_for_update(no_key=True).select_related("started_by").get(pk=run.pk)
    )
    lines = read_report(run.report)
    line = lines[number]
    if before not in line.documents:
        return False
    line.documents[line.documents.index(before)] = told
    if attachment:
        check_room(attachment.application, attachment.size)
        attachment.save()
        log(attachment.application, "add_attachment", by=run.started_by, note=attachment.name)
    if not line.waiting and any(d.coming == Coming.KEPT for d in line.documents):
        _freeze_again(line, run)
    run.report, run.files_left = stored(lines), files_waiting(lines)
    run.save(update_fields=["report", "files_left"])
    return True


def _freeze_again(line: Line, run: ImportRun) -> None:
    """Once all its documents are there: a new frozen version names them, an imported opinion too."""
    application = Application.objects.get(public_id=line.application)
    first = application.versions.order_by("number").first()
    freeze_import(application, first.content["imported"]["prints"], run)
    opinions = application.endorsements.filter(email="")
    opinions.update(content_sha256=fingerprint(substance(application)))
