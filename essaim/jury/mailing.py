"""The letters of a sitting beside the decisions they tell: one line per file."""

from dataclasses import dataclass

from essaim.accounts.models import LogEntry
from essaim.applications.models import Letter
from essaim.base.ids import reference
from essaim.jury.models import Deliberation, Session
from essaim.jury.sitting import items_of
from essaim.jury.waves import results_at


@dataclass(frozen=True)
class LetterLine:
    """One decision and its letter, if prepared. ``was_approved``: changed since it was approved."""

    item: Deliberation
    letter: Letter | None
    was_approved: bool = False

    @property
    def is_to_approve(self) -> bool:
        return self.letter is not None and self.letter.status == Letter.Status.DRAFT

    @property
    def is_untrue(self) -> bool:
        """The letter tells another decision than the one recorded."""
        return self.letter is not None and self.letter.kind != self.item.outcome


def _letters(session: Session):
    letters = Letter.objects.filter(application__deliberations__session=session)
    letters = letters.exclude(kind=Letter.Kind.INADMISSIBLE)
    letters = letters.exclude(status=Letter.Status.CANCELLED)
    return letters.select_related("application__organisation", "prepared_by", "approved_by")


def letter_lines(session: Session) -> list[LetterLine]:
    """Every file of the sitting with its live decision letter: the one that tells its decision or,
    failing that, another. In three queries.
    """
    items = list(items_of(session))
    found: dict[int, list[Letter]] = {}
    for letter in _letters(session):
        found.setdefault(letter.application_id, []).append(letter)
    changed = _changed_since_approval([x for letters in found.values() for x in letters])
    lines = []
    for item in items:
        letters = found.get(item.application_id, [])
        true = [x for x in letters if x.kind == item.outcome]
        letter = next(iter(true or letters), None)
        lines.append(LetterLine(item, letter, letter is not None and reference(letter) in changed))
    return lines


def _changed_since_approval(letters) -> set[str]:
    refs = [reference(letter) for letter in letters if letter.status == Letter.Status.DRAFT]
    back = LogEntry.objects.filter(ref__in=refs, before=Letter.Status.APPROVED)
    return set(back.values_list("ref", flat=True))


def other_letters(session: Session, lines: list[LetterLine]) -> list[Letter]:
    """The letters beside those of the list. Before the results they are in excess (a file withdrawn,
    a second letter); after them, they tell a call from the reserve list or a correction.
    """
    told = {line.letter.pk for line in lines if line.letter}
    others = [letter for letter in _letters(session) if letter.pk not in told]
    if results_at(session):
        return others
    return [letter for letter in others if letter.status in Letter.PENDING]
