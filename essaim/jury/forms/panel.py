"""The panel, its people and its plan of readings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.base.forms import DayInput, MomentInput, RadiosWithHints
from essaim.jury.models import Juror, Panel

WHOLE = {"inputmode": "numeric", "class": "govuk-input--width-3"}


class PanelForm(forms.ModelForm):
    class Meta:
        model = Panel
        fields = [
            "readings_wanted",
            "reviews_due_at",
            "quorum_percent",
            "has_casting_vote",
            "reserve_until_on",
            "comments_kept_months",
        ]
        widgets = {
            "readings_wanted": forms.TextInput(WHOLE),
            "quorum_percent": forms.TextInput(WHOLE),
            "reviews_due_at": MomentInput,
            "reserve_until_on": DayInput,
            "comments_kept_months": forms.TextInput(WHOLE),
        }
        help_texts = {
            "readings_wanted": _("Nombre de jurés qui lisent chaque dossier."),
            "quorum_percent": _(
                "Part des voix délibératives qui doit être présente pour décider d’un dossier, "
                "sans compter les jurés qui se déportent."
            ),
            "has_casting_vote": _("En cas d’égalité, la voix de qui préside l’emporte."),
            "reserve_until_on": _(
                "Cette date figure dans les courriers. Sans date, la liste vaut jusqu’au prochain appel."
            ),
            "comments_kept_months": _(
                "Comptés depuis les résultats. Ensuite les commentaires des jurés sont effacés ; les "
                "notes et le procès-verbal restent. Sans nombre, ils sont gardés."
            ),
        }

    quorum_percent = forms.IntegerField(
        label=Panel._meta.get_field("quorum_percent").verbose_name,
        min_value=1,
        max_value=100,
        initial=50,
        help_text=Meta.help_texts["quorum_percent"],
        widget=forms.TextInput(WHOLE),
    )
    readings_wanted = forms.IntegerField(
        label=Panel._meta.get_field("readings_wanted").verbose_name,
        min_value=1,
        max_value=50,
        initial=3,
        help_text=Meta.help_texts["readings_wanted"],
        widget=forms.TextInput(WHOLE),
    )


class JurorForm(forms.Form):
    """One invitation."""

    MEMBER, CHAIR, DEPUTY = "member", "chair", "deputy"
    OFFICES = [
        (MEMBER, _("Membre")),
        (CHAIR, _("Présidence")),
        (DEPUTY, _("Vice-présidence")),
    ]
    name = forms.CharField(label=_("Prénom et nom"), max_length=120)
    email = forms.EmailField(label=_("Adresse électronique"))
    quality = forms.CharField(
        label=_("Qualité"),
        max_length=160,
        required=False,
        help_text=_("Par exemple : directrice générale des services, élu, designer."),
    )
    college = forms.CharField(label=_("Collège"), max_length=80, required=False)
    office = forms.ChoiceField(
        label=_("Place dans le jury"),
        choices=OFFICES,
        initial=MEMBER,
        widget=RadiosWithHints(
            hints={DEPUTY: _("Préside quand la présidence est absente ou se déporte.")}
        ),
    )
    voice = forms.ChoiceField(
        label=_("Voix"),
        choices=Juror.Voice,
        initial=Juror.Voice.VOTING,
        widget=RadiosWithHints(
            hints={Juror.Voice.ADVISORY: _("Participe au débat, ne vote pas, hors quorum.")}
        ),
    )
    substitute_for = forms.ModelChoiceField(
        Juror.objects.none(),
        label=_("Supplée"),
        required=False,
        empty_label=_("Personne : siège en titre"),
        help_text=_("Un suppléant vote seulement quand la personne suppléée est absente ou sort."),
    )

    def __init__(self, panel, data=None):
        super().__init__(data)
        titulars = panel.jurors.in_office().filter(substitute_for=None).select_related("user")
        self.fields["substitute_for"].queryset = titulars

    def clean(self):
        found = super().clean()
        office = found.pop("office", self.MEMBER)
        return {**found, "is_chair": office == self.CHAIR, "is_deputy": office == self.DEPUTY}


class DealForm(forms.Form):
    """What is asked of the readers of every file."""

    one_per_college = forms.BooleanField(
        label=_("Jamais deux lecteurs du même collège sur un dossier"), required=False
    )
    college = forms.ChoiceField(label=_("Au moins un lecteur du collège"), required=False)

    def __init__(self, panel, data=None):
        super().__init__(data)
        found = panel.jurors.in_office().exclude(college="").order_by("college")
        colleges = list(found.values_list("college", flat=True).distinct())
        self.fields["college"].choices = [("", _("Peu importe")), *((c, c) for c in colleges)]
        if not colleges:
            self.fields.clear()

    def options(self) -> dict:
        """Those asked for, and nothing for the others."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class PlanForm(forms.Form):
    """The grid juror × file: the readings ticked, as « application:juror » public ids."""

    readings = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, files, jurors, data=None):
        super().__init__(data)
        self.pairs = {
            f"{file.public_id}:{juror.public_id}": (file.pk, juror.pk)
            for file in files
            for juror in jurors
        }
        self.fields["readings"].choices = [(key, key) for key in self.pairs]

    def wanted(self) -> set[tuple[int, int]]:
        return {self.pairs[key] for key in self.cleaned_data["readings"]}
