from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from essaim.calls.models import Programme, Theme
from essaim.cases.models import Case
from essaim.outreach.models import Campaign, Subscriber
from essaim.territories.forms import OrganisationField


class ChoicesForm(forms.Form):
    """What a subscriber wants to see first."""

    organisation = OrganisationField(
        label=_("Votre territoire"),
        required=False,
        help_text=_(
            "Les fiches de votre département viendront en premier. Par exemple « Renac 35 »."
        ),
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Les thèmes que vous suivez"),
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class SubscribeForm(ChoicesForm):
    email = forms.EmailField(
        label=_("Votre adresse électronique"),
        help_text=_("Un message y sera envoyé pour confirmer. Rien d’autre avant votre accord."),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )
    consent = forms.BooleanField(label=Subscriber.CONSENT)

    field_order = ["email", "organisation", "themes", "consent"]


class CampaignForm(forms.Form):
    subject = forms.CharField(
        label=_("Objet"),
        max_length=120,
        help_text=_("Ce que le lecteur apprend, en une ligne : c’est ce qui fait ouvrir."),
    )
    introduction = forms.CharField(
        label=_("Introduction"),
        max_length=1500,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    cases = forms.ModelMultipleChoiceField(
        label=_("Les fiches de cette lettre, six au plus"),
        queryset=Case.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        published = Case.objects.published().filter(laureate__call__programme=programme)
        self.fields["cases"].queryset = published.select_related("origin")
        self.fields["cases"].label_from_instance = lambda case: f"{case.title} – {case.origin}"

    def clean_cases(self):
        cases = self.cleaned_data["cases"]
        if len(cases) > Campaign.MOST_SHEETS:
            raise ValidationError(
                _("Six fiches au plus : enlevez-en, la lettre se lit en deux minutes.")
            )
        return cases
