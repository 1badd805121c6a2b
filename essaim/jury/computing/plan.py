"""A plan of readings by the flow solver, from the facts of the panel."""

from math import ceil

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.jury.assignment import (
    Instance,
    Kind,
    Plan,
    Shortage,
    Unservable,
    at_least_one,
    at_most_one,
    build,
    fair_plan,
    rebalanced,
)
from essaim.jury.assignment.affinity import by_theme
from essaim.jury.computing.found import Found
from essaim.jury.dealing import facts_of, hash_of, readers_of
from essaim.jury.exceptions import TooFewReaders
from essaim.jury.models import Computation

VERSION = 1
MOST_NAMED = 5


def compute_plan(computation: Computation) -> Found:
    """Everybody served, then a floor, then the worst served lifted; where a plan exists already only
    what is missing is dealt. Raises TooFewReaders, with the reason in words."""
    panel = computation.panel
    facts = facts_of(panel, computation.parameters)
    if not facts["files"]:
        raise TooFewReaders(_("Aucun dossier recevable pour le moment."))
    try:
        plan = _solve(facts, computation.seed)
    except Unservable as short:
        raise TooFewReaders(_in_words(panel, short.shortages)) from None
    record = plan.record()
    readings = [
        [file, juror, round(float(affinity), 4)]
        for (file, juror), affinity in zip(plan.readings, plan.affinities, strict=True)
    ]
    result = {**record, "readings": readings, "before": facts["existing"]}
    return Found(result, hash_of(facts), f"plan {VERSION}, {plan.solver}")


def _solve(facts: dict, seed: int) -> Plan:
    """With even loads first; if that serves nobody, up to what each one accepts."""
    for is_even in (True, False):
        try:
            instance = _instance(facts, seed, is_even)
            return rebalanced(instance) if facts["existing"] else fair_plan(instance)
        except Unservable:
            if not is_even:
                raise
    raise AssertionError  # the second turn returns or raises


def _instance(facts: dict, seed: int, is_even: bool) -> Instance:
    files = [file["id"] for file in facts["files"]]
    readers = facts["readers"]
    names = [reader["id"] for reader in readers]
    mean = facts["wanted"] * len(files) / max(len(readers), 1)
    most = [reader["most"] or (ceil(mean) if is_even else len(files)) for reader in readers]
    begun = _counts(names, facts["opened"])
    least = [min(int(mean), top) if is_even else 0 for top in most]
    return build(
        files,
        names,
        _affinity(facts),
        wanted=facts["wanted"],
        # What was opened stays, even beyond what a juror would accept now.
        load_max=np.maximum(most, begun),
        load_min=least,
        forbidden=map(tuple, facts["barred"]),
        locked=map(tuple, facts["opened"]),
        existing=map(tuple, facts["existing"]),
        bounds=_rules(facts),
        seed=seed,
    )


def _counts(names, pairs) -> np.ndarray:
    return np.array(
        [sum(1 for _file, juror in pairs if juror == name) for name in names], dtype=int
    )


def _affinity(facts: dict) -> np.ndarray:
    themes = sorted({slug for file in facts["files"] for slug in file["themes"]})
    has = np.array(
        [[slug in file["themes"] for slug in themes] for file in facts["files"]], dtype=float
    ).reshape(len(facts["files"]), len(themes))
    knows = np.array(
        [[reader["levels"].get(slug, 0) for slug in themes] for reader in facts["readers"]],
        dtype=float,
    ).reshape(len(facts["readers"]), len(themes))
    wishes = np.zeros((len(has), len(knows)), dtype=np.int8)
    return by_theme(has, knows, wishes).affinity


def _rules(facts: dict) -> list:
    options = facts["options"]
    colleges = {r["id"]: r["college"] for r in facts["readers"] if r["college"]}
    rules = at_most_one(colleges) if options.get("one_per_college") else []
    wanted = options.get("college")
    if wanted:
        members = [juror for juror, college in colleges.items() if college == wanted]
        rules.append(at_least_one(members, wanted))
    return rules


def _in_words(panel, shortages: list[Shortage]) -> str:
    """The cut, named: which files lack readers, who could read them, and what would help."""
    files = {f.public_id: str(f.organisation) for f in panel.files.select_related("organisation")}
    jurors = {juror.public_id: str(juror) for juror in readers_of(panel)}
    return "\n".join(_sentence(shortage, files, jurors) for shortage in shortages)


def _sentence(shortage: Shortage, files: dict, jurors: dict) -> str:
    if shortage.kind == Kind.RULES:
        return _(
            "Les règles de composition (collèges) ne peuvent pas être toutes tenues. Retirez-en une, "
            "ou invitez un juré."
        )
    readers = _listed([jurors[key] for key in shortage.jurors])
    if shortage.kind == Kind.LEAST_LOAD:
        return _("Ces jurés ne peuvent pas lire assez de dossiers : {names}.").format(names=readers)
    named = _listed([files[key] for key in shortage.applications])
    if not shortage.jurors:
        return _(
            "Personne ne peut lire : {files}. Invitez un juré sans lien, ou relancez les déclarations."
        ).format(files=named)
    count = len(shortage.jurors)
    told = ngettext(
        "Il manque {missing} lectures : {files} ne peuvent être lus que par {count} juré ({names}).",
        "Il manque {missing} lectures : {files} ne peuvent être lus que par {count} jurés ({names}).",
        count,
    )
    told = told.format(missing=shortage.missing, files=named, count=count, names=readers)
    return f"{told} {_what_would_help(_listed([jurors[key] for key in shortage.full]))}"


def _what_would_help(full: str) -> str:
    """``full``: those who would read all they accept, in words."""
    if not full:
        return _(
            "Invitez un juré, relancez les déclarations, ou demandez moins de lectures par dossier."
        )
    return _(
        "Augmentez le nombre de lectures de {names}, invitez un juré, ou demandez moins de lectures "
        "par dossier."
    ).format(names=full)


def _listed(names: list[str]) -> str:
    """The first few names, then how many more."""
    shown = ", ".join(sorted(names)[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return shown if more <= 0 else _("{names} et {count} autres").format(names=shown, count=more)
