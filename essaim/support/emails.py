"""Who is told of a journey: the laureate's owner, the coaches."""

from django.conf import settings
from django.utils import timezone

from essaim.accounts.actions import enqueue_mail
from essaim.accounts.models import User
from essaim.base.ids import reference
from essaim.support.models import Coach, Journey, TimeEntry


def journey_opened(journey: Journey) -> None:
    _send("journey_opened", journey, _owner(journey))


def journey_completed(journey: Journey) -> None:
    _send("journey_completed", journey, _owner(journey) + _coaches(journey))


def journey_interrupted(journey: Journey, by: User) -> None:
    people = [user for user in _owner(journey) + _coaches(journey) if user != by]
    _send("journey_interrupted", journey, people, version=_now())


def coach_invited(coach: Coach, by: User) -> None:
    _send("coach_invited", coach.journey, [coach.user], coach=coach, by=by)


def time_disputed(entry: TimeEntry, by: User) -> None:
    _send("time_disputed", entry.journey, [entry.coach.user], version=_now(), entry=entry, by=by)


def _owner(journey: Journey) -> list[User]:
    application = journey.laureate.application
    return [application.owner] if application else []


def _coaches(journey: Journey) -> list[User]:
    return [coach.user for coach in journey.coaches.select_related("user")]


def _now() -> int:
    """For what may happen several times: the second it happened tells one mail from the next."""
    return int(timezone.now().timestamp()) % 2**31


def _send(kind: str, journey: Journey, people: list[User], version: int = 1, **context) -> None:
    url = settings.SITE_URL + journey.get_absolute_url()
    for user in people:
        enqueue_mail(
            kind=kind,
            ref=reference(journey),
            recipient=user.email,
            template=f"support/mails/{kind}",
            context={"journey": journey, "user": user, "url": url, **context},
            version=version,
        )
