"""F01 and F02: the server is killed again and again while people deposit."""

import io
import random
import secrets
import time

import pikepdf
import pytest

from tests.faults.clients import Crowd, depositing, is_acknowledged, read, send
from tests.faults.clients import deposit as deposit_once
from tests.faults.site import Site, scaled

pytestmark = pytest.mark.faults
CLIENTS = 20


def kill_while_busy(site: Site, crowd: Crowd, at_most: int) -> int:
    kills, chance = 0, random.Random(1)
    while crowd.is_busy:
        time.sleep(chance.uniform(0.35, 0.65))
        if kills < at_most and crowd.is_busy:
            site.kill()
            kills += 1
            site.start()
    return kills


def test_f01_nothing_acknowledged_is_lost_and_nothing_is_deposited_twice(site):
    people = site.seed("drafts", clients=CLIENTS, each=scaled(1_000))["clients"]
    crowd = Crowd(site)
    site.start()
    crowd.start(people, depositing)
    kills = kill_while_busy(site, crowd, scaled(200))
    assert not crowd.refused, crowd.refused[:3]
    expected = {public_id for person in people for public_id in person["drafts"]}
    assert crowd.acknowledged == expected
    assert site.violations() == []
    print(f"F01: {len(expected)} deposits, {kills} kills")


def pdf(size: int) -> bytes:
    """A document of about this many bytes, like no other."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.Padding = document.make_stream(secrets.token_bytes(size))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def depositing_with_files(crowd: Crowd, person: dict) -> None:
    chance = random.Random(person["token"])
    for public_id in person["drafts"]:
        for number in range(3):
            content = pdf(int(10 ** chance.uniform(5, 6.7)))
            join(crowd, person, public_id, f"piece-{number}.pdf", content)
        key = secrets.token_hex(32)
        reply = crowd.insist(
            lambda public_id=public_id, key=key: deposit_once(crowd.site, person, public_id, key),
            is_acknowledged,
        )
        assert is_acknowledged(reply), reply
        crowd.acknowledged.add(public_id)


def join(crowd, person, public_id, name, content) -> None:
    """Send a file; when no answer came, look first whether it is there."""
    path = f"/candidatures/{public_id}/fichiers/"

    def attempt():
        if name in read(crowd.site, person, path).body:
            return None
        return send(crowd.site, person, path, {}, {"file": (name, content)})

    reply = crowd.insist(attempt, lambda reply: reply is None or reply.status == 302)
    assert reply is None or reply.status == 302, reply


def test_f02_every_row_has_its_file_and_every_receipt_its_files(site):
    people = site.seed("drafts", clients=4, each=scaled(500))["clients"]
    crowd = Crowd(site)
    site.start()
    crowd.start(people, depositing_with_files)
    kills = kill_while_busy(site, crowd, scaled(100))
    expected = {public_id for person in people for public_id in person["drafts"]}
    assert crowd.acknowledged == expected
    assert site.violations() == []
    print(f"F02: {len(expected)} deposits with three files each, {kills} kills")
