"""The antivirus, when there is one: each document is shown to it before anyone else opens it.

Nothing is held while it looks: two workers may show it the same document, one of them writes what it
answered. A scanner that is down leaves the documents as they are, and is told by the worker.
"""

import logging

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from essaim.accounts.actions import log
from essaim.applications.emails import mail_infected
from essaim.applications.models import Attachment
from essaim.applications.scanning import ScannerFailed, Verdict, scan

AT_ONCE = 20
logger = logging.getLogger(__name__)


def scan_due() -> int:
    """Have some documents analysed; returns how many were settled. Raises ScannerDown.

    Without antivirus those that wait for one become « non analysé ».
    """
    if settings.CLAMD is None:
        waiting = Attachment.everything.filter(scan_status=Attachment.Scan.PENDING)
        return waiting.update(scan_status=Attachment.Scan.UNAVAILABLE)
    due = Attachment.everything.due_for_scan(timezone.now()).order_by("scan_tries", "pk")
    return sum(_scan(attachment) for attachment in due[:AT_ONCE])


def _scan(attachment) -> bool:
    try:
        with attachment.file.open("rb") as file:
            verdict = scan(settings.CLAMD, file.chunks())
    except (ScannerFailed, FileNotFoundError) as error:
        logger.warning("Analyse de %s : %s", attachment.public_id, error)
        _as_read(attachment).update(scan_tries=F("scan_tries") + 1, scanned_at=timezone.now())
        return False
    return _settle(attachment, verdict)


@transaction.atomic
def _settle(attachment, verdict: Verdict) -> bool:
    """Write the answer, unless another worker has: a virus is told once."""
    if not _as_read(attachment).update(scan_status=verdict.value, scanned_at=timezone.now()):
        return False
    attachment.refresh_from_db()
    if attachment.is_infected:
        if attachment.waits_for_id is None:
            log(attachment.application, "virus_found", note=attachment.name)
        mail_infected(attachment)
    return True


def _as_read(attachment):
    return Attachment.everything.filter(pk=attachment.pk, scan_status=attachment.scan_status)
