"""What the self-test concludes. It advises and binds nobody; nothing of it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from essaim.calls.models import EligibilityQuestion


class Conclusion(StrEnum):
    YES = "yes"
    NO = "no"
    ASK = "ask"


@dataclass(frozen=True)
class Verdict:
    conclusion: Conclusion
    # The questions answered otherwise than expected, or that the person could not answer.
    reasons: list[EligibilityQuestion]


def verdict(answers: Iterable[tuple[EligibilityQuestion, str]]) -> Verdict:
    """``answers`` are (question, « yes », « no » or anything else for « I do not know »).

    No, with its reasons, as soon as a blocking question is answered otherwise than expected. Else
    to be asked of the team when anything is not as expected or not known. Else yes.
    """
    otherwise = [(q, value) for q, value in answers if value != q.expected]
    values = EligibilityQuestion.Expected.values
    blocking = [q for q, value in otherwise if q.is_blocking and value in values]
    if blocking:
        return Verdict(Conclusion.NO, blocking)
    reasons = [q for q, _value in otherwise]
    return Verdict(Conclusion.ASK if reasons else Conclusion.YES, reasons)
