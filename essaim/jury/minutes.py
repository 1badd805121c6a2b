"""The minutes as data, drawn from what was recorded and from nothing else.

Plain JSON values: dates are ISO 8601 with their offset, people are named as they were that day.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.applications.models import AdmissibilityCheck, Application
from essaim.jury.models import Attendance, Deliberation, Juror, Session
from essaim.jury.sitting import items_of, presiding_juror
from essaim.jury.table import figures_of

SCHEMA = 1


def _moment(value) -> str:
    return timezone.localtime(value).isoformat() if value else ""


def content_of(session: Session) -> dict:
    """Everything the procès-verbal says (domain.md § 7), for the page, the PDF and the seal."""
    panel, call = session.panel, session.panel.call
    rules = call.rules.first()
    items = [_item(d) for d in _recorded(session)]
    _add_figures(panel, items)
    return {
        "schema": SCHEMA,
        "programme": call.programme.name,
        "call": {"title": call.title, "number": call.number, "slug": call.slug},
        "rules_version": rules.version if rules else None,
        "place": session.place,
        "planned_at": _moment(session.planned_at),
        "opened_at": _moment(session.opened_at),
        "closed_at": _moment(session.closed_at),
        "chaired_by": str(presiding_juror(session) or ""),
        "quorum_percent": panel.quorum_percent,
        "has_casting_vote": panel.has_casting_vote,
        "laureates_range": [call.laureates_min, call.laureates_max],
        "members": _members(session),
        "inadmissible": _inadmissible(call),
        "items": items,
        "grid": _grid(call),
    }


def _members(session) -> list[dict]:
    presence = {a.juror_id: a.get_presence_display() for a in session.attendances.all()}
    jurors = session.panel.jurors.in_office().select_related("user", "substitute_for__user")
    return [
        {
            "name": str(juror),
            "quality": juror.quality,
            "college": juror.college,
            "voice": juror.get_voice_display(),
            "office": _office(juror),
            "substitute_for": str(juror.substitute_for) if juror.substitute_for else "",
            "presence": str(presence.get(juror.pk, Attendance.Presence.ABSENT.label)),
        }
        for juror in jurors
    ]


def _office(juror: Juror) -> str:
    if juror.is_chair:
        return _("présidence")
    return _("vice-présidence") if juror.is_deputy else ""


def _inadmissible(call) -> list[dict]:
    checks = AdmissibilityCheck.objects.filter(
        application__call=call, application__status=Application.Status.INADMISSIBLE
    ).select_related("application__organisation")
    last = {check.application_id: check for check in checks.order_by("pk")}
    return [
        {
            "organisation": str(check.application.organisation),
            "title": str(check.application),
            "reason": check.reason,
        }
        for check in last.values()
    ]


def _recorded(session):
    return items_of(session).prefetch_related(
        "voters__user", "application__recusals__juror__user", "application__receipt"
    )


def _item(item: Deliberation) -> dict:
    application = item.application
    recusals = [r for r in application.recusals.all() if r.session_id == item.session_id]
    return {
        "application": application.public_id,
        "organisation": str(application.organisation),
        "title": str(application),
        "position": item.position,
        "recused": [{"name": str(r.juror), "left_at": _moment(r.left_at)} for r in recusals],
        "voters": [str(juror) for juror in item.voters.all()],
        "present_count": item.present_count,
        "quorum_needed": item.quorum_needed,
        "debate": item.debate,
        "method": item.method,
        "votes_for": item.votes_for,
        "votes_against": item.votes_against,
        "abstentions": item.abstentions,
        "is_by_casting_vote": item.is_by_casting_vote,
        "outcome": item.outcome,
        "outcome_label": str(item.get_outcome_display()),
        "reserve_rank": item.reserve_rank,
        "reasons": item.reasons,
        "advice": item.advice,
        "decided_at": _moment(item.decided_at),
    }


def _add_figures(panel, items) -> None:
    """The annex: number of readings and raw figures of each file, without names."""
    figures = {a.public_id: spread for a, spread in figures_of(panel).items()}
    for item in items:
        found = figures.get(item["application"])
        item["readings"] = found.readings if found else 0
        item["mean"] = round(found.mean, 2) if found and found.mean is not None else None


def _grid(call) -> list[dict]:
    grid = getattr(call, "grid", None)
    criteria = grid.criteria.all() if grid else []
    return [{"name": c.name, "weight": str(c.weight)} for c in criteria]


def seen_without(content: dict, closed: set[str]) -> dict:
    """The same minutes for someone recused: the files ``closed`` (public ids) say only that."""
    items = [
        {"application": i["application"], "position": i["position"], "is_closed": True}
        if i["application"] in closed
        else {**i, "is_closed": False}
        for i in content["items"]
    ]
    return {**content, "items": items}
