"""All the lines of the checklist of admissibility on one form."""

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from essaim.applications.actions.checklist import Noted
from essaim.applications.models import CriterionCheck
from essaim.applications.suggestions import Fact, suggestion_for
from essaim.calls.models import AdmissibilityCriterion

Finding = CriterionCheck.Finding


@dataclass(frozen=True)
class Line:
    """One criterion, its fields, what is stored of it, and what the file suggests until then."""

    criterion: AdmissibilityCriterion
    finding: BoundField
    reason: BoundField
    version: BoundField
    stored: CriterionCheck | None
    suggestion: Fact | None
    is_stale: bool


class ChecklistForm(forms.Form):
    """A line left without finding is not examined yet; « all_met » says that every line is met."""

    marks_optional = False

    def __init__(self, application, known_facts, data=None):
        super().__init__(data)
        self.criteria = list(application.call.admissibility_criteria.all())
        checks = application.criterion_checks.select_related("checked_by", "criterion")
        self.stored = {check.criterion_id: check for check in checks}
        self.suggested = {
            criterion.pk: suggestion_for(criterion, known_facts)
            for criterion in self.criteria
            if criterion.pk not in self.stored
        }
        self.stale: set[int] = set()
        for criterion in self.criteria:
            self._add_line(criterion)

    def _add_line(self, criterion) -> None:
        key, stored = criterion.pk, self.stored.get(criterion.pk)
        suggested = self.suggested.get(key)
        self.fields[f"finding_{key}"] = forms.ChoiceField(
            label=criterion.text,
            choices=[(f.value, str(f.label).capitalize()) for f in Finding],
            widget=forms.RadioSelect,
            required=False,
            initial=stored.finding if stored else suggested and suggested.finding,
        )
        is_fact = suggested and suggested.finding != Finding.MET
        self.fields[f"reason_{key}"] = forms.CharField(
            label=_("Raison : le fait constaté"),
            max_length=2000,
            widget=forms.Textarea({"rows": 2}),
            help_text=_("Nécessaire si le point n’est pas rempli."),
            required=False,
            initial=stored.reason if stored else suggested.sentence if is_fact else "",
        )
        self.fields[f"version_{key}"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=stored.version if stored else 0
        )

    @property
    def lines(self) -> list[Line]:
        return [self._line(criterion) for criterion in self.criteria]

    def _line(self, criterion) -> Line:
        key, stored = criterion.pk, self.stored.get(criterion.pk)
        finding, reason, version = (
            self[f"{name}_{key}"] for name in ("finding", "reason", "version")
        )
        # Stored meanwhile by someone else, a line suggests nothing any more.
        suggestion = None if stored else self.suggested.get(key)
        is_stale = key in self.stale
        return Line(criterion, finding, reason, version, stored, suggestion, is_stale)

    def clean(self):
        cleaned = super().clean()
        for key in [criterion.pk for criterion in self.criteria]:
            is_short = cleaned.get(f"finding_{key}") in (Finding.UNMET, Finding.UNCLEAR)
            if "all_met" not in self.data and is_short and not cleaned.get(f"reason_{key}"):
                self.add_error(f"reason_{key}", _("Écrivez la raison : ce point n’est pas rempli."))
        return cleaned

    def noted(self) -> list[Noted]:
        """What was ticked, line by line; or every line met."""
        typed, found = self.cleaned_data, []
        for criterion in self.criteria:
            finding, reason = typed[f"finding_{criterion.pk}"], typed[f"reason_{criterion.pk}"]
            version = typed[f"version_{criterion.pk}"] or 0
            if "all_met" in self.data:
                finding, reason = Finding.MET, ""
            if finding:
                found.append(Noted(criterion, finding, reason.replace("\r\n", "\n"), version))
        return found

    def show_stale(self, stored: list[CriterionCheck]) -> None:
        """Show both findings; sending the form again then replaces the other one, knowingly."""
        data = self.data.copy()
        for check in stored:
            self.stale.add(check.criterion_id)
            self.stored[check.criterion_id] = check
            data[f"version_{check.criterion_id}"] = str(check.version)
        self.data = data
