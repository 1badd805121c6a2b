"""Who may do what with one application. Reading lists goes through ``visible_to``."""

from essaim.applications.completion import COMPLETABLE, reopened
from essaim.applications.models import Application, Letter
from essaim.calls.models import Call


def is_author(user, application) -> bool:
    """The owner, or a co-applicant who accepted."""
    if application.owner_id == user.pk:
        return True
    return Application.objects.written_by(user).filter(pk=application.pk).exists()


def can_write(user, application) -> bool:
    """May change the content: the owner and the co-applicants with that right, until the deposit."""
    return application.is_editable and can_complete(user, application)


def can_complete(user, application) -> bool:
    """May answer a request for completion: whoever could write before the deposit."""
    if application.owner_id == user.pk:
        return True
    return Application.objects.writable_by(user).filter(pk=application.pk).exists()


def can_write_field(user, application, field: str) -> bool:
    """May change this field now: any of a draft, then those that an open request names (the code of
    a question, or InfoRequest.DESCRIPTION, InfoRequest.FILES).
    """
    if application.is_editable:
        return can_write(user, application)
    request = reopened(application)
    return bool(request and field in request.fields) and can_complete(user, application)


def can_ask_completion(user, application) -> bool:
    """The team, of a file that nobody has decided yet, one request at a time."""
    is_undecided = application.status in COMPLETABLE
    return is_undecided and not reopened(application) and can_examine(user, application)


def can_talk(user, application) -> bool:
    """The team and the authors, once the file was deposited."""
    if not application.submitted_at:
        return False
    return is_author(user, application) or can_examine(user, application)


def can_ask_endorsement(user, application) -> bool:
    """Whoever may write it, and still after the deposit where the call takes the opinion then."""
    if application.awaits_opinion:
        return can_complete(user, application)
    return can_write(user, application)


def can_submit(user, application) -> bool:
    return application.is_editable and application.owner_id == user.pk


def can_invite(user, application) -> bool:
    return application.is_editable and application.owner_id == user.pk


def can_manage_members(user, application) -> bool:
    """Change a right, remove, hand over: the owner, as long as the application lives."""
    return application.owner_id == user.pk and application.status != Application.Status.WITHDRAWN


def can_reassign(user, application) -> bool:
    """Give the application another owner, when the one it had has gone: the managers of the call,
    for a deposited file that is not their own.
    """
    if application.status == Application.Status.WITHDRAWN or not can_examine(user, application):
        return False
    return Call.objects.managed_by(user).filter(pk=application.call_id).exists()


def can_withdraw(user, application) -> bool:
    """The owner, until a decision is known. A laureate talks to the team first."""
    leaving = Application.Status.WITHDRAWN in application.TRANSITIONS.get(application.status, ())
    told = application.status in Application.DECIDED and application.results_at
    return application.owner_id == user.pk and leaving and not told


def can_examine(user, application) -> bool:
    """The programme's team, on what is deposited and not their own."""
    if application.status in Application.UNSUBMITTED or is_author(user, application):
        return False
    return Call.objects.examined_by(user).filter(pk=application.call_id).exists()


def can_note_findings(user, application) -> bool:
    """The team, as long as a verdict on the admissibility may be given or changed."""
    verdicts = {Application.Status.ADMISSIBLE, Application.Status.INADMISSIBLE}
    is_open = not verdicts.isdisjoint(application.TRANSITIONS.get(application.status, ()))
    return is_open and can_examine(user, application)


def can_approve(user, letter) -> bool:
    """Another member of the team than the one who wrote the letter. The letters of a jury's
    decision are approved by its chair, with the list of results before their eyes."""
    pending = letter.status == Letter.Status.DRAFT and letter.kind == Letter.Kind.INADMISSIBLE
    return pending and letter.prepared_by_id != user.pk and can_examine(user, letter.application)
