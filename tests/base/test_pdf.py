import io

import pikepdf
import pytest

from essaim.base import pdf

try:
    from essaim.base.pdf_writer import StyleOnly
except OSError:
    StyleOnly = None

needs_pango = pytest.mark.skipif(StyleOnly is None, reason="pango est absent de cette machine")


@needs_pango
def test_a_document_is_tagged_titled_and_in_french():
    with pikepdf.open(io.BytesIO(pdf.render_pdf("print.html", {}))) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert root.Lang == "fr"
        assert root.ViewerPreferences.DisplayDocTitle


@needs_pango
@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "https://example.org/a.png",
        "https://essaim.invalid/static/base/essaim.js",
    ],
)
def test_a_document_loads_nothing_but_its_stylesheet(address):
    with pytest.raises(ValueError, match="may not load"):
        StyleOnly().fetch(address)


def test_without_the_drawing_libraries_the_reader_is_told_what_to_do(monkeypatch):
    def import_without_pango(name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "import_string", import_without_pango)
    with pytest.raises(pdf.PdfUnavailable, match="Imprimez la page"):
        pdf.render_pdf("print.html", {})
