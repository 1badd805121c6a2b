"""The self-test that one takes before starting. Nothing of it is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.calls.models import EligibilityQuestion

UNSURE = "unsure"


class SelfTestForm(forms.Form):
    """One choice per question; its address holds the answers, so that it can be shared."""

    def __init__(self, questions: list[EligibilityQuestion], data=None):
        super().__init__(data)
        self.questions = questions
        choices = [*EligibilityQuestion.Expected.choices, (UNSURE, _("je ne sais pas"))]
        for number, question in enumerate(questions, start=1):
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=question.text,
                help_text=question.help_text,
                choices=choices,
                widget=forms.RadioSelect,
            )

    @property
    def answered(self) -> list[tuple[EligibilityQuestion, str]]:
        """Each question with « yes », « no » or « unsure »; the form must be valid."""
        values = [self.cleaned_data[f"q{n}"] for n, _q in enumerate(self.questions, start=1)]
        return list(zip(self.questions, values, strict=True))
