"""Documents to keep, as tagged PDF (PDF/UA-1), made from the same templates as the pages."""

from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import RuleBroken

# Named, not imported: WeasyPrint takes longer to load than all the rest, few processes draw a
# document, and its import fails where the system lacks the pango libraries.
WRITER = "essaim.base.pdf_writer.write_pdf"


class PdfUnavailable(RuleBroken):
    """The machine lacks the libraries that draw a PDF; the page itself can still be printed."""

    status = 503
    sentence = _(
        "Le PDF ne peut pas être fabriqué sur ce serveur. "
        "Imprimez la page depuis votre navigateur, ou réessayez plus tard."
    )


def render_pdf(template: str, context: dict) -> bytes:
    """The PDF of a template that extends ``print.html``. Raises PdfUnavailable without pango."""
    try:
        write_pdf = import_string(WRITER)
    except OSError as error:
        raise PdfUnavailable() from error
    return write_pdf(render_to_string(template, context))
