"""What the team looks for in the list of a call, keeps under a name, and hands to someone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.applications.listing import (
    MINE,
    NO_OPINION,
    NOBODY,
    ORDERS,
    files_of,
)
from essaim.applications.models import Application, Endorsement, Export, InfoRequest, SavedFilter
from essaim.calls.models import Theme
from essaim.territories.models import Family

ANY = _("Indifférent")


def _labelled(choices, first) -> list[tuple]:
    return [("", first), *((value, str(label).capitalize()) for value, label in choices)]


def _choices_about_files() -> dict[str, list]:
    """Those that do not depend on the call. One query."""
    states = [state for state in Application.Status if state not in Application.UNSUBMITTED]
    opinions = [
        status
        for status in Endorsement.Status
        if status not in (Endorsement.Status.WITHDRAWN, Endorsement.Status.FORWARDED)
    ]
    requests = [InfoRequest.Status.OPEN, InfoRequest.Status.ANSWERED]
    return {
        "etat": _labelled([(s.value, s.label) for s in states], _("Tous les états")),
        "theme": [("", ANY), *Theme.objects.values_list("slug", "name")],
        "famille": _labelled(Family.choices, ANY),
        "avis": [
            *_labelled([(s.value, s.label) for s in opinions], ANY),
            (NO_OPINION, _("Jamais demandé")),
        ],
        "complement": _labelled([(s.value, s.label) for s in requests], ANY),
        "constats": [("", ANY), ("manquants", _("Constats manquants"))],
        "tri": [(key, label) for key, (label, _order) in ORDERS.items()],
    }


class SearchForm(forms.Form):
    """Shows a search already read by ``read_search``: whatever an address says, it is no error."""

    q = forms.CharField(label=_("Titre, structure ou numéro"), widget=forms.TextInput())
    etat = forms.ChoiceField(label=_("État"))
    suivie = forms.ChoiceField(label=_("Suivie par"))
    vague = forms.ChoiceField(label=_("Vague"))
    theme = forms.ChoiceField(label=_("Thème"))
    famille = forms.ChoiceField(label=_("Sorte de structure"))
    avis = forms.ChoiceField(label=_("Avis de la direction"))
    complement = forms.ChoiceField(label=_("Demande de compléments"))
    constats = forms.ChoiceField(label=_("Recevabilité"))
    tri = forms.ChoiceField(label=_("Trier par"))
    marks_optional = False
    ALWAYS_SHOWN = ("q", "etat", "suivie")

    def __init__(self, call, team, search: dict[str, str]):
        super().__init__(initial=search)
        self.search = search
        for name, choices in _choices_about_files().items():
            self.fields[name].choices = choices
        people = [(str(person.pk), str(person)) for person in team]
        self.fields["suivie"].choices = [
            ("", _("Tout le monde")),
            (MINE, _("Moi")),
            (NOBODY, _("Personne")),
            *people,
        ]
        if call.is_rolling:
            waves = [(wave.number, wave) for wave in call.waves.all()]
            self.fields["vague"].choices = _labelled(waves, ANY)
        else:
            del self.fields["vague"]

    @property
    def first_fields(self):
        return [self[name] for name in self.ALWAYS_SHOWN]

    @property
    def more_fields(self):
        return [self[name] for name in self.fields if name not in self.ALWAYS_SHOWN]

    @property
    def in_words(self) -> list[str]:
        """What is looked for, as the fields would say it; not the order."""
        asked = [(self[key], value) for key, value in self.search.items() if key in self.fields]
        return [
            f"{field.label}\u00a0: {dict(getattr(field.field, 'choices', ())).get(value, value)}"
            for field, value in asked
            if field.name != "tri"
        ]

    @property
    def is_refined(self) -> bool:
        """Whether something is asked for under « Plus de filtres »."""
        return bool(set(self.search) - {*self.ALWAYS_SHOWN, "tri"})


class KeepFilterForm(forms.Form):
    name = forms.CharField(
        label=_("Garder cette recherche sous le nom"),
        max_length=SavedFilter._meta.get_field("name").max_length,
    )


class ExportForm(forms.Form):
    kind = forms.ChoiceField(label=_("Forme"), choices=Export.Kind, widget=forms.RadioSelect)


class FollowForm(forms.Form):
    """Which files, and who follows them from now on; nobody is a choice too.

    The button « Je la suis » beside one file names it as ``mine``.
    """

    chosen = forms.ModelMultipleChoiceField(
        queryset=Application.objects.none(),
        to_field_name="public_id",
        label=_("Candidatures"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez une candidature au moins.")},
    )
    examiner = forms.ChoiceField(label=_("Confier les candidatures cochées à"))

    def __init__(self, call, team, user, data=None):
        if data is not None and data.get("mine"):
            data = {"chosen": [data["mine"]], "examiner": MINE}
        super().__init__(data)
        self.people = {MINE: user, NOBODY: None}
        self.people |= {str(person.pk): person for person in team if person != user}
        labels = {MINE: _("Moi"), NOBODY: _("Personne")}
        self.fields["chosen"].queryset = files_of(call)
        self.fields["examiner"].choices = [
            ("", _("Choisissez")),
            *((key, labels.get(key, str(person))) for key, person in self.people.items()),
        ]

    def clean_examiner(self):
        """The person, or None for nobody."""
        return self.people[self.cleaned_data["examiner"]]

    @property
    def ticked(self) -> list[str]:
        return self.data.getlist("chosen") if hasattr(self.data, "getlist") else []
