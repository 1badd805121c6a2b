"""The sitting, its decisions and the approval of its letters."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.base.forms import MomentInput, RadiosWithHints
from essaim.jury.forms.outcome import CriterionReasons
from essaim.jury.forms.panel import WHOLE
from essaim.jury.models import Attendance, Deliberation, Juror


class SessionForm(forms.Form):
    planned_at = forms.DateTimeField(label=_("Date et heure"), widget=MomentInput)
    place = forms.CharField(
        label=_("Lieu ou lien de visioconférence"), max_length=200, widget=forms.TextInput
    )

    def clean_planned_at(self):
        value = self.cleaned_data["planned_at"]
        if timezone.localdate(value) < timezone.localdate():
            raise forms.ValidationError(
                _("Cette date est passée : choisissez aujourd’hui ou après.")
            )
        return value


class AttendanceForm(forms.Form):
    """The sheet of presences: one line per juror in office."""

    def __init__(self, jurors, presence: dict, data=None):
        super().__init__(data)
        self.jurors = list(jurors)
        for juror in self.jurors:
            self.fields[f"juror_{juror.public_id}"] = forms.ChoiceField(
                label=str(juror),
                choices=[("", _("Non pointé")), *Attendance.Presence.choices],
                initial=presence.get(juror.pk, ""),
                required=False,
            )
        self.marks_optional = False

    def presences(self) -> dict:
        found = {juror: self.cleaned_data[f"juror_{juror.public_id}"] for juror in self.jurors}
        return {juror: presence for juror, presence in found.items() if presence}


class DecisionForm(CriterionReasons, forms.ModelForm):
    class Meta:
        model = Deliberation
        fields = [
            "debate",
            "dissent",
            "method",
            "votes_for",
            "votes_against",
            "abstentions",
            "outcome",
            "reserve_rank",
            "reasons",
            "advice",
        ]
        widgets = {
            "debate": forms.Textarea({"rows": 4}),
            "dissent": forms.Textarea({"rows": 2}),
            "reasons": forms.Textarea({"rows": 5}),
            "advice": forms.Textarea({"rows": 4}),
            "votes_for": forms.TextInput(WHOLE),
            "votes_against": forms.TextInput(WHOLE),
            "abstentions": forms.TextInput(WHOLE),
            "reserve_rank": forms.TextInput(WHOLE),
        }
        help_texts = {
            "debate": _("Porté au procès-verbal, sans nom."),
            "dissent": _("Avis d’un membre qu’il demande de porter au procès-verbal, s’il y en a."),
            "reasons": _("Envoyés tels quels au candidat : ce que le jury a retenu, par critère."),
            "advice": _("Envoyés au candidat : ce qui aiderait à progresser ou à revenir."),
            "reserve_rank": _("Seulement pour la liste complémentaire."),
        }

    method = forms.ChoiceField(
        label=_("Comment le jury a décidé"),
        choices=Deliberation.Method,
        initial=Deliberation.Method.CONSENSUS,
        widget=RadiosWithHints(
            hints={
                Deliberation.Method.VOTE: _(
                    "Donnez les voix pour et contre la décision proposée, et les abstentions."
                )
            }
        ),
    )
    outcome = forms.ChoiceField(
        label=_("Décision"), choices=Deliberation.Outcome, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reasons"].required = True
        self.add_criteria()
        # A file not yet decided holds "", which would hide the usual way to decide.
        self.initial["method"] = self.initial["method"] or Deliberation.Method.CONSENSUS

    def _post_clean(self):
        """The row stays as it is stored: the action alone writes it."""


class RecusalForm(forms.Form):
    juror = forms.ModelChoiceField(Juror.objects.none(), label=_("Qui sort"), empty_label=None)
    reason = forms.CharField(label=_("Nature du lien"), max_length=200)

    def __init__(self, jurors, data=None):
        super().__init__(data)
        self.fields["juror"].queryset = jurors


class AdjournmentForm(forms.Form):
    reason = forms.CharField(label=_("Motif de l’ajournement"), max_length=200)


class ApprovalForm(forms.Form):
    """The letters read, as « public id:version »: a letter changed meanwhile is left out."""

    letters = forms.MultipleChoiceField(required=True, widget=forms.MultipleHiddenInput)

    def __init__(self, letters, data=None):
        super().__init__(data)
        self.known = {f"{letter.public_id}:{letter.version}": letter for letter in letters}
        self.fields["letters"].choices = [(key, key) for key in self.known]

    def chosen(self) -> list:
        return [self.known[key] for key in self.cleaned_data["letters"]]
