"""The call that an address names: absent and forbidden answer alike."""

from django.shortcuts import get_object_or_404

from essaim.calls.exceptions import CallFrozen
from essaim.calls.models import Call


def find_visible(user, slug: str) -> Call:
    """A call that everyone reads, or one that the reader's programme prepares."""
    return get_object_or_404(Call.objects.visible_to(user).select_related("programme"), slug=slug)


def find_managed(user, slug: str) -> Call:
    """A call of a programme that this person manages."""
    return get_object_or_404(Call.objects.managed_by(user).select_related("programme"), slug=slug)


def find_draft(user, slug: str) -> Call:
    """The same, still a draft. Raises CallFrozen once it is published."""
    call = find_managed(user, slug)
    if call.status != Call.Status.DRAFT:
        raise CallFrozen()
    return call
