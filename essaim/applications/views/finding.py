"""The one way these views find an application: absent and forbidden answer alike, 404."""

from django.shortcuts import get_object_or_404

from essaim.applications.completion import reopened
from essaim.applications.exceptions import AlreadyDeposited, FieldNotReopened, NotAllowed
from essaim.applications.models import Application
from essaim.applications.permissions import (
    can_ask_endorsement,
    can_complete,
    can_write,
    can_write_field,
)


def _related():
    return Application.objects.select_related("call", "organisation", "owner", "wave")


def find_readable(user, public_id) -> Application:
    """An application this person may read: an author, or the team once it is deposited."""
    return get_object_or_404(_related().visible_to(user), public_id=public_id)


def find_written(user, public_id) -> Application:
    """An application this person wrote in, whatever its state."""
    return get_object_or_404(_related().written_by(user), public_id=public_id)


def find_endorsable(user, public_id) -> Application:
    """An application whose direction this person may ask for its opinion, if need be after the
    deposit. Raises AlreadyDeposited, or NotAllowed for a reader.
    """
    application = find_written(user, public_id)
    if not can_ask_endorsement(user, application):
        asks = application.is_editable or application.awaits_opinion
        raise NotAllowed() if asks else AlreadyDeposited()
    return application


def find_to_write(user, public_id, field: str) -> Application:
    """An application of which this person may change this field: a draft, or a deposited file whose
    request for completion names it. Raises AlreadyDeposited, FieldNotReopened, or NotAllowed.
    """
    application = find_written(user, public_id)
    if can_write_field(user, application, field):
        return application
    if application.is_editable or not reopened(application):
        return find_draft(user, public_id)
    raise FieldNotReopened() if can_complete(user, application) else NotAllowed()


def find_draft(user, public_id) -> Application:
    """A draft this person may change. Raises AlreadyDeposited, or NotAllowed for a reader."""
    application = find_written(user, public_id)
    if not application.is_editable:
        raise AlreadyDeposited()
    if not can_write(user, application):
        raise NotAllowed()
    return application
