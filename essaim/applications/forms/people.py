"""Who writes together."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.applications.models import Member

RIGHTS = [(Member.Right.WRITE, _("Lire et écrire")), (Member.Right.READ, _("Lire"))]


class RightForm(forms.Form):
    right = forms.ChoiceField(
        label=_("Cette personne pourra"),
        choices=RIGHTS,
        initial=Member.Right.WRITE,
        widget=forms.RadioSelect,
    )


class InviteForm(RightForm):
    email = forms.EmailField(
        label=_("Son adresse électronique"), widget=forms.EmailInput({"autocomplete": "off"})
    )
    field_order = ["email", "right"]


class ReassignForm(forms.Form):
    """The owner has gone: who takes over, and why."""

    email = forms.EmailField(
        label=_("Adresse électronique de la personne qui reprend"),
        help_text=_("Un co-porteur, ou un collègue de la même structure."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Raison"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Tous les auteurs la liront, ainsi que le journal."),
        error_messages={"required": _("Dites pourquoi : tous les auteurs le liront.")},
    )


class HandOverDraftForm(ReassignForm):
    """Whose draft it is, at which of these calls; who takes over, and why."""

    call = forms.ModelChoiceField(queryset=None, label=_("Appel"), empty_label=None)
    former_email = forms.EmailField(
        label=_("Adresse électronique de la personne qui est partie"),
        help_text=_("Celle avec laquelle elle se connectait. La structure la connaît."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    field_order = ["call", "former_email", "email", "reason"]

    def __init__(self, calls, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = calls
        self.fields["email"].help_text = _(
            "Une personne qui a un compte, et qui y a dit travailler pour cette structure."
        )
