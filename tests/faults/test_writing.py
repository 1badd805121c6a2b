"""F05: a colleague writes at the same time."""

import random
from itertools import count

import pytest

from essaim.applications.models import Answer
from tests.applications.autosaving import value_of
from tests.faults.site import scaled
from tests.personas import client_of

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


class Writer:
    """A page open on a field: what it shows, and the version it stands on."""

    def __init__(self, user, path):
        self.client, self.path, self.user = client_of(user), path, user
        self.version, self.seen = 0, ""

    def save(self, text) -> dict:
        typed = {"value": text, "version": self.version, "writer": self.user.pk}
        reply = self.client.post(self.path, typed, headers={"accept": "application/json"})
        return {**reply.json(), "status": reply.status_code}


def test_f05_two_writers_never_overwrite_what_they_have_not_seen(draft, amel, marie):
    """Any interleaving of saves, reloads and choices: each text that is replaced was shown first."""
    path = f"/candidatures/{draft.public_id}/questions/contexte/garder/"
    chance, numbers = random.Random(5), count()
    for _interleaving in range(scaled(500)):
        Answer.objects.all().delete()
        stored, writers = ("", 0), [Writer(amel, path), Writer(marie, path)]
        for _step in range(6):
            person = chance.choice(writers)
            text = f"Texte {next(numbers)}"
            told = person.save(text)
            if told["status"] == 200:
                assert (person.seen, person.version) == stored
                stored = (text, told["version"])
                person.seen, person.version = stored
                continue
            assert told["status"] == 409, told
            assert (person.seen, person.version) != stored
            assert told["theirs"]["value"] == stored[0]  # both texts are before their eyes
            if chance.random() < 0.7:  # they read it, and go on from there
                person.seen, person.version = told["theirs"]["value"], told["version"]
        assert value_of(draft) == stored[0]
