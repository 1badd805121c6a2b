"""The programme's team reads one file, page by page. It never edits a word of it."""

from django.shortcuts import render
from django.utils import timezone

from essaim.applications.content import joined_files, sections
from essaim.applications.delays import running_time, suspensions
from essaim.applications.exceptions import NotAllowed
from essaim.applications.journal import journal
from essaim.applications.models import Application, CriterionCheck, InfoRequest, Receipt
from essaim.applications.permissions import can_examine, can_reassign
from essaim.applications.readiness import Readiness
from essaim.applications.views.finding import find_readable


def reading(application) -> dict:
    """What the read-only content of an application needs in its template."""
    return {
        "application": application,
        "receipt": Receipt.objects.filter(application=application).first(),
        "sections": sections(application),
        "themes": application.themes.all(),
        "files": joined_files(application),
        "readiness": Readiness(application),
    }


def find_examined(request, public_id) -> Application:
    """A file that this person examines. Raises NotAllowed for its authors."""
    application = find_readable(request.user, public_id)
    if not can_examine(request.user, application):
        raise NotAllowed()
    return application


def frame(application, tab: str) -> dict:
    """What is around each page of the team: which page, what waits to be read or to be answered."""
    closed = InfoRequest.Status.CLOSED
    return {
        "application": application,
        "tab": tab,
        "unread": application.thread.unread(by_team=True).count(),
        "last_request": application.info_requests.exclude(status=closed).first(),
    }


def show_examination(request, application):
    """The file as its authors wrote it and, in brief, where its examination stands."""
    checks = application.criterion_checks.filter(finding=CriterionCheck.Finding.MET)
    context = {
        **frame(application, "file"),
        **reading(application),
        "checks": application.admissibility_checks.select_related("checked_by"),
        "letters": application.letters.select_related("prepared_by", "approved_by"),
        "members": application.members.select_related("user"),
        "met": checks.count(),
        "criteria": application.call.admissibility_criteria.count(),
        "days": days_under_examination(application, timezone.now()),
        "may_reassign": can_reassign(request.user, application),
    }
    return render(request, "applications/application_examine.html", context)


def days_under_examination(application, now) -> dict:
    """Whole days since the deposit, and those that do not count: the authors were asked something."""
    if not application.submitted_at:
        return {"counted": 0, "suspended": 0}
    asked = suspensions([application.pk]).get(application.pk, [])
    running = running_time(application.submitted_at, now, asked)
    suspended = now - application.submitted_at - running
    return {"counted": running.days, "suspended": suspended.days}


def journal_list(request, public_id):
    application = find_examined(request, public_id)
    context = {**frame(application, "journal"), "lines": journal(application)}
    return render(request, "applications/journal_list.html", context)
