"""WeasyPrint, and nothing else: pdf.py loads this module when the first document is asked for."""

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

STYLE = "base/document.css"
BASE_URL = "https://essaim.invalid"


class StyleOnly(URLFetcher):
    """Answers for the stylesheet of documents and refuses every other address."""

    def fetch(self, url, headers=None):
        if url != f"{BASE_URL}{static(STYLE)}":
            raise ValueError(f"A document may not load {url}.")
        with open(finders.find(STYLE), "rb") as file:
            return URLFetcherResponse(url, file.read(), {"Content-Type": "text/css"})


def write_pdf(html: str) -> bytes:
    document = HTML(string=html, base_url=BASE_URL, url_fetcher=StyleOnly())
    return document.write_pdf(pdf_variant="pdf/ua-1")
