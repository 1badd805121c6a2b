"""What was received by another tool and continues here."""

from essaim.applications.emails.composing import base_of, write


def mail_imported(receipt) -> None:
    application = receipt.application
    write("imported", receipt, application.owner.email, **base_of(application), receipt=receipt)
