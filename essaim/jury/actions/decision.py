"""What the sitting decides, its closing, and the minutes drawn from what was recorded."""

from collections import Counter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, log
from essaim.applications.content import fingerprint
from essaim.jury.exceptions import (
    DecisionRefused,
    MinutesAltered,
    MinutesSigned,
    NobodyPresides,
    QuorumLacking,
    SessionIncomplete,
    SessionNotReady,
)
from essaim.jury.facts import as_note, decision_facts, rule_facts
from essaim.jury.minutes import annex_of, content_of, roll_of
from essaim.jury.models import Deliberation, Minutes, Session
from essaim.jury.permissions import presides
from essaim.jury.sitting import Room, items_of

Outcome, Method = Deliberation.Outcome, Deliberation.Method


@transaction.atomic
def decide(
    deliberation: Deliberation,
    outcome: str,
    reasons: str,
    by,
    *,
    method: str = Method.CONSENSUS,
    votes_for: int | None = None,
    votes_against: int | None = None,
    abstentions: int | None = None,
    reserve_rank: int | None = None,
    **words,
) -> Deliberation:
    """Record the jury's decision on one file, with its reasons; may be redone until the closing.
    ``words`` are those of ``_write_down``: debate, advice, dissent, criterion_reasons.

    Votes are « for » and « against » the outcome. Refuses without quorum, without reasons, when the
    votes do not carry the outcome, or when ``by`` does not preside for this file.
    """
    room = _room_that_may_decide(deliberation, by)
    sitting = room.sitting_on(deliberation.application_id)
    if not sitting.has_quorum:
        raise QuorumLacking(len(sitting.voters), sitting.needed)
    _refuse_bad_decision(outcome, reasons, reserve_rank)
    votes = (votes_for, votes_against, abstentions) if method == Method.VOTE else (None,) * 3
    is_cast = method == Method.VOTE and _carried(room, votes, len(sitting.voters))
    deliberation.outcome = outcome
    _write_down(deliberation, reasons, **words)
    deliberation.reserve_rank = reserve_rank if outcome == Outcome.RESERVE else None
    deliberation.method, deliberation.is_by_casting_vote = method, is_cast
    _count(deliberation, votes, sitting)
    deliberation.voters.set(room.people(sitting.voters))
    note = as_note(decision_facts(deliberation))
    log(deliberation, "decide", by=by, note=note)
    return deliberation


def _room_that_may_decide(deliberation, by) -> Room:
    session = _held(deliberation.session)
    if session.status != Session.Status.OPENED:
        raise SessionNotReady(_("La séance n’est pas ouverte : rien ne peut être décidé."))
    if not presides(by, session, deliberation.application):
        raise NobodyPresides()
    return Room(session)


def _count(deliberation, votes, sitting) -> None:
    """Write the decision with its votes and its quorum, as they are at this moment."""
    deliberation.votes_for, deliberation.votes_against, deliberation.abstentions = votes
    deliberation.present_count = len(sitting.voters)
    deliberation.quorum_needed = sitting.needed
    deliberation.decided_at = timezone.now()
    deliberation.save()


def _write_down(
    deliberation,
    reasons: str,
    debate: str = "",
    advice: str = "",
    dissent: str = "",
    criterion_reasons: dict[str, str] | None = None,
) -> None:
    """The words of the decision; of the criteria, by their codes, only those of which one is said."""
    deliberation.reasons, deliberation.advice = reasons.strip(), advice.strip()
    deliberation.debate, deliberation.dissent = debate.strip(), dissent.strip()
    said = {code: text.strip() for code, text in (criterion_reasons or {}).items()}
    deliberation.criterion_reasons = {code: text for code, text in said.items() if text}


def _held(session: Session) -> Session:
    """The sitting as stored, held until the end of the transaction: decisions and the closing come
    one after the other, so that the minutes say all that was decided.
    """
    return Session.objects.select_for_update().get(pk=session.pk)


