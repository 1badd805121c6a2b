"""The organisation that a text means, among those of the directory: found, or not; never invented."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from essaim.applications.exceptions import BadAnswer
from essaim.applications.mapping.records import Value
from essaim.base.text import fold
from essaim.territories.models import Organisation
from essaim.territories.names import without_kind, words_of
from essaim.territories.search import search

CLOSE_ONES = 3


def find_organisation(value: Value, departement: str = "") -> Organisation:
    """The one organisation that a SIRET, a SIREN, an INSEE code or a name means.

    ``departement`` (a name or a code) tells homonyms apart. Raises BadAnswer, which says what to
    write, when nothing or more than one thing is meant. A merged body gives its successor.
    """
    text = " ".join(value.text.split())
    code = "".join((value.code or text).split())
    if known := _by_code(code):
        return known
    if value.code or (code.isdigit() and len(code) in (9, 14)):
        raise BadAnswer(_unknown(_("{text} (code {code})").format(text=text, code=code)))
    if not text:
        raise BadAnswer(_("Structure absente : indiquez son SIRET, ou son nom et son département."))
    close = search(f"{text} {departement}") or search(text)
    exact = [o for o in _namesakes(text, close) if not departement or _is_in(o, departement)]
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise BadAnswer(
            _(
                "Plusieurs structures s’appellent « {text} » : {labels}. Indiquez le SIRET ou le "
                "département."
            ).format(text=text, labels=_labels(exact))
        )
    raise BadAnswer(_unknown(text, close))


def _by_code(code: str) -> Organisation | None:
    """By its public code, or the SIRET of one of its establishments."""
    if len(code) == 14 and code.isdigit():
        code = code[:9]
    found = Organisation.objects.with_code(code).select_related("replaced_by").first()
    return (found.replaced_by or found) if found else None


def _namesakes(text: str, close: list[Organisation]) -> list[Organisation]:
    """Those whose words these are: « Renac (35) », « Renac », « Mairie de Renac »."""
    current = Organisation.objects.current().select_related("departement")
    if labelled := list(current.labelled(text)):
        return labelled
    named = {o.pk: o for o in current.filter(plain_name=fold(text)[:250])}
    return list((named | {o.pk: o for o in close if _is_named(o, text)}).values())


def _is_named(organisation: Organisation, text: str) -> bool:
    words = words_of(text)
    own = words_of(organisation.name), words_of(organisation.place)
    family, bare = without_kind(words)
    return words in own or (
        family == organisation.family and bare in [without_kind(name)[1] for name in own]
    )


def _is_in(organisation: Organisation, departement: str) -> bool:
    wanted = words_of(departement)
    code = organisation.departement_code.lower()
    if wanted[:1] == [code] or wanted[:1] == [code.lstrip("0")]:
        return True
    place = organisation.departement.place if organisation.departement_id else ""
    return bool(wanted) and wanted == words_of(place)


def _unknown(text: str, close: Sequence[Organisation] = ()) -> str:
    sentence = _(
        "Structure inconnue de l’annuaire : {text}. Corrigez-la à la source, ou ajoutez-la à "
        "l’annuaire, puis essayez de nouveau."
    ).format(text=f"«\u00a0{text[:80]}\u00a0»")
    if close:
        hint = _("Vouliez-vous dire : {labels} ?").format(labels=_labels(close))
        return f"{sentence} {hint}"
    return sentence


def _labels(organisations: Sequence[Organisation]) -> str:
    return ", ".join(organisation.label for organisation in organisations[:CLOSE_ONES])
