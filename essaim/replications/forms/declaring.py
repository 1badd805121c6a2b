"""What the adopter types when it declares a replication, and afterwards."""

from django import forms
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from essaim.base.forms import RadiosWithHints
from essaim.base.fuzzy_dates import validate_fuzzy_date
from essaim.replications.models import Adaptation, Replication
from essaim.territories.forms import OrganisationField

Relation, Status, Visibility = Replication.Relation, Replication.Status, Replication.Visibility

lazy_capfirst = lazy(capfirst, str)

INTENTIONS = {
    "inspiration": Relation.INSPIRATION,
    "adaptation": Relation.ADAPTATION,
    "duplication": Relation.REPRODUCTION,
}
RELATION_CHOICES = [
    (Relation.INSPIRATION, _("Je m’inspire")),
    (Relation.ADAPTATION, _("J’adapte")),
    (Relation.PARTIAL, _("Je reprends en partie")),
    (Relation.REPRODUCTION, _("Je duplique")),
]
RELATION_HINTS = {
    Relation.INSPIRATION: _("L’idée vous sert, sans en reprendre les éléments."),
    Relation.ADAPTATION: _("Vous gardez le noyau et changez ce qui ne convient pas chez vous."),
    Relation.PARTIAL: _("Vous prenez un ou plusieurs éléments, pas l’ensemble."),
    Relation.REPRODUCTION: _("Vous faites la même chose, avec très peu de changements."),
}
DECLARABLE_STATUSES = (
    Status.INTERESTED,
    Status.STUDYING,
    Status.DECIDED,
    Status.UNDERWAY,
    Status.IN_SERVICE,
)


def capitalised(choices) -> list[tuple]:
    """Choices whose labels begin with a capital, as the first word of a line does."""
    return [(value, lazy_capfirst(label)) for value, label in choices]


class FuzzyDateField(forms.CharField):
    """« 2021 », « 2021-09 » or « 2021-09-24 »."""

    default_validators = [validate_fuzzy_date]

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput({"class": "govuk-input--width-10"}))
        kwargs.setdefault(
            "help_text", _("Aussi précis que vous le savez : 2026, 2026-03 ou 2026-03-15.")
        )
        super().__init__(**kwargs)


class StoryForm(forms.Form):
    """What the adopter says of its replication; the same fields when declaring and afterwards."""

    motive = forms.CharField(
        label=_("À quel problème d’ici cela répond-il ?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    changes_summary = forms.CharField(
        label=_("Que gardez-vous, que changez-vous, que laissez-vous ?"),
        max_length=1500,
        required=False,
        help_text=_("En quelques phrases. Le détail par élément vient plus bas."),
        widget=forms.Textarea({"rows": 4}),
    )
    visibility = forms.ChoiceField(
        label=_("Qui peut lire cette reprise ?"),
        choices=[
            (Visibility.PUBLIC, _("Tout le monde")),
            (Visibility.PRIVATE, _("L’équipe d’origine et le programme seulement")),
        ],
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
        help_text=_("Une reprise publique aide les suivants, et elle seule peut être comptée."),
    )
    contact_email = forms.EmailField(
        label=_("Adresse pour vous joindre"),
        help_text=_(
            "Jamais montrée. La réponse de l’équipe d’origine y sera envoyée, et qui se connecte "
            "avec cette adresse pourra tenir la reprise à jour."
        ),
    )


class DeclarationForm(StoryForm):
    adopter = OrganisationField(label=_("Quelle structure la reprend ?"))
    position = forms.CharField(
        label=_("Votre fonction dans cette structure"), max_length=120, required=False
    )
    relation = forms.ChoiceField(
        label=_("Que faites-vous de cette fiche ?"),
        choices=RELATION_CHOICES,
        widget=RadiosWithHints(hints=RELATION_HINTS),
    )
    status = forms.ChoiceField(
        label=_("Où en êtes-vous ?"),
        choices=capitalised((status.value, status.label) for status in DECLARABLE_STATUSES),
        initial=Status.INTERESTED,
    )
    since = FuzzyDateField(label=_("Depuis quand ?"))
    through = forms.ModelChoiceField(
        label=_("Chez qui l’avez-vous vue ?"),
        queryset=Replication.objects.none(),
        required=False,
        empty_label=_("À la source : la structure d’origine"),
        to_field_name="public_id",
    )

    field_order = [
        "adopter",
        "position",
        "relation",
        "status",
        "since",
        "through",
        "motive",
        "changes_summary",
        "visibility",
        "contact_email",
    ]

    def __init__(self, *args, seen_at, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["through"].queryset = seen_at
        self.fields["through"].label_from_instance = lambda replication: replication.adopter_name
        if not seen_at.exists():
            del self.fields["through"]


class AdaptationForm(forms.Form):
    """What becomes of one component of the sheet, or something added (``component`` is "")."""

    added = forms.CharField(label=_("Ce que vous ajoutez"), max_length=160, required=False)
    nature = forms.ChoiceField(
        label=_("Ce que vous en faites"),
        required=False,
        choices=[
            ("", _("Pas encore décidé")),
            *capitalised(c for c in Adaptation.Nature.choices if c[0] != Adaptation.Nature.ADDED),
        ],
    )
    reason = forms.ChoiceField(
        label=_("Pourquoi"),
        required=False,
        choices=[("", _("Sans précision")), *capitalised(Adaptation.Reason.choices)],
    )
    note = forms.CharField(label=_("En quelques mots"), max_length=600, required=False)

    def __init__(self, *args, component, description, **kwargs):
        super().__init__(*args, **kwargs)
        self.component, self.description = component, description
        del self.fields["added" if component else "nature"]

    def adaptation(self) -> dict | None:
        """The columns of an Adaptation, or None when nothing was said of it."""
        data = self.cleaned_data
        component = self.component or data["added"]
        nature = data["nature"] if self.component else Adaptation.Nature.ADDED
        if not component or not nature:
            return None
        return {
            "component": component,
            "nature": nature,
            "reason": data["reason"],
            "note": data["note"],
        }


class BaseAdaptationFormSet(forms.BaseFormSet):
    """One form per component of the frozen version, then two for what is added."""

    ADDITIONS = 2

    def __init__(self, *args, components, existing=(), **kwargs):
        self.components = components
        known = {part["name"] for part in components}
        said = {adaptation.component: adaptation for adaptation in existing}
        rows = [said.get(part["name"]) for part in components]
        rows += [adaptation for adaptation in existing if adaptation.component not in known]
        initial = [_initial(adaptation) for adaptation in [*rows, *[None] * self.ADDITIONS]]
        super().__init__(*args, initial=initial, **kwargs)

    def get_form_kwargs(self, index):
        part = self.components[index] if index < len(self.components) else {}
        return {
            "component": part.get("name", ""),
            "description": part.get("description", ""),
            "empty_permitted": False,
        }

    def adaptations(self) -> list[dict]:
        found = [form.adaptation() for form in self.forms]
        return [adaptation for adaptation in found if adaptation]


def _initial(adaptation: Adaptation | None) -> dict:
    if adaptation is None:
        return {}
    return {
        "added": adaptation.component,
        "nature": adaptation.nature,
        "reason": adaptation.reason,
        "note": adaptation.note,
    }


AdaptationFormSet = forms.formset_factory(
    AdaptationForm, formset=BaseAdaptationFormSet, extra=0, max_num=80, absolute_max=80
)
