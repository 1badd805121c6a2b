"""The ZIP of an export: a folder for each application, and the table of all of them.

A folder holds the frozen content to read (HTML) and to check (JSON and its SHA-256), and the
documents under safe names. Documents are copied piece by piece: memory holds none of them whole.
"""

import shutil
import zipfile
from tempfile import TemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from essaim.applications.content import canonical
from essaim.applications.filenames import distinct_name
from essaim.applications.models import Attachment, Endorsement
from essaim.applications.spreadsheets import CsvTable
from essaim.applications.table import Column, Record

PIECE = 2**20


class Archive:
    def __init__(self, file: BinaryIO, columns: list[Column]):
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self.table_file = TemporaryFile(dir=settings.VAR)  # noqa: SIM115, closed by close()
        self.table = CsvTable(self.table_file, columns)

    def add(self, record: Record) -> None:
        self.table.add(record)
        name = slugify(record.application.organisation.name)[:50]
        folder = f"{record.number or record.application.public_id}-{name}"
        if record.version:
            self._add_content(folder, record)
        left_out = self._add_documents(f"{folder}/pieces-jointes", record)
        if left_out:
            self.zip.writestr(f"{folder}/pieces-jointes/NON-JOINTES.txt", "\n".join(left_out))

    def _add_content(self, folder: str, record: Record) -> None:
        opinion = record.content.get("endorsement")
        context = {
            "record": record,
            "application": record.application,
            "content": record.content,
            "opinion": opinion,
            "opinion_label": opinion
            and dict(Endorsement.Status.choices).get(opinion["opinion"], ""),
        }
        page = render_to_string("applications/export_file.html", context)
        self.zip.writestr(f"{folder}/candidature.html", page)
        self.zip.writestr(f"{folder}/candidature.json", canonical(record.content))
        digest = f"{record.version.sha256}  candidature.json\n"
        self.zip.writestr(f"{folder}/candidature.json.sha256", digest)

    def _add_documents(self, folder: str, record: Record) -> list[str]:
        """Copy those of the frozen version; returns the others, with the reason."""
        kept = {a.sha256: a for a in record.application.attachments.all()}
        taken = {"non-jointes.txt"}
        left_out = []
        for document in record.documents:
            attachment = kept.get(document["sha256"])
            if reason := self._why_not(attachment):
                left_out.append(f"{document['name']} : {reason}")
                continue
            added = timezone.localtime(attachment.added_at).timetuple()[:6]
            # Stored as they are: documents are compressed already.
            entry = zipfile.ZipInfo(f"{folder}/{distinct_name(document['name'], taken)}", added)
            with attachment.file.open("rb") as source, self.zip.open(entry, "w") as copy:
                shutil.copyfileobj(source, copy, PIECE)
        return left_out

    def _why_not(self, attachment: Attachment | None) -> str:
        if attachment is None or not attachment.file.storage.exists(attachment.file.name):
            return _("retirée depuis, ou introuvable")
        if attachment.scan_status in (Attachment.Scan.INFECTED, Attachment.Scan.PENDING):
            return str(attachment.get_scan_status_display())
        return ""

    def close(self) -> None:
        self.table.close()
        self.table_file.seek(0)
        with self.zip.open("candidatures.csv", "w", force_zip64=True) as copy:
            shutil.copyfileobj(self.table_file, copy, PIECE)
        self.table_file.close()
        self.zip.close()
