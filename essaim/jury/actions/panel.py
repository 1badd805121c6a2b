"""The panel and its people: made by the managers of the call."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import find_or_invite, log
from essaim.calls.models import Call
from essaim.jury import emails
from essaim.jury.actions.computing import compare_scores
from essaim.jury.exceptions import (
    JurorBusy,
    NotAllowed,
    PanelExists,
    ReviewsClosed,
    SeatTaken,
)
from essaim.jury.models import Assignment, Juror, Panel, Session
from essaim.jury.permissions import manages, runs
from essaim.jury.progress import juror_lines
from essaim.jury.waves import is_between_waves


@transaction.atomic
def create_panel(call: Call, by, **settings) -> Panel:
    """The jury of a call, with its quorum, casting vote, readings wanted and due date."""
    if not Call.objects.managed_by(by).filter(pk=call.pk).exists():
        raise NotAllowed()
    if Panel.objects.filter(call=call).exists():
        raise PanelExists()
    panel = Panel.objects.create(call=call, **settings)
    log(panel, "create", by=by)
    return panel


@transaction.atomic
def set_panel(panel: Panel, by, **settings) -> Panel:
    """Change the rules of the panel before it sits.

    The date of the reviews cannot move once passed: marks have been shown since. Of a rolling call,
    it may once the results of the wave are out.
    """
    if not manages(by, panel):
        raise NotAllowed()
    stored = Panel.objects.select_for_update().get(pk=panel.pk)
    due_at = settings.get("reviews_due_at", stored.reviews_due_at)
    is_moved = stored.reviews_are_closed and due_at != stored.reviews_due_at
    if is_moved and not is_between_waves(stored):
        raise ReviewsClosed(
            _("Les évaluations sont closes et les notes ont pu être vues : la date ne change plus.")
        )
    for name, value in settings.items():
        setattr(panel, name, value)
    panel.save(update_fields=list(settings))
    log(panel, "set", by=by, note=", ".join(f"{name}={value}" for name, value in settings.items()))
    return panel


@transaction.atomic
def invite_juror(panel: Panel, email: str, name: str, by, **fields) -> Juror:
    """Seat a person (quality, college, voice, is_chair, is_deputy, substitute_for) and write to them."""
    if not manages(by, panel):
        raise NotAllowed()
    user = find_or_invite(email, name)
    _refuse_second_seat(panel, user, fields)
    juror, _is_new = Juror.objects.update_or_create(
        panel=panel,
        user=user,
        defaults={**fields, "left_at": None, "invited_at": timezone.now()},
    )
    log(juror, "invite", by=by)
    emails.invite(juror)
    return juror


def _refuse_second_seat(panel, user, fields) -> None:
    seated = panel.jurors.in_office()
    if seated.filter(user=user).exists():
        raise SeatTaken(_("{name} siège déjà dans ce jury.").format(name=user))
    chair = seated.filter(is_chair=True).first()
    if fields.get("is_chair") and chair:
        raise SeatTaken(_("{name} préside déjà ce jury.").format(name=chair))
    deputy = seated.filter(is_deputy=True).first()
    if fields.get("is_deputy") and deputy:
        raise SeatTaken(_("{name} assure déjà la vice-présidence.").format(name=deputy))
    titular = fields.get("substitute_for")
    if titular and titular.panel_id != panel.pk:
        raise SeatTaken(_("Cette personne ne siège pas dans ce jury."))


@transaction.atomic
def dismiss_juror(juror: Juror, by) -> None:
    """End a juror's office. Readings not handed in go back to the plan, the others keep counting."""
    if not manages(by, juror.panel):
        raise NotAllowed()
    if juror.panel.sessions.filter(status=Session.Status.OPENED).exists():
        raise JurorBusy(
            _("Une séance est ouverte : notez plutôt l’absence de ce juré dans les présences.")
        )
    juror.assignments.filter(status=Assignment.Status.ASSIGNED, review=None).delete()
    juror.left_at = timezone.now()
    juror.save(update_fields=["left_at"])
    log(juror, "dismiss", by=by)


@transaction.atomic
def remind_jurors(panel: Panel, by) -> int:
    """One mail to each juror who has something left to do, at most one a day. How many have."""
    if not runs(by, panel):
        raise NotAllowed()
    late = [line for line in juror_lines(panel) if line.has_something_left]
    for line in late:
        emails.remind(line, version=timezone.localdate().toordinal())
    log(panel, "remind", by=by, note=str(len(late)))
    return len(late)


@transaction.atomic
def close_reviews(panel: Panel, by) -> Panel:
    """Close the reviews now; from here on marks show, without names, and are compared."""
    if not runs(by, panel):
        raise NotAllowed()
    if panel.reviews_are_closed:
        raise ReviewsClosed()
    panel.reviews_due_at = timezone.now()
    panel.save(update_fields=["reviews_due_at"])
    log(panel, "close_reviews", by=by)
    compare_scores(panel, by)
    return panel
