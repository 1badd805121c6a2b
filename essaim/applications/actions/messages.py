"""The conversation in a file, and what the team writes for itself."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from essaim.accounts.actions import log
from essaim.applications.actions.asking import hold_file
from essaim.applications.emails import mail_message
from essaim.applications.exceptions import MessageEmpty, NotAllowed
from essaim.applications.models import Message, Note
from essaim.applications.permissions import can_examine, can_talk

SAME_CLICK = timedelta(minutes=1)


@transaction.atomic
def send_message(application, body, by, channel=Message.Channel.PAGE, mail_id=None) -> Message:
    """Write to the other side, the team or the authors; a mail tells them at once.

    Answering is reading: what the other side wrote is marked as read. The same words sent again by a
    second click, or the same mail received again, are the same message. Raises NotAllowed,
    MessageEmpty.
    """
    application = hold_file(application)
    if not can_talk(by, application):
        raise NotAllowed()
    if not body.strip():
        raise MessageEmpty()
    if earlier := _sent_already(application, body, by, mail_id):
        return earlier
    is_from_team = can_examine(by, application)
    application.thread.unread(is_from_team).update(read_at=timezone.now())
    message = Message.objects.create(
        application=application,
        author=by,
        is_from_team=is_from_team,
        body=body.strip(),
        channel=channel,
        mail_id=mail_id,
    )
    log(application, "send_message", by=by)
    mail_message(message)
    return message


def _sent_already(application, body, by, mail_id) -> Message | None:
    if mail_id:
        return Message.objects.filter(mail_id=mail_id).first()
    recent = application.thread.filter(author=by, sent_at__gte=timezone.now() - SAME_CLICK)
    return recent.filter(body=body.strip(), mail_id=None).last()


@transaction.atomic
def mark_read(application, by) -> int:
    """« J’ai lu »: nothing waits on this side any more. Returns how many messages waited."""
    if not can_talk(by, application):
        raise NotAllowed()
    unread = application.thread.unread(can_examine(by, application))
    count = unread.update(read_at=timezone.now())
    if count:
        log(application, "read_messages", by=by)
    return count


@transaction.atomic
def add_note(application, body, by) -> Note:
    """A private note of the team. Raises NotAllowed, MessageEmpty."""
    if not can_examine(by, application):
        raise NotAllowed()
    if not body.strip():
        raise MessageEmpty()
    note = Note.objects.create(application=application, author=by, body=body.strip())
    log(application, "add_note", by=by)
    return note
