"""What one sitting decides: the whole call or, of a rolling call, one wave after the other."""

from datetime import datetime

from django.utils import timezone

from essaim.applications.models import Application
from essaim.calls.models import Call, Wave
from essaim.jury.models import Panel, Session


def files_to_decide(panel: Panel):
    """The files that a sitting opened now decides. Of a rolling call, those of the first wave
    without results, once nobody can deposit in it any more.
    """
    files = panel.files.filter(status__in=Application.JUDGED)
    if not panel.call.is_rolling:
        return files
    wave = panel.call.waves.filter(results_at=None).first()
    return files.filter(wave=wave) if wave and _is_over(wave, panel.call) else files.none()


def _is_over(wave: Wave, call: Call) -> bool:
    """Its grace is past, and so is that of whoever was given more time."""
    now = timezone.now()
    given = call.extensions.filter(closed_at__lte=wave.closes_at, closes_at__gt=now - call.grace)
    return wave.grace_ends_at <= now and not given.exists()


def wave_of(session: Session) -> Wave | None:
    """The wave whose files this sitting decides; None for a call without waves."""
    return Wave.objects.filter(applications__deliberations__session=session).first()


def results_at(session: Session) -> datetime | None:
    """When what this sitting decided was announced; None until then."""
    wave = wave_of(session) if session.panel.call.is_rolling else None
    return wave.results_at if wave else session.panel.call.results_at


def is_between_waves(panel: Panel) -> bool:
    """Whether all that the panel decided so far is announced: it may then judge another wave."""
    sat = panel.sessions.filter(status__in=[Session.Status.OPENED, Session.Status.CLOSED])
    return panel.call.is_rolling and bool(sat) and all(results_at(session) for session in sat)
