"""What must hold after any fault: read from the database, the files and the outbox.

Prints, in JSON, one line per thing that does not hold.
"""

import hashlib
import json
from collections import Counter

import django

django.setup()

from django.core.files.storage import default_storage  # noqa: E402
from django.db import connection  # noqa: E402

from essaim.accounts.models import LogEntry, OutboxMail  # noqa: E402
from essaim.applications.content import fingerprint  # noqa: E402
from essaim.applications.models import Application, Attachment, Receipt  # noqa: E402
from essaim.base.ids import reference  # noqa: E402


def database():
    """SQLite checks each page of its file; PostgreSQL has its own checksums."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            (answer,) = cursor.fetchone()
            cursor.execute("PRAGMA foreign_key_check")
            if answer != "ok" or cursor.fetchall():
                yield f"integrity: {answer}"


def deposits():
    """Deposited ⇔ receipt ⇔ frozen copy ⇔ log line ⇔ one mail per recipient."""
    mails = Counter(OutboxMail.objects.filter(kind="receipt").values_list("ref", flat=True))
    moves = Counter(
        LogEntry.objects.filter(verb="move", after="submitted").values_list("ref", flat=True)
    )
    receipts = {
        receipt.application_id: receipt
        for receipt in Receipt.objects.select_related("version", "call")
    }
    for application in Application.objects.filter(status="submitted"):
        receipt = receipts.pop(application.pk, None)
        if receipt is None:
            yield f"{application.public_id}: deposited without a receipt"
            continue
        if fingerprint(receipt.version.content) != receipt.version.sha256:
            yield f"{application.public_id}: the fingerprint does not match what is kept"
        if mails[reference(receipt)] != 1:
            yield f"{application.public_id}: {mails[reference(receipt)]} receipts mailed"
        if moves[reference(application)] != 1:
            yield f"{application.public_id}: {moves[reference(application)]} deposits in the log"
        if receipt.issued_at > receipt.call.grace_ends_at:
            yield f"{application.public_id}: taken after the grace"
    for receipt in receipts.values():
        yield f"{receipt.number}: a receipt for what is not deposited"


def files():
    """Every row has its file, with its size and its content."""
    for attachment in Attachment.objects.all():
        name = attachment.file.name
        if not default_storage.exists(name):
            yield f"{name}: no file"
            continue
        with default_storage.open(name) as file:
            content = file.read()
        if len(content) != attachment.size:
            yield f"{name}: {len(content)} bytes instead of {attachment.size}"
        elif hashlib.sha256(content).hexdigest() != attachment.sha256:
            yield f"{name}: another content"
    for receipt in Receipt.objects.select_related("version"):
        frozen = {a["sha256"] for a in receipt.version.content["attachments"]}
        kept = set(receipt.application.attachments.values_list("sha256", flat=True))
        if frozen != kept:
            yield f"{receipt.number}: its files are not those that were deposited"


if __name__ == "__main__":
    print(json.dumps([*database(), *deposits(), *files()]))
