"""Links, and the grid of one file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.base.forms import RadiosWithHints
from essaim.jury.models import Conflict

NO_LINK = ""
NO_OPINION = "none"


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
        label=_("Quel est ce lien ?"), choices=Conflict.Kind, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Précision"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


class ReviewForm(forms.Form):
    """The grid of the call. Nothing is required to save a draft; handing in checks the whole."""

    marks_optional = False

    def __init__(self, criteria, top_mark: int, review=None, data=None):
        super().__init__(data)
        self.criteria, self.review = list(criteria), review
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
        # What was on the screen when one began to write: see actions.reviews.grade.
        self.fields["version"] = forms.IntegerField(
            required=False,
            initial=review.version if review else 0,
            widget=forms.HiddenInput,
        )
        self._add_words("comment", _("Commentaire sur l’ensemble"), review)
        self._add_words("questions", _("Questions à poser"), review)

    def _mark_field(self, criterion, top_mark, grade):
        anchors = {anchor.mark: anchor.text for anchor in criterion.anchors.all()}
        choices = [
            (str(mark), f"{mark} – {anchors[mark]}" if mark in anchors else str(mark))
            for mark in range(top_mark + 1)
        ]
        initial = None
        if grade:
            initial = NO_OPINION if grade.mark is None else str(grade.mark)
        return forms.ChoiceField(
            label=criterion.name,
            choices=[*choices, (NO_OPINION, _("Sans avis"))],
            initial=initial,
            required=False,
            widget=RadiosWithHints(
                hints={NO_OPINION: _("Ce critère ne compte pas dans votre note.")}
            ),
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
