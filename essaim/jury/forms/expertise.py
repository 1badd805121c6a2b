"""What a juror knows well, theme by theme, and how much they can read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.calls.models import Theme
from essaim.jury.models import Expertise

WHOLE = {"inputmode": "numeric", "class": "govuk-input--width-3"}


class ExpertiseForm(forms.Form):
    """One choice per theme, one number per seat. Fields are named after the themes' slugs and the
    seats' public ids."""

    def __init__(self, user, seats, data=None):
        known = dict(user.expertises.values_list("theme", "level"))
        self.themes = {f"theme_{theme.slug}": theme for theme in Theme.objects.all()}
        self.seats = {f"most_{seat.public_id}": seat for seat in seats}
        super().__init__(data)
        for name, theme in self.themes.items():
            self.fields[name] = forms.TypedChoiceField(
                label=theme.name,
                choices=Expertise.Level,
                coerce=int,
                initial=known.get(theme.pk, Expertise.Level.NONE),
            )
        for name, seat in self.seats.items():
            self.fields[name] = forms.IntegerField(
                label=_("Lectures au plus – {call}").format(call=seat.panel.call),
                help_text=_("Laissez vide si vous lisez autant que les autres."),
                required=False,
                min_value=1,
                max_value=1000,
                initial=seat.most_readings,
                widget=forms.TextInput(WHOLE),
            )

    def levels(self) -> dict[Theme, int]:
        return {theme: self.cleaned_data[name] for name, theme in self.themes.items()}

    def most(self) -> dict:
        return {seat: self.cleaned_data[name] for name, seat in self.seats.items()}
