"""Word, Excel, PowerPoint and OpenDocument: a zip with the right parts, without program or trap.

Limits against bombs: 2,000 entries, 200 MB unpacked, ratio 100 (OWASP File Upload Cheat Sheet;
ASVS 5.2). Declared sizes are enough: zipfile never unpacks more than an entry declares.
"""

import io
import re
import stat
import sys
import zipfile
import zlib
from functools import partial
from xml.sax import ContentHandler, SAXException

import defusedxml.ElementTree
import defusedxml.sax
from defusedxml.common import DefusedXmlException

from essaim.applications.parsing.apart import serve
from essaim.applications.parsing.problems import Problem, Refused

OOXML = "application/vnd.openxmlformats-officedocument."
MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * 2**20
MOST_RATIO = 100
MOST_XML = 2**20  # of a part that is read as a tree
MOST_DEPTH = 200
MOST_WALKED = 4 * 2**20  # of XML whose depth is looked at, in all
CHUNK, OVERLAP = 2**20, 200
END = b"PK\x05\x06"
NESTED = re.compile(
    r"\.(?:zip|7z|rar|t?gz|bz2|xz|tar|cab|iso|jar|exe|dll|com|scr|msi|bat|cmd|ps1|vbs|jse?|hta|lnk)$",
    re.I,
)
MACROS = re.compile(r"vbaproject|vbadata|/macrosheets/|^basic/|^scripts/", re.I)
ACTIVE = re.compile(r"/activex/|oleobject|/embeddings/[^/]+\.bin$", re.I)
EMBEDDED = re.compile(r"/embeddings/[^/]+$", re.I)
OUTSIDE = re.compile(r"^/|\\|^[a-z]:|(?:^|/)\.\.(?:/|$)", re.I)
DDE = re.compile(rb"\bDDE(?:AUTO)?\s|<ddeLink\b|<(?:office|text):dde-", re.I)
# A template on a share of the town hall is common; one on the internet is a trap.
REMOTE = re.compile(
    r"^(?:https?|ftp|mhtml|mk|ms-\w+):|^(?:file:)?[\\/]{2,}[^\\/]*[.@][^\\/]*[\\/]", re.I
)
FETCHED = ("attachedTemplate", "oleObject", "frame", "subDocument", "externalLinkPath")


def check(content: bytes, content_type: str) -> tuple[bytes, list[str]]:
    """The same bytes, and « embedded » when they carry other documents."""
    if not content.startswith(b"PK\x03\x04"):
        # What Word makes of a document with a password is not a zip any more.
        is_old = content.startswith(b"\xd0\xcf\x11\xe0")
        raise Refused(Problem.LOCKED if is_old else Problem.MISMATCH)
    if content.rfind(END) != len(content) - 22:  # something after the archive, or a comment
        raise Refused(Problem.MISMATCH)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive, len(content))
            if content_type.startswith(OOXML):
                _check_ooxml(archive, content_type)
            else:
                _check_odf(archive, content_type)
            _check_parts(archive)
            names = archive.namelist()
    except (
        *(zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, SAXException),
        *(defusedxml.ElementTree.ParseError, DefusedXmlException, ValueError, RuntimeError),
    ):
        raise Refused(Problem.MISMATCH) from None
    return content, ["embedded"] if any(EMBEDDED.search(name) for name in names) else []


def _check_entries(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    packed = min(size, sum(entry.compress_size for entry in entries))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused(Problem.LOCKED)
    if len(entries) > MOST_ENTRIES or unpacked > min(MOST_UNPACKED, MOST_RATIO * max(packed, 1)):
        raise Refused(Problem.BOMB)
    if any(NESTED.search(name) for name in names):
        raise Refused(Problem.NESTED)
    if any(MACROS.search(name) for name in names):
        raise Refused(Problem.MACROS)
    if any(ACTIVE.search(name) for name in names):
        raise Refused(Problem.ACTIVE)
    is_odd = any(
        stat.S_ISLNK(entry.external_attr >> 16)
        or OUTSIDE.search(entry.filename)
        or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        for entry in entries
    )
    if is_odd or len(set(names)) < len(names):
        raise Refused(Problem.MISMATCH)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MOST_XML:
        raise Refused(Problem.BOMB)
    return archive.read(name)


def _tree(archive: zipfile.ZipFile, name: str):
    content = _read(archive, name)
    _check_depth(content)
    return defusedxml.ElementTree.fromstring(content, forbid_dtd=True)


def _check_ooxml(archive: zipfile.ZipFile, content_type: str) -> None:
    """The main part has the type that the extension announces; nothing is fetched from elsewhere."""
    types = _tree(archive, "[Content_Types].xml")
    declared = {element.get("ContentType", "") for element in types}
    if any("macroenabled" in kind.lower() for kind in declared):
        raise Refused(Problem.MACROS)
    if f"{content_type}.main+xml" not in declared:
        raise Refused(Problem.MISMATCH)
    for name in archive.namelist():
        if name.endswith(".rels"):
            _check_links(_tree(archive, name))


def _check_links(relations) -> None:
    for relation in relations:
        kind = relation.get("Type", "").rpartition("/")[2]
        is_external = relation.get("TargetMode", "").lower() == "external"
        if is_external and kind in FETCHED and REMOTE.match(relation.get("Target", "")):
            raise Refused(Problem.ACTIVE)


def _check_odf(archive: zipfile.ZipFile, content_type: str) -> None:
    if _read(archive, "mimetype").decode("ascii").strip() != content_type:
        raise Refused(Problem.MISMATCH)
    archive.getinfo("content.xml")
    if b"encryption-data" in _read(archive, "META-INF/manifest.xml"):
        raise Refused(Problem.LOCKED)


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Every XML part: no document type, hence no entity; no DDE command; no endless nesting."""
    left = MOST_WALKED
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        _search(archive, entry)
        if entry.file_size <= left:
            left -= entry.file_size
            _check_depth(archive.read(entry))


def _search(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    kept = b""
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            window = kept + chunk.replace(b"\0", b"")  # UTF-16 hides nothing
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                raise Refused(Problem.MISMATCH)
            if DDE.search(window):
                raise Refused(Problem.ACTIVE)
            kept = window[-OVERLAP:]


class _Depth(ContentHandler):
    def __init__(self):
        super().__init__()
        self.depth = 0

    def startElement(self, name, attrs):  # noqa: N802 (SAX's own names)
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise Refused(Problem.BOMB)

    def endElement(self, name):  # noqa: N802
        self.depth -= 1


def _check_depth(content: bytes) -> None:
    defusedxml.sax.parseString(content, _Depth(), forbid_dtd=True)


if __name__ == "__main__":
    serve(partial(check, content_type=sys.argv[1]))
