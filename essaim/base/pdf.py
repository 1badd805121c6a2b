"""Documents to keep, as tagged PDF (PDF/UA-1), made from the same templates as the pages."""

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import RuleBroken

try:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse
except OSError:  # WeasyPrint is there, the pango libraries of the system are not.
    HTML = None
    URLFetcher = URLFetcherResponse = object

STYLE = "base/document.css"
BASE_URL = "https://essaim.invalid"


class PdfUnavailable(RuleBroken):
    """The machine lacks the libraries that draw a PDF; the page itself can still be printed."""

    status = 503
    sentence = _(
        "Le PDF ne peut pas être fabriqué sur ce serveur. "
        "Imprimez la page depuis votre navigateur, ou réessayez plus tard."
    )


class StyleOnly(URLFetcher):
    """Answers for the stylesheet of documents and refuses every other address."""

    def fetch(self, url, headers=None):
        if url != f"{BASE_URL}{static(STYLE)}":
            raise ValueError(f"A document may not load {url}.")
        with open(finders.find(STYLE), "rb") as file:
            return URLFetcherResponse(url, file.read(), {"Content-Type": "text/css"})


def render_pdf(template: str, context: dict) -> bytes:
    """The PDF of a template that extends ``print.html``. Raises PdfUnavailable without pango."""
    if HTML is None:
        raise PdfUnavailable()
    html = HTML(
        string=render_to_string(template, context), base_url=BASE_URL, url_fetcher=StyleOnly()
    )
    return html.write_pdf(pdf_variant="pdf/ua-1")
