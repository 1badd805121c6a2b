"""F11: most deposit in the last minutes, the site falls, the team gives more time."""

import secrets
import threading
import time

import pytest

from tests.faults.clients import deposit, is_acknowledged
from tests.faults.site import scaled

pytestmark = pytest.mark.faults
CLIENTS = 25
GRACE_SECONDS = 15 * 60


def test_f11_nobody_in_time_is_refused_and_nobody_late_is_taken(site):
    """Five minutes of rush in ten seconds, up to the end of the grace and beyond."""
    each = max(4, scaled(2_000) // CLIENTS)
    rush = 10 + 20 * scaled(100) / 100
    seeded = site.seed("drafts", clients=CLIENTS, each=each, closes_in_seconds=rush - GRACE_SECONDS)
    site.start()
    limit = seeded["closes_at"] + GRACE_SECONDS
    told = []

    def person_at_work(person):
        for number, public_id in enumerate(person["drafts"]):
            # Spread over the rush, the last one after the grace.
            target = limit - rush * 0.8 + (number + 1) * rush / (each - 1)
            time.sleep(max(0, target - time.time()))
            sent = time.time()
            reply = deposit(site, person, public_id, secrets.token_hex(32))
            told.append((sent, time.time(), is_acknowledged(reply), reply.status))

    threads = [threading.Thread(target=person_at_work, args=(p,)) for p in seeded["clients"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [t for t in told if t[1] < limit and not t[2]] == []
    assert [t for t in told if t[0] > limit and t[2]] == []
    assert any(t[2] for t in told)
    assert any(not t[2] for t in told)
    assert site.violations() == []
    seconds = sorted(t[1] - t[0] for t in told)
    p95, p99 = (seconds[int(len(seconds) * share)] for share in (0.95, 0.99))
    print(f"F11: {len(told)} deposits, p95 {p95:.2f} s, p99 {p99:.2f} s")


def test_f11_after_an_outage_everyone_has_more_time_and_is_told_once(site):
    each = max(4, scaled(2_000) // CLIENTS)
    seeded = site.seed("drafts", clients=CLIENTS, each=each, closes_in_seconds=2 - GRACE_SECONDS)
    site.start()
    site.kill()  # the site falls before the end…
    time.sleep(2.5)
    site.start()  # … and is back after it
    people = seeded["clients"]
    late = deposit(site, people[0], people[0]["drafts"][0], secrets.token_hex(32))
    assert not is_acknowledged(late)
    assert "n’est pas déposée" in late.body
    site.seed("extension", call=seeded["call"])
    site.manage("work", "--once")
    for person in people:
        for public_id in person["drafts"]:
            assert is_acknowledged(deposit(site, person, public_id, secrets.token_hex(32)))
    assert site.violations() == []
    assert site.seed("mails", of="extension")["by_recipient"] == [1] * CLIENTS
