"""What the worker computes for a jury, kind by kind. The web process never loads this package:
numpy, scipy and OR-Tools weigh 75 MB.

    compute(computation) -> the same row, ready or failed

Each kind is a function from the row to what it found.
"""

import logging
from collections.abc import Callable

from django.db import DatabaseError, transaction
from django.utils import timezone

from essaim.accounts.actions import advance
from essaim.base.exceptions import RuleBroken
from essaim.base.states import StateChanged
from essaim.jury.actions.computing import fail_computation
from essaim.jury.computing.found import Found
from essaim.jury.computing.plan import compute_plan
from essaim.jury.computing.ranking import compute_ranking
from essaim.jury.models import Computation

logger = logging.getLogger(__name__)
KINDS: dict[str, Callable[[Computation], Found]] = {
    Computation.Kind.PLAN: compute_plan,
    Computation.Kind.RANKING: compute_ranking,
}


def compute(computation: Computation) -> Computation:
    """Make one computation that waits, from its start to its end. Does nothing if another process
    has begun it. A rule broken is told in its own sentence."""
    lease = timezone.now() + Computation.LEASE
    try:
        advance(computation, Computation.Status.RUNNING, lease_until=lease)
    except StateChanged:
        return computation
    try:
        found = KINDS[computation.kind](computation)
        with transaction.atomic():
            advance(
                computation,
                Computation.Status.READY,
                result=found.result,
                instance_hash=found.instance_hash,
                code_version=found.code_version,
                ready_at=timezone.now(),
                lease_until=None,
            )
    except RuleBroken as refused:
        fail_computation(computation, str(refused))
    except DatabaseError:
        raise
    except Exception:
        # The sentence is for the jury; the trace, for whoever runs the site.
        logger.exception("Computation %s", computation.public_id)
        fail_computation(computation)
    return computation
