"""The opinion of the direction, asked and given."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.applications.models import Endorsement
from essaim.base.forms import RadiosWithHints


class AskEndorsementForm(forms.Form):
    email = forms.EmailField(
        label=_("Adresse électronique de la direction"),
        help_text=_(
            "La personne qui peut engager la structure : DGS, direction, "
            "maire ou président là où il n’y a pas de DGS."
        ),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    signatory = forms.CharField(label=_("Son nom"), max_length=120, required=False)
    message = forms.CharField(
        label=_("Votre message"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Il sera dans le mail, tel quel."),
    )


class OpinionForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Votre avis"),
        choices=[
            (Endorsement.Status.FAVOURABLE, _("Favorable")),
            (Endorsement.Status.WITH_RESERVES, _("Favorable avec réserves")),
            (Endorsement.Status.TO_CORRECT, _("À corriger")),
            (Endorsement.Status.UNFAVOURABLE, _("Défavorable")),
        ],
        widget=RadiosWithHints(
            hints={
                "favourable": _("La candidature peut être déposée telle quelle."),
                "with_reserves": _("Elle peut être déposée ; vos réserves y seront jointes."),
                "to_correct": _("Le porteur corrige, puis vous redemande votre avis."),
                "unfavourable": _("La candidature ne peut pas être déposée."),
            }
        ),
        error_messages={"required": _("Choisissez un avis.")},
    )
    comment = forms.CharField(
        label=_("Commentaire"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Nécessaire si l’avis n’est pas simplement favorable."),
    )
    signatory = forms.CharField(
        label=_("Votre prénom et votre nom"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    position = forms.CharField(
        label=_("Votre fonction"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean(self):
        cleaned = super().clean()
        favourable = cleaned.get("verdict") == Endorsement.Status.FAVOURABLE
        if cleaned.get("verdict") and not favourable and not cleaned.get("comment"):
            self.add_error(
                "comment", _("Écrivez en une phrase vos réserves ou ce qui est à corriger.")
            )
        return cleaned
