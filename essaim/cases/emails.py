"""Who is told of a sheet's progress: the laureate's owner, and the programme's managers."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.actions import enqueue_mail
from essaim.accounts.models import User
from essaim.base.ids import reference
from essaim.calls.models import TeamMember
from essaim.cases.models import Case, CaseVersion


def review_asked(case: Case) -> None:
    _send("case_review_asked", case, _owner(case), moment=case.review_asked_at)


def approved(case: Case) -> None:
    people = [user for user in _managers(case) if user != case.approved_by]
    _send("case_approved", case, people, moment=case.approved_at)


def sent_back(case: Case, reason: str, by: User) -> None:
    people = [user for user in (*_owner(case), *_managers(case)) if user != by]
    _send("case_sent_back", case, people, moment=timezone.now(), reason=reason, by=by)


def published(version: CaseVersion) -> None:
    case = version.case
    public_url = settings.SITE_URL + case.get_absolute_url()
    context = {"version": version, "public_url": public_url}
    _send("case_published", case, _owner(case), moment=version.published_at, **context)


def _owner(case: Case) -> list[User]:
    application = case.laureate.application
    return [application.owner] if application else []


def _managers(case: Case) -> list[User]:
    team = TeamMember.objects.filter(
        programme=case.laureate.call.programme,
        role=TeamMember.Role.MANAGER,
        user__is_active=True,
    )
    return [member.user for member in team.select_related("user")]


def _send(kind: str, case: Case, people: list[User], *, moment, **context) -> None:
    """``moment`` tells one round of review from the next: the outbox never repeats a mail."""
    edit_url = settings.SITE_URL + reverse("cases:case_edit", args=[case.public_id])
    for user in people:
        enqueue_mail(
            kind=kind,
            ref=reference(case),
            recipient=user.email,
            template=f"cases/mails/{kind}",
            context={"case": case, "user": user, "edit_url": edit_url, **context},
            version=int(moment.timestamp()) % 2**31,
        )
