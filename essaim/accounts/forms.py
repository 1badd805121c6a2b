from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.territories.forms import OrganisationField


def _code_input() -> forms.TextInput:
    """Digits, offered by the phone that just received them; pasting is welcome."""
    return forms.TextInput(
        attrs={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "spellcheck": "false",
            "class": "govuk-input--width-10 govuk-input--extra-letter-spacing",
        }
    )


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("Votre adresse électronique"),
        help_text=_("De préférence celle de votre travail. Nous vous y envoyons un code."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Écrivez votre adresse électronique."),
            "invalid": _("Écrivez une adresse complète, comme prenom.nom@mairie.fr."),
        },
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class CodeForm(ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code reçu"),
            help_text=_("Six chiffres, par exemple 123 456."),
            max_length=20,
            widget=_code_input(),
            error_messages={"required": _("Écrivez le code reçu.")},
        )


class MailCodeForm(forms.Form):
    """The six digits mailed to whoever acts from a link; spaces are nothing."""

    code = forms.CharField(
        label=_("Code reçu"),
        help_text=_("Six chiffres, par exemple 123 456."),
        max_length=20,
        widget=_code_input(),
        error_messages={"required": _("Écrivez le code reçu.")},
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if len(code) != 6 or not code.isascii() or not code.isdigit():
            raise forms.ValidationError(_("Le code compte six chiffres."))
        return code


class _SecondStep:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code de l’application, ou code de secours"),
            max_length=20,
            widget=_code_input(),
            error_messages={"required": _("Écrivez le code.")},
        )


class SecondStepForm(_SecondStep, AuthenticateForm):
    pass


class SecondStepAgainForm(_SecondStep, ReauthenticateForm):
    pass


class ActivateTotpForm(ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code affiché par l’application"),
            max_length=20,
            widget=_code_input(),
            error_messages={"required": _("Écrivez le code affiché par l’application.")},
        )

    def clean_code(self) -> str:
        """The code just proved who is there: the recovery codes may be shown without asking again."""
        code = super().clean_code()
        record_authentication(context.request, self.user, "mfa", type="totp", reauthenticated=True)
        return code


class AddKeyForm(AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Nom de cette clé"),
            help_text=_(
                "Pour la reconnaître, par exemple « téléphone » ou « poste de la mairie »."
            ),
            max_length=60,
            required=False,
        )


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name",)
        labels = {"name": _("Prénom et nom")}
        help_texts = {"name": _("Il apparaît sur vos candidatures et vos avis.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class MembershipForm(forms.Form):
    """For whom one works, and as what."""

    organisation = OrganisationField()
    position = forms.CharField(
        label=_("Votre fonction"),
        help_text=_("Par exemple : secrétaire de mairie, directrice des services, élu."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
