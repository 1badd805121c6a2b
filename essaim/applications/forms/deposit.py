"""The deposit and the check of a receipt."""

import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class SubmitForm(forms.Form):
    """The key is drawn when the check page is made; sending the page twice deposits once."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)
    confirmed = forms.BooleanField(
        label=_("J’ai relu les réponses et je dépose la candidature au nom de ma structure."),
        error_messages={"required": _("Cochez la case pour confirmer que vous avez relu.")},
    )

    @classmethod
    def fresh(cls):
        return cls(initial={"idempotency_key": secrets.token_hex(32)})


class VerifyForm(forms.Form):
    numero = forms.CharField(
        label=_("Numéro de l’accusé"), max_length=30, help_text=_("Par exemple FMNT-8-0007.")
    )
    empreinte = forms.CharField(
        label=_("Empreinte de la candidature"),
        max_length=100,
        help_text=_("Les 8 premiers caractères au moins, ou les 64."),
    )

    def clean_numero(self):
        return self.cleaned_data["numero"].strip().upper()

    def clean_empreinte(self):
        digits = "".join(self.cleaned_data["empreinte"].split()).lower()
        if not 8 <= len(digits) <= 64 or set(digits) - set("0123456789abcdef"):
            raise ValidationError(
                _("L’empreinte s’écrit avec des chiffres et les lettres a à f, 8 au moins.")
            )
        return digits