def _refuse_bad_decision(outcome, reasons, reserve_rank) -> None:
    if outcome not in Outcome.values:
        raise DecisionRefused(_("Choisissez : lauréate, liste complémentaire ou non retenue."))
    if not reasons.strip():
        raise DecisionRefused(
            _("Écrivez les motifs : ils sont envoyés au candidat et portés au procès-verbal.")
        )
    if outcome == Outcome.RESERVE and not (reserve_rank and reserve_rank > 0):
        raise DecisionRefused(_("Donnez un rang sur la liste complémentaire, à partir de 1."))


def _carried(room, votes, voters: int) -> bool:
    """Check that the votes carry the outcome; True when it took the casting vote."""
    if None in votes or min(votes) < 0:
        raise DecisionRefused(_("Donnez les trois nombres : pour, contre, abstentions."))
    if sum(votes) != voters:
        raise DecisionRefused(
            _(
                "{sum} voix comptées pour {voters} votants présents : chaque votant est pour, "
                "contre, ou s’abstient."
            ).format(sum=sum(votes), voters=voters)
        )
    in_favour, against, _abstaining = votes
    if in_favour > against:
        return False
    if in_favour == against and in_favour and room.has_casting_vote:
        return True
    raise DecisionRefused(
        _(
            "Le vote n’adopte pas cette décision : proposez-en une autre au vote, ou débattez encore."
        )
    )


@transaction.atomic
def close_session(session: Session, by) -> Minutes:
    """Close the debate and draw the minutes; refuses with everything that is still wrong."""
    if not presides(by, session):
        raise NobodyPresides()
    if _held(session).status != Session.Status.OPENED:
        raise SessionNotReady(_("La séance n’est pas ouverte."))
    missing = what_prevents_closing(session)
    if missing:
        raise SessionIncomplete(missing)
    advance(session, Session.Status.CLOSED, by=by, closed_at=timezone.now())
    log(session, "close", by=by, note=as_note(rule_facts(session)))
    log(session, "roll", by=by, note=as_note(roll_of(session)))
    log(session, "annex", by=by, note=as_note(annex_of(session)))
    content = content_of(session)
    minutes = Minutes.objects.create(session=session, content=content, sha256=fingerprint(content))
    log(minutes, "draw", by=by, note=minutes.sha256)
    return minutes


def what_prevents_closing(session: Session) -> list[str]:
    """Sentences, one per thing to settle before the sitting can be closed."""
    items = list(items_of(session))
    found = []
    undecided = [item.position for item in items if not item.outcome]
    if undecided:
        found.append(
            _("Dossiers sans décision, par ordre de passage : {positions}.").format(
                positions=", ".join(map(str, undecided))
            )
        )
    weak = [i.position for i in items if i.outcome and i.present_count < i.quorum_needed]
    if weak:
        found.append(
            _("Dossiers décidés sans quorum : {positions}.").format(
                positions=", ".join(map(str, weak))
            )
        )
    return found + _wrong_lists(session.panel.call, items)


def _wrong_lists(call, items) -> list[str]:
    found = []
    count = sum(1 for item in items if item.outcome == Outcome.LAUREATE)
    if not call.laureates_min <= count <= call.laureates_max:
        found.append(
            _("Le règlement prévoit de {low} à {high} lauréats : vous en avez {count}.").format(
                low=call.laureates_min, high=call.laureates_max, count=count
            )
        )
    ranks = Counter(item.reserve_rank for item in items if item.outcome == Outcome.RESERVE)
    twice = sorted(rank for rank, times in ranks.items() if times > 1)
    if twice:
        found.append(
            _("Rang donné deux fois sur la liste complémentaire : {ranks}.").format(
                ranks=", ".join(map(str, twice))
            )
        )
    return found


@transaction.atomic
def sign_minutes(minutes: Minutes, by) -> Minutes:
    """Sign the minutes as drawn; nothing in them changes any more."""
    if not presides(by, minutes.session):
        raise NobodyPresides()
    if minutes.status == Minutes.Status.SIGNED:
        raise MinutesSigned()
    if fingerprint(minutes.content) != minutes.sha256:
        raise MinutesAltered()
    advance(
        minutes,
        Minutes.Status.SIGNED,
        by=by,
        signed_at=timezone.now(),
        signed_by=by,
        note=minutes.sha256,
    )
    return minutes
