"""Co-applicants: a link by mail, an account, a right, and a way out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.applications import actions
from essaim.applications.exceptions import InvitationRefused, LeaveRefused, NotAllowed
from essaim.applications.models import Member
from essaim.base.exceptions import LinkNotValid
from tests.applications.mailbox import last_mail, link_in, recipients
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.personas import client_of


def accept_url(token):
    return reverse("applications:member_accept", args=[token])


@pytest.fixture
def invited(draft, amel):
    actions.invite(draft, "Marie@Exemple.fr", Member.Right.WRITE, by=amel)
    return link_in("invitation")


def test_an_invitation_names_who_invites_and_joins_after_sign_in(draft, invited, question):
    mail = last_mail("invitation")
    assert mail.recipient == "marie@exemple.fr"
    assert "Amel Porteuse" in mail.subject
    visitor = client_of(None)
    assert "Amel Porteuse vous invite" in visitor.get(accept_url(invited)).text
    assert not draft.members.get().accepted_at
    visitor.post(accept_url(invited))
    assert not draft.members.get().accepted_at
    marie = UserFactory()
    client = client_of(marie)
    client.get(accept_url(invited))
    assert client.post(accept_url(invited)).url == draft.get_absolute_url()
    actions.answer(draft, question("contexte"), "De Marie", 0, by=marie)
    assert client.get(accept_url(invited)).status_code == 410


def test_the_token_goes_nowhere_else(invited):
    response = client_of(None).get(accept_url(invited))
    assert response["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize("token", ["rien", "x" * 43])
def test_an_unknown_link_says_what_to_do(db, token):
    page = client_of(None).get(accept_url(token))
    assert page.status_code == 410
    assert "dernier message" in page.text


def test_an_expired_link_says_so(invited, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=31))
    assert "expiré" in client_of(UserFactory()).get(accept_url(invited)).text


def test_inviting_again_replaces_the_link(draft, amel, invited):
    actions.invite(draft, "marie@exemple.fr", Member.Right.READ, by=amel)
    assert draft.members.get().right == Member.Right.READ
    with pytest.raises(LinkNotValid):
        actions.accept_invitation(invited, by=UserFactory())
    actions.accept_invitation(link_in("invitation"), by=UserFactory())
    assert recipients("invitation") == ["marie@exemple.fr"] * 2


def test_no_second_place_for_the_same_person(draft, amel, invited):
    with pytest.raises(InvitationRefused):
        actions.invite(draft, amel.email, Member.Right.WRITE, by=amel)
    with pytest.raises(InvitationRefused):
        actions.accept_invitation(invited, by=amel)
    marie = UserFactory()
    actions.accept_invitation(invited, by=marie)
    with pytest.raises(InvitationRefused):
        actions.invite(draft, "marie@exemple.fr", Member.Right.WRITE, by=amel)
    actions.invite(draft, "encore@exemple.fr", Member.Right.WRITE, by=amel)
    with pytest.raises(InvitationRefused):
        actions.accept_invitation(link_in("invitation"), by=marie)


def test_a_removed_person_reads_no_more_and_the_link_dies(draft, amel, invited):
    member = draft.members.get()
    url = reverse("applications:member_remove", args=[draft.public_id, member.public_id])
    client_of(amel).post(url)
    assert not draft.members.exists()
    assert client_of(UserFactory()).get(accept_url(invited)).status_code == 410


def test_only_the_owner_invites_and_removes(draft, amel, invited):
    marie = UserFactory()
    actions.accept_invitation(invited, by=marie)
    with pytest.raises(NotAllowed):
        actions.invite(draft, "x@exemple.fr", Member.Right.READ, by=marie)
    with pytest.raises(NotAllowed):
        actions.remove_member(draft.members.get(), by=marie)
    page = client_of(marie).get(reverse("applications:member_list", args=[draft.public_id]))
    assert "Inviter une personne" not in page.text


def test_the_invitation_page(draft, amel):
    url = reverse("applications:member_list", args=[draft.public_id])
    page = client_of(amel).post(url, {"email": "co@exemple.fr", "right": "read"}, follow=True)
    assert "Invitation envoyée à co@exemple.fr" in page.text
    page = client_of(amel).post(url, {"email": amel.email, "right": "read"})
    assert "déjà la vôtre" in page.text


def test_the_team_page_costs_the_same_with_many(draft, amel, same_queries):
    def add():
        actions.invite(draft, UserFactory().email, Member.Right.READ, by=amel)
        colleague = MembershipFactory().user
        actions.accept_invitation(link_in("invitation"), by=colleague)

    url = reverse("applications:member_list", args=[draft.public_id])
    same_queries(lambda: client_of(amel).get(url), add)


@pytest.fixture
def marie(draft, invited):
    """A co-applicant who accepted."""
    user = UserFactory(name="Marie Coporteuse", email="marie@exemple.fr")
    actions.accept_invitation(invited, by=user)
    return user


def edit_url(draft, member, name="member_edit"):
    return reverse(f"applications:{name}", args=[draft.public_id, member.public_id])


def test_a_right_changes(draft, amel, marie, question):
    actions.answer(draft, question("contexte"), "De Marie", 0, by=marie)
    member = draft.members.get()
    page = client_of(amel).post(edit_url(draft, member), {"right": "read"}, follow=True)
    assert "Marie Coporteuse peut lire" in page.text
    with pytest.raises(NotAllowed):
        actions.answer(draft, question("contexte"), "Encore", 1, by=marie)
    assert draft.answers.get().value == "De Marie"
    actions.change_right(member, "write", by=amel)
    actions.answer(draft, question("contexte"), "Encore", 1, by=marie)


def test_only_the_owner_changes_rights(draft, marie):
    with pytest.raises(NotAllowed):
        actions.change_right(draft.members.get(), "read", by=marie)


def test_an_invitation_is_sent_again(draft, amel, invited):
    member = draft.members.get()
    page = client_of(amel).post(edit_url(draft, member, "member_resend"), follow=True)
    assert "Invitation envoyée à marie@exemple.fr" in page.text
    assert client_of(None).get(accept_url(invited)).status_code == 410
    assert client_of(None).get(accept_url(link_in("invitation"))).status_code == 200
    assert recipients("invitation") == ["marie@exemple.fr"] * 2


def test_a_co_applicant_leaves_and_what_they_wrote_stays(draft, amel, marie, question):
    actions.answer(draft, question("contexte"), "De Marie", 0, by=marie)
    url = reverse("applications:application_leave", args=[draft.public_id])
    client = client_of(marie)
    assert "Ce que vous avez écrit reste" in client.get(url).text
    page = client.post(url, follow=True)
    assert "Vous ne participez plus" in page.text
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert draft.answers.get().changed_by == marie
    assert recipients("departure") == [amel.email]
    assert "Marie Coporteuse quitte votre candidature" in last_mail("departure").subject


def test_the_owner_hands_over_before_leaving(draft, amel):
    url = reverse("applications:application_leave", args=[draft.public_id])
    page = client_of(amel).get(url)
    assert "confiez-la d’abord" in page.text
    assert "Quitter cette candidature</button>" not in page.text
    assert client_of(amel).post(url).status_code == 409
    with pytest.raises(LeaveRefused):
        actions.leave(draft, by=amel)


def test_the_team_shows_for_whom_each_works(draft, amel, marie):
    MembershipFactory(user=marie, organisation=OrganisationFactory(name="Val-d’Orme"))
    actions.invite(draft, "pas-encore@exemple.fr", Member.Right.READ, by=amel)
    page = client_of(amel).get(reverse("applications:member_list", args=[draft.public_id]))
    assert "Val-d’Orme" in page.text
