"""Comparable scores, for those who run the jury: what is computed from, and how it is shown.

The worker computes (jury.computing.ranking); nothing here loads its libraries. Someone with a link
gets figures computed without the files closed to them, so that no place, gap or average tells
anything of those.
"""

from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from essaim.applications.models import Application
from essaim.jury.dealing import hash_of
from essaim.jury.models import Computation, Conflict, Juror, Panel
from essaim.jury.scores import weighted_mean
from essaim.jury.table import Marks

SURE, UNLIKELY = 0.90, 0.05
WIDTH = 1000  # of the drawing of a range of places


def facts_of(marks: Marks) -> dict:
    """The marks that count and the rules of comparison, fit for JSON.

    « marks »: [file, juror, weighted mean of the criteria answered], by public ids; who has no
    opinion on every criterion gives no mark.
    """
    means = (
        (file, juror, weighted_mean(marks.grades[review], marks.weights))
        for review, _application, file, juror in marks.reviews
    )
    return {
        "files": [file.public_id for file in marks.files],
        "marks": sorted([file, juror, mean] for file, juror, mean in means if mean is not None),
        "laureates": marks.panel.call.laureates_max,
        "sure": SURE,
        "unlikely": UNLIKELY,
    }


def closed_sets(panel: Panel) -> list[list[str]]:
    """The sets of files, by public ids, closed to someone of this jury; the empty set first."""
    files: dict[int, list[str]] = {}
    for public_id, organisation in panel.files.values_list("public_id", "organisation"):
        files.setdefault(organisation, []).append(public_id)
    closed: dict[int, set[str]] = {}
    binding = Conflict.objects.binding().filter(juror__panel=panel)
    for user, organisation in binding.values_list("juror__user", "organisation"):
        closed.setdefault(user, set()).update(files.get(organisation, []))
    return [list(found) for found in sorted({(), *(tuple(sorted(x)) for x in closed.values())})]


def key_of(closed) -> str:
    """The name of the figures computed without these files."""
    return " ".join(sorted(closed))


@dataclass(frozen=True)
class Range:
    """Where a file may stand, drawn: whole x from 0 to WIDTH of the 90 % and 50 % ranges and of the
    expected place."""

    left: int
    low: int
    middle: int
    high: int
    right: int

    @property
    def width(self) -> int:
        return max(self.high - self.low, 12)


@dataclass(frozen=True)
class Line:
    """One file: raw beside adjusted, its range, its zone, and why in two sentences."""

    application: Application
    readings: int
    raw: float | None
    adjusted: float | None
    correction: float | None
    low: int | None
    high: int | None
    first: float | None
    zone: str
    drawing: Range | None
    sentences: tuple[str, str]


@dataclass(frozen=True)
class Comparison:
    """``is_stale``: marks or links have changed since. ``jurors``: (juror, readings, what they give
    more than colleagues on the same files), for the chair only."""

    computation: Computation
    is_stale: bool
    is_corrected: bool
    parts: int
    agreement: float | None
    laureates: int
    lines: list[Line]
    jurors: list[tuple[Juror, int, float | None]]

    @property
    def agreement_percent(self) -> int | None:
        return None if self.agreement is None else round(100 * self.agreement)


ZONES = {
    "clear_in": gettext_lazy("parmi les premiers"),
    "to_discuss": gettext_lazy("à discuter"),
    "clear_out": gettext_lazy("loin des premiers"),
}


