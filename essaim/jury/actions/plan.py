"""Who reads what: by hand, everyone everything, or by a plan computed apart and then applied."""

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.accounts.actions import log
from essaim.applications.models import Application
from essaim.jury.actions.computing import ask_computation
from essaim.jury.dealing import facts_of, hash_of, readers_of
from essaim.jury.exceptions import (
    AssignmentRefused,
    DeclarationMissing,
    NotAllowed,
    PlanStale,
    ReviewsClosed,
    TooFewReaders,
)
from essaim.jury.models import Assignment, Computation, InterestDeclaration, Juror, Panel
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
def deal(panel: Panel, options: dict, by) -> Computation | None:
    """Complete the plan. Up to FEW_FILES everyone reads everything, at once; beyond, a plan is asked
    of the worker, to be looked at then applied, and this returns its computation.

    Refuses, naming the files, when some cannot have the readings wanted.
    """
    _may_plan(panel, by)
    if panel.files.count() > FEW_FILES:
        return ask_computation(panel, Computation.Kind.PLAN, options, by)
    assign_all(panel, by)
    return None


@transaction.atomic
def assign_all(panel: Panel, by) -> int:
    """Everyone reads everything, but what a link closes to them. Returns the readings added."""
    _may_plan(panel, by)
    declared = panel.jurors.in_office().filter(declaration__isnull=False)
    jurors = {juror.pk: juror for juror in declared}
    files = {file.pk: file for file in panel.files.select_related("organisation")}
    if not files:
        raise TooFewReaders(_("Aucun dossier recevable pour le moment."))
    closed = barred_pairs(panel)
    free = {
        file.pk: [pk for pk in jurors if (file.organisation_id, pk) not in closed]
        for file in files.values()
    }
    _refuse_short(panel, files, jurors, free)
    kept = set(counting_readings(panel).values_list("application", "juror"))
    rows = [
        Assignment(application_id=file, juror_id=juror)
        for file, readers in free.items()
        for juror in readers
        if (file, juror) not in kept
    ]
    Assignment.objects.bulk_create(rows, batch_size=500)
    log(panel, "assign_all", by=by, note=str(len(rows)))
    return len(rows)


def _refuse_short(panel, files, jurors, free) -> None:
    titulars = {pk for pk, juror in jurors.items() if juror.substitute_for_id is None}
    counts = {pk: len(titulars.intersection(readers)) for pk, readers in free.items()}
    short = {pk: count for pk, count in counts.items() if count < panel.readings_wanted}
    if not short:
        return
    names = " ; ".join(
        _("{organisation} : {count}").format(organisation=files[pk].organisation, count=count)
        for pk, count in short.items()
    )
    raise TooFewReaders(
        _(
            "Ces dossiers n’ont pas {wanted} lecteurs possibles (déclaration signée et sans lien) : "
            "{names}. Invitez un juré, relancez les déclarations, ou demandez moins de lectures."
        ).format(wanted=panel.readings_wanted, names=names)
    )


@transaction.atomic
def apply_plan(computation: Computation, by) -> tuple[int, int]:
    """Make the readings those of a plan computed: (added, removed). What was opened stays.

    Raises PlanStale when files, links, jurors or readings have changed since it was computed.
    """
    panel = Panel.objects.select_for_update().get(pk=computation.panel_id)
    _may_plan(panel, by)
    if computation.status != Computation.Status.READY or computation.result.get("applied"):
        raise PlanStale()
    if hash_of(facts_of(panel, computation.parameters)) != computation.instance_hash:
        raise PlanStale()
    pairs = {(file, juror) for file, juror, _affinity in computation.result["readings"]}
    counts = _make(panel, pairs)
    computation.result["applied"] = True
    computation.save(update_fields=["result"])
    log(computation, "apply", by=by, note="+{} -{}".format(*counts))
    return counts


def _make(panel: Panel, pairs: set[tuple[str, str]]) -> tuple[int, int]:
    """The readings of the jurors to whom one deals become exactly ``pairs`` of public ids."""
    files = dict(panel.files.values_list("public_id", "pk"))
    jurors = {juror.public_id: juror.pk for juror in readers_of(panel)}
    wanted = {(files[file], jurors[juror]) for file, juror in pairs}
    readings = counting_readings(panel).filter(juror__in=jurors.values())
    present = {(a.application_id, a.juror_id): a for a in readings}
    gone = [present[pair].pk for pair in present.keys() - wanted]
    untouched = Assignment.objects.filter(pk__in=gone, status=Assignment.Status.ASSIGNED)
    if untouched.count() < len(gone):
        raise PlanStale()
    untouched.delete()
    new = sorted(wanted - present.keys())
    Assignment.objects.bulk_create(
        (Assignment(application_id=file, juror_id=juror) for file, juror in new), batch_size=500
    )
    return len(new), len(gone)


def _may_plan(panel, by) -> None:
    if not runs(by, panel):
        raise NotAllowed()
    if panel.reviews_are_closed:
        raise ReviewsClosed()
