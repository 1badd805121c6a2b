"""F10 and F22: an act is killed at each of its points, one point per child process.

    python -m tests.faults.points deposit

A point is before or after a statement, before or after the commit, before or after a file is
renamed. Prints how many points there were and, in JSON, what was neither all nor nothing.
"""

import json
import os
import secrets
import signal
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from essaim.accounts.models import LogEntry, OutboxMail  # noqa: E402
from essaim.applications import actions as applications  # noqa: E402
from essaim.applications.models import (  # noqa: E402
    Application,
    ApplicationVersion,
    Laureate,
    Letter,
    Receipt,
)
from essaim.base.ids import reference  # noqa: E402
from essaim.calls.models import Call  # noqa: E402
from essaim.cases import actions as cases  # noqa: E402
from essaim.cases.models import CaseVersion, CatalogueEntry  # noqa: E402
from essaim.jury import actions as jury  # noqa: E402
from essaim.jury.models import Announcement, Minutes, Panel, Session  # noqa: E402
from tests.factories import (  # noqa: E402
    ApplicationFactory,
    CallFactory,
    LaureateFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.faults.seed import drafts  # noqa: E402


class Fuse:
    """Kills this process at the ``at``-th point it passes."""

    def __init__(self, at: int):
        self.left = at

    def point(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, execute, *arguments):
        self.point()
        result = execute(*arguments)
        self.point()
        return result

    def light(self) -> None:
        commit, rename = BaseDatabaseWrapper._commit, os.rename
        BaseDatabaseWrapper._commit = lambda wrapper: self.around(commit, wrapper)
        os.rename = lambda *names: self.around(rename, *names)
        connection.execute_wrappers.append(
            lambda execute, sql, params, many, context: self.around(
                execute, sql, params, many, context
            )
        )


def killed_at(point: int, act) -> bool:
    """Whether the act, in a process of its own, had that many points and died there."""
    connection.close()
    child = os.fork()
    if child == 0:
        Fuse(point).light()
        act()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or status == 0, f"the act itself failed: {status}"
    return os.WIFSIGNALED(status)


class Deposits:
    """One draft per point: deposited with all that goes with it, or a draft with nothing."""

    def __init__(self):
        made = drafts(clients=1, each=400)
        self.left = [*made["clients"][0]["drafts"]]

    def prepare(self):
        application = Application.objects.select_related("owner").get(public_id=self.left.pop())
        return application, lambda: applications.submit(
            application, application.owner, secrets.token_hex(32), timezone.now()
        )

    def traces(self, application) -> list[bool]:
        receipt = Receipt.objects.filter(application=application).first()
        return [
            Application.objects.get(pk=application.pk).status == "submitted",
            receipt is not None,
            ApplicationVersion.objects.filter(application=application).exists(),
            LogEntry.objects.filter(ref=reference(application), after="submitted").exists(),
            receipt is not None and OutboxMail.objects.filter(ref=reference(receipt)).exists(),
        ]


class Publications:
    """One sheet per point: readable by all in its version and in the catalogue, or not at all."""

    def __init__(self):
        self.call = Call.objects.first()
        self.manager = TeamMemberFactory(programme=self.call.programme).user

    @transaction.atomic
    def prepare(self):
        case = cases.open_case(LaureateFactory(call=self.call), self.manager)
        cases.edit(case, self.manager, title="Un accueil", summary="Un résumé.", solution="Ici.")
        cases.ask_review(case, self.manager)
        cases.approve(case, self.manager, note="Accord donné.")
        return case, lambda: cases.publish(case, self.manager, "")

    def traces(self, case) -> list[bool]:
        case.refresh_from_db()
        return [
            case.status == "published",
            CaseVersion.objects.filter(case=case).exists(),
            CatalogueEntry.objects.filter(case=case).exists(),
            LogEntry.objects.filter(ref=reference(case), after="published").exists(),
        ]


class Results:
    """F22: one sitting per point: letters, states, public list and date at once, or nothing."""

    def __init__(self):
        self.call = CallFactory()
        self.manager = TeamMemberFactory(programme=self.call.programme).user
        self.chair = UserFactory()

    @transaction.atomic
    def prepare(self):
        Announcement.objects.filter(status="waiting").update(status="cancelled")
        call = CallFactory(programme=self.call.programme)
        panel = Panel.objects.create(call=call)
        now = timezone.now()
        session = Session.objects.create(
            panel=panel, planned_at=now, opened_at=now, closed_at=now, status="closed", place="Ici"
        )
        Minutes.objects.create(
            session=session, content={}, status="signed", signed_at=now, signed_by=self.chair
        )
        for position, outcome in enumerate(["laureate", "reserve", "not_selected"], start=1):
            self.decide(session, position, outcome)
        order = Announcement.objects.create(session=session, asked_by=self.manager, due_at=now)
        return order, jury.publish_due

    def decide(self, session, position, outcome):
        file = ApplicationFactory(
            call=session.panel.call,
            title=f"Projet {position}",
            status="admissible",
            submitted_at=timezone.now(),
        )
        session.deliberations.create(
            application=file,
            position=position,
            outcome=outcome,
            reserve_rank=1 if outcome == "reserve" else None,
            reasons="Motif.",
            decided_at=timezone.now(),
        )
        Letter.objects.create(
            application=file,
            kind=outcome,
            subject="Objet",
            body="Texte",
            status="approved",
            prepared_by=self.manager,
            approved_by=self.chair,
        )

    def traces(self, order) -> list[bool]:
        order.refresh_from_db()
        call = Call.objects.get(panel=order.session.panel)
        files = Application.objects.filter(call=call)
        letters = Letter.objects.filter(application__in=files)
        refs = [reference(letter) for letter in letters]
        public = Client(headers={"host": settings.ALLOWED_HOSTS[0]}).get("/laureats/")
        assert public.status_code == 200, public
        return [
            order.status == "done",
            call.results_at is not None,
            *(file.status in Application.DECIDED for file in files),
            *(letter.status == "sent" for letter in letters),
            *(OutboxMail.objects.filter(ref=ref).exists() for ref in refs),
            Laureate.objects.filter(call=call).exists(),
            f'id="{call.slug}"' in public.text,
            order.session.result_versions.exists(),
            LogEntry.objects.filter(ref=reference(order.session), verb="announce").exists(),
        ]


ACTS = {"deposit": Deposits, "publication": Publications, "results": Results}


def campaign(kind: str) -> dict:
    act = ACTS[kind]()
    halves, point, complete = [], 0, False
    while not complete:
        point += 1
        obj, run = act.prepare()
        complete = not killed_at(point, run)
        traces = act.traces(obj)
        if len(set(traces)) != 1 or (complete and not all(traces)):
            halves.append(f"point {point}: {traces}")
    return {"points": point - 1, "halves": halves}


if __name__ == "__main__":
    if sys.argv[1] == "publication":
        drafts(clients=1, each=1)  # the call and its programme
    print(json.dumps(campaign(sys.argv[1])))
