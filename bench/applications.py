"""What writing, depositing and listing applications cost, on the database of the settings.

    make bench

Every figure stands beside a calibration of the same run: the empty answer of a new Django project
(CPU), and one committed INSERT (elapsed). The limits are those of the issue that asked for them.
"""

import os
import resource
import secrets
import subprocess
import sys
import threading
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.measures import (  # noqa: E402
    USUAL_MIDDLEWARE,
    Site,
    bare_insert,
    cpu_of,
    elapsed,
    empty_answer,
    percentiles,
    show,
)
from essaim.applications import actions  # noqa: E402
from essaim.applications.models import Application, ApplicationVersion, Receipt  # noqa: E402
from essaim.calls.actions import set_default_questions  # noqa: E402
from essaim.calls.models import Call  # noqa: E402
from tests.factories import (  # noqa: E402
    CallFactory,
    OrganisationFactory,
    TeamMemberFactory,
    ThemeFactory,
    UserFactory,
)
from tests.faults.clients import send  # noqa: E402
from tests.faults.seed import drafts, session_of  # noqa: E402
from tests.faults.site import free_port  # noqa: E402

WRITERS = 50
SECONDS_BETWEEN_SAVES = 2


def writing(bare: float, empty: float) -> None:
    """CPU of each page of the writing flow, for a call with the default questions."""
    call = CallFactory(endorsement_rule=Call.EndorsementRule.NOT_ASKED)
    set_default_questions(call)
    owner = UserFactory()
    draft = actions.start(call, OrganisationFactory(), owner)
    site = Site(get_wsgi_application(), session_of(owner)["cookie"])
    one = f"/candidatures/{draft.public_id}"
    for page in (
        "/",
        "/projet/",
        "/questions/probleme/",
        "/fichiers/",
        "/equipe/",
        "/verification/",
    ):
        status, _body = site.call("GET", one + page)
        assert status == 200, (page, status)
        spent = cpu_of(lambda page=page: site.call("GET", one + page), 40)
        show(
            f"page {page}",
            f"{spent * 1000:.1f} ms CPU, {spent / bare:.0f} of the barest",
            f"{spent / empty:.0f} empty (≤ 80)",
        )


def autosaving(insert: float) -> None:
    made = drafts(clients=1, each=1)
    application = Application.objects.select_related("call", "owner", "question_set").get(
        public_id=made["clients"][0]["drafts"][0]
    )
    question = application.question_set.questions.get()
    versions = iter(range(1, 10_000))

    def save():
        version = next(versions)
        actions.answer(application, question, f"Texte {version}", version, application.owner)

    median = elapsed(save, 300)[150]
    show("autosave", f"{median * 1000:.1f} ms", f"{median / insert:.1f} inserts (≤ 15)")


