"""Tags and filters that every template has without loading them."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.forms import BaseForm, BaseFormSet
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import LazyObject
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from essaim.base.fuzzy_dates import format_fuzzy_date

register = template.Library()

ICONS = {
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
    "check": "M4 12.5l5.5 5.5L20 7",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
    "download": "M12 4v11M7 11l5 5 5-5M4 20h16",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4",
    "mail": "M3 6h18v12H3zM3 7l9 6 9-6",
    "people": "M8 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2 20c0-4 2.5-6 6-6s6 2 6 6",
    "pin": "M12 21c5-5 7-8 7-11.5a7 7 0 0 0-14 0c0 3.5 2 6.5 7 11.5zM12 12v-4",
    "print": "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21",
}

OUTLINES = Path(__file__).parent.parent / "departements.tsv"


@lru_cache(maxsize=32)
def _integrity(path: str, _modified_ns: int) -> str:
    digest = hashlib.sha384(Path(path).read_bytes()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def _asset(name: str) -> dict:
    found = finders.find(name)
    if found is None:
        raise template.TemplateSyntaxError(f"No static file {name!r}.")
    integrity = _integrity(found, Path(found).stat().st_mtime_ns)
    return {"url": static(name), "integrity": integrity}


@register.simple_tag
def stylesheet(name: str) -> str:
    """``{% stylesheet "base/essaim.css" %}``: the link element, with its integrity."""
    return format_html(
        '<link rel="stylesheet" href="{url}" integrity="{integrity}">', **_asset(name)
    )


@register.simple_tag
def script(name: str) -> str:
    """``{% script "base/essaim.js" %}``: the deferred script element, with its integrity."""
    return format_html(
        '<script src="{url}" integrity="{integrity}" defer></script>', **_asset(name)
    )


def _values(context) -> list:
    """What the view gave the template. The lazy ones stay asleep: waking the CSRF token up, were
    it by isinstance(), gives every anonymous reader a session and its cookie.
    """
    return [v for v in context.flatten().values() if not issubclass(type(v), LazyObject)]


def _forms_with_errors(context) -> list[BaseForm]:
    """The bound forms of the page that have errors, those inside formsets included."""
    found = []
    for value in _values(context):
        if isinstance(value, BaseFormSet) and value.is_bound:
            found += [form for form in value.forms if form.errors]
        elif isinstance(value, BaseForm) and value.is_bound and value.errors:
            found.append(value)
    return list(dict.fromkeys(found))


@register.simple_tag(takes_context=True)
def form_scripts(context) -> str:
    """The small helps of essaim.js, on the pages that hold a form and on no other."""
    has_form = any(isinstance(value, BaseForm | BaseFormSet) for value in _values(context))
    return script("base/essaim.js") if has_form else ""


@register.simple_tag(takes_context=True)
def error_prefix(context) -> str:
    """« Erreur : » at the head of the page's title when a form on it was refused."""
    return _("Erreur : ") if _forms_with_errors(context) else ""


@register.inclusion_tag("components/error_summary.html", takes_context=True)
def error_summary(context):
    """What to correct, with a link to each field, for every form the page holds."""
    lines = []
    for form in _forms_with_errors(context):
        anchor = f"{form.prefix or 'form'}-errors"
        lines += [(anchor, sentence) for sentence in form.non_field_errors()]
        for field in form.visible_fields():
            lines += [(field.error_anchor, sentence) for sentence in field.errors]
    return {"lines": lines}


@register.simple_tag(takes_context=True)
def current(context, path: str) -> str:
    """``aria-current`` for a link of the navigation: the page itself, or one below it."""
    here = context["request"].path if "request" in context else ""
    if here == path:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"') if here.startswith(path) else ""


@register.simple_tag
def es_tag(label: str, colour: str = "") -> str:
    """A state, in words: ``{% es_tag application.get_status_display "green" %}``."""
    modifier = f" govuk-tag--{colour}" if colour else ""
    return format_html('<strong class="govuk-tag{}">{}</strong>', modifier, label)


@register.simple_tag
def icon(name: str) -> str:
    """A small drawing beside a text that says the same; hidden from screen readers."""
    return format_html(
        '<svg class="es-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        ICONS[name],
    )


@register.inclusion_tag("components/hexagon.svg.html")
def hexagon(css_class: str = "es-mark"):
    """The mark of Essaim, decorative: the name stands beside it in letters."""
    return {"css_class": css_class}


@lru_cache(maxsize=1)
def _outlines() -> list[tuple[str, str, str]]:
    """(code, name, SVG path) of each département, drawn from Natural Earth (public domain)."""
    return [tuple(line.split("\t")) for line in OUTLINES.read_text("utf-8").splitlines()]


@register.inclusion_tag("components/map_departements.svg.html")
def map_departements(counts: dict, links: dict, label: str):
    """The map of France: a link for each département that ``counts`` {code: number} knows.

    ``links`` is {code: address}. The rest of the land is one shape, so that the page stays light;
    a list with the same links must stand beside the map.
    """
    places = [
        {"name": name, "outline": outline, "count": counts[code], "url": links[code]}
        for code, name, outline in _outlines()
        if counts.get(code)
    ]
    land = "".join(outline for code, _name, outline in _outlines() if not counts.get(code))
    return {"places": places, "land": land, "label": label}


@register.filter
def own_links(text: str) -> str:
    """The text escaped, with only this site's own addresses made into links.

    What someone typed in a name or a message never becomes a link in a mail that we sign.
    """
    pieces = re.split(rf"({re.escape(settings.SITE_URL)}/[^\s<>\"]*)", str(text))
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<a href="{0}">{0}</a>', piece) if number % 2 else piece,)
            for number, piece in enumerate(pieces)
        ),
    )


@register.filter
def fuzzy_date(value: str) -> str:
    """« 2021-09 » → « septembre 2021 »."""
    return format_fuzzy_date(value)


@register.filter
def at_time(moment) -> str:
    """« 24 mai 2024 à 18 h 00 », in the site's time zone, followed by its name."""
    local = timezone.localtime(moment)
    zone = _("heure de Paris") if str(local.tzinfo) == "Europe/Paris" else str(local.tzinfo)
    day = date_format(local, "DATE_FORMAT")
    return _("{day} à {time} ({zone})").format(
        day=day, time=local.strftime("%-H\u00a0h\u00a0%M"), zone=zone
    )
