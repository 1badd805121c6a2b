"""What a team types about a question: its kind, its words, when it is asked; why questions change."""

import re

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from essaim.base.forms import RadiosWithHints
from essaim.base.text import fold
from essaim.calls.models import Question

Kind = Question.Kind
TEXTS = {Kind.SHORT_TEXT: 300, Kind.LONG_TEXT: 20_000}  # the longest limit one may set
USUAL_LENGTH = {Kind.SHORT_TEXT: 150, Kind.LONG_TEXT: 2000}
MOST_CHOICES, LONGEST_CHOICE = 30, 200

KIND_HINTS = {
    Kind.SHORT_TEXT: _("Une ligne : un nom, un lieu, une adresse de site."),
    Kind.LONG_TEXT: _("Quelques phrases, avec une longueur à ne pas dépasser."),
    Kind.CHOICE: _("Une réponse dans une liste. D’autres questions peuvent en dépendre."),
    Kind.NUMBER: _("Des habitants, des jours, des euros."),
    Kind.DATE: _("Un jour du calendrier."),
    Kind.FILE: _("Un document à joindre à cet endroit précis."),
    Kind.ORGANISATION: _("Une collectivité ou un établissement, choisi dans l’annuaire."),
    Kind.PEOPLE: _("Une équipe : la fonction de chacun et le temps qu’il donne."),
}


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Quelle sorte de réponse attendez-vous ?"),
        choices=Kind.choices,
        widget=RadiosWithHints(hints=KIND_HINTS),
    )


class QuestionForm(forms.ModelForm):
    """The words of a question of a known kind; ``sections`` are the titles already in use."""

    choices = forms.CharField(
        label=_("Choix"),
        help_text=_("Un par ligne, deux au moins."),
        widget=forms.Textarea({"rows": 6}),
    )

    class Meta:
        model = Question
        fields = (
            *("label", "help_text", "choices", "max_length"),
            *("section", "is_required", "is_hidden_from_jury"),
        )
        widgets = {
            "label": forms.Textarea({"rows": 2}),
            "help_text": forms.Textarea({"rows": 3}),
            "section": forms.TextInput({"list": "parties", "autocomplete": "off"}),
            "max_length": forms.NumberInput({"class": "govuk-input--width-5"}),
        }
        labels = {"section": _("Partie du questionnaire")}
        help_texts = {
            "help_text": _("Ce qui aide à répondre. Dites ce que le jury cherche à savoir."),
            "section": _("Un titre déjà employé, ou un nouveau."),
            "is_hidden_from_jury": _("L’équipe lit la réponse, les jurés non."),
        }

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        self.sections = sections
        kind = self.instance.kind
        if kind in TEXTS:
            bounds = [MinValueValidator(1), MaxValueValidator(TEXTS[kind])]
            self.fields["max_length"].validators += bounds
        else:
            del self.fields["max_length"]
        if kind == Kind.CHOICE:
            self.initial["choices"] = "\n".join(self.instance.choices)
        else:
            del self.fields["choices"]

    def clean_label(self):
        return _on_one_line(self.cleaned_data["label"])

    def clean_section(self):
        """The title already in use, where only a capital, an accent or a space differs."""
        typed = _on_one_line(self.cleaned_data["section"])
        return next((known for known in self.sections if fold(known) == fold(typed)), typed)

    def clean_choices(self):
        lines = [_on_one_line(line) for line in self.cleaned_data["choices"].splitlines()]
        choices = [line for line in lines if line]
        if len(set(choices)) < len(choices):
            raise forms.ValidationError(_("Deux lignes disent la même chose : retirez-en une."))
        if len(choices) > MOST_CHOICES:
            raise forms.ValidationError(_("Trente choix au plus : regroupez-en."))
        if any(len(choice) > LONGEST_CHOICE for choice in choices):
            raise forms.ValidationError(_("Chaque choix compte 200 caractères au plus."))
        return choices


def _on_one_line(text: str) -> str:
    """Without line breaks nor doubled spaces; a no-break space stays one."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


class ConditionForm(forms.Form):
    """One group of boxes for each choice question that comes before; boxes of one group at most."""

    marks_optional = False

    def __init__(self, *args, question: Question, sources: list[Question], **kwargs):
        super().__init__(*args, **kwargs)
        for source in sources:
            is_source = source.code == question.asked_if_code
            self.fields[source.code] = forms.MultipleChoiceField(
                label=source.label,
                choices=[(choice, choice) for choice in source.choices],
                initial=question.asked_if_values if is_source else [],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self):
        """{asked_if_code, asked_if_values}: both empty for a question always asked."""
        chosen = {code: values for code, values in self.cleaned_data.items() if values}
        if len(chosen) > 1:
            raise forms.ValidationError(_("Cochez les réponses d’une seule question."))
        code, values = next(iter(chosen.items()), ("", []))
        return {"asked_if_code": code, "asked_if_values": values}


class AmendmentForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi les questions changent-elles ?"),
        help_text=_("Cette phrase sera affichée sur la page de l’appel, avec la date."),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )
