"""What the authors of a sheet type, part by part, with plain-language help beside each field."""

import hashlib

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.cases.models import Case, Component, Result, Step

MONTH_HELP = gettext_lazy("L’année, le mois ou le jour : 2021, 2021-09 ou 2021-09-24.")

HELP = {
    "title": gettext_lazy(
        "Commencez par un verbe, sans sigle : « Appeler les secours en langue des signes »."
    ),
    "one_line": gettext_lazy("Le bénéfice, en 6 à 15 mots."),
    "summary": gettext_lazy(
        "Le problème, ce qui a été fait, ce qui a changé : trois phrases qu’un voisin comprend."
    ),
    "themes": gettext_lazy("Ceux que choisirait une personne qui cherche."),
    "started": MONTH_HELP,
    "in_service_since": MONTH_HELP,
    "problem": gettext_lazy("Qui en souffrait, et comment vous l’avez su."),
    "solution": gettext_lazy("Ce que voit un usager, puis ce qui change pour un agent."),
    "beneficiaries": gettext_lazy("Des nombres si vous en avez ; les agents comptent aussi."),
    "participation": gettext_lazy("Comment usagers, agents et élus ont pris part."),
    "context": gettext_lazy("Ce qui, chez vous, a rendu la chose plus facile qu’ailleurs."),
    "difficulties": gettext_lazy("Ce qui a raté évite à d’autres de rater. Sans nommer personne."),
    "lessons": gettext_lazy("Ce que vous feriez autrement."),
    "people_needed": gettext_lazy("Quelles fonctions, combien de jours au début, puis par an."),
    "setup_days": gettext_lazy(
        "Le total des jours de vos agents. Laissez vide si vous ne savez pas."
    ),
    "cost_setup_eur": gettext_lazy("Vos dépenses, hors temps des agents, en euros."),
    "cost_yearly_eur": gettext_lazy("Une fois en service, en euros."),
    "legal_frame": gettext_lazy(
        "Délibération, avis du comité social, données personnelles, achat…"
    ),
    "success_conditions": gettext_lazy("Ce sans quoi il vaut mieux ne pas commencer."),
    "small_variant": gettext_lazy("Ce qu’une mairie d’une ou deux personnes peut en faire."),
    "sources": gettext_lazy("Une source par ligne, avec son adresse si elle est en ligne."),
    "caution": gettext_lazy(
        "Ce qu’il faut savoir avant de citer : chiffres contradictoires, date ancienne…"
    ),
    "licence": gettext_lazy("Elle permet à d’autres de reprendre votre texte en vous citant."),
    "contact_email": gettext_lazy(
        "Les questions y arriveront par Essaim ; l’adresse n’est montrée à personne."
    ),
    "evidence_level": gettext_lazy("Zéro n’est pas une honte : c’est un point de départ."),
}

SECTIONS = {
    "essentiel": gettext_lazy("L’essentiel"),
    "recit": gettext_lazy("Le récit"),
    "ailleurs": gettext_lazy("Reprendre ailleurs"),
    "sources": gettext_lazy("Sources et contact"),
}
FIELDS = {
    "essentiel": ["title", "one_line", "summary", "themes", "stage", "started", "in_service_since"],
    "recit": [
        *("problem", "solution", "beneficiaries", "participation", "context", "difficulties"),
        "lessons",
    ],
    "ailleurs": [
        *("success_conditions", "small_variant", "people_needed", "setup_days"),
        *("cost_setup_eur", "cost_yearly_eur", "duration_months", "legal_frame"),
    ],
    "sources": ["sources", "caution", "licence", "contact_email"],
}
TEXTS = [field.name for field in Case._meta.fields if isinstance(field, models.TextField)]
LONG = ("problem", "solution")
TEAM_FIELDS = {"sources": ["evidence_level"]}


