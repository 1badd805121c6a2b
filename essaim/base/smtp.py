"""SMTP that tells « refused » from « nobody knows »."""

import smtplib

from django.core.mail.backends import smtp


class OutcomeUnknown(OSError):
    """The line broke after the message began to leave: the relay may have taken it."""


class _WatchedDialogue:
    def data(self, msg):
        try:
            return super().data(msg)  # type: ignore[misc]
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:
            raise OutcomeUnknown(str(error)) from error


class _Plain(_WatchedDialogue, smtplib.SMTP):
    pass


class _Secure(_WatchedDialogue, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self):
        return _Secure if self.use_ssl else _Plain
