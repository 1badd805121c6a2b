"""Is this file what it says it is? Extension, first bytes and structure must agree.

The bytes are read in a process of their own (essaim.applications.parsing), with limits on memory
and time. Images come back drawn again, without the metadata of the camera.
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.applications.exceptions import BadFile, NoPlainCopy
from essaim.applications.filenames import safe_name
from essaim.applications.parsing.apart import MOST_SECONDS
from essaim.applications.parsing.problems import Problem

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": _OOXML + "wordprocessingml.document",
    "xlsx": _OOXML + "spreadsheetml.sheet",
    "pptx": _OOXML + "presentationml.presentation",
    "odt": _ODF + "text",
    "ods": _ODF + "spreadsheet",
    "odp": _ODF + "presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
PROGRAMS = {"application/pdf": "pdf", "image/png": "images PNG", "image/jpeg": "images JPEG"}
SENTENCES = {
    Problem.MISMATCH: gettext_lazy(
        "Le contenu de ce fichier ne correspond pas à son nom, ou il est abîmé. "
        "Ouvrez-le, enregistrez-le de nouveau au bon format, puis recommencez."
    ),
    Problem.LOCKED: gettext_lazy(
        "Ce fichier est protégé par un mot de passe. Enlevez la protection, puis recommencez."
    ),
    Problem.BOMB: gettext_lazy(
        "Ce fichier se déploie en un contenu démesuré. Enregistrez-le en PDF et recommencez."
    ),
    Problem.HUGE_IMAGE: gettext_lazy(
        "Cette image est trop grande : 40 millions de points au plus. Réduisez-la."
    ),
    Problem.NESTED: gettext_lazy(
        "Ce fichier contient une archive ou un programme. Joignez les fichiers un par un."
    ),
    Problem.MACROS: gettext_lazy(
        "Ce fichier contient des macros. Enregistrez-le sans macro ou en PDF."
    ),
    Problem.ACTIVE: gettext_lazy(
        "Ce fichier contient un objet ou une commande qui agit à son ouverture. "
        "Enregistrez-le en PDF, puis recommencez."
    ),
}
# Each may take several hundred megabytes for a moment.
_AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True)
class Document:
    """What is kept: a safe name, the bytes, what they are, and what to tell those who open them."""

    name: str
    content_type: str
    content: bytes
    warnings: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def inspect(name: str, content: bytes) -> Document:
    """The document to keep. Raises BadFile, which says what is wrong and what to do."""
    name = safe_name(name)
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension not in CONTENT_TYPES:
        raise BadFile(
            _(
                "Ce type de fichier n’est pas accepté. Enregistrez-le en PDF, Word (.docx), "
                "Excel (.xlsx), PowerPoint (.pptx), LibreOffice (.odt, .ods, .odp) ou en image "
                "(.png, .jpg), puis recommencez."
            )
        )
    if not content:
        raise BadFile(_("Ce fichier est vide. Ouvrez-le pour vérifier, puis choisissez-le encore."))
    content_type = CONTENT_TYPES[extension]
    program = PROGRAMS.get(content_type, f"office {content_type}")
    kept, warnings = _read_apart(content, program)
    return Document(name, content_type, kept, tuple(warnings))


def without_actions(content: bytes) -> bytes:
    """The copy of a PDF that shows its pages and does nothing. Raises NoPlainCopy."""
    try:
        copy, _none = _read_apart(content, "plain_pdf")
    except BadFile:
        raise NoPlainCopy() from None
    return copy


def _read_apart(content: bytes, program: str) -> tuple[bytes, list[str]]:
    """What the process of its own answers. Raises BadFile, also when that process broke down."""
    module, *arguments = program.split()
    program = f"essaim.applications.parsing.{module}"
    with _AT_ONCE:
        try:
            answered = subprocess.run(  # noqa: S603 (our own program, no shell)
                [sys.executable, "-m", program, *arguments],
                input=content,
                capture_output=True,
                cwd=settings.BASE_DIR,
                env={"PYTHONPATH": str(settings.BASE_DIR)},  # none of our secrets
                timeout=MOST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise BadFile(SENTENCES[Problem.BOMB]) from None
    if answered.returncode:
        # Stopped by a limit, or broken by what it read.
        stopped = answered.returncode < 0
        raise BadFile(SENTENCES[Problem.BOMB if stopped else Problem.MISMATCH])
    line, _newline, kept = answered.stdout.partition(b"\n")
    answer = json.loads(line)
    if "problem" in answer:
        raise BadFile(SENTENCES[Problem(answer["problem"])])
    return kept, answer["warnings"]
