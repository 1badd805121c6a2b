"""A request for completion, asked and answered; messages and notes."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.applications.completion import field_labels
from essaim.applications.content import all_entries, asked_entries
from essaim.base.forms import DayInput


class DueForm(forms.Form):
    """Until when: the end of a day, on the clock of the call."""

    due_on = forms.DateField(
        label=_("À répondre avant la fin du"),
        widget=DayInput,
        error_messages={
            "required": _("Choisissez une date."),
            "invalid": _("Écrivez une date, par exemple 24/09/2027."),
        },
    )

    def __init__(self, call, data=None):
        super().__init__(data)
        self.zone = ZoneInfo(call.time_zone)
        days = timedelta(days=call.completion_days)
        self.fields["due_on"].initial = timezone.localdate(timezone=self.zone) + days

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day <= timezone.localdate(timezone=self.zone):
            raise ValidationError(
                _("Choisissez un jour à venir : le porteur doit pouvoir répondre.")
            )
        return day

    @property
    def due_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["due_on"], time(23, 59), self.zone)


class AskCompletionForm(DueForm):
    fields_asked = forms.MultipleChoiceField(
        label=_("Ce qui est à compléter"),
        help_text=_("Seules ces réponses seront rouvertes ; tout le reste demeure tel que déposé."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une réponse à rouvrir.")},
    )
    message = forms.CharField(
        label=_("Ce que vous demandez"),
        help_text=_("Précisément, point par point : le porteur le lira dans le mail."),
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
    )
    field_order = ("fields_asked", "message", "due_on")

    def __init__(self, application, data=None):
        super().__init__(application.call, data)
        found = asked_entries(all_entries(application))
        self.fields["fields_asked"].choices = list(field_labels(application, found).items())

    def clean_message(self):
        return self.cleaned_data["message"].replace("\r\n", "\n")


class SendCompletionForm(forms.Form):
    reply = forms.CharField(
        label=_("Un mot à l’équipe"),
        help_text=_("Par exemple si vous ne pouvez pas donner tout ce qui est demandé."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    reread = forms.BooleanField(
        label=_("J’ai relu mes compléments"),
        error_messages={"required": _("Relisez, puis cochez la case.")},
    )

    def clean_reply(self):
        return self.cleaned_data["reply"].replace("\r\n", "\n")


class MessageForm(forms.Form):
    body = forms.CharField(
        label=_("Votre message"), max_length=10_000, widget=forms.Textarea({"rows": 6})
    )

    def clean_body(self):
        return self.cleaned_data["body"].replace("\r\n", "\n")


class NoteForm(MessageForm):
    body = forms.CharField(
        label=_("Votre note"), max_length=10_000, widget=forms.Textarea({"rows": 4})
    )
