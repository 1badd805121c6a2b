"""The minutes as data, drawn from what was recorded and from nothing else.

Plain JSON values: dates are ISO 8601 with their offset, people are named as they were that day.
"""

from django.utils.translation import gettext as _

from essaim.applications.models import AdmissibilityCheck, Application
from essaim.jury.facts import decision_facts, file_facts, recusal_facts, rule_facts
from essaim.jury.models import Attendance, Deliberation, Juror, Session
from essaim.jury.sitting import items_of
from essaim.jury.table import figures_of

SCHEMA = 2
LISTS = {
    "laureates": Deliberation.Outcome.LAUREATE,
    "reserve": Deliberation.Outcome.RESERVE,
    "not_selected": Deliberation.Outcome.NOT_SELECTED,
}


def content_of(session: Session) -> dict:
    """Everything the procès-verbal says (domain.md § 7), for the page, the PDF and the seal."""
    figures = annex_of(session)["figures"]
    items = [_item(item, figures) for item in _recorded(session)]
    return {
        "schema": SCHEMA,
        **rule_facts(session),
        "members": _members(session),
        "inadmissible": inadmissible_files(session.panel.call),
        "items": items,
        **lists_of(items),
    }


def lists_of(items: list[dict]) -> dict:
    """The laureates, the reserve list in order of rank, and those not selected."""

    def names(outcome):
        chosen = [item for item in items if item["outcome"] == outcome]
        return [
            {
                "application": item["application"],
                "organisation": item["organisation"],
                "title": item["title"],
                "rank": item["reserve_rank"],
            }
            for item in sorted(chosen, key=lambda item: item["reserve_rank"] or 0)
        ]

    return {name: names(outcome) for name, outcome in LISTS.items()}


def roll_of(session: Session) -> list[dict]:
    """The members in office, without their presence: what the journal keeps at the closing."""
    return [
        {name: value for name, value in member.items() if name != "presence"}
        for member in _members(session)
    ]


def annex_of(session: Session) -> dict:
    """Number of readings and raw mean of each file, without names; files not admissible."""
    return {
        "figures": {
            file.public_id: {
                "readings": found.readings,
                "mean": round(found.mean, 2) if found.mean is not None else None,
            }
            for file, found in figures_of(session.panel).items()
        },
        "inadmissible": inadmissible_files(session.panel.call),
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


def inadmissible_files(call) -> list[dict]:
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


def _item(item: Deliberation, figures: dict) -> dict:
    recusals = item.application.recusals.all()
    said = file_facts(item)
    return {
        **{name: said[name] for name in ("application", "organisation", "title", "position")},
        "recused": [recusal_facts(r) for r in recusals if r.session_id == item.session_id],
        **decision_facts(item),
        **figures.get(said["application"], {"readings": 0, "mean": None}),
    }


def seen_without(content: dict, closed: set[str]) -> dict:
    """The same minutes for someone recused: the files ``closed`` (public ids) say only that."""
    items = [
        {"application": i["application"], "position": i["position"], "is_closed": True}
        if i["application"] in closed
        else {**i, "is_closed": False}
        for i in content["items"]
    ]
    lists = {
        name: [line for line in content.get(name, []) if line["application"] not in closed]
        for name in LISTS
    }
    return {**content, "items": items, **lists}
