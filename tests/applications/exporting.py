"""What the tests of exports share: whoever asks for one, and what it holds."""

import csv
import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from essaim.applications import actions
from essaim.applications.actions import exports as making
from essaim.applications.content import fingerprint
from essaim.applications.models import Attachment, Export
from tests.applications.files import pdf_bytes


@pytest.fixture(autouse=True)
def nothing_in_hand():
    yield
    making.Hand.drop()


@pytest.fixture
def make(call, manager):
    """``make("csv", "etat=…")``: asked for, and made by the worker."""

    def ask_and_make(kind, query="") -> Export:
        export = actions.ask_export(call, kind, query, manager)
        while actions.go_on_exporting():
            pass
        export.refresh_from_db()
        assert export.status == Export.Status.READY, export.error
        return export

    return ask_and_make


def bytes_of(export) -> bytes:
    with export.file.open("rb") as file:
        return file.read()


def table_of(content: bytes) -> list[dict]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def join(file, name="devis.pdf", content=None) -> Attachment:
    content = content or pdf_bytes()
    return Attachment.objects.create(
        application=file,
        name=name,
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        file=SimpleUploadedFile(name, content),
        scan_status=Attachment.Scan.CLEAN,
        added_by=file.owner,
    )


def freeze_with(file, *attachments):
    version = file.versions.get()
    version.content["attachments"] = [
        {"name": a.name, "size": a.size, "type": a.content_type, "sha256": a.sha256}
        for a in attachments
    ]
    version.sha256 = fingerprint(version.content)
    version.save()
