"""Who is told of what. Mails are written to the outbox inside the transaction of the act."""

from essaim.applications.emails.completion import (
    info_request_text,
    mail_completion_closed,
    mail_completion_expired,
    mail_completion_extended,
    mail_completion_received,
    mail_completion_reminder,
    mail_info_request,
)
from essaim.applications.emails.composing import authors
from essaim.applications.emails.deadlines import (
    mail_draft_reminder,
    mail_extension,
    mail_resume_link,
    reminder_version,
)
from essaim.applications.emails.deposit import mail_receipt, mail_withdrawal
from essaim.applications.emails.endorsement import (
    mail_endorsement_expired,
    mail_endorsement_forwarded,
    mail_endorsement_given,
    mail_endorsement_reminder,
    mail_endorsement_request,
    mail_opinion_awaited,
)
from essaim.applications.emails.files import mail_infected
from essaim.applications.emails.following import mail_followed
from essaim.applications.emails.imports import mail_imported
from essaim.applications.emails.messages import mail_files_not_taken, mail_message
from essaim.applications.emails.people import mail_departure, mail_invitation, mail_transfer
from essaim.applications.emails.replying import PURPOSE as REPLY_PURPOSE
from essaim.applications.emails.team import mail_admissible, mail_letter

__all__ = [
    "REPLY_PURPOSE",
    "authors",
    "info_request_text",
    "mail_admissible",
    "mail_completion_closed",
    "mail_completion_expired",
    "mail_completion_extended",
    "mail_completion_received",
    "mail_completion_reminder",
    "mail_departure",
    "mail_draft_reminder",
    "mail_endorsement_expired",
    "mail_endorsement_forwarded",
    "mail_endorsement_given",
    "mail_endorsement_reminder",
    "mail_endorsement_request",
    "mail_extension",
    "mail_files_not_taken",
    "mail_followed",
    "mail_imported",
    "mail_infected",
    "mail_info_request",
    "mail_invitation",
    "mail_letter",
    "mail_message",
    "mail_opinion_awaited",
    "mail_receipt",
    "mail_resume_link",
    "mail_transfer",
    "mail_withdrawal",
    "reminder_version",
]
