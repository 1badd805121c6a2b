"""PDF written by hand: bombs, and those that do more than show their pages."""

import io
import struct
import zlib

import pikepdf

from tests.applications.files import pdf_bytes

BASE = {
    1: b"<</Type/Catalog/Pages 2 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
}


def _body(objects: dict[int, bytes]) -> tuple[bytearray, dict[int, int]]:
    made, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        offsets[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return made, offsets


def written_pdf(objects: dict[int, bytes]) -> bytes:
    """A PDF written by hand: objects by number, beside a catalogue and one page."""
    made, offsets = _body({**BASE, **objects})
    start, size = len(made), max(offsets) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        made += b"%010d 00000 n \n" % offsets.get(number, 0)
    made += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(made)


def _stream(keys: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (keys, len(data), data)


def _ended(made: bytearray, keys: bytes, data: bytes) -> bytes:
    start = len(made)
    made += b"9 0 obj\n%s\nendobj\n" % _stream(b"/Type/XRef/Root 1 0 R" + keys, data)
    return bytes(made + b"startxref\n%d\n%%%%EOF\n" % start)


def references(megabytes: int) -> bytes:
    made, _offsets = _body(BASE)
    count = megabytes * 2**20 // 4
    keys = b"/W[1 2 1]/Index[0 %d]/Size %d/Filter/FlateDecode" % (count, count)
    return _ended(made, keys, zlib.compress(bytes(megabytes * 2**20)))


def object_stream(megabytes: int) -> bytes:
    data = zlib.compress(b"10 0    []" + b" " * (megabytes * 2**20))
    stream = _stream(b"/Type/ObjStm/N 1/First 8/Filter/FlateDecode", data)
    made, offsets = _body({**BASE, 8: stream})
    rows = [(0, 0, 255), *((1, offsets[n], 0) for n in (1, 2, 3)), *[(0, 0, 0)] * 4]
    rows += [(1, offsets[8], 0), (1, len(made), 0), (2, 8, 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    return _ended(made, b"/W[1 4 1]/Size 11", table)


def without_page() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.save(made)
    return made.getvalue()


def flagged() -> dict[str, tuple[bytes, set[str]]]:
    """PDF that are kept, and what is told of them."""
    script, launch = b"<</S/JavaScript/JS(app.alert(1))>>", b"<</S/Launch/F(cmd.exe)>>"
    opening = b"<</Type/Catalog/Pages 2 0 R/OpenAction %s>>"
    return {
        "script.pdf": (written_pdf({1: opening % script}), {"script", "action"}),
        "cache.pdf": (written_pdf({4: b"<</S/J#61vaScript/JS(x)>>"}), {"script"}),
        "lance.pdf": (written_pdf({1: opening % launch}), {"launch", "action"}),
        "page.pdf": (written_pdf({1: opening % b"[3 0 R/Fit]"}), set()),
        "va.pdf": (written_pdf({1: opening % b"<</S/GoTo/D[3 0 R/Fit]>>"}), set()),
        "indirect.pdf": (written_pdf({1: opening % b"4 0 R", 4: script}), {"script", "action"}),
        "alors.pdf": (
            written_pdf({1: BASE[1][:-2] + b"/AA<</WC 4 0 R>>>>", 4: script}),
            {"script", "action"},
        ),
        "joint.pdf": (written_pdf({4: _stream(b"/Type/EmbeddedFile", b"MZ")}), {"embedded"}),
        "xfa.pdf": (written_pdf({4: b"<</XFA[(a)5 0 R]>>"}), {"xfa"}),
        "simple.pdf": (pdf_bytes(), set()),
    }
