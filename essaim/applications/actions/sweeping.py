"""Stored documents that no row refers to: what an upload cut at the wrong moment leaves behind."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from essaim.applications.models import Attachment

FOLDER = "attachments"
KEPT = timedelta(hours=24)
# More than this at once is no leftover of a cut upload: something is wrong, and a person must look.
MOST_SHARE, MOST_REMOVED = 0.02, 20
logger = logging.getLogger(__name__)


def sweep_orphans() -> int:
    """Remove the stored documents that no row refers to and that are a day old; returns how many.

    Removes nothing, and says so in the log, when that would be more than 20 files and more than 2 %
    of all. Says also which rows have lost their file.
    """
    stored = set(_stored())  # before the rows: a document that is being joined has its file first
    known = set(Attachment.everything.values_list("file", flat=True))
    for name in sorted(known - stored):
        if not default_storage.exists(name):
            logger.error("Document absent du stockage : %s", name)
    orphans = [name for name in stored - known if _is_old(name)]
    if len(orphans) > MOST_REMOVED and len(orphans) > MOST_SHARE * len(stored):
        logger.error(
            "%d documents sur %d ne sont plus cités par aucune candidature : aucun n’est effacé. "
            "Vérifiez la base de données, puis le dossier %s.",
            len(orphans),
            len(stored),
            FOLDER,
        )
        return 0
    return sum(_remove(name) for name in orphans)


def _stored() -> Iterator[str]:
    if default_storage.exists(FOLDER):
        for folder in default_storage.listdir(FOLDER)[0]:
            for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
                yield f"{FOLDER}/{folder}/{name}"


def _is_old(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name) < timezone.now() - KEPT
    except FileNotFoundError:  # removed meanwhile
        return False


def _remove(name: str) -> bool:
    if Attachment.everything.filter(file=name).exists():
        return False
    default_storage.delete(name)
    return True
