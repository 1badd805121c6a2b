"""A day and a time typed on the clock of a call, which is not always that of Paris."""

from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from essaim.base.forms import MomentInput
from essaim.calls.models import TIME_ZONES


class MomentField(forms.DateTimeField):
    """Shown and read on the clock named by ``zone``; the form that owns it sets it.

    An hour that its clock skips or shows twice (the nights when the hour changes) is refused.
    """

    widget = MomentInput
    zone = TIME_ZONES[0][0]

    def prepare_value(self, value):
        with timezone.override(ZoneInfo(self.zone)):
            return super().prepare_value(value)

    def to_python(self, value):
        with timezone.override(ZoneInfo(self.zone)):
            return super().to_python(value)


def set_clock(form: forms.BaseForm, zone: str) -> None:
    """Every moment of this form is on the clock of ``zone``."""
    for field in form.fields.values():
        if isinstance(field, MomentField):
            field.zone = zone
