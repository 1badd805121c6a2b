"""Mailed links: looking never consumes, one use wins, each refusal says why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.accounts import actions
from essaim.accounts.models import MailLink
from essaim.base.exceptions import LinkNotValid
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LASTS = timedelta(days=3)


@pytest.fixture
def thing():
    return UserFactory()


def open_link(thing, email="dgs@mairie.fr") -> str:
    return actions.open_link(thing, "essai", email, lasts=LASTS)


def test_the_token_itself_is_not_kept(thing):
    token = open_link(thing)
    assert len(token) == 43
    assert token not in str(MailLink.objects.values())


def test_looking_never_consumes(thing):
    token = open_link(thing)
    for _look in range(5):
        assert actions.read_link(token, "essai").email == "dgs@mairie.fr"


def test_one_use_wins(thing):
    token = open_link(thing)
    one, other = actions.read_link(token, "essai"), actions.read_link(token, "essai")
    actions.use_link(one)
    with pytest.raises(LinkNotValid, match="déjà servi"):
        actions.use_link(other)
    with pytest.raises(LinkNotValid, match="déjà servi"):
        actions.read_link(token, "essai")


def test_a_link_serves_its_purpose_only(thing):
    with pytest.raises(LinkNotValid, match="pas valable"):
        actions.read_link(open_link(thing), "autre")


def test_a_cut_link_is_explained(thing):
    with pytest.raises(LinkNotValid, match="en entier"):
        actions.read_link(open_link(thing)[:-1], "essai")


def test_a_newer_link_replaces_the_older_for_the_same_address(thing):
    first, other = open_link(thing), open_link(thing, "maire@mairie.fr")
    open_link(thing, "DGS@mairie.fr")
    with pytest.raises(LinkNotValid, match="remplacé"):
        actions.read_link(first, "essai")
    assert actions.read_link(other, "essai")


def test_revoked_links_do_not_serve_even_if_read_before(thing):
    link = actions.read_link(open_link(thing), "essai")
    actions.revoke_links(thing, "essai")
    with pytest.raises(LinkNotValid):
        actions.use_link(link)


def test_a_link_expires(thing, time_machine):
    now = timezone.now()
    token = open_link(thing)
    time_machine.move_to(now + LASTS + timedelta(seconds=1))
    with pytest.raises(LinkNotValid, match="expiré"):
        actions.read_link(token, "essai")


def test_a_repeated_link_works_beside_the_first_until_one_is_used(thing):
    first = open_link(thing)
    second = actions.repeat_link(thing, "essai", "dgs@mairie.fr", lasts=LASTS)
    actions.use_link(actions.read_link(first, "essai"))
    with pytest.raises(LinkNotValid, match="déjà servi"):
        actions.read_link(second, "essai")
