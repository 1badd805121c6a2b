"""What was typed. The rules are in the actions; here only shape and words."""

import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from essaim.applications.actions.writing import TITLE_LENGTH, check_value
from essaim.applications.exceptions import BadAnswer
from essaim.applications.models import AdmissibilityCheck, Application, Endorsement, Letter, Member
from essaim.base.forms import RadiosWithHints
from essaim.calls.models import Question, Theme
from essaim.territories.forms import OrganisationField


class StartForm(forms.Form):
    organisation = OrganisationField(label=_("Votre structure"))

    def __init__(self, *args, retour="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].widget.retour = retour


class DescribeForm(forms.Form):
    title = forms.CharField(
        label=_("Titre du projet"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=_("En une phrase courte, sans sigle : c’est ce que le jury lira en premier."),
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label=_("Thèmes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Un ou plusieurs."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    marks_optional = False


WIDGETS = {
    Question.Kind.SHORT_TEXT: forms.TextInput,
    Question.Kind.LONG_TEXT: lambda: forms.Textarea({"rows": 12}),
    Question.Kind.NUMBER: lambda: forms.TextInput(
        {"inputmode": "decimal", "class": "govuk-input--width-10"}
    ),
}


class AnswerForm(forms.Form):
    """One question. Nothing is required here: an unfinished draft is saved as it is."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    marks_optional = False

    def __init__(self, entry, data=None):
        super().__init__(data, initial={"value": entry.value, "version": entry.version})
        self.question = entry.question
        self.fields["value"] = self._field(entry.question)

    def _field(self, question):
        common = {
            "label": _("Votre réponse"),
            "help_text": question.help_text,
            "required": False,
        }
        if question.kind == Question.Kind.CHOICE:
            choices = [(choice, choice) for choice in question.choices]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        return forms.CharField(
            max_length=question.max_length, strip=False, widget=WIDGETS[question.kind](), **common
        )

    def clean_value(self):
        # A browser sends CR LF for each line break that was typed as one.
        value = self.cleaned_data["value"].replace("\r\n", "\n")
        try:
            check_value(self.question, value)
        except BadAnswer as refused:
            raise ValidationError(str(refused)) from refused
        return value


class AttachmentForm(forms.Form):
    file = forms.FileField(
        label=_("Choisir un fichier"),
        help_text=_("PDF, Word, Excel, PowerPoint, LibreOffice ou image. 20 Mo au plus."),
        allow_empty_file=True,  # the rule itself says what to do about an empty file
        error_messages={"required": _("Choisissez un fichier avant de continuer.")},
    )


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("Son adresse électronique"), widget=forms.EmailInput({"autocomplete": "off"})
    )
    right = forms.ChoiceField(
        label=_("Cette personne pourra"),
        choices=[(Member.Right.WRITE, _("Lire et écrire")), (Member.Right.READ, _("Lire"))],
        initial=Member.Right.WRITE,
        widget=forms.RadioSelect,
    )


class AskEndorsementForm(forms.Form):
    email = forms.EmailField(
        label=_("Adresse électronique de la direction"),
        help_text=_(
            "La personne qui peut engager la structure : DGS, direction, "
            "maire ou président là où il n’y a pas de DGS."
        ),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    signatory = forms.CharField(label=_("Son nom"), max_length=120, required=False)
    message = forms.CharField(
        label=_("Votre message"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Il sera dans le mail, tel quel."),
    )


class OpinionForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Votre avis"),
        choices=[
            (Endorsement.Status.FAVOURABLE, _("Favorable")),
            (Endorsement.Status.WITH_RESERVES, _("Favorable avec réserves")),
            (Endorsement.Status.TO_CORRECT, _("À corriger")),
            (Endorsement.Status.UNFAVOURABLE, _("Défavorable")),
        ],
        widget=RadiosWithHints(
            hints={
                "favourable": _("La candidature peut être déposée telle quelle."),
                "with_reserves": _("Elle peut être déposée ; vos réserves y seront jointes."),
                "to_correct": _("Le porteur corrige, puis vous redemande votre avis."),
                "unfavourable": _("La candidature ne peut pas être déposée."),
            }
        ),
        error_messages={"required": _("Choisissez un avis.")},
    )
    comment = forms.CharField(
        label=_("Commentaire"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Nécessaire si l’avis n’est pas simplement favorable."),
    )
    signatory = forms.CharField(
        label=_("Votre prénom et votre nom"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    position = forms.CharField(
        label=_("Votre fonction"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean(self):
        cleaned = super().clean()
        favourable = cleaned.get("verdict") == Endorsement.Status.FAVOURABLE
        if cleaned.get("verdict") and not favourable and not cleaned.get("comment"):
            self.add_error(
                "comment", _("Écrivez en une phrase vos réserves ou ce qui est à corriger.")
            )
        return cleaned


class SubmitForm(forms.Form):
    """The key is drawn when the check page is made; sending the page twice deposits once."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)
    confirmed = forms.BooleanField(
        label=_("J’ai relu les réponses et je dépose la candidature au nom de ma structure."),
        error_messages={"required": _("Cochez la case pour confirmer que vous avez relu.")},
    )

    @classmethod
    def fresh(cls):
        return cls(initial={"idempotency_key": secrets.token_hex(32)})


class VerifyForm(forms.Form):
    numero = forms.CharField(
        label=_("Numéro de l’accusé"), max_length=30, help_text=_("Par exemple FMNT-8-0007.")
    )
    empreinte = forms.CharField(
        label=_("Empreinte de la candidature"),
        max_length=100,
        help_text=_("Les 8 premiers caractères au moins, ou les 64."),
    )

    def clean_numero(self):
        return self.cleaned_data["numero"].strip().upper()

    def clean_empreinte(self):
        digits = "".join(self.cleaned_data["empreinte"].split()).lower()
        if not 8 <= len(digits) <= 64 or set(digits) - set("0123456789abcdef"):
            raise ValidationError(
                _("L’empreinte s’écrit avec des chiffres et les lettres a à f, 8 au moins.")
            )
        return digits


class AdmissibilityForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("La candidature est-elle recevable ?"),
        widget=RadiosWithHints(
            hints={
                "admissible": _("Le porteur est prévenu tout de suite."),
                "inadmissible": _(
                    "Un courrier motivé est préparé ; une autre personne l’approuve avant l’envoi."
                ),
            }
        ),
    )
    reason = forms.CharField(
        label=_("Motif"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "La règle, le fait constaté, et ce que le porteur peut faire. "
            "En cas d’irrecevabilité, ce texte figure dans le courrier."
        ),
    )

    def __init__(self, application, data=None):
        super().__init__(data)
        possible = application.TRANSITIONS.get(application.status, ())
        verdicts = AdmissibilityCheck.Verdict
        self.fields["verdict"].choices = [
            (verdict.value, str(verdict.label).capitalize())
            for verdict in verdicts
            if verdict in possible
        ]

    @property
    def has_choice(self) -> bool:
        return bool(self.fields["verdict"].choices)


class LetterForm(forms.Form):
    subject = forms.CharField(label=_("Objet"), max_length=200)
    body = forms.CharField(label=_("Texte"), max_length=10_000, widget=forms.Textarea({"rows": 18}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, letter: Letter):
        return cls(
            initial={"subject": letter.subject, "body": letter.body, "version": letter.version}
        )

    def clean_body(self):
        return self.cleaned_data["body"].replace("\r\n", "\n")


class ApplicationFilterForm(forms.Form):
    q = forms.CharField(label=_("Chercher"), max_length=100, required=False)
    etat = forms.ChoiceField(label=_("État"), required=False)
    marks_optional = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        states = [s for s in Application.Status if s not in Application.UNSUBMITTED]
        self.fields["etat"].choices = [
            ("", _("Tous les états")),
            *((state.value, str(state.label).capitalize()) for state in states),
        ]
