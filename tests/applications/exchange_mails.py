"""Every mail of the requests for completion and of the conversation in a file."""

from datetime import timedelta

from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from essaim.applications import actions
from essaim.applications.models import InfoRequest
from essaim.applications.received import Received
from tests.applications.mailbox import last_mail


def write_exchange_mails(world) -> None:
    """``world["asked"]`` has an open request; the site receives mail meanwhile."""
    with override_settings(REPLY_ADDRESS=settings.REPLY_ADDRESS or "reponses@exemple.fr"):
        _talk(world)
        _complete(world)


def _talk(world) -> None:
    people, asked = world["people"], world["asked"]
    actions.send_message(asked, "Une question.", people.examiner)
    token = last_mail("message").headers["Reply-To"].partition("+")[2].partition("@")[0]
    sender = last_mail("message").recipient
    actions.receive_reply(Received(token, sender, "<un@exemple.fr>", "Voilà.", True, False))


def _complete(world) -> None:
    people, asked = world["people"], world["asked"]
    first, now = asked.info_requests.get(), timezone.now()
    actions.close_completion(first, people.examiner)
    fields, due_at = first.fields, now + timedelta(days=5)
    request = actions.ask_completion(asked, fields, "Précisez.", due_at, people.examiner)
    InfoRequest.objects.filter(pk=request.pk).update(due_at=now + timedelta(hours=40))
    actions.remind_completions()
    InfoRequest.objects.filter(pk=request.pk).update(due_at=now - timedelta(days=1))
    actions.expire_completions()
    request.refresh_from_db()
    actions.extend_completion(request, due_at, people.examiner)
    actions.send_completion(request, "Nous ne savons pas.", people.applicant, now)
