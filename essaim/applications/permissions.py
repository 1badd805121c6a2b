"""Who may do what with one application. Reading lists goes through ``visible_to``."""

from essaim.applications.models import Application, Letter
from essaim.calls.models import Call


def is_author(user, application) -> bool:
    """The owner, or a co-applicant who accepted."""
    return Application.objects.written_by(user).filter(pk=application.pk).exists()


def can_write(user, application) -> bool:
    """May change the content: the owner and the co-applicants with that right, until the deposit."""
    if not application.is_editable:
        return False
    if application.owner_id == user.pk:
        return True
    return Application.objects.writable_by(user).filter(pk=application.pk).exists()


def can_submit(user, application) -> bool:
    return application.is_editable and application.owner_id == user.pk


def can_invite(user, application) -> bool:
    return application.is_editable and application.owner_id == user.pk


def can_withdraw(user, application) -> bool:
    """The owner, until a decision is known. A laureate talks to the team first."""
    leaving = Application.Status.WITHDRAWN in application.TRANSITIONS.get(application.status, ())
    told = application.status in Application.DECIDED and application.call.results_at
    return application.owner_id == user.pk and leaving and not told


def can_examine(user, application) -> bool:
    """The programme's team, on what is deposited and not their own."""
    if application.status in Application.UNSUBMITTED or is_author(user, application):
        return False
    return Call.objects.examined_by(user).filter(pk=application.call_id).exists()


def can_approve(user, letter) -> bool:
    """Another member of the team than the one who wrote the letter. The letters of a jury's
    decision are approved by its chair, with the list of results before their eyes."""
    pending = letter.status == Letter.Status.DRAFT and letter.kind == Letter.Kind.INADMISSIBLE
    return pending and letter.prepared_by_id != user.pk and can_examine(user, letter.application)
