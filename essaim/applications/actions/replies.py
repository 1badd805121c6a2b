"""A mail received in answer to one of ours becomes a message of the file it is about."""

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.accounts.actions import read_link
from essaim.accounts.models import User
from essaim.applications.actions.messages import send_message
from essaim.applications.emails import REPLY_PURPOSE, mail_files_not_taken
from essaim.applications.exceptions import MessageTooLong, NotAllowed, NotTheirAddress, UnknownReply
from essaim.applications.models import Application, Message
from essaim.applications.received import Received
from essaim.base.exceptions import LinkNotValid

LONGEST = 10_000


@transaction.atomic
def receive_reply(mail: Received) -> Message | None:
    """The message it makes, once; None for a mail that no person wrote.

    The address it was sent to tells the file and the person; the sender must be that person. Raises
    UnknownReply, NotTheirAddress, MessageTooLong, MessageEmpty.
    """
    if mail.is_automatic:
        return None
    application, person = _meant(mail)
    if len(mail.text) > LONGEST:
        raise MessageTooLong()
    mail_id = mail.mail_id or None
    is_new = not (mail_id and Message.objects.filter(mail_id=mail_id).exists())
    try:
        message = send_message(application, mail.text, person, Message.Channel.MAIL, mail_id)
    except NotAllowed as refused:
        raise NotTheirAddress(_("Cette personne n’a plus accès à la candidature.")) from refused
    if is_new and mail.has_files:
        mail_files_not_taken(message)
    return message


def _meant(mail: Received) -> tuple[Application, User]:
    try:
        link = read_link(mail.token, REPLY_PURPOSE)
    except LinkNotValid as unknown:
        raise UnknownReply() from unknown
    application = Application.objects.filter(pk=link.ref.rpartition(":")[2]).first()
    if application is None:
        raise UnknownReply()
    person = User.objects.filter(email=link.email, is_active=True).first()
    if person is None or mail.sender != link.email:
        raise NotTheirAddress()
    return application, person
