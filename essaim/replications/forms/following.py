"""How far a replication is, what its origin answers, and which ones a list shows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.base.forms import RadiosWithHints
from essaim.calls.models import Theme
from essaim.replications.forms.declaring import FuzzyDateField, capitalised
from essaim.replications.models import Replication, Verification
from essaim.territories.models import Family, Organisation

Status = Replication.Status


class MoveForm(forms.Form):
    to = forms.ChoiceField(label=_("Où en est cette reprise ?"), widget=forms.RadioSelect)
    since = FuzzyDateField(label=_("Depuis quand ?"))
    abandon_reason = forms.ChoiceField(
        label=_("Si vous arrêtez : pour quelle raison ?"),
        choices=[("", _("Choisissez")), *capitalised(Replication.AbandonReason.choices)],
        required=False,
        help_text=_(
            "Un arrêt expliqué évite aux autres de buter au même endroit. Il reste sur la fiche."
        ),
    )
    note = forms.CharField(
        label=_("En quelques mots"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Montré avec la raison si vous arrêtez ; sinon gardé dans le journal."),
    )

    def __init__(self, *args, statuses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = capitalised((s.value, s.label) for s in statuses)

    def clean(self):
        data = super().clean()
        if data.get("to") == Status.ABANDONED and not data.get("abandon_reason"):
            self.add_error("abandon_reason", _("Choisissez la raison de l’arrêt."))
        return data


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Votre réponse"),
        widget=RadiosWithHints(
            hints={
                Verification.Verdict.CONFIRMED: _("Oui, cette structure reprend bien la fiche."),
                Verification.Verdict.CONTESTED: _("Non, ou pas de cette façon : dites pourquoi."),
            }
        ),
    )
    comment = forms.CharField(
        label=_("Commentaire"),
        max_length=1000,
        required=False,
        help_text=_("Envoyé à la structure qui reprend, jamais montré au public."),
        widget=forms.Textarea({"rows": 3}),
    )

    CHOICES = (
        (Verification.Verdict.CONFIRMED, _("Je confirme")),
        (Verification.Verdict.CONTESTED, _("Je conteste")),
    )

    def __init__(self, *args, verdicts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = [c for c in self.CHOICES if c[0] in verdicts]

    def clean(self):
        data = super().clean()
        contested = data.get("verdict") == Verification.Verdict.CONTESTED
        if contested and not data.get("comment"):
            self.add_error("comment", _("Dites pourquoi en quelques mots."))
        return data


class ReplicationFilterForm(forms.Form):
    marks_optional = False

    state = forms.ChoiceField(
        label=_("État"), choices=[("", _("Tous")), *capitalised(Status.choices)], required=False
    )
    relation = forms.ChoiceField(
        label=_("Façon de reprendre"),
        choices=[("", _("Toutes")), *Replication.RELATION_TAGS.items()],
        required=False,
    )
    departement = forms.ChoiceField(label=_("Département"), required=False)
    theme = forms.ModelChoiceField(
        label=_("Thème"),
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("Tous"),
    )

    def __init__(self, *args, departements, **kwargs):
        super().__init__(*args, **kwargs)
        known = Organisation.objects.filter(family=Family.DEPARTEMENT, insee_code__in=departements)
        choices = [(o.insee_code, f"{o.insee_code} – {o.place}") for o in known]
        self.fields["departement"].choices = [("", _("Tous")), *choices]
