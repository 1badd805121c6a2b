"""Supporting documents, one at a time."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from essaim.accounts.actions import log
from essaim.applications.actions.writing import hold
from essaim.applications.exceptions import BadFile, FieldNotReopened, FileTooBig
from essaim.applications.inspection import inspect
from essaim.applications.models import Attachment, InfoRequest, size_label


def add_attachment(application, upload, by, question=None) -> Attachment:
    """Keep one document (a Django UploadedFile or File). Raises BadFile with what to do.

    ``question`` is the one of kind « fichier » that it answers, if any. The bytes are safe on disk before the row says that they are there.
    """
    check_room(application, upload.size)
    document = inspect(upload.name, upload.read())
    attachment = Attachment(
        application=application,
        name=document.name,
        content_type=document.content_type,
        size=len(document.content),
        sha256=document.sha256,
        question=question,
        added_by=by,
    )
    field = Attachment._meta.get_field("file")
    path = field.generate_filename(attachment, document.name)
    attachment.file.name = default_storage.save(path, ContentFile(document.content))
    try:
        _record(attachment, by)
    except BaseException:
        default_storage.delete(attachment.file.name)
        raise
    return attachment


@transaction.atomic
def remove_attachment(attachment, by) -> None:
    request = hold(attachment.application, by, _field(attachment))
    if attachment.waits_for_id != (request and request.pk):
        raise FieldNotReopened(_("Ce fichier a été déposé : il reste dans la candidature."))
    path = attachment.file.name
    _log(attachment, "remove_attachment", by)
    attachment.delete()
    transaction.on_commit(lambda: default_storage.delete(path))


@transaction.atomic
def _record(attachment, by) -> None:
    """The row, under the lock of the draft, where two uploads at once are counted together."""
    attachment.waits_for = hold(attachment.application, by, _field(attachment))
    check_room(attachment.application, attachment.size)
    attachment.save()
    _log(attachment, "add_attachment", by)


def _field(attachment) -> str:
    return attachment.question.code if attachment.question else InfoRequest.FILES


def _log(attachment, verb: str, by) -> None:
    """The team reads the journal: of what is not sent yet, it says nothing."""
    if attachment.waits_for is None:
        log(attachment.application, verb, by=by, note=attachment.name)


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
