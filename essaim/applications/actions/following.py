"""Who of the team follows which file."""

from django.db import transaction

from essaim.accounts.actions import log
from essaim.applications.emails import mail_followed
from essaim.applications.exceptions import CannotFollow
from essaim.applications.models import Application


@transaction.atomic
def assign(applications, examiner, by) -> list[Application]:
    """Have deposited files followed by this person of the team; returns those that change hands.

    All or nothing. One mail tells the person, unless they took the files themselves. Raises
    CannotFollow, which names the files: nobody follows, or gives away, a file they wrote.
    """
    files = _hold(applications, by)
    _check(files, examiner)
    return _hand_over(files, examiner, by)


@transaction.atomic
def unassign(applications, by) -> list[Application]:
    """Leave files without anyone who follows them; returns those that had someone."""
    return _hand_over(_hold(applications, by), None, by)


def _hold(applications, by) -> list[Application]:
    keys = [application.pk for application in applications]
    rows = Application.objects.select_for_update(of=["self"], no_key=True).order_by("pk")
    rows = rows.select_related("examiner", "organisation", "call__programme")
    files = list(rows.filter(pk__in=keys))
    _check(files, by)
    return files


def _check(files, person) -> None:
    """permissions.can_examine for many files at once. Two queries whatever their number."""
    may = Application.objects.examined_by(person).filter(pk__in=[file.pk for file in files])
    may = may.exclude(pk__in=Application.objects.written_by(person).values("pk"))
    open_to = set(may.values_list("pk", flat=True))
    if refused := [file for file in files if file.pk not in open_to]:
        raise CannotFollow(person, refused)


def _hand_over(files, examiner, by) -> list[Application]:
    changed = [file for file in files if file.examiner != examiner]
    entries = [_hand_over_one(file, examiner, by) for file in changed]
    if changed and examiner not in (None, by):
        mail_followed(changed, examiner, by, batch=entries[-1])
    return changed


def _hand_over_one(file, examiner, by):
    before, file.examiner = file.examiner, examiner
    file.save(update_fields=["examiner"])
    verb = "assign" if examiner else "unassign"
    return log(file, verb, by=by, note=str(examiner or before))
