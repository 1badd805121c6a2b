"""The opinion of the direction, asked and given."""

from django import forms
from django.utils.text import capfirst
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


BEFORE_DEPOSIT = {
    "favourable": _("La candidature peut être déposée telle quelle."),
    "with_reserves": _("Elle peut être déposée ; vos réserves y seront jointes."),
    "to_correct": _("Le porteur corrige, puis vous redemande votre avis."),
    "unfavourable": _("La candidature ne peut pas être déposée."),
}
AFTER_DEPOSIT = {
    "favourable": _("La candidature déposée peut être examinée."),
    "with_reserves": _("Elle peut être examinée ; vos réserves y seront jointes."),
    "unfavourable": _("La candidature déposée ne peut pas être dite recevable."),
}


class OpinionForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Votre avis"),
        widget=RadiosWithHints(hints=BEFORE_DEPOSIT),
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

    def __init__(self, endorsement, data=None):
        super().__init__(data)
        verdict = self.fields["verdict"]
        verdict.choices = [
            (answer.value, capfirst(str(answer.label))) for answer in endorsement.answers
        ]
        if not endorsement.application.is_editable:
            verdict.widget.hints = AFTER_DEPOSIT

    @property
    def verdict_label(self) -> str:
        """The opinion chosen, in words, once the form is valid."""
        return dict(self.fields["verdict"].choices)[self.cleaned_data["verdict"]]

    def clean_comment(self) -> str:
        # A browser sends CR LF for each line break that was typed as one.
        return self.cleaned_data["comment"].replace("\r\n", "\n")

    def clean(self):
        cleaned = super().clean()
        favourable = cleaned.get("verdict") == Endorsement.Status.FAVOURABLE
        if cleaned.get("verdict") and not favourable and not cleaned.get("comment"):
            self.add_error(
                "comment", _("Écrivez en une phrase vos réserves ou ce qui est à corriger.")
            )
        return cleaned


class ForwardForm(forms.Form):
    """The person asked passes the question on to someone who may answer for the body."""

    email = forms.EmailField(
        label=_("Adresse électronique de la personne qui répondra"),
        help_text=_("Quelqu’un qui peut engager la structure, autre que les auteurs."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    signatory = forms.CharField(label=_("Son nom"), max_length=120, required=False)
    message = forms.CharField(
        label=_("Un mot pour cette personne"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Il sera dans le mail, tel quel."),
    )

    def clean_message(self) -> str:
        return self.cleaned_data["message"].replace("\r\n", "\n")
