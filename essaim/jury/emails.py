"""Who is told of what in a jury: jurors. Applicants are told by letters."""

from django.urls import reverse

from essaim.accounts.actions import enqueue_mail
from essaim.base.ids import reference
from essaim.jury.models import Deliberation, Juror, Session
from essaim.jury.progress import JurorLine


def invite(juror: Juror) -> None:
    """Where to go, for what, by when. Written once per invitation."""
    _write("jury_invitation", juror, juror, version=int(juror.invited_at.timestamp()))


def remind(line: JurorLine, *, version: int) -> None:
    """What is left, by when; ``version`` names the day, so that a second click writes nothing."""
    _write("juror_reminder", line.juror, line.juror, version=version, line=line)


def summon(session: Session, juror: Juror) -> None:
    """The convocation, with the page of the sitting and its calendar entry."""
    _write(
        "jury_summons",
        session,
        juror,
        version=session.convocations,
        session=session,
        session_path=session.get_absolute_url(),
        calendar_path=reverse("jury:session_calendar", args=[session.public_id]),
    )


def tell_reserve_over(item: Deliberation) -> None:
    """The reserve list has lapsed: nobody called this file."""
    application = item.application
    enqueue_mail(
        kind="reserve_over",
        ref=reference(item),
        recipient=application.owner.email,
        template="jury/mails/reserve_over",
        context={"application": application, "call": item.session.panel.call},
    )


def _write(kind: str, obj, juror: Juror, *, version: int, **context) -> None:
    enqueue_mail(
        kind=kind,
        ref=reference(obj),
        recipient=juror.user.email,
        template=f"jury/mails/{kind}",
        version=version,
        context={
            "juror": juror,
            "panel": juror.panel,
            "call": juror.panel.call,
            "path": reverse("jury:my_readings"),
            **context,
        },
    )
