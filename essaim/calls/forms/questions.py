"""What a team types about a question."""

from django import forms

from essaim.calls.models import Question


class QuestionForm(forms.ModelForm):
    class Meta:
        model = Question
        fields = ("label", "help_text", "is_required", "max_length", "is_hidden_from_jury")
        widgets = {"help_text": forms.Textarea({"rows": 3})}
