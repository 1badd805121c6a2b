"""What follows the debate: reasons by criterion, riders, words of the letters, corrections."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.jury.models import Deliberation, LetterText, Rider


class CriterionReasons:
    """Adds to a form on a deliberation one text per criterion of the grid: ``criterion_reasons``."""

    def add_criteria(self) -> None:
        grid = getattr(self.instance.application.call, "grid", None)
        self.criteria = list(grid.criteria.all()) if grid else []
        for criterion in self.criteria:
            self.fields[f"criterion_{criterion.pk}"] = forms.CharField(
                label=_("Motif, critère « {criterion} »").format(criterion=criterion.name),
                max_length=2_000,
                required=False,
                initial=self.instance.criterion_reasons.get(criterion.code, ""),
                widget=forms.Textarea({"rows": 2}),
            )

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        said = {c.code: cleaned.pop(f"criterion_{c.pk}", "") for c in self.criteria}
        return {**cleaned, "criterion_reasons": said}


class RiderForm(forms.ModelForm):
    class Meta:
        model = Rider
        fields = ["text", "reason"]
        widgets = {
            "text": forms.Textarea({"rows": 6}),
            "reason": forms.Textarea({"rows": 3}),
        }
        help_texts = {
            "text": gettext_lazy(
                "Ce qu’il faut lire à la place, en citant le passage du procès-verbal."
            ),
            "reason": gettext_lazy("Pourquoi cette rectification est nécessaire."),
        }


class LetterTextForm(forms.ModelForm):
    """The words of one kind of letter; the placeholders are listed beside."""

    class Meta:
        model = LetterText
        fields = ["subject", "body"]
        widgets = {"subject": forms.TextInput(), "body": forms.Textarea({"rows": 18})}


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Motif du renoncement"),
        help_text=gettext_lazy("Il est public, avec la nouvelle version des résultats."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


class CorrectionForm(WithdrawalForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Décision juste"),
        choices=[
            (value, value.label)
            for value in (Deliberation.Outcome.LAUREATE, Deliberation.Outcome.NOT_SELECTED)
        ],
        widget=forms.RadioSelect,
    )
    field_order = ["outcome", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Motif de la correction")
