"""Is this file what it says it is? Extension, first bytes and structure must agree.

Images come back re-encoded, without the metadata of the camera. Limits against bombs: 2,000
entries, 200 MB unpacked, ratio 100, 40 Mpx (OWASP File Upload Cheat Sheet; ASVS 5.2). Declared
sizes are enough: zipfile never unpacks more than an entry declares.
"""

import hashlib
import io
import stat
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

import defusedxml.ElementTree
import pikepdf
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from essaim.applications.exceptions import BadFile

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": OOXML + "wordprocessingml.document",
    "xlsx": OOXML + "spreadsheetml.sheet",
    "pptx": OOXML + "presentationml.presentation",
    "odt": ODF + "text",
    "ods": ODF + "spreadsheet",
    "odp": ODF + "presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * 2**20
MOST_RATIO = 100
MOST_PIXELS = 40_000_000
MOST_XML = 5 * 2**20
NESTED = (".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".jar", ".exe", ".dll")
NAME_LENGTH = 120


@dataclass(frozen=True)
class Document:
    """What is kept: a safe name, the bytes, and what they are."""

    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def inspect(name: str, content: bytes) -> Document:
    """The document to keep. Raises BadFile, which says what is wrong and what to do."""
    name = _safe_name(name)
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
    if extension == "pdf":
        _check_pdf(content)
    elif content_type.startswith("image/"):
        content = _redraw(content, content_type)
    else:
        _check_office(content, content_type)
    return Document(name, content_type, content)


def _safe_name(name: str) -> str:
    """The base name without control or direction characters, its extension kept when shortened."""
    name = PurePosixPath(name.replace("\\", "/")).name
    name = unicodedata.normalize("NFC", name)
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip()
    stem, dot, extension = name.rpartition(".")
    return f"{stem[:NAME_LENGTH]}{dot}{extension[:10]}" if dot else name[:NAME_LENGTH]


def _not_what_it_says() -> BadFile:
    return BadFile(
        _(
            "Le contenu de ce fichier ne correspond pas à son nom, ou il est abîmé. "
            "Ouvrez-le, enregistrez-le de nouveau au bon format, puis recommencez."
        )
    )


def _locked() -> BadFile:
    return BadFile(
        _("Ce fichier est protégé par un mot de passe. Enlevez la protection, puis recommencez.")
    )


def _check_pdf(content: bytes) -> None:
    # A PDF that is also a zip archive is two files in one: nobody needs that.
    if not content.startswith(b"%PDF-") or zipfile.is_zipfile(io.BytesIO(content)):
        raise _not_what_it_says()
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if not len(pdf.pages):
                raise _not_what_it_says()
    except pikepdf.PasswordError:
        raise _locked() from None
    except pikepdf.PdfError:
        raise _not_what_it_says() from None


def _redraw(content: bytes, content_type: str) -> bytes:
    """The same picture without its metadata (place, device, thumbnail), turned upright."""
    kind = "PNG" if content_type == "image/png" else "JPEG"
    # WeasyPrint turns this on for the whole process; half a picture is not a picture here.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            upright = ImageOps.exif_transpose(image)
            if kind == "JPEG" and upright.mode not in ("RGB", "L"):
                upright = upright.convert("RGB")
            upright.info = {k: v for k, v in upright.info.items() if k == "transparency"}
            drawn = io.BytesIO()
            upright.save(drawn, kind, **({"quality": 90} if kind == "JPEG" else {}))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadFile(
            _("Cette image est trop grande : 40 millions de points au plus. Réduisez-la.")
        ) from None
    except (OSError, SyntaxError, ValueError, zlib.error):
        raise _not_what_it_says() from None
    return drawn.getvalue()


def _check_office(content: bytes, content_type: str) -> None:
    if not content.startswith(b"PK\x03\x04"):
        # What Word makes of a document with a password is not a zip any more.
        raise _locked() if content.startswith(b"\xd0\xcf\x11\xe0") else _not_what_it_says()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_bomb(archive)
            if content_type.startswith(OOXML):
                _check_ooxml(archive, content_type)
            else:
                _check_odf(archive, content_type)
    except (
        *(zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError),
        *(defusedxml.ElementTree.ParseError, DefusedXmlException, UnicodeError, RuntimeError),
    ):
        raise _not_what_it_says() from None


def _check_bomb(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise _locked()
    if len(entries) > MOST_ENTRIES or unpacked > min(MOST_UNPACKED, MOST_RATIO * max(packed, 1)):
        raise BadFile(
            _("Ce fichier se déploie en un contenu démesuré. Enregistrez-le en PDF et recommencez.")
        )
    if any(entry.filename.lower().endswith(NESTED) for entry in entries):
        raise BadFile(
            _("Ce fichier contient une archive ou un programme. Joignez les fichiers un par un.")
        )
    if any(stat.S_ISLNK(entry.external_attr >> 16) or ".." in entry.filename for entry in entries):
        raise _not_what_it_says()


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MOST_XML:
        raise _not_what_it_says()
    return archive.read(name)


def _check_ooxml(archive: zipfile.ZipFile, content_type: str) -> None:
    """The main part has the type that the extension announces, and no macro comes along."""
    types = defusedxml.ElementTree.fromstring(_read(archive, "[Content_Types].xml"))
    declared = {element.get("ContentType", "") for element in types}
    if f"{content_type}.main+xml" not in declared:
        raise _not_what_it_says()
    if any("vbaproject" in name.lower() for name in archive.namelist()):
        raise BadFile(_("Ce fichier contient des macros. Enregistrez-le sans macro ou en PDF."))


def _check_odf(archive: zipfile.ZipFile, content_type: str) -> None:
    if _read(archive, "mimetype").decode("ascii").strip() != content_type:
        raise _not_what_it_says()
    archive.getinfo("content.xml")
    if b"encryption-data" in _read(archive, "META-INF/manifest.xml"):
        raise _locked()
