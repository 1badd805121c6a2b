"""What the programme’s team decides, writes and looks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.applications.actions.checklist import reason_found
from essaim.applications.models import AdmissibilityCheck, Letter
from essaim.base.forms import RadiosWithHints


class AdmissibilityForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("La candidature est-elle recevable ?"),
        widget=RadiosWithHints(
            hints={
                "admissible": _("Le porteur est prévenu tout de suite."),
                "inadmissible": _(
                    "Un courrier motivé est préparé ; une autre personne l’approuve avant l’envoi."
                ),
            }
        ),
    )
    reason = forms.CharField(
        label=_("Motif"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "La règle, le fait constaté, et ce que le porteur peut faire. "
            "En cas d’irrecevabilité, ce texte figure dans le courrier."
        ),
    )

    def __init__(self, application, data=None):
        super().__init__(data, initial={"reason": reason_found(application)})
        possible = application.TRANSITIONS.get(application.status, ())
        verdicts = AdmissibilityCheck.Verdict
        self.fields["verdict"].choices = [
            (verdict.value, str(verdict.label).capitalize())
            for verdict in verdicts
            if verdict in possible
        ]

    @property
    def has_choice(self) -> bool:
        return bool(self.fields["verdict"].choices)


class LetterForm(forms.Form):
    subject = forms.CharField(label=_("Objet"), max_length=200)
    body = forms.CharField(label=_("Texte"), max_length=10_000, widget=forms.Textarea({"rows": 18}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, letter: Letter):
        return cls(
            initial={"subject": letter.subject, "body": letter.body, "version": letter.version}
        )

    def clean_body(self):
        return self.cleaned_data["body"].replace("\r\n", "\n")
