"""The checklist of admissibility: what the team finds on each line, and what it bears out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import log
from essaim.applications.actions.asking import hold_file
from essaim.applications.exceptions import (
    ChecklistIncomplete,
    NotAllowed,
    ReasonMissing,
    StaleFindings,
)
from essaim.applications.models import AdmissibilityCheck, Application, CriterionCheck
from essaim.applications.permissions import can_note_findings
from essaim.calls.models import AdmissibilityCriterion

Finding = CriterionCheck.Finding


@dataclass(frozen=True)
class Noted:
    """What an examiner notes on one line; ``version`` is the one they had before their eyes (0: none)."""

    criterion: AdmissibilityCriterion
    finding: str
    reason: str = ""
    version: int = 0


@transaction.atomic
def note_findings(application, noted: Iterable[Noted], by) -> list[CriterionCheck]:
    """Keep the lines that change; returns them. All or nothing.

    Noting again what is stored changes nothing. Raises NotAllowed when no verdict can be given any
    more, ReasonMissing for a line not met without words, StaleFindings (which carries what is
    stored) where someone noted otherwise meanwhile.
    """
    application = hold_file(application)
    if not can_note_findings(by, application):
        raise NotAllowed()
    stored = {check.criterion_id: check for check in _checks(application)}
    changed = [line for line in noted if _differs(line, stored.get(line.criterion.pk))]
    for line in changed:
        if line.finding != Finding.MET and not line.reason.strip():
            raise ReasonMissing(_("Écrivez la raison de chaque point qui n’est pas rempli."))
    stale = [
        stored[line.criterion.pk]
        for line in changed
        if line.criterion.pk in stored and stored[line.criterion.pk].version != line.version
    ]
    if stale:
        raise StaleFindings(stale)
    kept = [_keep(application, line, stored.get(line.criterion.pk), by) for line in changed]
    if kept:
        log(application, "note_findings", by=by, note=" · ".join(str(check) for check in kept))
    return kept


def _checks(application):
    return application.criterion_checks.select_related("criterion", "checked_by")


def _differs(line: Noted, stored: CriterionCheck | None) -> bool:
    return stored is None or (stored.finding, stored.reason) != (line.finding, line.reason.strip())


def _keep(application, line: Noted, stored: CriterionCheck | None, by) -> CriterionCheck:
    check = stored or CriterionCheck(application=application, criterion=line.criterion, version=0)
    check.finding, check.reason = line.finding, line.reason.strip()
    check.version += 1
    check.checked_by, check.checked_at = by, timezone.now()
    check.save()
    return check


def check_findings(application: Application, verdict: str) -> None:
    """Raise ChecklistIncomplete if the checklist of the call, where it has one, says otherwise."""
    criteria = application.call.admissibility_criteria.all()
    if not criteria:
        return
    found = {check.criterion_id: check.finding for check in _checks(application)}
    findings = [found.get(criterion.pk) for criterion in criteria]
    if verdict == AdmissibilityCheck.Verdict.INADMISSIBLE:
        if Finding.UNMET not in findings:
            raise ChecklistIncomplete(
                _("Notez d’abord, dans la liste, au moins un point non rempli, avec sa raison.")
            )
    elif set(findings) != {Finding.MET}:
        raise ChecklistIncomplete(
            _("Une candidature est recevable quand tous les points de la liste sont remplis.")
        )


def reason_found(application: Application) -> str:
    """What the findings say, to begin the reason of a decision: for each line not met the rule, what
    was checked and the fact; empty when nothing was found yet.
    """
    checks = list(_checks(application))
    unmet = [check for check in checks if check.finding == Finding.UNMET]
    if checks and all(check.finding == Finding.MET for check in checks):
        return _("Tous les points vérifiés sont remplis.")
    return "\n\n".join(
        _("{rule}{text}\nConstat : {reason}").format(
            rule=f"{check.criterion.rule} – " if check.criterion.rule else "",
            text=check.criterion.text,
            reason=check.reason,
        )
        for check in unmet
    )
