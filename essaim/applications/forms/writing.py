"""What is typed in a draft. The rules are in the actions; here only shape and words."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from essaim.applications.actions.values import check_value
from essaim.applications.actions.writing import TITLE_LENGTH
from essaim.applications.exceptions import BadAnswer, OtherWriter, TooLong
from essaim.base.forms import DayInput
from essaim.calls.models import Question, Theme
from essaim.territories.forms import OrganisationField


class StartForm(forms.Form):
    organisation = OrganisationField(label=_("Votre structure"))

    def __init__(self, *args, retour="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].widget.retour = retour


class WritingForm(forms.Form):
    """Nothing is required here: an unfinished draft is saved as it is.

    ``version`` is the one that was read; ``writer`` is whose session the page was opened in. A
    browser that puts back what was typed must not put these back: they tell what the server said.
    """

    version = forms.IntegerField(widget=forms.HiddenInput({"autocomplete": "off"}))
    writer = forms.IntegerField(widget=forms.HiddenInput({"autocomplete": "off"}), required=False)
    marks_optional = False

    def taken_from(self, user) -> dict:
        """What was typed, without the writer. Raises OtherWriter if it was someone else."""
        typed = dict(self.cleaned_data)
        if typed.pop("writer") not in (None, user.pk):
            raise OtherWriter(user)
        return typed

    def send_again(self, **known) -> None:
        """Show the form again as it was sent, with other hidden values: sending it again then
        does knowingly what was refused."""
        data = self.data.copy()
        for name, value in known.items():
            data[name] = str(value)
        self.data = data


class DescribeForm(WritingForm):
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


PEOPLE_HELP = _(
    "Une personne par ligne : sa fonction, puis le temps qu’elle donne. "
    "Par exemple : secrétaire de mairie, 2 heures par semaine."
)
WIDGETS = {
    Question.Kind.SHORT_TEXT: forms.TextInput,
    Question.Kind.LONG_TEXT: lambda: forms.Textarea({"rows": 12}),
    Question.Kind.PEOPLE: lambda: forms.Textarea({"rows": 6}),
    Question.Kind.NUMBER: lambda: forms.TextInput(
        {"inputmode": "decimal", "class": "govuk-input--width-10"}
    ),
}


class AnswerForm(WritingForm):
    """One question; ``value`` is cleaned into the text that an answer keeps."""

    def __init__(self, entry, *args, initial=None, retour="", **kwargs):
        known = {"value": entry.value, "version": entry.version}
        super().__init__(*args, initial=known | (initial or {}), **kwargs)
        self.question = entry.question
        self.fields["value"] = self._field(entry.question)
        if entry.question.kind == Question.Kind.ORGANISATION:
            self.fields["value"].widget.retour = retour

    def _field(self, question):
        help_text = question.help_text
        if question.kind == Question.Kind.PEOPLE:
            help_text = help_text or PEOPLE_HELP
        common = {"label": _("Votre réponse"), "help_text": help_text, "required": False}
        if question.kind == Question.Kind.CHOICE:
            choices = [(choice, choice) for choice in question.choices]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        if question.kind == Question.Kind.ORGANISATION:
            return OrganisationField(**{k: v for k, v in common.items() if v != ""})
        if question.kind == Question.Kind.DATE:
            return forms.CharField(widget=DayInput, **common)
        field = forms.CharField(strip=False, widget=WIDGETS[question.kind](), **common)
        field.max_length = question.max_length  # announced by the counter, judged in clean_value
        return field

    def clean_value(self):
        value = self._as_text(self.cleaned_data["value"])
        # As the counter counts: a line break for two, as browsers send it.
        over = len(value.replace("\n", "\r\n")) - self.question.max_length
        try:
            if over > 0:
                raise TooLong(over)
            check_value(self.question, value)
        except BadAnswer as refused:
            raise ValidationError(str(refused)) from refused
        return value

    def _as_text(self, value) -> str:
        """What was typed or chosen, as an answer keeps it."""
        if self.question.kind == Question.Kind.ORGANISATION:
            return value.code if value else ""
        if self.question.kind == Question.Kind.DATE:
            return _iso(value)
        return value.replace("\r\n", "\n")


def _iso(typed: str) -> str:
    """« 1/3/2027 », typed where the browser has no calendar, as « 2027-03-01 »; else as it is."""
    if match := re.fullmatch(r"\s*([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\s*", typed):
        day, month, year = match.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return typed


class AttachmentForm(forms.Form):
    file = forms.FileField(
        label=_("Choisir un fichier"),
        help_text=_("PDF, Word, Excel, PowerPoint, LibreOffice ou image. 20 Mo au plus."),
        allow_empty_file=True,  # the rule itself says what to do about an empty file
        error_messages={"required": _("Choisissez un fichier avant de continuer.")},
    )
