"""A file of another tool, what its fields answer here, and what to do besides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.applications.actions.imports import FETCH_FILES, TELL_OWNERS, may_fetch
from essaim.applications.mapping import Reading, choices_for, guess
from essaim.applications.models import Application, ImportRun
from essaim.base.forms import RadiosWithHints


class ReceiveImportForm(forms.Form):
    source = forms.ChoiceField(
        label=_("D’où viennent ces candidatures ?"),
        choices=[
            (Application.Source.DS, Application.Source.DS.label),
            (Application.Source.TABLE, _("Un tableau")),
        ],
        widget=RadiosWithHints(
            hints={
                "ds": _("Le fichier JSON que donne l’API de Démarches Simplifiées."),
                "csv": _("Un fichier CSV : une ligne de titres, puis une ligne par candidature."),
            }
        ),
    )
    upload = forms.FileField(label=_("Le fichier"), help_text=_("JSON ou CSV, 20 Mo au plus."))
    archive = forms.FileField(
        label=_("Les fichiers joints aux candidatures, dans un ZIP"),
        required=False,
        help_text=_("500 Mo au plus. Ils sont reconnus par leur nom ou leur empreinte."),
    )


class MappingForm(forms.Form):
    """One choice per field found, named « champ-3 »: keys of another tool make no safe names."""

    marks_optional = False

    def __init__(self, run: ImportRun, reading: Reading, known: dict[str, str], data=None):
        super().__init__(data)
        questions = run.call.questions_asked.questions.all()
        self.keys = {f"champ-{rank}": field.key for rank, field in enumerate(reading.fields)}
        guessed = guess(reading.fields, questions)
        choices = choices_for(questions)
        for name, field in zip(self.keys, reading.fields, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=field.label,
                help_text=_("Par exemple : {sample}").format(sample=field.sample)
                if field.sample
                else "",
                choices=choices,
                required=False,
                initial=known.get(field.key, "" if known else guessed.get(field.key, "")),
            )

    @property
    def mapping(self) -> dict[str, str]:
        return {self.keys[name]: target for name, target in self.cleaned_data.items()}


class ApplyImportForm(forms.Form):
    also = forms.MultipleChoiceField(
        label=_("Et aussi"), required=False, widget=forms.CheckboxSelectMultiple
    )
    marks_optional = False

    def __init__(self, data=None):
        super().__init__(data)
        choices = [
            (TELL_OWNERS, _("Prévenir les porteurs : un mail à chacun, avec le lien du suivi"))
        ]
        if may_fetch():
            choices.append((FETCH_FILES, _("Aller chercher les fichiers joints à la source")))
        self.fields["also"].choices = choices
