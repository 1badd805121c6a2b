"""What was typed. The rules are in the actions; here only shape and words."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.base.forms import DayInput, MomentInput, RadiosWithHints
from essaim.jury.models import Attendance, Conflict, Deliberation, Juror, Panel

NO_LINK = ""
NO_OPINION = "none"
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
        ]
        widgets = {
            "readings_wanted": forms.TextInput(WHOLE),
            "quorum_percent": forms.TextInput(WHOLE),
            "reviews_due_at": MomentInput,
            "reserve_until_on": DayInput,
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
        help_text=_("Par exemple : directrice générale des services, élu, designer."),
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
        empty_label=_("Personne : siège en titre"),
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


class PlanForm(forms.Form):
    """The grid juror × file: the readings ticked, as « application:juror » public ids."""

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


class SessionForm(forms.Form):
    planned_at = forms.DateTimeField(label=_("Date et heure"), widget=MomentInput)
    place = forms.CharField(
        label=_("Lieu ou lien de visioconférence"), max_length=200, widget=forms.TextInput
    )

    def clean_planned_at(self):
        value = self.cleaned_data["planned_at"]
        if timezone.localdate(value) < timezone.localdate():
            raise forms.ValidationError(
                _("Cette date est passée : choisissez aujourd’hui ou après.")
            )
        return value


class DeclarationForm(forms.Form):
    """One question per applicant organisation, then the signature."""

    is_signed = forms.BooleanField(
        label=_("Je signe cette déclaration"),
        error_messages={"required": _("Cochez la case pour signer votre déclaration.")},
    )

    def __init__(self, organisations, own=(), data=None):
        super().__init__(data)
        self.organisations = list(organisations)
        signature = self.fields.pop("is_signed")
        for organisation in self.organisations:
            self.fields[f"kind_{organisation.pk}"] = forms.ChoiceField(
                label=str(organisation),
                choices=[(NO_LINK, _("Aucun lien")), *Conflict.Kind.choices],
                initial=Conflict.Kind.EMPLOYED_BY if organisation.pk in own else NO_LINK,
                required=False,
            )
            self.fields[f"reason_{organisation.pk}"] = forms.CharField(
                label=_("Précision sur ce lien"), max_length=500, required=False
            )
        self.fields["is_signed"] = signature
        self.marks_optional = False

    def pairs(self):
        """(organisation, the field of its link, the field of its precision)."""
        return [(o, self[f"kind_{o.pk}"], self[f"reason_{o.pk}"]) for o in self.organisations]

    def links(self) -> list:
        found = self.cleaned_data
        return [
            (o, found[f"kind_{o.pk}"], found[f"reason_{o.pk}"])
            for o in self.organisations
            if found[f"kind_{o.pk}"] != NO_LINK
        ]


class ConflictForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Quel est ce lien ?"), choices=Conflict.Kind, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Précision"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


class ReviewForm(forms.Form):
    """The grid of the call. Nothing is required to save a draft; handing in checks the whole."""

    marks_optional = False

    def __init__(self, criteria, top_mark: int, review=None, data=None):
        super().__init__(data)
        self.criteria = list(criteria)
        grades = {grade.criterion_id: grade for grade in review.grades.all()} if review else {}
        for criterion in self.criteria:
            grade = grades.get(criterion.pk)
            self.fields[f"mark_{criterion.pk}"] = self._mark_field(criterion, top_mark, grade)
            self.fields[f"reason_{criterion.pk}"] = forms.CharField(
                label=_("Motif de cette note"),
                required=False,
                initial=grade.reason if grade else "",
                max_length=2000,
                widget=forms.Textarea({"rows": 2}),
            )
        self._add_words("comment", _("Commentaire sur l’ensemble"), review)
        self._add_words("questions", _("Questions à poser"), review)

    def _mark_field(self, criterion, top_mark, grade):
        hints = {str(anchor.mark): anchor.text for anchor in criterion.anchors.all()}
        hints[NO_OPINION] = _("Ce critère ne compte pas dans votre note.")
        choices = [(str(mark), str(mark)) for mark in range(top_mark + 1)]
        initial = None
        if grade:
            initial = NO_OPINION if grade.mark is None else str(grade.mark)
        return forms.ChoiceField(
            label=criterion.name,
            choices=[*choices, (NO_OPINION, _("Sans avis"))],
            initial=initial,
            required=False,
            widget=RadiosWithHints(hints=hints),
        )

    def _add_words(self, name, label, review):
        self.fields[name] = forms.CharField(
            label=label,
            required=False,
            initial=getattr(review, name) if review else "",
            max_length=5000,
            widget=forms.Textarea({"rows": 4}),
        )

    def pairs(self):
        """(criterion, the field of its mark, the field of its reason)."""
        return [(c, self[f"mark_{c.pk}"], self[f"reason_{c.pk}"]) for c in self.criteria]

    def marks(self) -> dict:
        """{criterion: (mark or None, reason)} for the criteria answered."""
        found = self.cleaned_data
        given = {c: found[f"mark_{c.pk}"] for c in self.criteria if found[f"mark_{c.pk}"]}
        return {
            c: (None if mark == NO_OPINION else int(mark), found[f"reason_{c.pk}"])
            for c, mark in given.items()
        }


class AttendanceForm(forms.Form):
    """The sheet of presences: one line per juror in office."""

    def __init__(self, jurors, presence: dict, data=None):
        super().__init__(data)
        self.jurors = list(jurors)
        for juror in self.jurors:
            self.fields[f"juror_{juror.public_id}"] = forms.ChoiceField(
                label=str(juror),
                choices=[("", _("Non pointé")), *Attendance.Presence.choices],
                initial=presence.get(juror.pk, ""),
                required=False,
            )
        self.marks_optional = False

    def presences(self) -> dict:
        found = {juror: self.cleaned_data[f"juror_{juror.public_id}"] for juror in self.jurors}
        return {juror: presence for juror, presence in found.items() if presence}


class DecisionForm(forms.ModelForm):
    class Meta:
        model = Deliberation
        fields = [
            "debate",
            "method",
            "votes_for",
            "votes_against",
            "abstentions",
            "outcome",
            "reserve_rank",
            "reasons",
            "advice",
        ]
        widgets = {
            "debate": forms.Textarea({"rows": 4}),
            "reasons": forms.Textarea({"rows": 5}),
            "advice": forms.Textarea({"rows": 4}),
            "votes_for": forms.TextInput(WHOLE),
            "votes_against": forms.TextInput(WHOLE),
            "abstentions": forms.TextInput(WHOLE),
            "reserve_rank": forms.TextInput(WHOLE),
        }
        help_texts = {
            "debate": _("Porté au procès-verbal, sans nom."),
            "reasons": _("Envoyés tels quels au candidat : ce que le jury a retenu, par critère."),
            "advice": _("Envoyés au candidat : ce qui aiderait à progresser ou à revenir."),
            "reserve_rank": _("Seulement pour la liste complémentaire."),
        }

    method = forms.ChoiceField(
        label=_("Comment le jury a décidé"),
        choices=Deliberation.Method,
        initial=Deliberation.Method.CONSENSUS,
        widget=RadiosWithHints(
            hints={
                Deliberation.Method.VOTE: _(
                    "Donnez les voix pour et contre la décision proposée, et les abstentions."
                )
            }
        ),
    )
    outcome = forms.ChoiceField(
        label=_("Décision"), choices=Deliberation.Outcome, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reasons"].required = True

    def _post_clean(self):
        """The row stays as it is stored: the action alone writes it."""


class RecusalForm(forms.Form):
    juror = forms.ModelChoiceField(Juror.objects.none(), label=_("Qui sort"), empty_label=None)
    reason = forms.CharField(label=_("Nature du lien"), max_length=200)

    def __init__(self, jurors, data=None):
        super().__init__(data)
        self.fields["juror"].queryset = jurors


class AdjournmentForm(forms.Form):
    reason = forms.CharField(label=_("Motif de l’ajournement"), max_length=200)


class ApprovalForm(forms.Form):
    """The letters read, as « public id:version »: a letter changed meanwhile is left out."""

    letters = forms.MultipleChoiceField(required=True, widget=forms.MultipleHiddenInput)

    def __init__(self, letters, data=None):
        super().__init__(data)
        self.known = {f"{letter.public_id}:{letter.version}": letter for letter in letters}
        self.fields["letters"].choices = [(key, key) for key in self.known]

    def chosen(self) -> list:
        return [self.known[key] for key in self.cleaned_data["letters"]]
