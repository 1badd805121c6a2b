"""PDF: it opens without a password, has pages, and is not two files in one.

What it carries besides its pages is told, not removed: a form of the State may well hold a script. The
jury is given the copy that plain_pdf.py makes.
"""

import io
import re
import zipfile

import pikepdf
from pikepdf import settings

from essaim.applications.parsing.apart import serve
from essaim.applications.parsing.problems import Problem, Refused

MOST_OBJECTS = 200_000
MOST_DECODED = 16 * 2**20  # one cross-reference or object stream, once unpacked
# Another format written at the head, or after the end: for a reader that looks there first.
OTHER = re.compile(
    rb"<\s*(?:!doctype|html|script|svg|body|\?php)|<\?php|\bMZ\x90|GIF8|\x7fELF", re.I
)
PAST_LIMIT = re.compile(r"limits? |bad_alloc")
HEAD, TAIL = 1_024, 64 * 2**10
NAMES = {
    "script": (b"/JavaScript", b"/JS"),
    "launch": (b"/Launch",),
    "embedded": (b"/EmbeddedFile", b"/EmbeddedFiles", b"/RichMedia"),
    "xfa": (b"/XFA",),
    "sends": (b"/SubmitForm", b"/ImportData"),
}
_NAME = re.compile(rb"/[^\s/<>\[\](){}%]+")


def check(content: bytes) -> tuple[bytes, list[str]]:
    """The same bytes, and the codes of what they carry besides pages (see Attachment.WARNINGS)."""
    if not content.startswith(b"%PDF-") or zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(Problem.MISMATCH)
    end = content.rfind(b"%%EOF", -TAIL)
    if OTHER.search(content[:HEAD]) or (end > 0 and OTHER.search(content, end)):
        raise Refused(Problem.MISMATCH)
    if content.count(b"endobj") > MOST_OBJECTS:
        raise Refused(Problem.BOMB)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.trailer.get("/Size", 0) > MOST_OBJECTS:
                raise Refused(Problem.BOMB)
            if not len(pdf.pages):
                raise Refused(Problem.MISMATCH)
            warnings = _carried(pdf)
            # qpdf skips what goes past a limit, and mends the rest as it can.
            if any(PAST_LIMIT.search(str(told)) for told in pdf.get_warnings()):
                raise Refused(Problem.BOMB)
            return content, warnings
    except pikepdf.PasswordError:
        raise Refused(Problem.LOCKED) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        raise Refused(Problem.MISMATCH) from None


def _carried(pdf: pikepdf.Pdf) -> list[str]:
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused(Problem.BOMB)
    names: set[bytes] = set()
    for obj in pdf.objects:
        if not isinstance(obj, pikepdf.Object):  # a number, a text, nothing
            continue
        kept = obj.stream_dict if isinstance(obj, pikepdf.Stream) else obj
        # qpdf writes names plainly: /J#61vaScript comes out as /JavaScript.
        names.update(_NAME.findall(kept.unparse(resolved=True)))
    found = [code for code, words in NAMES.items() if names.intersection(words)]
    acts_alone = b"/AA" in names or _acts_at_opening(pdf)
    return [*found, *(["action"] if acts_alone else [])]


def _acts_at_opening(pdf: pikepdf.Pdf) -> bool:
    """Does something when it is opened, other than showing one of its pages."""
    opening = pdf.Root.get("/OpenAction")
    return isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != pikepdf.Name.GoTo


def limit_unpacking() -> None:
    """For the process of its own only: these limits are those of the whole library."""
    settings.set_qpdf_limits(
        flate_max_memory=MOST_DECODED,
        run_length_max_memory=MOST_DECODED,
        png_max_memory=MOST_DECODED,
        tiff_max_memory=MOST_DECODED,
        parser_max_nesting=200,
        max_stream_filters=4,
        doc_max_warnings=1_000,
    )


if __name__ == "__main__":
    limit_unpacking()
    serve(check)
