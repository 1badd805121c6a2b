"""What there is to deal: files, readers, links and readings begun, as plain data with its hash.

The worker computes a plan from these facts (jury.computing.plan), the pages compare them with those
of now: a plan of yesterday's facts is not applied. Nothing here loads the libraries of computing.
"""

import hashlib
import json
from dataclasses import dataclass

from essaim.jury.models import Assignment, Computation, Expertise, InterestDeclaration, Juror, Panel
from essaim.jury.progress import barred_pairs, counting_readings


def readers_of(panel: Panel) -> list[Juror]:
    """Those to whom readings are dealt: in office, declared, in their own right."""
    declared = InterestDeclaration.objects.filter(juror__panel=panel)
    jurors = panel.jurors.in_office().filter(substitute_for=None, pk__in=declared.values("juror"))
    return list(jurors.select_related("user"))


def facts_of(panel: Panel, options: dict) -> dict:
    """Everything a plan depends on, fit for JSON, in an order that only the facts decide. Seven
    queries. ``options``: « one_per_college » and « college », what is asked of every file's readers.
    """
    files = list(panel.files.prefetch_related("themes"))
    readers = sorted(readers_of(panel), key=lambda juror: juror.pk)
    closed = barred_pairs(panel)
    existing, opened = _readings(panel, files, readers)
    return {
        "wanted": panel.readings_wanted,
        "options": options,
        "files": [
            {"id": f.public_id, "themes": sorted(theme.slug for theme in f.themes.all())}
            for f in files
        ],
        "readers": _readers(readers),
        "barred": sorted(
            [file.public_id, juror.public_id]
            for file in files
            for juror in readers
            if (file.organisation_id, juror.pk) in closed
        ),
        "existing": existing,
        "opened": opened,
    }


def _readers(readers: list[Juror]) -> list[dict]:
    levels: dict[int, dict[str, int]] = {}
    known = Expertise.objects.filter(user__in=[juror.user_id for juror in readers])
    for user, theme, level in known.values_list("user", "theme__slug", "level"):
        levels.setdefault(user, {})[theme] = level
    return [
        {
            "id": juror.public_id,
            "college": juror.college,
            "most": juror.most_readings,
            "levels": levels.get(juror.user_id, {}),
        }
        for juror in readers
    ]


def _readings(panel, files, readers) -> tuple[list[list[str]], list[list[str]]]:
    """The readings that count, then those begun among them: [file, juror] public ids, in order."""
    keys = {file.pk: file.public_id for file in files}
    names = {juror.pk: juror.public_id for juror in readers}
    found = counting_readings(panel).filter(juror__in=names)
    existing = sorted(
        (keys[file], names[juror], status != Assignment.Status.ASSIGNED)
        for file, juror, status in found.values_list("application", "juror", "status")
    )
    return (
        [[file, juror] for file, juror, _is_begun in existing],
        [[file, juror] for file, juror, is_begun in existing if is_begun],
    )


def hash_of(facts: dict) -> str:
    """SHA-256 of the facts, hexadecimal."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Load:
    """The readings of one juror, now and in the plan proposed."""

    juror: Juror
    before: int
    after: int


@dataclass(frozen=True)
class Proposal:
    """A plan ready to be applied. ``is_stale``: the facts have changed since it was computed.

    ``added`` and ``removed`` list (file, juror); ``hidden`` counts the changes on files closed to the
    viewer, which are not named. ``loads``: of every reader, the largest load being ``largest``.
    """

    computation: Computation
    is_stale: bool
    added: list
    removed: list
    kept: int
    hidden: int
    loads: list[Load]

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.removed or self.hidden)

    @property
    def largest(self) -> int:
        return max((max(load.before, load.after) for load in self.loads), default=0)


def proposal_of(panel: Panel, user) -> Proposal | None:
    """The last plan computed and not applied yet, as ``user`` may see it; None when there is none."""
    computation = Computation.objects.latest_ready(panel, Computation.Kind.PLAN)
    if computation is None or computation.result.get("applied"):
        return None
    facts = facts_of(panel, computation.parameters)
    closed = panel.organisations_closed_to(user)
    files = {f.public_id: f for f in panel.files.select_related("organisation")}
    jurors = {juror.public_id: juror for juror in readers_of(panel)}
    before = {tuple(pair) for pair in facts["existing"]}
    after = {(file, juror) for file, juror, _affinity in computation.result["readings"]}

    def seen(pairs) -> list:
        known = [(files[f], jurors[j]) for f, j in sorted(pairs) if f in files and j in jurors]
        return [pair for pair in known if pair[0].organisation_id not in closed]

    added, removed = seen(after - before), seen(before - after)
    return Proposal(
        computation,
        hash_of(facts) != computation.instance_hash,
        added,
        removed,
        len(before & after),
        len(after ^ before) - len(added) - len(removed),
        [Load(juror, _load(before, key), _load(after, key)) for key, juror in jurors.items()],
    )


def _load(pairs, juror: str) -> int:
    return sum(1 for _file, reader in pairs if reader == juror)
