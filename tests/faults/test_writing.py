"""F05 and F06: a colleague, or a session that ends, while one writes."""

import random
from itertools import count

import pytest
from django.contrib.sessions.models import Session

from essaim.applications.models import Answer, Member
from tests.applications.autosaving import enter, field, saved, value_of, writer
from tests.applications.test_autosave_browser import sign_in_again
from tests.factories import ThemeFactory
from tests.faults.site import scaled
from tests.personas import client_of

__all__ = ["writer"]
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


def test_f06_a_session_that_ends_costs_no_character(draft, amel, writer, live_server):
    """Two forms that save by themselves, two that are sent by a button."""
    theme = ThemeFactory(name="Accueil")
    for number in range(scaled(50)):
        typed = f"Ligne {number} « œuvre »\n\n  et & <b>deux</b> €"
        page = writer(amel, draft)
        field(page).fill(typed)
        Session.objects.all().delete()
        field(page).blur()
        sign_in_again(page, amel.email)
        saved(page)
        assert value_of(draft) == typed
        page.goto(f"/candidatures/{draft.public_id}/projet/")
        page.get_by_label("Titre").fill(f"Un accueil {number}")
        page.get_by_label("Accueil").check()
        Session.objects.all().delete()
        page.get_by_label("Titre").blur()
        sign_in_again(page, amel.email)
        saved(page)
        draft.refresh_from_db()
        assert (draft.title, [*draft.themes.all()]) == (f"Un accueil {number}", [theme])
        page.context.close()
        for path, name, value in (
            ("equipe", "email", f"collegue{number}@exemple.fr"),
            ("questions/ailleurs", "value", typed),
        ):
            _sent_by_a_button(
                writer(amel, draft, javascript=False), draft, path, name, value, amel, live_server
            )
        assert Member.objects.filter(email=f"collegue{number}@exemple.fr").exists()
        assert value_of(draft, "ailleurs").replace("\r\n", "\n") == typed


def _sent_by_a_button(page, draft, path, name, value, user, live_server) -> None:
    page.goto(f"/candidatures/{draft.public_id}/{path}/")
    box = page.locator(f"main [name={name}]").first
    box.fill(value)
    Session.objects.all().delete()
    box.locator("xpath=ancestor::form").get_by_role("button").first.click()
    page.get_by_role("heading", name="n’est pas encore enregistré").wait_for()
    enter(page, user, live_server)
    page.get_by_role("button", name="envoyer mon texte").click()
    page.get_by_role("button", name="Envoyer mon texte").click()
    page.wait_for_load_state("load")
    page.context.close()
