"""What the tests of requests for completion share."""

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.applications import actions


def url(name, application, *args):
    return reverse(f"applications:{name}", args=[application.public_id, *args])


def send(request, by=None, reply="", at=None):
    by = by or request.application.owner
    return actions.send_completion(request, reply, by=by, received_at=at or timezone.now())


@pytest.fixture
def type_in(deposited, question, amel):
    """``type_in("contexte", "…")``: the owner types an answer, over the one deposited."""

    def do(code, value, version=1, by=None):
        return actions.answer(deposited, question(code), value, version, by=by or amel)

    return do
