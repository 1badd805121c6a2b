"""Who is told of what. Mails are written to the outbox inside the transaction of the act."""

from essaim.applications.emails.composing import authors
from essaim.applications.emails.deposit import mail_receipt, mail_withdrawal
from essaim.applications.emails.endorsement import mail_endorsement_given, mail_endorsement_request
from essaim.applications.emails.people import mail_invitation
from essaim.applications.emails.team import mail_admissible, mail_letter

__all__ = [
    "authors",
    "mail_admissible",
    "mail_endorsement_given",
    "mail_endorsement_request",
    "mail_invitation",
    "mail_letter",
    "mail_receipt",
    "mail_withdrawal",
]
