import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from essaim.applications.actions import receive_reply
from essaim.applications.exceptions import NotTheirAddress, UnknownReply
from essaim.applications.received import read_mail
from essaim.base.exceptions import RuleBroken

# sysexits.h: a mail server returns the mail to its sender with the sentence written here.
NO_USER, BAD_DATA, NOT_PERMITTED, NOT_CONFIGURED = 67, 65, 77, 78


class Command(BaseCommand):
    requires_system_checks = []
    help = (
        "Reçoit sur l’entrée standard un mail qui répond à un message d’Essaim (tuyau de Postfix), "
        "et l’ajoute à l’échange de la candidature."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--recipient", default="", help="adresse d’arrivée (Postfix : ${original_recipient})"
        )

    def handle(self, *, recipient, **options):
        if not settings.REPLY_ADDRESS:
            self.refuse("Ce site ne reçoit pas de mail (ESSAIM_REPLY_ADDRESS).", NOT_CONFIGURED)
        mail = read_mail(sys.stdin.buffer.read(), recipient)
        try:
            receive_reply(mail)
        except UnknownReply as refused:
            self.refuse(str(refused), NO_USER)
        except NotTheirAddress as refused:
            self.refuse(str(refused), NOT_PERMITTED)
        except RuleBroken as refused:
            self.refuse(str(refused), BAD_DATA)

    def refuse(self, sentence: str, code: int):
        self.stderr.write(sentence)
        raise SystemExit(code)
