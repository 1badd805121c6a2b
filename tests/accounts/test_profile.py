"""« Mon compte »."""

import pytest
from django.test import Client

from essaim.accounts import actions
from essaim.accounts.models import LogEntry, Membership, User
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.personas import client_of

pytestmark = pytest.mark.django_db
PROFILE = "/mon-compte/"


@pytest.fixture
def user():
    return UserFactory()


def test_it_asks_to_sign_in(client):
    assert client.get(PROFILE).url == f"/compte/login/?next={PROFILE}"


def test_writing_ones_name_writes_nothing_else(user):
    fields = {field.name: "1" for field in User._meta.fields} | {"name": "Amel Ben"}
    assert client_of(user).post(PROFILE, fields).url == PROFILE
    user.refresh_from_db()
    assert user.name == "Amel Ben"
    assert not user.is_staff
    assert not user.is_superuser
    assert user.email != "1"


def test_adding_the_place_where_one_works(user):
    organisation = OrganisationFactory(name="Renac", insee_code="35237")
    answer = client_of(user).post(
        "/mon-compte/structures/ajouter/",
        {"organisation": "35237", "position": "secrétaire de mairie"},
    )
    assert answer.status_code == 302, answer.content.decode()
    membership = Membership.objects.get()
    assert (membership.user, membership.organisation) == (user, organisation)
    assert "Renac" in client_of(user).get(PROFILE).content.decode()


def test_joining_twice_keeps_the_position_known(user):
    organisation = OrganisationFactory()
    actions.join_organisation(user, organisation)
    actions.join_organisation(user, organisation, "directrice")
    actions.join_organisation(user, organisation, "autre")
    assert Membership.objects.get().position == "directrice"


def test_leaving_asks_first_and_is_written_down(user):
    membership = MembershipFactory(user=user)
    url = f"/mon-compte/structures/{membership.pk}/quitter/"
    client = client_of(user)
    assert client.get(url).status_code == 200
    assert Membership.objects.exists()
    client.post(url)
    assert not Membership.objects.exists()
    assert LogEntry.objects.get().verb == "leave"


def test_the_membership_of_another_is_not_found(user):
    url = f"/mon-compte/structures/{MembershipFactory().pk}/quitter/"
    assert client_of(user).post(url).status_code == 404
    assert Membership.objects.exists()


def test_closing_all_sessions(user):
    here, elsewhere = client_of(user), client_of(user)
    here.post("/mon-compte/sessions/fermer/")
    for client in (here, elsewhere):
        assert client.get(PROFILE).status_code == 302
    user.refresh_from_db()
    assert client_of(user).get(PROFILE).status_code == 200


def test_a_closed_account_is_out_at_once(user):
    client = client_of(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(PROFILE).status_code == 302


def test_the_page_costs_the_same_with_more_structures(user, same_queries):
    client = client_of(user)
    same_queries(lambda: client.get(PROFILE), lambda: MembershipFactory(user=user))


def test_one_account_per_address_whatever_the_case():
    first = actions.find_or_invite("Agent@Mairie.fr", "Amel")
    assert actions.find_or_invite("agent@mairie.fr ", "Autre") == first
    assert first.name == "Amel"


def test_pages_without_account_set_no_cookie():
    assert "set-cookie" not in Client().get("/appels/").headers
