from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _

from essaim.accounts import actions

SECURITY_CHANGES = {
    "mfa/email/totp_activated": _("Une application d’authentification a été ajoutée."),
    "mfa/email/totp_deactivated": _("L’application d’authentification a été retirée."),
    "mfa/email/webauthn_added": _("Une clé d’accès a été ajoutée."),
    "mfa/email/webauthn_removed": _("Une clé d’accès a été retirée."),
    "mfa/email/recovery_codes_generated": _("De nouveaux codes de secours ont été créés."),
}


class AccountAdapter(DefaultAccountAdapter):
    """What django-allauth asks of us: its mails go through our outbox, its pages say little."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("Ce code n’est pas le bon. Vérifiez les six chiffres."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Only the sign-in code is sent this way: every other page of allauth is closed."""
        actions.send_sign_in_code(email, context["code"])

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        actions.tell_security_change(user, SECURITY_CHANGES[template_prefix])

    def add_message(self, *args, **kwargs) -> None:
        """The pages themselves say what happened."""

    def is_open_for_signup(self, request) -> bool:
        return False
