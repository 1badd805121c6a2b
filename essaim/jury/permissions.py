"""Who may do what in a jury. Lists go through ``visible_to`` and ``run_by``.

A juror with a link (a binding conflict) takes no part in any file of that organisation, and the
chair and the managers who sit in the jury are bound like everyone else.
"""

from essaim.jury.models import Juror, Panel
from essaim.jury.sitting import presiding_juror


def manages(user, panel) -> bool:
    return Panel.objects.managed_by(user).filter(pk=panel.pk).exists()


def chairs(user, panel) -> bool:
    """Sits as chair, or as the deputy who may have to take over."""
    return panel.jurors.in_office().presiding().filter(user=user).exists()


def runs(user, panel) -> bool:
    return Panel.objects.run_by(user).filter(pk=panel.pk).exists()


def seat_of(user, panel) -> Juror | None:
    return panel.jurors.in_office().filter(user=user).first()


def presides(user, session, application=None) -> bool:
    juror = presiding_juror(session, application)
    return juror is not None and juror.user_id == user.pk
