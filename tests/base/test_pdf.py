import io

import pikepdf
import pytest

from essaim.base import pdf

pytestmark = pytest.mark.skipif(pdf.HTML is None, reason="pango est absent de cette machine")


def test_a_document_is_tagged_titled_and_in_french():
    with pikepdf.open(io.BytesIO(pdf.render_pdf("print.html", {}))) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert root.Lang == "fr"
        assert root.ViewerPreferences.DisplayDocTitle


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
        pdf.StyleOnly().fetch(address)


def test_without_the_drawing_libraries_the_reader_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(pdf, "HTML", None)
    with pytest.raises(pdf.PdfUnavailable, match="Imprimez la page"):
        pdf.render_pdf("print.html", {})
