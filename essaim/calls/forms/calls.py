"""What a team types about a call: its texts and dates, its règlement, why it is cancelled."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.calls.forms.moments import MomentField, set_clock
from essaim.calls.models import TIME_ZONES, Call


class CallForm(forms.ModelForm):
    """What a team says of a call it prepares; the programme is chosen once, at creation.

    A draft may be incomplete: what is missing is listed before publication.
    """

    marks_optional = False

    class Meta:
        model = Call
        fields: tuple[str, ...] = (
            *("title", "summary", "eligibility", "offer"),
            *("is_rolling", "time_zone", "opens_at", "closes_at"),
            *("results_expected", "support_expected"),
            *("laureates_min", "laureates_max", "endorsement_rule"),
        )
        widgets = {
            "summary": forms.Textarea({"rows": 6}),
            "eligibility": forms.Textarea({"rows": 5}),
            "offer": forms.Textarea({"rows": 5}),
        }
        field_classes = {"opens_at": MomentField, "closes_at": MomentField}
        help_texts = {
            "title": _("Par exemple : Appel à candidatures 2027."),
            "summary": _("En quelques phrases : à quoi sert cet appel, à qui il s’adresse."),
            "eligibility": _("Quels agents, quels organismes, à quelles conditions."),
            "offer": _("Ce que l’accompagnement apporte, sa durée, ce qu’il n’apporte pas."),
            "time_zone": _(
                "L’horloge sur laquelle l’ouverture et la clôture sont fixées et annoncées ; "
                "l’heure des autres territoires est affichée à côté."
            ),
            "closes_at": _("Pour un appel au fil de l’eau, laissez vide s’il n’a pas de fin."),
            "results_expected": _("Un jour, un mois ou une année : 2027-06-15, 2027-06 ou 2027."),
            "support_expected": _("De même : 2027-09-01, 2027-09 ou 2027."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        typed = self.data.get(self.add_prefix("time_zone"))
        set_clock(self, typed if typed in dict(TIME_ZONES) else self.instance.time_zone)


class NewCallForm(CallForm):
    class Meta(CallForm.Meta):
        fields = ("programme", *CallForm.Meta.fields)

    def __init__(self, *args, programmes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        self.fields["programme"].empty_label = None


class RulesForm(forms.Form):
    text = forms.CharField(
        label=_("Texte du règlement"),
        help_text=_(
            "Texte simple. Une ligne « Article 1 – Objet » devient un titre ; "
            "des lignes qui commencent par un tiret deviennent une liste."
        ),
        widget=forms.Textarea({"rows": 24}),
    )


class CancellationForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi cet appel est-il annulé ?"),
        help_text=_("Cette phrase sera affichée sur la page de l’appel."),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )


class CloneForm(forms.Form):
    title = forms.CharField(
        label=_("Titre du nouvel appel"),
        help_text=_("Par exemple : Appel à candidatures 2028."),
        max_length=160,
    )
