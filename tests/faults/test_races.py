"""F04: a double click, a browser that sends again, two tabs, two people: one effect."""

import secrets
import threading

import pytest

from tests.faults.clients import deposit, is_acknowledged, send
from tests.faults.site import scaled

pytestmark = pytest.mark.faults


def at_once(*attempts) -> list:
    """Run them in the same instant; returns their replies, in order."""
    barrier, replies = threading.Barrier(len(attempts)), [None] * len(attempts)

    def run(place, attempt):
        barrier.wait()
        replies[place] = attempt()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(attempts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return replies


def test_f04_a_double_click_and_two_tabs_deposit_once(site):
    races = scaled(1_000)
    (person,) = site.seed("drafts", clients=1, each=2 * races)["clients"]
    site.start()
    for public_id in person["drafts"][:races]:
        key = secrets.token_hex(32)
        replies = at_once(*[lambda p=public_id, k=key: deposit(site, person, p, k)] * 2)
        assert all(is_acknowledged(reply) for reply in replies), replies
    for public_id in person["drafts"][races:]:
        tabs = [secrets.token_hex(32), secrets.token_hex(32)]
        replies = at_once(*[lambda p=public_id, k=key: deposit(site, person, p, k) for key in tabs])
        assert all(is_acknowledged(reply) for reply in replies), replies
    assert site.violations() == []


def test_f04_two_texts_for_one_answer_one_is_kept_the_other_is_given_back(site):
    races = scaled(1_000)
    seeded = site.seed("drafts", clients=1, each=races)
    (person,) = seeded["clients"]
    site.start()
    for public_id in person["drafts"]:
        path = f"/candidatures/{public_id}/questions/{seeded['question']}/"
        texts = [f"{name} {secrets.token_hex(4)}" for name in ("Ici", "Là")]
        replies = at_once(
            *[
                lambda p=path, t=text: send(site, person, p, {"value": t, "version": 1})
                for text in texts
            ]
        )
        statuses = sorted(reply.status for reply in replies)
        assert statuses == [302, 409], statuses
        refused = next(reply for reply in replies if reply.status == 409)
        assert all(text in refused.body for text in texts)


def test_f04_invited_twice_and_started_twice(site):
    races = scaled(1_000)
    seeded = site.seed("drafts", clients=1, each=races)
    (person,) = seeded["clients"]
    site.start()
    for number, public_id in enumerate(person["drafts"]):
        fields = {"email": f"collegue{number}@exemple.fr", "right": "write"}
        path = f"/candidatures/{public_id}/equipe/"
        replies = at_once(*[lambda p=path, f=fields: send(site, person, p, f)] * 2)
        assert {reply.status for reply in replies} == {302}, replies
    assert site.count("applications.Member") == races
    before = site.count("applications.Application")
    new = site.seed("organisations", how_many=races)["codes"]
    for code in new:
        path = f"/appels/{seeded['call']}/candidater/"
        replies = at_once(*[lambda p=path, c=code: send(site, person, p, {"organisation": c})] * 2)
        assert {reply.status for reply in replies} == {302}, replies
        assert len({reply.location for reply in replies}) == 1
    assert site.count("applications.Application") == before + races
