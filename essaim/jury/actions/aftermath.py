"""After the results: a laureate gives up, the reserve list is called, a mistake is corrected."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, log
from essaim.applications.actions import leave_unselected, prepare_letter, select, send_letter
from essaim.applications.models import Application, Laureate, Letter
from essaim.jury import emails
from essaim.jury.actions.versions import write_version
from essaim.jury.actions.wording import words_of
from essaim.jury.exceptions import AftermathRefused, NotAllowed
from essaim.jury.models import Deliberation, Minutes, Session
from essaim.jury.permissions import manages
from essaim.jury.waves import results_at

Status, Outcome = Application.Status, Deliberation.Outcome
CORRECTIONS = (Outcome.LAUREATE, Outcome.NOT_SELECTED)


@transaction.atomic
def withdraw_laureate(item: Deliberation, reason: str, by) -> Deliberation | None:
    """A laureate gives up: it leaves the public list, and the letter that calls the first of the
    reserve list is prepared. ``reason`` is public. Returns who is called, None if nobody is left.
    """
    session, application = _held(item, reason, by)
    if application.status != Status.LAUREATE:
        raise AftermathRefused(_("Cette candidature n’est pas lauréate."))
    _take_off_the_list(application)
    advance(application, Status.WITHDRAWN, by=by, note=reason)
    write_version(session, reason.strip(), by)
    called = next_on_reserve(session)
    if called:
        words = words_of(called, Outcome.LAUREATE)
        prepare_letter(called.application, Letter.Kind.LAUREATE, *words, by)
    return called


@transaction.atomic
def call_up(session: Session, by) -> Deliberation:
    """Make the first of the reserve list a laureate and send its letter, once another person has
    approved it. Raises AftermathRefused: no place, nobody left, letter not approved.
    """
    _check(session, by)
    session = Session.objects.select_for_update().get(pk=session.pk)
    item = next_on_reserve(session)
    if item is None:
        raise AftermathRefused(_("Plus personne sur la liste complémentaire, ou elle est échue."))
    if not has_place(session):
        raise AftermathRefused(_("Aucune place n’est libre : aucun lauréat n’a renoncé."))
    letters = item.application.letters.filter(kind=Letter.Kind.LAUREATE)
    letter = letters.filter(status=Letter.Status.APPROVED).first()
    if letter is None:
        raise AftermathRefused(_("Faites d’abord approuver le courrier par la présidence."))
    select(item.application, by)
    send_letter(letter, by)
    reason = _("{organisation} est appelée de la liste complémentaire.")
    write_version(session, reason.format(organisation=item.application.organisation), by)
    log(session, "call_up", by=by, note=item.application.public_id)
    return item


@transaction.atomic
def correct_results(item: Deliberation, outcome: str, reason: str, by) -> None:
    """Correct what was published by mistake, on the ground of a rider signed since: a new version
    of the results, with its public reason, and a letter to approve, then to send from its page.
    """
    session, application = _held(item, reason, by)
    _refuse_bad_correction(session, application, outcome)
    if application.status == Status.LAUREATE:
        _take_off_the_list(application)
    if outcome == Outcome.LAUREATE:
        select(application, by)
    else:
        leave_unselected(application, by)
    prepare_letter(application, outcome, *words_of(item, outcome), by)
    write_version(session, reason.strip(), by)
    log(session, "correct_results", by=by, note=application.public_id, after=outcome)


def _refuse_bad_correction(session, application, outcome) -> None:
    if outcome not in CORRECTIONS or outcome == application.status:
        raise AftermathRefused(_("Choisissez une autre décision que celle qui est publiée."))
    last = session.result_versions.first()
    riders = Minutes.objects.get(session=session).riders
    if last is None or not riders.filter(signed_at__gt=last.made_at).exists():
        raise AftermathRefused(
            _("Faites d’abord signer un avenant au procès-verbal : la correction s’appuie dessus.")
        )


def has_place(session: Session) -> bool:
    """Fewer laureates than the jury chose."""
    chosen = session.deliberations.filter(outcome=Outcome.LAUREATE).count()
    files = session.deliberations.filter(application__status=Status.LAUREATE)
    return files.count() < chosen


def next_on_reserve(session: Session) -> Deliberation | None:
    """The first, by rank, who still waits on a list that still holds."""
    until = session.panel.reserve_until_on
    if until and until < timezone.localdate():
        return None
    waiting = session.deliberations.filter(
        outcome=Outcome.RESERVE, application__status=Status.RESERVE
    )
    related = ("application__organisation", "application__call__programme", "session__panel")
    return waiting.select_related(*related).order_by("reserve_rank").first()


def expire_reserves() -> int:
    """Tell those who still wait on a list whose date is past that it is over; returns how many."""
    over = Deliberation.objects.filter(
        outcome=Outcome.RESERVE,
        application__status=Status.RESERVE,
        session__panel__reserve_until_on__lt=timezone.localdate(),
    )
    items = list(over.select_related("application__owner", "session__panel__call__programme"))
    for item in items:
        with transaction.atomic():
            leave_unselected(item.application, None)
            emails.tell_reserve_over(item)
    return len(items)


def _check(session: Session, by) -> None:
    if not manages(by, session.panel):
        raise NotAllowed()
    if not results_at(session):
        raise AftermathRefused(_("Les résultats ne sont pas encore publiés."))


def _held(item: Deliberation, reason: str, by) -> tuple[Session, Application]:
    """The sitting and the file, held until the end; refuses without a reason."""
    _check(item.session, by)
    if not reason.strip():
        raise AftermathRefused(_("Écrivez le motif : il est public, avec la nouvelle version."))
    session = Session.objects.select_for_update().get(pk=item.session_id)
    return session, Application.objects.select_for_update(no_key=True).get(pk=item.application_id)


def _take_off_the_list(application: Application) -> None:
    try:
        Laureate.objects.filter(application=application).delete()
    except ProtectedError as engaged:
        raise AftermathRefused(
            _("Son accompagnement est ouvert : arrêtez-le d’abord, dans « Accompagnement ».")
        ) from engaged
