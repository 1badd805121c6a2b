"""Changing what a published call asks: a new version, prepared aside, published with its reason.

What is begun keeps the version it answers; only what begins afterwards answers the new one.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import log
from essaim.calls import versions
from essaim.calls.actions.holding import check_manager
from essaim.calls.actions.questions import copy_questions
from essaim.calls.conditions import faults
from essaim.calls.exceptions import NotAmendable, NothingAmended, QuestionsBroken, ReasonMissing
from essaim.calls.models import Call, QuestionSet


def can_be_amended(call: Call) -> bool:
    """Whether the call is published and new applications may still begin."""
    is_out = call.phase in (Call.Phase.UPCOMING, Call.Phase.OPEN)
    return is_out and call.questions_asked is not None


@transaction.atomic
def prepare_amendment(call: Call, by) -> QuestionSet:
    """Copy the published questions into a version to work on; the one begun already is given back.

    Raises NotManager, NotAmendable.
    """
    _hold(call, by)
    if existing := versions.in_preparation(call):
        return existing
    last = versions.published(call)[0]
    prepared = QuestionSet.objects.create(call=call, version=last.version + 1)
    copy_questions(last, prepared)
    log(call, "prepare_amendment", by=by, note=str(prepared.version))
    return prepared


@transaction.atomic
def publish_amendment(call: Call, by, reason: str) -> QuestionSet:
    """From now on, new applications answer the version prepared.

    Raises NotManager, NotAmendable, ReasonMissing, NothingAmended, QuestionsBroken.
    """
    prepared = _held_amendment(call, by)
    if not reason.strip():
        raise ReasonMissing()
    if not versions.changes(versions.published(call)[0], prepared):
        raise NothingAmended()
    questions = list(prepared.questions.all())
    if found := faults(questions) if questions else [_("Gardez au moins une question.")]:
        raise QuestionsBroken(found)
    prepared.published_at, prepared.reason = timezone.now(), reason.strip()
    prepared.save(update_fields=["published_at", "reason"])
    log(call, "publish_amendment", by=by, note=f"{prepared.version} : {prepared.reason}")
    return prepared


@transaction.atomic
def drop_amendment(call: Call, by) -> None:
    """Throw away the version prepared; the published one stays. Raises NotManager, NotAmendable."""
    prepared = _held_amendment(call, by)
    log(call, "drop_amendment", by=by, note=str(prepared.version))
    prepared.delete()


def _hold(call: Call, by) -> None:
    """Lock the call for one change of its versions."""
    check_manager(call, by)
    held = Call.objects.select_for_update().filter(pk=call.pk, status=Call.Status.PUBLISHED)
    if not held or not can_be_amended(call):
        raise NotAmendable()


def _held_amendment(call: Call, by) -> QuestionSet:
    _hold(call, by)
    prepared = call.question_sets.select_for_update().filter(published_at=None).first()
    if prepared is None:
        raise NotAmendable()
    return prepared
