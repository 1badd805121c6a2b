"""More time, with its reason: for everyone, after an outage, or for one named applicant.

The people concerned are told by applications.actions.tell_extensions, soon after.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from essaim.accounts.actions import log
from essaim.calls.actions.holding import check_manager
from essaim.calls.exceptions import NoOutage, NotExtendable, ReasonMissing
from essaim.calls.models import Call, Extension, Wave
from essaim.calls.models.zones import hour
from essaim.calls.outages import Outage, proposal, wave_of

Kind = Extension.Kind


@transaction.atomic
def extend(
    call: Call, closes_at: datetime, reason: str, by, *, wave: Wave | None = None, kind=Kind.GENERAL
) -> Extension:
    """Move the closing of a published call, or of one of its waves, later for everyone.

    Raises NotManager, ReasonMissing, or NotExtendable when the results are out or when the new
    closing is not after the present one, to come, and before that of the next wave.
    """
    call, wave = _hold(call, wave, by)
    closed_at = _check_later(call, wave, closes_at)
    given = _record(call, closed_at, closes_at, reason, by, kind=kind)
    if wave:
        Wave.objects.filter(pk=wave.pk).update(closes_at=closes_at)
    if call.closes_at and call.closes_at < closes_at:
        Call.objects.filter(pk=call.pk).update(closes_at=closes_at)
    return given


@transaction.atomic
def extend_for(
    call: Call, email: str, closes_at: datetime, reason: str, by, *, wave: Wave | None = None
) -> Extension:
    """More time for whoever owns an application under this address; nothing public says so.

    Raises as ``extend`` does.
    """
    call, wave = _hold(call, wave, by)
    closed_at = _check_later(call, wave, closes_at)
    email = email.strip().lower()
    return _record(call, closed_at, closes_at, reason, by, kind=Kind.NAMED, email=email)


@transaction.atomic
def extend_after_outage(call: Call, by) -> Extension:
    """Give everyone back the time during which the site did not answer, as it proposes itself.

    Raises NotManager, or NoOutage when no time is to be given back.
    """
    check_manager(call, by)
    proposed = proposal(call, timezone.now())
    if proposed is None:
        raise NoOutage()
    reason = _("Le site n’a pas répondu {times}.").format(
        times=", ".join(_in_words(outage) for outage in proposed.outages)
    )
    wave = wave_of(proposed.closing)
    return extend(call, proposed.closes_at, reason, by, wave=wave, kind=Kind.OUTAGE)


def _hold(call: Call, wave: Wave | None, by) -> tuple[Call, Wave | None]:
    """The call and its wave as stored, locked so that two extensions come one after the other."""
    check_manager(call, by)
    call = Call.objects.select_for_update(of=["self"]).get(pk=call.pk)
    if call.status != Call.Status.PUBLISHED or call.results_at:
        raise NotExtendable(
            _("Seul un appel publié, dont les résultats ne sont pas connus, se prolonge.")
        )
    if call.is_rolling:
        return call, _wave_as_stored(call, wave)
    return call, None


def _wave_as_stored(call: Call, wave: Wave | None) -> Wave:
    found = call.waves.filter(pk=wave.pk, results_at=None).first() if wave else None
    if found is None:
        raise NotExtendable(_("Choisissez une vague dont les résultats ne sont pas publiés."))
    return found


def _check_later(call: Call, wave: Wave | None, closes_at: datetime) -> datetime:
    """The closing replaced. Raises NotExtendable."""
    closed_at = wave.closes_at if wave else call.closes_at
    if closes_at <= closed_at or closes_at <= timezone.now():
        raise NotExtendable(
            _(
                "La nouvelle clôture doit être après l’ancienne, et à venir. Choisissez-la plus tard."
            )
        )
    following = wave and call.waves.filter(closes_at__gt=closed_at).first()
    if following and closes_at >= following.closes_at:
        raise NotExtendable(
            _("La nouvelle clôture doit être avant celle de la vague suivante ({number}).").format(
                number=following.number
            )
        )
    return closed_at


def _record(call, closed_at, closes_at, reason, by, **fields) -> Extension:
    if not reason.strip():
        raise ReasonMissing()
    given = Extension.objects.create(
        call=call,
        closed_at=closed_at,
        closes_at=closes_at,
        reason=reason.strip(),
        granted_by=by,
        **fields,
    )
    who = f"{given.email}, " if given.email else ""
    log(call, "extend", by=by, note=f"{who}{closed_at.isoformat()} → {closes_at.isoformat()}")
    return given


def _in_words(outage: Outage) -> str:
    """« le 24 mai 2027 de 17 h 30 à 17 h 52 (heure de Paris) », the site's own clock."""
    began, ended = timezone.localtime(outage.began_at), timezone.localtime(outage.ended_at)
    return _("le {day} de {start} à {end} (heure de Paris)").format(
        day=date_format(began, "DATE_FORMAT"),
        start=hour(began),
        end=hour(ended),
    )
