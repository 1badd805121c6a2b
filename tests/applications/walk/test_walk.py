"""The four roles on one application, by keyboard alone: wide, at 320 px without JavaScript, then at
320 px with axe on every state.
"""

import pytest

from essaim.applications.models import Application
from tests.applications.walk import applying, backing, depositing, examining

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAY = (
    *(applying.starts, applying.writes, applying.joins, applying.invites),
    *(backing.accepts, backing.settles_a_conflict),
    *(applying.asks_the_direction, backing.gives_an_opinion),
    *(depositing.deposits, depositing.keeps_the_receipt, depositing.is_locked),
    *(examining.finds_the_file, examining.ticks_the_checklist, examining.writes_to_people),
    examining.asks_a_completion,
    *(depositing.answers_the_team, depositing.completes),
    examining.declares_it_admissible,
    depositing.reads_the_decision,
)


def test_the_four_roles_walk_it(walk):
    for stage in WAY:
        stage(walk)
    assert Application.objects.get().status == Application.Status.ADMISSIBLE
    faults = [fault for walker in walk.walkers for fault in walker.faults]
    assert not faults, "\n".join(dict.fromkeys(faults))
