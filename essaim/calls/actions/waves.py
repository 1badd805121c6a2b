"""The waves of a rolling call: announced, moved while they are far, frozen once closed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import log
from essaim.calls.actions.holding import check_manager
from essaim.calls.exceptions import WaveFrozen, WaveMisplaced
from essaim.calls.models import Call, Wave


@transaction.atomic
def add_wave(call: Call, closes_at: datetime, by, results_expected: str = "") -> Wave:
    """Announce one more closing, after those already announced.

    Raises NotManager, WaveFrozen unless the call is a rolling one still to be decided,
    WaveMisplaced when its closing is past or not after the others.
    """
    call = _hold(call, by)
    number = (call.waves.aggregate(last=Max("number"))["last"] or 0) + 1
    wave = Wave(call=call, number=number, closes_at=closes_at, results_expected=results_expected)
    _check_place(wave)
    wave.save()
    log(call, "add_wave", by=by, note=f"{number}, {closes_at.isoformat()}")
    return wave


@transaction.atomic
def edit_wave(wave: Wave, closes_at: datetime, by, results_expected: str = "") -> Wave:
    """Change a wave that is not closed. Of a published call, the closing of the wave that people
    are writing for only moves by an extension, which has a reason and is told to them.

    Raises NotManager, WaveFrozen, WaveMisplaced.
    """
    call = _hold(wave.call, by)
    wave = _held(wave)
    if closes_at != wave.closes_at and _is_written_for(wave, call):
        raise WaveFrozen(
            _(
                "Des candidats écrivent déjà pour cette vague : sa clôture ne s’avance pas, et se "
                "recule par une prolongation, dont ils sont prévenus."
            )
        )
    wave.closes_at, wave.results_expected = closes_at, results_expected
    _check_place(wave)
    wave.save(update_fields=["closes_at", "results_expected"])
    log(call, "edit_wave", by=by, note=f"{wave.number}, {closes_at.isoformat()}")
    return wave


@transaction.atomic
def remove_wave(wave: Wave, by) -> None:
    """Take back a wave that nobody has deposited for. Raises NotManager, WaveFrozen."""
    call = _hold(wave.call, by)
    wave = _held(wave)
    try:
        wave.delete()
    except ProtectedError:
        raise WaveFrozen(
            _("Des candidatures sont déposées pour cette vague : gardez-la.")
        ) from None
    log(call, "remove_wave", by=by, note=str(wave.number))


def _hold(call: Call, by) -> Call:
    """The call as stored, locked: its waves change one after the other."""
    check_manager(call, by)
    call = Call.objects.select_for_update(of=["self"]).get(pk=call.pk)
    is_running = call.status in (Call.Status.DRAFT, Call.Status.PUBLISHED) and not call.results_at
    if not (call.is_rolling and is_running):
        raise WaveFrozen(_("Seul un appel au fil de l’eau, ni archivé ni annulé, a des vagues."))
    return call


def _held(wave: Wave) -> Wave:
    stored = Wave.objects.select_related("call").get(pk=wave.pk)
    if stored.closes_at <= timezone.now():
        raise WaveFrozen()
    return stored


def _is_written_for(wave: Wave, call: Call) -> bool:
    coming = call.waves.filter(closes_at__gt=timezone.now()).first()
    return call.status == Call.Status.PUBLISHED and coming == wave


def _check_place(wave: Wave) -> None:
    """In time, in the order of the numbers, within the dates of the call."""
    call, others = wave.call, wave.call.waves.exclude(pk=wave.pk)
    if wave.closes_at <= timezone.now():
        raise WaveMisplaced(_("La clôture d’une vague doit être à venir."))
    before = others.filter(number__lt=wave.number, closes_at__gte=wave.closes_at).first()
    after = others.filter(number__gt=wave.number, closes_at__lte=wave.closes_at).first()
    if before or after:
        raise WaveMisplaced(
            _(
                "Les vagues se suivent : cette clôture est mal placée par rapport à la {other}."
            ).format(other=before or after)
        )
    if call.opens_at and wave.closes_at <= call.opens_at:
        raise WaveMisplaced(_("La clôture d’une vague vient après l’ouverture de l’appel."))
    if call.closes_at and wave.closes_at > call.closes_at:
        raise WaveMisplaced(_("La clôture d’une vague vient au plus tard à la clôture de l’appel."))
