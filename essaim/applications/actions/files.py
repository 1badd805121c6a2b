"""Supporting documents, one at a time."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from essaim.accounts.actions import log
from essaim.accounts.models import User
from essaim.applications.actions.writing import hold
from essaim.applications.exceptions import (
    AlreadyJoined,
    BadFile,
    FieldNotReopened,
    FileTooBig,
    TooManyUploads,
)
from essaim.applications.inspection import Document, inspect
from essaim.applications.models import Application, Attachment, size_label


def add_attachment(application, upload, by, question=None) -> Attachment:
    """Keep one document (a Django UploadedFile or File). Raises BadFile with what to do.

    ``question`` is the one of kind « fichier » that it answers, if any. The bytes are safe on disk
    before the row says that they are there.
    """
    _count_upload(by)
    check_room(application, upload.size)
    document = inspect(upload.name, upload.read())
    attachment = stored_attachment(application, document, by, question)
    try:
        _record(attachment, by)
    except BaseException:
        default_storage.delete(attachment.file.name)
        raise
    return attachment


def stored_attachment(application, document: Document, by, question=None) -> Attachment:
    """A row to be for an inspected document, whose bytes are safe on disk. It is not saved yet."""
    attachment = Attachment(
        application=application,
        name=document.name,
        content_type=document.content_type,
        size=len(document.content),
        sha256=document.sha256,
        question=question,
        warnings=list(document.warnings),
        scan_status=Attachment.Scan.PENDING if settings.CLAMD else Attachment.Scan.UNAVAILABLE,
        added_by=by,
    )
    path = Attachment._meta.get_field("file").generate_filename(attachment, document.name)
    attachment.file.name = default_storage.save(path, ContentFile(document.content))
    return attachment


@transaction.atomic
def remove_attachment(attachment, by) -> None:
    request = hold(attachment.application, by, attachment.field)
    if attachment.waits_for_id != (request and request.pk):
        raise FieldNotReopened(_("Ce fichier a été déposé : il reste dans la candidature."))
    path = attachment.file.name
    _log(attachment, "remove_attachment", by)
    attachment.delete()
    transaction.on_commit(lambda: default_storage.delete(path))


@transaction.atomic
def _record(attachment, by) -> None:
    """The row, under the lock of the draft, where two uploads at once are counted together."""
    attachment.waits_for = hold(attachment.application, by, attachment.field)
    check_room(attachment.application, attachment.size)
    _check_drafts(attachment, by)
    _check_not_joined_twice(attachment)
    attachment.save()
    _log(attachment, "add_attachment", by)


def _log(attachment, verb: str, by) -> None:
    """The team reads the journal: of what is not sent yet, it says nothing."""
    if attachment.waits_for is None:
        log(attachment.application, verb, by=by, note=attachment.name)


def _count_upload(by) -> None:
    """Refused files count too: each costs an inspection. The counter lives in the database."""
    key = f"uploads:{by.pk}"
    cache.add(key, 0, timeout=timedelta(hours=1).total_seconds())
    try:
        sent = cache.incr(key)
    except ValueError as lost:  # what the database refuses (a full disk), the cache keeps silent
        raise OSError(str(lost)) from lost
    if sent > settings.UPLOADS_PER_HOUR:
        raise TooManyUploads()


def _check_drafts(attachment, by) -> None:
    """Under the lock of the account, for two drafts may be written to at once."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    drafts = Attachment.everything.filter(
        added_by=by, application__status__in=Application.UNSUBMITTED
    )
    kept = drafts.aggregate(all=Sum("size"))["all"] or 0
    if kept + attachment.size > Attachment.MOST_BYTES_IN_DRAFTS:
        raise FileTooBig(
            _(
                "Vos brouillons contiennent déjà {size} de fichiers, pour 300 Mo au plus. "
                "Retirez-en, ou déposez une candidature, puis recommencez."
            ).format(size=size_label(kept))
        )


def _check_not_joined_twice(attachment) -> None:
    """The same bytes for the same question: a retry, or a second click."""
    same = Attachment.everything.filter(
        application=attachment.application,
        question=attachment.question,
        sha256=attachment.sha256,
    ).first()
    if same:
        raise AlreadyJoined(
            _(
                "Ce fichier est déjà joint, sous le nom « {name} » : il n’y a rien à refaire."
            ).format(name=same.name)
        )


def check_files(attachments) -> None:
    """Raise BadFile unless each is on disk, whole to the last byte, and no virus was found in it."""
    for attachment in attachments:
        if attachment.is_infected:
            raise BadFile(
                _(
                    "L’antivirus a trouvé un virus dans « {name} ». Retirez ce fichier, joignez une "
                    "version saine, puis recommencez."
                ).format(name=attachment.name)
            )
        if not is_whole(attachment):
            raise BadFile(
                _("Le fichier « {name} » est à joindre de nouveau.").format(name=attachment.name)
            )


def is_whole(attachment) -> bool:
    """The bytes on disk are those that were inspected. About 1 ms per megabyte."""
    try:
        with attachment.file.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == attachment.sha256
    except FileNotFoundError:
        return False


def check_room(application, size: int) -> None:
    if size > Attachment.MOST_BYTES:
        raise FileTooBig(
            _(
                "Ce fichier pèse {size} ; la limite est de 20 Mo. Réduisez-le (par exemple en "
                "l’exportant en PDF « taille réduite ») ou coupez-le en deux, puis recommencez."
            ).format(size=size_label(size))
        )
    kept = Attachment.everything.filter(application=application)
    if kept.count() >= Attachment.MOST_FILES:
        raise BadFile(_("Il y a déjà 10 fichiers. Retirez-en un pour en ajouter un autre."))
    in_all = size + (kept.aggregate(all=Sum("size"))["all"] or 0)
    if in_all > Attachment.MOST_BYTES_IN_ALL:
        raise FileTooBig(
            _("Vos fichiers dépasseraient 60 Mo en tout. Retirez-en un, ou réduisez celui-ci.")
        )
