"""Who reads what: by hand, or dealt evenly among the jurors without link."""

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.accounts.actions import log
from essaim.applications.models import Application
from essaim.jury.dealing import Unservable, deal
from essaim.jury.exceptions import (
    AssignmentRefused,
    DeclarationMissing,
    NotAllowed,
    ReviewsClosed,
    TooFewReaders,
)
from essaim.jury.models import Assignment, InterestDeclaration, Juror, Panel
from essaim.jury.permissions import runs
from essaim.jury.progress import barred_pairs, counting_readings

# Up to here everyone reads everything: a jury that has read all of it debates better.
FEW_FILES = 8


@transaction.atomic
def assign(panel: Panel, application: Application, juror: Juror, by) -> Assignment:
    """Give one file to one juror."""
    _may_plan(panel, by)
    if juror.panel_id != panel.pk or juror.left_at:
        raise AssignmentRefused(_("{name} ne siège plus dans ce jury.").format(name=juror))
    if not panel.files.filter(pk=application.pk).exists():
        raise AssignmentRefused(_("Ce dossier n’est pas recevable, ou il a été retiré."))
    if not InterestDeclaration.objects.filter(juror=juror).exists():
        raise DeclarationMissing()
    if (application.organisation_id, juror.pk) in barred_pairs(panel):
        raise AssignmentRefused(
            _("{name} s’est déporté de ce dossier : confiez-le à quelqu’un d’autre.").format(
                name=juror
            )
        )
    assignment, is_new = Assignment.objects.get_or_create(juror=juror, application=application)
    if is_new:
        log(assignment, "assign", by=by)
    return assignment


@transaction.atomic
def unassign(assignment: Assignment, by) -> None:
    """Take a file back from a juror who has written nothing yet."""
    _may_plan(assignment.juror.panel, by)
    if assignment.status != Assignment.Status.ASSIGNED:
        raise AssignmentRefused(
            _("{name} a commencé ce dossier : la lecture ne peut plus être retirée.").format(
                name=assignment.juror
            )
        )
    log(assignment, "unassign", by=by)
    assignment.delete()


@transaction.atomic
def set_plan(panel: Panel, wanted: set[tuple[int, int]], by) -> None:
    """Make the plan exactly ``wanted``: pairs (application, juror) of primary keys. All or nothing."""
    _may_plan(panel, by)
    readings = counting_readings(panel).filter(juror__left_at=None).select_related("juror__panel")
    current = {(a.application_id, a.juror_id): a for a in readings}
    jurors = {juror.pk: juror for juror in panel.jurors.in_office()}
    files = {file.pk: file for file in panel.files}
    for pair in sorted(wanted - current.keys()):
        assign(panel, files[pair[0]], jurors[pair[1]], by)
    for pair in sorted(current.keys() - wanted):
        unassign(current[pair], by)


@transaction.atomic
def assign_all(panel: Panel, by) -> int:
    """Complete the plan: everyone reads everything when there are few files, else even dealing.

    Returns the number of readings added; refuses, naming the files, when some cannot have the
    readings wanted.
    """
    _may_plan(panel, by)
    declared = panel.jurors.in_office().filter(declaration__isnull=False)
    jurors = {juror.pk: juror for juror in declared}
    files = {file.pk: file for file in panel.files.select_related("organisation")}
    if not files:
        raise TooFewReaders(_("Aucun dossier recevable pour le moment."))
    closed = barred_pairs(panel)
    barred = {(f.pk, j) for f in files.values() for j in jurors if (f.organisation_id, j) in closed}
    kept = {
        (a.application_id, a.juror_id) for a in counting_readings(panel) if a.juror_id in jurors
    }
    added = _dealt(panel, files, jurors, barred, kept)
    rows = [Assignment(application_id=file, juror_id=juror) for file, juror in added]
    Assignment.objects.bulk_create(rows, batch_size=500)
    log(panel, "assign_all", by=by, note=str(len(rows)))
    return len(rows)


def _dealt(panel, files, jurors, barred, kept) -> list[tuple[int, int]]:
    titulars = [pk for pk, juror in jurors.items() if juror.substitute_for_id is None]
    try:
        added = deal(list(files), titulars, barred, kept, panel.readings_wanted)
    except Unservable as short:
        raise TooFewReaders(_shortage(panel, files, short.files)) from None
    if len(files) > FEW_FILES:
        return added
    return [(f, j) for f in files for j in jurors if (f, j) not in barred and (f, j) not in kept]


def _shortage(panel, files, short) -> str:
    names = " ; ".join(
        _("{organisation} : {count}").format(organisation=files[pk].organisation, count=count)
        for pk, count in short.items()
    )
    return _(
        "Ces dossiers n’ont pas {wanted} lecteurs possibles (déclaration signée et sans lien) : "
        "{names}. Invitez un juré, relancez les déclarations, ou demandez moins de lectures."
    ).format(wanted=panel.readings_wanted, names=names)


def _may_plan(panel, by) -> None:
    if not runs(by, panel):
        raise NotAllowed()
    if panel.reviews_are_closed:
        raise ReviewsClosed()
