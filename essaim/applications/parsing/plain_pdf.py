"""The copy of a PDF that shows its pages and does nothing: what a jury is given.

Fields and notes are drawn into the pages; actions, scripts, attached files and XFA are left out. The
copy is looked at as an upload is, and refused unless nothing is found in it any more.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from essaim.applications.parsing import pdf as uploads
from essaim.applications.parsing.apart import serve
from essaim.applications.parsing.problems import Problem, Refused

# All that a reader needs to show the pages: contents, layers, structure read aloud, page numbers.
KEPT_OF_CATALOGUE = {
    *("/Type", "/Version", "/Pages", "/Lang", "/MarkInfo", "/StructTreeRoot", "/Metadata"),
    *("/PageLabels", "/PageLayout", "/ViewerPreferences", "/OCProperties", "/Outlines", "/Dests"),
    *("/Names", "/OutputIntents"),
}
LEFT_OUT = (
    *("/AA", "/AF", "/EF", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/XFA"),
    *("/RichMediaContent", "/RichMediaSettings", "/PieceInfo"),
)
# Where an action may stand. « GoTo », to a page of the same document, is the only one kept; /A of a
# structure element and /Next of a bookmark are no actions: they have no /S that is a name.
ACTIONS = ("/A", "/PA", "/Next")


def plain(content: bytes) -> tuple[bytes, list[str]]:
    """The copy, and no warning. Raises Refused when something of what it did would be left."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _flatten(pdf)
            for obj in pdf.objects:
                _defuse(obj)
            made = io.BytesIO()
            pdf.save(made, deterministic_id=True)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        raise Refused(Problem.MISMATCH) from None
    copy, left = uploads.check(made.getvalue())
    if left:
        raise Refused(Problem.ACTIVE)
    return copy, []


def _flatten(pdf: pikepdf.Pdf) -> None:
    """What fields and notes show becomes part of the page; nothing is left to click or to fill."""
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations()
    for page in pdf.pages:
        if "/Annots" in page.obj:
            del page.obj["/Annots"]
    for key in set(pdf.Root.keys()) - KEPT_OF_CATALOGUE:
        del pdf.Root[key]
    names = pdf.Root.get("/Names")
    if isinstance(names, Dictionary):
        pdf.Root.Names = Dictionary({key: names[key] for key in names.keys() & {"/Dests"}})


def _defuse(obj) -> None:
    for item in _within(obj):
        for key in LEFT_OUT:
            if key in item:
                del item[key]
        for key in ACTIONS:
            if _acts(item.get(key)):
                del item[key]


def _within(obj) -> Iterator[Dictionary | Stream]:
    """The dictionaries of one object, itself included; those it only refers to have their turn."""
    waiting = [obj]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Dictionary | Stream):
            yield item
            waiting += [value for value in item.values() if _is_direct(value)]
        elif isinstance(item, Array):
            waiting += [value for value in item if _is_direct(value)]


def _is_direct(value) -> bool:
    return isinstance(value, Dictionary | Array) and not value.is_indirect


def _acts(value) -> bool:
    if isinstance(value, Array):
        return any(_acts(action) for action in value)
    if not isinstance(value, Dictionary):
        return False
    kind = value.get("/S")
    return isinstance(kind, Name) and kind != Name.GoTo


if __name__ == "__main__":
    uploads.limit_unpacking()
    serve(plain)
