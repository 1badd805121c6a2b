"""What is computed apart: asked for in a page, made by a process of the worker's own.

A plan for thousands of files takes a minute and hundreds of megabytes: the worker starts a process
for each computation, so that mails go on leaving and the memory is given back.
"""

import subprocess
import sys

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, log
from essaim.base.states import StateChanged
from essaim.jury.exceptions import ComputationUnderWay, NotAllowed, ReviewsOpen
from essaim.jury.models import Computation, Panel
from essaim.jury.permissions import runs

POLL_SECONDS = 0.3
Status = Computation.Status


def ask_computation(panel: Panel, kind: str, parameters: dict, by=None) -> Computation:
    """Queue a computation; the same one asked twice is queued once. Whether ``by`` may ask is the
    rule of the action that calls this one. ``by`` is None when a date asks.

    Raises ComputationUnderWay while another one of this kind, asked otherwise, is being made.
    """
    return _queue(panel=panel, kind=kind, parameters=parameters, is_trial=False, asked_by=by)


def ask_trial(panel: Panel, kind: str, parameters: dict, by) -> Computation:
    """The same as a « what if », which is never taken for the jury's own figures."""
    return _queue(panel=panel, kind=kind, parameters=parameters, is_trial=True, asked_by=by)


def _queue(**fields) -> Computation:
    try:
        with transaction.atomic():
            asked = Computation.objects.create(**fields)
            log(asked, "compute", by=fields["asked_by"])
    except IntegrityError as taken:  # one_computation_of_a_kind_at_a_time
        same = {name: fields[name] for name in ("panel", "kind", "is_trial")}
        found = Computation.objects.filter(status__in=Computation.UNDER_WAY, **same).first()
        if found is None or found.parameters != fields["parameters"]:
            raise ComputationUnderWay() from taken
        return found
    return asked


def compare_scores(panel: Panel, by) -> Computation:
    """Have the marks compared, once the reviews are closed."""
    if not runs(by, panel):
        raise NotAllowed()
    if not panel.reviews_are_closed:
        raise ReviewsOpen()
    return ask_computation(panel, Computation.Kind.RANKING, {}, by)


class Hand:
    """The computation that a process of this worker is making."""

    process: subprocess.Popen | None = None
    public_id = ""


def go_on_computing() -> int:
    """Start the oldest computation asked for, or look whether the one started is over; returns 1 as
    long as there is something to do. A process that dies leaves its computation failed."""
    if Hand.process is None:
        _give_up_interrupted()
        waiting = Computation.objects.filter(status=Status.QUEUED).order_by("pk").first()
        if waiting is None:
            return 0
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "compute"]
        Hand.public_id = waiting.public_id
        Hand.process = subprocess.Popen([*command, waiting.public_id])  # noqa: S603 (ours)
    try:
        code = Hand.process.wait(timeout=POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return 1
    Hand.process = None
    if code:
        own = Computation.objects.filter(public_id=Hand.public_id, status__in=Computation.UNDER_WAY)
        for computation in own:
            fail_computation(computation)
    return 1


def _give_up_interrupted() -> None:
    """One whose machine stopped under it. Asking again costs one click; a silent second start of
    what may have taken the machine down would cost more."""
    late = Computation.objects.filter(status=Status.RUNNING, lease_until__lt=timezone.now())
    for computation in late:
        fail_computation(computation)


def fail_computation(computation: Computation, sentence: str = "") -> None:
    """Say why it failed, in a sentence; nothing if another process has moved it meanwhile."""
    sentence = sentence or _(
        "Le calcul n’a pas abouti. Redemandez-le ; si cela se répète, prévenez-nous."
    )
    try:
        advance(computation, Status.FAILED, error=sentence, lease_until=None)
    except StateChanged:
        return
