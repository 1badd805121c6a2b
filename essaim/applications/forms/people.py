"""Who writes together."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.applications.models import Member


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("Son adresse électronique"), widget=forms.EmailInput({"autocomplete": "off"})
    )
    right = forms.ChoiceField(
        label=_("Cette personne pourra"),
        choices=[(Member.Right.WRITE, _("Lire et écrire")), (Member.Right.READ, _("Lire"))],
        initial=Member.Right.WRITE,
        widget=forms.RadioSelect,
    )
