"""What a team types about closings: a wave, more time for all, more time for one person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.base.fuzzy_dates import validate_fuzzy_date
from essaim.calls.forms.moments import MomentField, set_clock
from essaim.calls.models import Call


class OnClockOfCall(forms.Form):
    """Its moments are on the clock of the call, which their help names."""

    def __init__(self, call: Call, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_clock(self, call.time_zone)
        clock = _("À l’{clock}.").format(clock=call.get_time_zone_display())
        self.fields["closes_at"].help_text = clock


class WaveForm(OnClockOfCall):
    closes_at = MomentField(label=_("Clôture de la vague"))
    results_expected = forms.CharField(
        label=_("Réponse attendue"),
        help_text=_("Un jour, un mois ou une année : 2027-06-15, 2027-06 ou 2027."),
        max_length=10,
        required=False,
        validators=[validate_fuzzy_date],
    )


class ExtensionForm(OnClockOfCall):
    """``wave`` is asked for a rolling call only."""

    wave = forms.ModelChoiceField(queryset=None, label=_("Vague prolongée"), empty_label=None)
    closes_at = MomentField(label=_("Nouvelle clôture"))
    reason = forms.CharField(
        label=_("Pourquoi ?"),
        help_text=_("Cette phrase est envoyée aux candidats et affichée sur la page de l’appel."),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, call: Call, *args, **kwargs):
        super().__init__(call, *args, **kwargs)
        if call.is_rolling:
            self.fields["wave"].queryset = call.waves.filter(results_at=None)
        else:
            del self.fields["wave"]


class NamedExtensionForm(ExtensionForm):
    email = forms.EmailField(
        label=_("Adresse électronique du porteur"),
        help_text=_("Celle avec laquelle cette personne se connecte."),
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("email", "wave", "closes_at", "reason")

    def __init__(self, call: Call, *args, **kwargs):
        super().__init__(call, *args, **kwargs)
        self.fields["reason"].help_text = _(
            "Cette phrase est envoyée à cette personne. Rien n’en est public."
        )
