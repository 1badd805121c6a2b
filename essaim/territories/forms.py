from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.base.siren import validate_siren
from essaim.base.text import fold
from essaim.territories.models import Family, Organisation
from essaim.territories.search import search

CHOICES_SHOWN = 8
DECLARABLE = [f for f in Family if f not in (Family.DEPARTEMENT, Family.REGION)]


@dataclass(frozen=True)
class Answer:
    """What was typed, and the code of the organisation chosen from the list shown for it."""

    text: str = ""
    code: str = ""

    def __bool__(self):
        return bool(self.text or self.code)


class OrganisationInput(forms.TextInput):
    """A text, and under it the organisations it may mean, as radio buttons.

    With JavaScript the list follows the typing. Without, it comes with the page when the text
    sent means several organisations. A choice counts only with the text its list was made for.
    ``retour`` is where « ajouter ma structure » comes back to: the path of the page.
    """

    template_name = "territories/widgets/organisation_input.html"
    retour = ""

    def value_from_datadict(self, data, files, name):
        text = (data.get(name) or "").strip()
        chosen = data.get(f"{name}-choice") or ""
        return Answer(text, chosen if data.get(f"{name}-for", "").strip() == text else "")

    def get_context(self, name, value, attrs):
        value = value if isinstance(value, Answer) else Answer(str(value or ""))
        context = super().get_context(name, value.text, attrs)
        chosen = Organisation.objects.current().with_code(value.code).first()
        choices = [chosen] if chosen else search(value.text, CHOICES_SHOWN) if value.text else []
        context["widget"] |= {"choices": choices, "chosen": chosen, "retour": self.retour}
        return context

    def format_value(self, value):
        return value or None


class OrganisationField(forms.Field):
    """An organisation of the directory, from its code, its label, or a choice in the list.

    The initial value may be an Organisation, its primary key, or its public code (``?structure=``).
    """

    widget = OrganisationInput
    default_error_messages = {
        "required": gettext_lazy("Indiquez votre structure : tapez son nom, puis choisissez-la."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Structure"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy("Tapez son nom, par exemple « Renac 35 », ou son code INSEE ou SIREN."),
        )
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if isinstance(value, Answer):
            return value
        organisation = self._known(value)
        return Answer(organisation.label, organisation.code) if organisation else Answer()

    def _known(self, value) -> Organisation | None:
        if isinstance(value, int):
            return Organisation.objects.filter(pk=value).first()
        if isinstance(value, str):
            return Organisation.objects.with_code(value).first()
        return value

    def to_python(self, value):
        if not value:
            return None
        if not isinstance(value, Answer):
            value = Answer(str(value))
        chosen = Organisation.objects.current().with_code(value.code).first()
        return chosen or self._meant_by(value.text)

    def _meant_by(self, text: str) -> Organisation:
        """The one organisation that a text means. Raises ValidationError if none or several."""
        labelled = Organisation.objects.current().labelled(text)[:2]
        if len(labelled) == 1:
            return labelled[0]
        found = search(text, CHOICES_SHOWN)
        if not found:
            raise ValidationError(
                _("Aucune structure ne correspond à « %(text)s ». Vérifiez le nom, ou ajoutez-la."),
                code="unknown",
                params={"text": text},
            )
        is_sure = Organisation.objects.with_code(text).exists() or fold(text) == found[0].plain_name
        if len(found) == 1 and is_sure and not found[0].found_as:
            return found[0]
        doubt = (
            _("« %(text)s » : plusieurs structures sont possibles. Choisissez dans la liste.")
            if len(found) > 1
            else _(
                "« %(text)s » : est-ce la structure ci-dessous ? Choisissez-la, ou tapez autre chose."
            )
        )
        labels = [organisation.label for organisation in found]
        raise ValidationError(doubt, code="ambiguous", params={"text": text, "labels": labels})

    def has_changed(self, initial, data):
        before = self.prepare_value(initial)
        return (before.text, before.code) != (data.text, data.code or before.code)


class DeclareOrganisationForm(forms.Form):
    siren = forms.CharField(
        label=gettext_lazy("Numéro SIREN"),
        max_length=20,
        help_text=gettext_lazy(
            "9 chiffres : les premiers du SIRET, qui figure sur votre bulletin de paie."
        ),
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Nom de la structure"),
        max_length=250,
        help_text=gettext_lazy("En entier, comme sur ses courriers."),
    )
    family = forms.ChoiceField(
        label=gettext_lazy("Type de structure"),
        choices=[("", gettext_lazy("Choisissez"))] + [(f.value, f.label) for f in DECLARABLE],
    )
    departement = forms.ModelChoiceField(
        label=gettext_lazy("Département du siège"),
        queryset=Organisation.objects.filter(family=Family.DEPARTEMENT).order_by("insee_code"),
        to_field_name="insee_code",
        empty_label=gettext_lazy("Choisissez"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["departement"].label_from_instance = lambda o: f"{o.insee_code} – {o.place}"

    def clean_siren(self):
        digits = "".join(self.cleaned_data["siren"].split())
        siren = digits[:9] if len(digits) == 14 else digits
        validate_siren(siren)
        return siren

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())
