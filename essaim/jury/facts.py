"""The facts of a sitting as plain JSON values: what the minutes say and what the journal keeps.

Both are written by these functions, the journal when the act takes place: the minutes can then be
drawn again from the journal alone (see journal.py) and compared.
"""

import json

from django.utils import timezone

from essaim.base.ids import reference
from essaim.jury.models import Computation, Deliberation, Recusal, Session
from essaim.jury.sitting import presiding_juror


def moment(value) -> str:
    return timezone.localtime(value).isoformat() if value else ""


def as_note(facts) -> str:
    """Facts as the note of a line of the journal."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def file_facts(item: Deliberation) -> dict:
    """The file and its place in the order, said when the order is made."""
    application = item.application
    return {
        "application": application.public_id,
        "organisation": str(application.organisation),
        "title": str(application),
        "position": item.position,
        "item_ref": reference(item),
        "file_ref": reference(application),
    }


def recusal_facts(recusal: Recusal) -> dict:
    return {"name": str(recusal.juror), "left_at": moment(recusal.left_at)}


def decision_facts(item: Deliberation) -> dict:
    """What was decided on one file, by whom, how and why."""
    names = (
        dict(item.application.call.grid.criteria.values_list("code", "name"))
        if (item.criterion_reasons)
        else {}
    )
    return {
        "voters": [str(juror) for juror in item.voters.all()],
        "present_count": item.present_count,
        "quorum_needed": item.quorum_needed,
        "debate": item.debate,
        "method": item.method,
        "votes_for": item.votes_for,
        "votes_against": item.votes_against,
        "abstentions": item.abstentions,
        "is_by_casting_vote": item.is_by_casting_vote,
        "dissent": item.dissent,
        "outcome": item.outcome,
        "outcome_label": str(item.get_outcome_display()),
        "reserve_rank": item.reserve_rank,
        "reasons": item.reasons,
        "criterion_reasons": [
            {"criterion": names.get(code, code), "text": text}
            for code, text in item.criterion_reasons.items()
        ],
        "advice": item.advice,
        "decided_at": moment(item.decided_at),
    }


def rule_facts(session: Session) -> dict:
    """The rules under which the sitting was closed, and who presided then."""
    panel, call = session.panel, session.panel.call
    rules = call.rules.first()
    grid = getattr(call, "grid", None)
    return {
        "programme": call.programme.name,
        "call": {"title": call.title, "number": call.number, "slug": call.slug},
        "rules_version": rules.version if rules else None,
        "place": session.place,
        "planned_at": moment(session.planned_at),
        "opened_at": moment(session.opened_at),
        "closed_at": moment(session.closed_at),
        "chaired_by": str(presiding_juror(session) or ""),
        "quorum_percent": panel.quorum_percent,
        "has_casting_vote": panel.has_casting_vote,
        "laureates_range": [call.laureates_min, call.laureates_max],
        "grid": [
            {"name": c.name, "weight": str(c.weight)} for c in (grid.criteria.all() if grid else [])
        ],
        "computations": _computations(panel),
    }


def _computations(panel) -> list[dict]:
    """What was computed for the jury, with all that it takes to compute it again."""
    ready = panel.computations.filter(status=Computation.Status.READY, is_trial=False)
    return [
        {
            "kind": str(computation.get_kind_display()),
            "seed": computation.seed,
            "instance_hash": computation.instance_hash,
            "code_version": computation.code_version,
            "ready_at": moment(computation.ready_at),
        }
        for computation in ready.order_by("pk")
    ]
