"""What is typed in a draft. The rules are in the actions; here only shape and words."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from essaim.applications.actions.writing import TITLE_LENGTH, check_value
from essaim.applications.exceptions import BadAnswer
from essaim.calls.models import Question, Theme
from essaim.territories.forms import OrganisationField


class StartForm(forms.Form):
    organisation = OrganisationField(label=_("Votre structure"))

    def __init__(self, *args, retour="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].widget.retour = retour


class DescribeForm(forms.Form):
    title = forms.CharField(
        label=_("Titre du projet"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=_("En une phrase courte, sans sigle : c’est ce que le jury lira en premier."),
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label=_("Thèmes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Un ou plusieurs."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    marks_optional = False


WIDGETS = {
    Question.Kind.SHORT_TEXT: forms.TextInput,
    Question.Kind.LONG_TEXT: lambda: forms.Textarea({"rows": 12}),
    Question.Kind.NUMBER: lambda: forms.TextInput(
        {"inputmode": "decimal", "class": "govuk-input--width-10"}
    ),
}


class AnswerForm(forms.Form):
    """One question. Nothing is required here: an unfinished draft is saved as it is."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    marks_optional = False

    def __init__(self, entry, data=None):
        super().__init__(data, initial={"value": entry.value, "version": entry.version})
        self.question = entry.question
        self.fields["value"] = self._field(entry.question)

    def _field(self, question):
        common = {
            "label": _("Votre réponse"),
            "help_text": question.help_text,
            "required": False,
        }
        if question.kind == Question.Kind.CHOICE:
            choices = [(choice, choice) for choice in question.choices]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        return forms.CharField(
            max_length=question.max_length, strip=False, widget=WIDGETS[question.kind](), **common
        )

    def clean_value(self):
        # A browser sends CR LF for each line break that was typed as one.
        value = self.cleaned_data["value"].replace("\r\n", "\n")
        try:
            check_value(self.question, value)
        except BadAnswer as refused:
            raise ValidationError(str(refused)) from refused
        return value


class AttachmentForm(forms.Form):
    file = forms.FileField(
        label=_("Choisir un fichier"),
        help_text=_("PDF, Word, Excel, PowerPoint, LibreOffice ou image. 20 Mo au plus."),
        allow_empty_file=True,  # the rule itself says what to do about an empty file
        error_messages={"required": _("Choisissez un fichier avant de continuer.")},
    )