def depositing(insert: float) -> None:
    made = drafts(clients=4, each=150)
    seconds, lock = [], threading.Lock()

    def person(public_ids):
        for public_id in public_ids:
            application = Application.objects.select_related("owner").get(public_id=public_id)
            started = time.perf_counter()
            actions.submit(application, application.owner, secrets.token_hex(32), timezone.now())
            with lock:
                seconds.append(time.perf_counter() - started)
        connection.close()

    person(made["clients"][0]["drafts"])
    median = sorted(seconds)[len(seconds) // 2]
    show("deposit", f"{median * 1000:.1f} ms", f"{median / insert:.1f} inserts (≤ 40)")
    seconds.clear()
    threads = [threading.Thread(target=person, args=(c["drafts"],)) for c in made["clients"][1:]]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(seconds) / (time.perf_counter() - started)
    show("deposits, three at a time", f"{rate:.0f} per second", percentiles(seconds))


def listing() -> None:
    call = CallFactory()
    manager = TeamMemberFactory(programme=call.programme).user
    site = Site(get_wsgi_application(), session_of(manager)["cookie"])
    path, times = f"/instruction/{call.slug}/", []
    for total in (2_000, 20_000):
        _fill(call, total)
        queries = []

        def count(execute, *arguments, queries=queries):
            queries.append(arguments[0])
            return execute(*arguments)

        with connection.execute_wrapper(count):
            status, _body = site.call("GET", path)
        assert status == 200, status
        spent = elapsed(lambda: site.call("GET", path), 15)[7]
        times.append(spent)
        show(
            f"list of 50 from {total:,}".replace(",", " "),
            f"{spent * 1000:.0f} ms (≤ 100), {len(queries)} queries (≤ 12)",
        )
    show("ten times as many cost", f"{times[1] / times[0]:.2f} times", "(≤ 1.2)")


@transaction.atomic
def _fill(call, total: int) -> None:
    """Deposited applications of the call, up to ``total`` of them, with their receipts."""
    questions = call.question_sets.first() or call.question_sets.create(published_at=call.opens_at)
    theme, now = ThemeFactory(), timezone.now()
    have = call.applications.count()
    organisations = [OrganisationFactory.build(insee_code=f"Z{n:04X}") for n in range(have, total)]
    organisations = type(organisations[0]).objects.bulk_create(organisations)
    owner = UserFactory()
    made = Application.objects.bulk_create(
        Application(
            call=call,
            question_set=questions,
            organisation=organisation,
            owner=owner,
            title=f"Un accueil {number}",
            status=Application.Status.SUBMITTED,
            submitted_at=now,
        )
        for number, organisation in enumerate(organisations, start=have)
    )
    through = Application.themes.through
    through.objects.bulk_create(through(application=a, theme=theme) for a in made)
    versions = ApplicationVersion.objects.bulk_create(
        ApplicationVersion(application=a, content={}, sha256="0" * 64) for a in made
    )
    Receipt.objects.bulk_create(
        Receipt(
            application=version.application,
            version=version,
            number=f"BENCH-{have + n:06d}",
            call=call,
            sequence=have + n + 1,
            idempotency_key=secrets.token_hex(32),
            issued_at=now,
        )
        for n, version in enumerate(versions)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Served:
    """The site behind the server of production, for the time of a measure."""

    def __enter__(self):
        self.port = free_port()
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port)),
            *("--blocking-threads", "4", "--log-level", "critical", "essaim.wsgi:application"),
        ]
        self.process = subprocess.Popen(command, start_new_session=True)
        time.sleep(5)
        return self

    def __exit__(self, *_error):
        os.killpg(self.process.pid, 15)
        self.process.wait()

    def memory(self) -> int:
        """The resident megabytes of the largest process of the group."""
        found = subprocess.run(
            ["ps", "-o", "rss=", "--no-headers", "-g", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        return max(int(line) for line in found.stdout.split()) // 1024


def writing_together() -> None:
    """Fifty people write at once, each saved every two seconds, over the network of the machine.

    Each one's first save is not counted: it only warms the server.
    """
    made = drafts(clients=WRITERS, each=1)
    seconds, lock = [], threading.Lock()

    def save(site, person, version) -> float:
        path = f"/candidatures/{person['drafts'][0]}/questions/{made['question']}/garder/"
        started = time.perf_counter()
        reply = send(site, person, path, {"value": f"Texte {version}", "version": version})
        assert reply.status == 200, reply
        return time.perf_counter() - started

    def writer(place, site, person):
        time.sleep(SECONDS_BETWEEN_SAVES * place / WRITERS)
        for version in range(2, 12):
            spent = save(site, person, version)
            with lock:
                seconds.append(spent)
            time.sleep(max(0, SECONDS_BETWEEN_SAVES - spent))

    with Served() as site:
        for person in made["clients"]:
            save(site, person, 1)
        threads = [
            threading.Thread(target=writer, args=(place, site, person))
            for place, person in enumerate(made["clients"])
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        show(f"{WRITERS} people writing at once", percentiles(seconds), "p99 (≤ 50 ms on SQLite)")
        show("memory of the server", f"{site.memory()} MB", "(≤ 110)")


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(f"\n{connection.vendor}, {timezone.localdate()}")
    bare, empty, insert = empty_answer([]), empty_answer(USUAL_MIDDLEWARE), bare_insert()
    show("calibration: empty Django answer, no middleware", f"{bare * 1000:.3f} ms CPU")
    show("calibration: empty answer of a new Django project", f"{empty * 1000:.3f} ms CPU")
    show("calibration: one committed insert", f"{insert * 1000:.2f} ms")
    writing(bare, empty)
    autosaving(insert)
    depositing(insert)
    writing_together()
    listing()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    show("this process at its largest", f"{peak} MB")


if __name__ == "__main__":
    main()
