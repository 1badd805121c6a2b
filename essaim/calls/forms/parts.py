"""What a team types in the lists of a draft call: its self-test, its checklist, its grid."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.calls.models import AdmissibilityCriterion, Anchor, Call, Criterion, EligibilityQuestion


class EligibilityQuestionForm(forms.ModelForm):
    class Meta:
        model = EligibilityQuestion
        fields = ("text", "help_text", "expected", "explanation", "is_blocking")
        widgets = {
            "text": forms.Textarea({"rows": 2}),
            "help_text": forms.Textarea({"rows": 2}),
            "expected": forms.RadioSelect,
            "explanation": forms.Textarea({"rows": 3}),
        }
        help_texts = {
            "text": _("On y répond par oui ou par non."),
            "explanation": _("La raison, et ce que la personne peut faire."),
            "is_blocking": _("Sinon, le test conseille d’en parler à l’équipe."),
        }

    def __init__(self, *args, call: Call, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expected"].choices = EligibilityQuestion.Expected.choices


class AdmissibilityCriterionForm(forms.ModelForm):
    class Meta:
        model = AdmissibilityCriterion
        fields = ("text", "rule")
        help_texts = {
            "text": _("Ce que l’instruction constate, sans juger le projet."),
            "rule": _("Par exemple : article 4. Il sera cité dans la lettre en cas de refus."),
        }

    def __init__(self, *args, call: Call, **kwargs):
        super().__init__(*args, **kwargs)


class CriterionForm(forms.ModelForm):
    """A criterion and, for each mark from 0 to the grid's top, what it means."""

    class Meta:
        model = Criterion
        fields = ("name", "weight")
        widgets = {"weight": forms.NumberInput({"class": "govuk-input--width-5", "step": "any"})}
        help_texts = {"weight": _("En pour cent. Tous ensemble font 100.")}

    def __init__(self, *args, call: Call, **kwargs):
        super().__init__(*args, **kwargs)
        known = {a.mark: a.text for a in self.instance.anchors.all()} if self.instance.pk else {}
        top = call.grid.top_mark if hasattr(call, "grid") else 4
        self.marks = range(top + 1)
        for mark in self.marks:
            self.fields[f"anchor_{mark}"] = forms.CharField(
                label=_("Ce que veut dire la note {mark}").format(mark=mark),
                initial=known.get(mark, ""),
                max_length=Anchor._meta.get_field("text").max_length,
                required=False,
            )

    def clean(self):
        data = super().clean() or self.cleaned_data
        anchors = [data.pop(f"anchor_{mark}", "") for mark in self.marks]
        return {**data, "anchors": anchors}
