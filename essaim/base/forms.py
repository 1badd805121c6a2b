"""How every form is drawn: GOV.UK markup, one error summary per page, no browser-made messages."""

from pathlib import Path

import django.forms
from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

FIELD_CLASSES = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Textarea, "govuk-textarea"),
    ((forms.RadioSelect, forms.CheckboxSelectMultiple), ""),
    (forms.Select, "govuk-select"),
    (forms.widgets.Input, "govuk-input"),
)


class EssaimBoundField(BoundField):
    """A field that knows its GOV.UK classes, its character count and where an error link lands.

    A form whose fields are all optional (a search) sets ``marks_optional = False``.
    """

    @property
    def errors(self):
        """The errors, where « this field is required » says which one and what to do."""
        errors = super().errors
        for error in errors.as_data():
            if (
                error.code == "required"
                and error.message == forms.Field.default_error_messages["required"]
            ):
                error.message = self._what_is_missing()
        return errors

    def _what_is_missing(self) -> str:
        widget = self.field.widget
        if self.kind == "checkbox":
            sentence = _("Cochez la case « {label} ».")
        elif isinstance(widget, forms.FileInput):
            sentence = _("Choisissez un fichier : {label}")
        elif isinstance(widget, forms.widgets.ChoiceWidget):
            sentence = _("Choisissez une réponse : {label}")
        else:
            sentence = _("Remplissez ce champ : {label}")
        return sentence.format(label=self.label)

    @property
    def kind(self) -> str:
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        return "group" if widget.use_fieldset else "control"

    @property
    def is_marked_optional(self) -> bool:
        marks = getattr(self.form, "marks_optional", True)
        return marks and not self.field.required and self.kind != "checkbox"

    @property
    def max_count(self) -> int | None:
        """The length to announce under a text area; nothing blocks the typing at it."""
        if isinstance(self.field.widget, forms.Textarea):
            return getattr(self.field, "max_length", None)
        return None

    @property
    def error_anchor(self) -> str:
        """The id of the first control, so that a link of the error summary can focus it."""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if self.max_count and described is not None:
            described = f"{described} {self.auto_id}_info".strip()
        return described

    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        # The server answers in French, beside the field and in the summary; the browser stays out.
        attrs.pop("required", None)
        if widget.is_hidden:
            return attrs
        name = next((name for kind, name in FIELD_CLASSES if isinstance(widget, kind)), "")
        parts = [name, f"{name}--error" if name and self.errors else "", widget.attrs.get("class")]
        if any(parts):
            attrs["class"] = " ".join(part for part in parts if part)
        return attrs


class EssaimRenderer(DjangoTemplates):
    """Our templates first, then those of the other apps, then Django's own."""

    bound_field_class = EssaimBoundField

    @cached_property
    def engine(self):
        ours = Path(__file__).parent / "templates"
        django_s = Path(django.forms.__file__).parent / "templates"
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [ours, django_s],
                "NAME": "essaimforms",
                "OPTIONS": {"builtins": ["django.templatetags.i18n"]},
            }
        )


class DayInput(forms.DateInput):
    """The browser's own calendar: the reader sees 24/09/2021, the server gets 2021-09-24."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__({"class": "govuk-input--width-10", **(attrs or {})}, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time, typed in the browser's own control, in the site's time zone."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        attrs = {"class": "govuk-input--width-20", **(attrs or {})}
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class RadiosWithHints(forms.RadioSelect):
    """Radio buttons where each choice has a sentence of its own: ``hints`` is {value: sentence}."""

    def __init__(self, *args, hints, **kwargs):
        super().__init__(*args, **kwargs)
        self.hints = hints

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option
