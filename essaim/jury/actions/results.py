"""Letters and publication: everything prepared in secret, then shown in one transaction."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import log
from essaim.applications.actions import (
    approve_letter,
    leave_unselected,
    prepare_letter,
    put_on_reserve,
    select,
    send_letter,
)
from essaim.applications.models import Letter
from essaim.calls.actions import record_results, record_wave_results
from essaim.jury.actions.versions import write_version
from essaim.jury.actions.wording import words_of
from essaim.jury.exceptions import NotAllowed, ResultsNotReady, SameHands
from essaim.jury.mailing import LetterLine, letter_lines, other_letters
from essaim.jury.models import Attendance, Deliberation, Minutes, Session
from essaim.jury.permissions import chairs, manages
from essaim.jury.sitting import items_of
from essaim.jury.waves import results_at, wave_of

Outcome = Deliberation.Outcome
APPLY = {
    Outcome.LAUREATE: select,
    Outcome.RESERVE: put_on_reserve,
    Outcome.NOT_SELECTED: leave_unselected,
}


@transaction.atomic
def prepare_letters(session: Session, by) -> list[Letter]:
    """One draft letter per file decided, with the reasons of the minutes; told twice, writes once."""
    if not manages(by, session.panel):
        raise NotAllowed()
    _refuse_unsigned(session)
    letters = [_prepare(item, by) for item in items_of(session)]
    log(session, "prepare_letters", by=by, note=str(len(letters)))
    return letters


def _prepare(item: Deliberation, by) -> Letter:
    return prepare_letter(item.application, item.outcome, *words_of(item, item.outcome), by)


@transaction.atomic
def approve_letters(session: Session, letters: list[Letter], by) -> int:
    """The chair approves these letters, as they are now. A chair with a link leaves that one to
    the deputy. Returns how many were approved.
    """
    if not chairs(by, session.panel):
        raise NotAllowed()
    closed = session.panel.organisations_closed_to(by)
    lines = letter_lines(session)
    own = {line.letter.pk for line in lines if line.letter}
    own |= {letter.pk for letter in other_letters(session, lines)}
    for letter in letters:
        if letter.pk not in own or letter.application.organisation_id in closed:
            raise NotAllowed()
        approve_letter(letter, by)
    return len(letters)


@transaction.atomic
def announce_results(session: Session, by) -> None:
    """Send every letter, give every file its state and date the results: all of it or nothing.

    Two people: the manager who publishes is nobody who approved a letter.
    """
    if not manages(by, session.panel):
        raise NotAllowed()
    locked = Session.objects.select_for_update().get(pk=session.pk)
    missing = what_prevents_announcing(locked)
    if missing:
        raise ResultsNotReady(" ".join(missing))
    lines = letter_lines(locked)
    refuse_same_hands(lines, by)
    for line in sorted(lines, key=_in_list_order):
        APPLY[Outcome(line.item.outcome)](line.item.application, by)
        send_letter(line.letter, by)
    _record(locked, lines, by)
    write_version(locked, "", by)
    log(session, "announce", by=by, note=str(len(lines)))


def refuse_same_hands(lines: list[LetterLine], by) -> None:
    """Who publishes is nobody who approved a letter."""
    if any(line.letter and line.letter.approved_by_id == by.pk for line in lines):
        raise SameHands()


def _record(session: Session, lines: list[LetterLine], by) -> None:
    """Date the results, of the call or of the wave: a rolling call goes on."""
    wave = wave_of(session)
    if session.panel.call.is_rolling and wave:
        record_wave_results(wave, by)
    else:
        record_results(session.panel.call, by, **_told(session, lines))


def _told(session: Session, lines: list[LetterLine]) -> dict:
    """What everyone may know of the jury's work."""
    outcomes = [line.item.outcome for line in lines]
    return {
        "jury_met": timezone.localdate(session.opened_at).isoformat(),
        "jurors_count": session.attendances.filter(presence=Attendance.Presence.PRESENT).count(),
        "files_before_jury": len(lines),
        "laureates_announced": outcomes.count(Outcome.LAUREATE),
    }


def _in_list_order(line: LetterLine) -> tuple:
    return (line.item.reserve_rank or 0, line.item.position)


def what_prevents_announcing(session: Session) -> list[str]:
    """Sentences, one per thing to do before the results can be published."""
    if results_at(session):
        return [_("Les résultats sont déjà publiés.")]
    minutes = Minutes.objects.filter(session=session).first()
    if minutes is None or minutes.status != Minutes.Status.SIGNED:
        return [_("Le procès-verbal n’est pas encore signé par la présidence.")]
    lines = letter_lines(session)
    found = []
    if any(line.letter is None for line in lines):
        found.append(_("Des courriers restent à préparer."))
    if any(line.is_to_approve for line in lines):
        found.append(_("Des courriers restent à approuver par la présidence."))
    if any(line.is_untrue for line in lines):
        found.append(_("Un courrier ne correspond pas à la décision du procès-verbal."))
    if other_letters(session, lines):
        found.append(_("Un courrier est en trop : annulez-le, ou préparez de nouveau."))
    return found


def _refuse_unsigned(session) -> None:
    minutes = Minutes.objects.filter(session=session).first()
    if minutes is None or minutes.status != Minutes.Status.SIGNED:
        raise ResultsNotReady(
            _("Faites d’abord signer le procès-verbal : les courriers en reprennent les motifs.")
        )
