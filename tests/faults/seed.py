"""Fills the database of a Site, and says in JSON what the clients need to know.

python -m tests.faults.seed drafts '{"clients": 20, "each": 100}'
"""

import json
import secrets
import sys
from collections import Counter
from datetime import timedelta
from importlib import import_module

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from essaim.accounts.models import OutboxMail  # noqa: E402
from essaim.applications.models import Answer, Application  # noqa: E402
from essaim.calls import actions as calls  # noqa: E402
from essaim.calls.models import Call  # noqa: E402
from tests.factories import (  # noqa: E402
    CallFactory,
    OrganisationFactory,
    QuestionFactory,
    TeamMemberFactory,
    ThemeFactory,
    UserFactory,
)

TOKEN_KEY = "_csrftoken"


def session_of(user) -> dict:
    """The cookie and the form token of a person who has signed in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    token = secrets.token_hex(16)
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store[TOKEN_KEY] = token
    store.create()
    return {"cookie": f"{settings.SESSION_COOKIE_NAME}={store.session_key}", "token": token}


@transaction.atomic
def drafts(clients: int, each: int, closes_in_seconds: float = 7 * 86_400) -> dict:
    """Drafts that are ready to be deposited, ``each`` for every one of the ``clients``."""
    call = CallFactory(
        endorsement_rule=Call.EndorsementRule.NOT_ASKED,
        closes_at=timezone.now() + timedelta(seconds=closes_in_seconds),
    )
    manager = TeamMemberFactory(programme=call.programme).user
    question = QuestionFactory(question_set__call=call, code="probleme", max_length=20_000)
    theme = ThemeFactory()
    people = []
    for _client in range(clients):
        owner = UserFactory()
        made = Application.objects.bulk_create(
            Application(
                call=call,
                question_set=question.question_set,
                organisation=OrganisationFactory(),
                owner=owner,
                title="Un accueil",
            )
            for _draft in range(each)
        )
        Application.themes.through.objects.bulk_create(
            Application.themes.through(application=application, theme=theme) for application in made
        )
        Answer.objects.bulk_create(
            Answer(application=application, question=question, value="Le lundi.", changed_by=owner)
            for application in made
        )
        people.append({**session_of(owner), "drafts": [a.public_id for a in made]})
    return {
        "call": call.slug,
        "closes_at": call.closes_at.timestamp(),
        "question": question.code,
        "manager": session_of(manager),
        "clients": people,
    }


@transaction.atomic
def organisations(how_many: int) -> dict:
    made = [OrganisationFactory(insee_code=f"{70_000 + n}") for n in range(how_many)]
    return {"codes": [organisation.code for organisation in made]}


def count(label: str) -> dict:
    return {"rows": apps.get_model(label).objects.count()}


def extension(call: str) -> dict:
    """A manager gives an hour more to all, after an outage."""
    extended = Call.objects.get(slug=call)
    manager = extended.programme.team.first().user
    until = timezone.now() + timedelta(hours=1)
    calls.extend(extended, until, "Le site était interrompu.", manager)
    return {}


def mails(of: str) -> dict:
    """How many mails of a kind each address got."""
    found = Counter(OutboxMail.objects.filter(kind=of).values_list("recipient", flat=True))
    return {"by_recipient": sorted(found.values())}


KINDS = {
    "drafts": drafts,
    "organisations": organisations,
    "count": count,
    "extension": extension,
    "mails": mails,
}

if __name__ == "__main__":
    print(json.dumps(KINDS[sys.argv[1]](**json.loads(sys.argv[2]))))
