"""The letters of a sitting beside the decisions they tell: one line per file."""

from dataclasses import dataclass

from essaim.applications.models import Letter
from essaim.jury.models import Deliberation, Session
from essaim.jury.sitting import items_of


@dataclass(frozen=True)
class LetterLine:
    """One decision and its letter, if prepared."""

    item: Deliberation
    letter: Letter | None

    @property
    def is_to_approve(self) -> bool:
        return self.letter is not None and self.letter.status == Letter.Status.DRAFT

    @property
    def is_untrue(self) -> bool:
        """The letter tells another decision than the one recorded."""
        return self.letter is not None and self.letter.kind != self.item.outcome


def letter_lines(session: Session) -> list[LetterLine]:
    """Every file of the sitting with its live decision letter, in two queries."""
    items = list(items_of(session))
    letters = (
        Letter.objects.filter(application__in=[item.application_id for item in items])
        .exclude(kind=Letter.Kind.INADMISSIBLE)
        .exclude(status=Letter.Status.CANCELLED)
        .select_related("application__organisation", "prepared_by", "approved_by")
    )
    by_application = {letter.application_id: letter for letter in letters}
    return [LetterLine(item, by_application.get(item.application_id)) for item in items]