class SectionForm(forms.ModelForm):
    """One part of a sheet. ``seen`` tells whether someone else saved the same part meanwhile."""

    marks_optional = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflicts: list[tuple[str, str]] = []
        self.saved = {name: self.initial.get(name) for name in self._meta.fields}
        self.initial["seen"] = self._fingerprint()
        for name, text in HELP.items():
            if name in self.fields:
                self.fields[name].help_text = text

    def _fingerprint(self) -> str:
        return hashlib.sha256(repr(sorted(self.saved.items())).encode()).hexdigest()[:16]

    def clean(self):
        cleaned = super().clean()
        seen = cleaned.pop("seen", "")
        if seen and seen != self._fingerprint():
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self._fingerprint()
            self.conflicts = [
                (self.fields[name].label, value)
                for name, value in self.saved.items()
                if isinstance(value, str) and value and value != cleaned.get(name)
            ]
            self.add_error(
                None,
                _(
                    "Une autre personne vient d’enregistrer cette partie. Votre texte est gardé "
                    "ci-dessous : comparez avec le sien, puis enregistrez."
                ),
            )
        return cleaned


def section_form(section: str, is_team: bool) -> type[forms.ModelForm]:
    """The form class of a part of the sheet; the team has the fields that are its own to set."""
    names = FIELDS[section] + (TEAM_FIELDS.get(section, []) if is_team else [])
    texts = {name: forms.Textarea(attrs={"rows": 7 if name in LONG else 4}) for name in TEXTS}
    return forms.modelform_factory(
        Case,
        form=SectionForm,
        fields=names,
        widgets={"themes": forms.CheckboxSelectMultiple, **texts},
    )


class ComponentForm(forms.ModelForm):
    class Meta:
        model = Component
        fields = ["name", "role", "description"]
        widgets = {"role": forms.RadioSelect, "description": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "name": gettext_lazy(
                "Une chose que l’on peut reprendre seule : un module, un panneau, un rôle."
            ),
            "role": gettext_lazy("Le noyau est ce sans quoi cela ne marche plus."),
        }


class StepForm(forms.ModelForm):
    class Meta:
        model = Step
        fields = ["action", "when", "pitfall"]
        help_texts = {
            "action": gettext_lazy(
                "Commencez par un verbe : « Écouter l’accueil pendant deux semaines »."
            ),
            "pitfall": gettext_lazy("L’erreur que l’on fait la première fois."),
        }


class ResultForm(forms.ModelForm):
    class Meta:
        model = Result
        fields = ["indicator", "before", "after", "measured", "source"]
        help_texts = {
            "indicator": gettext_lazy("Ce que l’on peut constater, compter ou entendre dire."),
            "measured": MONTH_HELP,
            "source": gettext_lazy("D’où vient ce résultat : comptage, enquête, article…"),
        }


PART_FORMS = {"elements": ComponentForm, "etapes": StepForm, "resultats": ResultForm}


class ReviewForm(forms.Form):
    """The answer of the laureate's team to a sheet it has just read."""

    GIVE, BACK = "oui", "non"
    verdict = forms.ChoiceField(
        label=gettext_lazy("Votre réponse"),
        choices=[
            (GIVE, gettext_lazy("Bon à publier, tel quel")),
            (BACK, gettext_lazy("À reprendre avant publication")),
        ],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=gettext_lazy("Ce qui doit changer, ou ce qui fonde votre accord"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )
    seen = forms.DateTimeField(widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("verdict") == self.BACK and not cleaned.get("comment", "").strip():
            self.add_error(
                "comment", _("Dites ce qui doit changer, pour que l’équipe sache quoi faire.")
            )
        return cleaned


class PublishForm(forms.Form):
    changes = forms.CharField(
        label=gettext_lazy("Ce qui change depuis la version précédente"),
        help_text=gettext_lazy(
            "Une phrase, lue par tous : « Résultats de la première année ajoutés »."
        ),
        max_length=300,
    )


class FirstPublishForm(forms.Form):
    """The first version has nothing to compare with."""


class ArchiveForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi retirer cette fiche"),
        help_text=gettext_lazy("Gardé dans le journal ; personne d’autre que l’équipe ne le lit."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )


class OpenForm(forms.Form):
    laureate = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args, laureates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["laureate"].queryset = laureates
