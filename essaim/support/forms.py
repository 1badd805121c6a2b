from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.base.forms import DayInput
from essaim.support.models import (
    Activity,
    Journey,
    Milestone,
    Phase,
    SkillsOffer,
    Sponsor,
    TimeEntry,
)


class OpenForm(forms.Form):
    starts_on = forms.DateField(
        label=_("Premier jour de l’accompagnement"),
        help_text=_(
            "Les quatre phases se partageront environ cinq mois ; vous pourrez changer leurs dates."
        ),
        widget=DayInput,
    )


class ScheduleForm(forms.Form):
    """First and last day of each phase."""

    def __init__(self, *args, phases: list[Phase], **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = [phase.kind for phase in phases]
        for phase in phases:
            for edge, label in (("starts_on", _("{} : début")), ("ends_on", _("{} : fin"))):
                self.fields[f"{phase.kind}_{edge}"] = forms.DateField(
                    label=label.format(phase), widget=DayInput, initial=getattr(phase, edge)
                )

    @property
    def dates(self) -> dict:
        given = self.cleaned_data
        return {kind: (given[f"{kind}_starts_on"], given[f"{kind}_ends_on"]) for kind in self.kinds}


class ObjectiveForm(forms.ModelForm):
    class Meta:
        model = Journey
        fields = ["objective"]
        widgets = {"objective": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"objective": _("À la fin, qu’est-ce qui doit être différent, et pour qui ?")}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi"),
        help_text=_("Lu par l’équipe lauréate et les accompagnateurs, et gardé dans le journal."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )


class DisputeForm(forms.Form):
    reason = forms.CharField(
        label=_("Ce qui ne va pas"),
        help_text=_("La durée, le jour, le travail décrit… La personne concernée pourra corriger."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )


def _name_fields() -> forms.CharField:
    return forms.CharField(
        label=_("Mécène ou agence"),
        max_length=160,
        help_text=_("L’organisation au nom de laquelle cette personne donne son temps."),
    )


class CoachForm(forms.Form):
    name = forms.CharField(label=_("Prénom et nom"), max_length=120)
    email = forms.EmailField(label=_("Adresse électronique"))
    sponsor = _name_fields()
    skill = forms.CharField(
        label=_("Compétence apportée"),
        max_length=160,
        help_text=_("Par exemple : design de service, conduite du changement."),
    )


class OfferForm(forms.ModelForm):
    sponsor = _name_fields()

    class Meta:
        model = SkillsOffer
        fields = ["sponsor", "skill", "days"]
        help_texts = {"days": _("Jours de travail d’une personne ; 0,5 pour une demi-journée.")}

    def clean_sponsor(self):
        name = " ".join(self.cleaned_data["sponsor"].split())
        return Sponsor.objects.filter(name__iexact=name).first() or Sponsor(name=name)


class MilestoneForm(forms.ModelForm):
    class Meta:
        model = Milestone
        fields = ["phase", "name", "due_on"]
        widgets = {"due_on": DayInput}
        help_texts = {
            "name": _("Quelque chose que l’on pourra montrer : « Dix entretiens faits ».")
        }

    def __init__(self, *args, journey: Journey, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phase"].queryset = journey.phases.all()
        self.fields["phase"].empty_label = None


class ActivityForm(forms.ModelForm):
    class Meta:
        model = Activity
        fields = ["phase", "kind", "title", "held_on", "participants", "learnt"]
        widgets = {"held_on": DayInput, "learnt": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "participants": _("Combien de personnes, sans leurs noms."),
            "learnt": _("Une surprise, une phrase entendue, une hypothèse qui tombe."),
        }

    def __init__(self, *args, journey: Journey, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phase"].queryset = journey.phases.all()
        self.fields["phase"].empty_label = None


class OutcomeForm(forms.ModelForm):
    class Meta:
        model = Phase
        fields = ["outcome"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "outcome": _("En deux ou trois phrases. Ce texte nourrira la fiche du projet.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = True


QUARTERS = [
    ("0.25", _("un quart de journée")),
    ("0.5", _("une demi-journée")),
    ("0.75", _("trois quarts de journée")),
    ("1", _("une journée")),
]


class TimeForm(forms.ModelForm):
    days = forms.TypedChoiceField(label=_("Durée"), choices=QUARTERS, coerce=Decimal, initial="1")

    class Meta:
        model = TimeEntry
        fields = ["spent_on", "days", "task"]
        widgets = {"spent_on": DayInput}
        help_texts = {"task": _("En quelques mots : « Entretiens avec les agents d’accueil ».")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["spent_on"].initial = timezone.localdate
        if self.instance.pk:
            self.initial["days"] = f"{self.instance.days.normalize():f}"