def comparison_for(marks: Marks, closed: set[int], is_named: bool) -> Comparison | None:
    """The last figures as someone to whom these organisations are ``closed`` may see them; None when
    none were computed for what they see."""
    panel = marks.panel
    computation = Computation.objects.latest_ready(panel, Computation.Kind.RANKING)
    if computation is None:
        return None
    files = {file.public_id: file for file in marks.files}
    hidden = [key for key, file in files.items() if file.organisation_id in closed]
    found = computation.result["seen"].get(key_of(hidden))
    if found is None:
        return None
    seats = {j.public_id: j for j in panel.jurors.select_related("user")} if is_named else {}
    shown = [x for x in found["files"] if x["file"] in files and x["file"] not in hidden]
    most = max((x["high90"] or 0 for x in shown), default=0)
    return Comparison(
        computation,
        hash_without(facts_of(marks), hidden) != found["hash"],
        found["is_corrected"],
        found["parts"],
        found["icc_one_reading"],
        found["laureates"],
        [_line(files[x["file"]], x, most, found) for x in shown],
        [
            (seats[x["juror"]], x["readings"], x["severity"])
            for x in found["jurors"]
            if x["juror"] in seats
        ],
    )


def without(facts: dict, hidden) -> dict:
    """The same facts without these files."""
    closed = set(hidden)
    return {
        **facts,
        "files": [file for file in facts["files"] if file not in closed],
        "marks": [mark for mark in facts["marks"] if mark[0] not in closed],
    }


def hash_without(facts: dict, hidden) -> str:
    return hash_of(without(facts, hidden))


def _line(application, found: dict, most: int, whole: dict) -> Line:
    removed = found["removed"]
    return Line(
        application,
        found["readings"],
        found["raw"],
        found["adjusted"],
        None if found["raw"] is None or removed is None else -removed,
        found["low90"],
        found["high90"],
        found["first"],
        found["zone"],
        _drawing(found, most),
        sentences(found, whole),
    )


def _drawing(found: dict, most: int) -> Range | None:
    if found["expected"] is None or most < 2:
        return None
    places = [found[name] for name in ("low90", "low50", "expected", "high50", "high90")]
    return Range(*(round((place - 1) / (most - 1) * WIDTH) for place in places))


def sentences(found: dict, whole: dict) -> tuple[str, str]:
    """Why this file stands there, in two sentences. Pure: ``found`` is its row of the figures,
    ``whole`` what is common to all."""
    if found["raw"] is None:
        return _("Personne n’a donné de note à ce dossier."), _("Le jury en discute.")
    return _first_sentence(found, whole), _second_sentence(found, whole)


def _first_sentence(found: dict, whole: dict) -> str:
    readings = ngettext("{n} lecture", "{n} lectures", found["readings"]).format(
        n=found["readings"]
    )
    raw = floatformat(found["raw"], 2)
    if not whole["is_corrected"] or found["removed"] is None:
        return _("{readings}, moyenne {raw} ; rien n’est corrigé.").format(
            readings=readings, raw=raw
        )
    size = floatformat(abs(found["removed"]), 2)
    if round(abs(found["removed"]), 2) == 0:
        told = _("{readings}, moyenne {raw} ; ses lecteurs donnent autant que leurs collègues.")
    elif found["removed"] > 0:
        told = _(
            "{readings}, moyenne {raw} ; sur les dossiers lus en commun, ses lecteurs donnent {size} "
            "de plus que leurs collègues."
        )
    else:
        told = _(
            "{readings}, moyenne {raw} ; sur les dossiers lus en commun, ses lecteurs donnent {size} "
            "de moins que leurs collègues."
        )
    return told.format(readings=readings, raw=raw, size=size)


def _second_sentence(found: dict, whole: dict) -> str:
    if found["low90"] is None:
        return _("Les notes ne distinguent pas les dossiers : le jury en discute.")
    if whole["parts"] > 1:
        return _(
            "Sa place ne se compare qu’aux dossiers reliés par des jurés communs : de {low} à {high}."
        ).format(low=found["low90"], high=found["high90"])
    if found["first"] is None:
        return _("Sa place est entre {low} et {high} (neuf chances sur dix).").format(
            low=found["low90"], high=found["high90"]
        )
    return _(
        "Sa place est entre {low} et {high} (neuf chances sur dix), et il a {percent} chances "
        "sur cent d’être parmi les {laureates} premiers : {zone}."
    ).format(
        low=found["low90"],
        high=found["high90"],
        percent=round(100 * found["first"]),
        laureates=whole["laureates"],
        zone=ZONES[found["zone"]],
    )
