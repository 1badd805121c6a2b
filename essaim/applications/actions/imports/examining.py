"""What would come of each line: read, compared with what is here already, told. Nothing is written."""

from django.utils.translation import gettext as _

from essaim.applications.actions.imports.candidate import Candidate, Reader
from essaim.applications.mapping import Reading, Record
from essaim.applications.mapping.report import Line, Outcome
from essaim.applications.models import Application, ApplicationVersion, ImportRun, Receipt


def key_of(run: ImportRun, number: str) -> str:
    """The idempotency key of a receipt. Dossiers are numbered for all of France, lines by call."""
    if run.source == Application.Source.DS:
        return f"ds:{number}"
    return f"{run.source}:{run.call_id}:{number}"


class Examiner:
    """Tells what would come of each line of one reading. Reads what is here once, at the start."""

    def __init__(self, run: ImportRun, reading: Reading, reader: Reader):
        self.run, self.reader = run, reader
        self.fields = {field.key: field.label for field in reading.fields}
        imported = ApplicationVersion.objects.filter(
            application__call=run.call_id,
            application__source=run.source,
            reason=ApplicationVersion.Reason.IMPORT,
        ).select_related("application__organisation", "application__owner")
        # The first version of each: it keeps the fingerprints of what the source said.
        self.known = {v.application.external_number: v for v in imported.order_by("-number")}
        self.receipts = dict(
            Receipt.objects.filter(call=run.call_id).values_list("application_id", "number")
        )
        keys = [key_of(run, record.number) for record in reading.records if record.number]
        elsewhere = Receipt.objects.filter(idempotency_key__in=keys).exclude(call=run.call_id)
        self.elsewhere = set(elsewhere.values_list("idempotency_key", flat=True))
        here = Application.objects.filter(call=run.call_id)
        here = here.exclude(status=Application.Status.WITHDRAWN)
        self.pairs = dict.fromkeys(here.values_list("owner__email", "organisation_id"), 0)
        self.places: dict[str, int] = {}

    def examine(self, record: Record) -> tuple[Line, Candidate]:
        candidate = self.reader.read(record)
        line = Line(
            place=record.place,
            number=candidate.number[:60],
            title=candidate.title,
            organisation=candidate.organisation.label if candidate.organisation else "",
            email=candidate.email[:254],
            remarks=candidate.remarks,
            documents=candidate.documents,
        )
        if version := self.known.get(candidate.number):
            self._tell_known(line, version, record)
            return line, candidate
        line.problems = [*candidate.problems, *self._clashes(record, candidate)]
        if line.problems:
            line.outcome = Outcome.ERROR
        else:
            self.places[candidate.number] = record.place
            self.pairs[(candidate.email, candidate.organisation.pk)] = record.place
        return line, candidate

    def _tell_known(self, line: Line, version: ApplicationVersion, record: Record) -> None:
        application = version.application
        line.title, line.email = application.title, application.owner.email
        line.organisation = application.organisation.label
        line.application = application.public_id
        line.receipt = self.receipts.get(application.pk, "")
        line.remarks = list(record.notes)
        imported = version.content["imported"]
        if imported["run"] == self.run.public_id:  # this very import, stopped before its end
            line.outcome = Outcome.CREATED
            return
        was = imported["prints"]
        now = self.reader.prints(record)
        changed = [key for key, print_ in was.items() if key in now and now[key] != print_]
        line.outcome = Outcome.CHANGED if changed else Outcome.KNOWN
        if changed:
            line.remarks.append(
                _("A changé à la source, sans rien changer ici : {fields}.").format(
                    fields=", ".join(self.fields.get(key, key) for key in changed)
                )
            )

    def _clashes(self, record: Record, candidate: Candidate) -> list[str]:
        """What else here, or on an earlier line, is in the way."""
        found = []
        if place := self.places.get(candidate.number):
            found.append(_("Même numéro qu’à la ligne {place}.").format(place=place))
        if key_of(self.run, candidate.number) in self.elsewhere:
            found.append(_("Ce dossier a déjà été repris dans un autre appel."))
        pair = (candidate.email, candidate.organisation.pk if candidate.organisation else None)
        if pair in self.pairs and not found:
            place = self.pairs[pair]
            found.append(
                _("Même porteur et même structure qu’à la ligne {place}.").format(place=place)
                if place
                else _("Cette personne a déjà une candidature de cette structure dans cet appel.")
            )
        return found
