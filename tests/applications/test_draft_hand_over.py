"""The draft of someone who has gone: handed over by a manager, who reads nothing of it."""

import pytest
from django.urls import reverse

from essaim.accounts.models import LogEntry, User
from essaim.applications import actions
from essaim.applications.exceptions import (
    DraftNotFound,
    NotAllowed,
    ReasonMissing,
    TransferRefused,
)
from essaim.applications.models import Application, Member
from essaim.calls import actions as calls
from essaim.calls.exceptions import NotExtendable
from essaim.calls.models import Call
from tests.applications.mailbox import last_mail, link_in, recipients
from tests.factories import ApplicationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.personas import client_of

TITLE = "Un titre que l’équipe ne lit pas"


@pytest.fixture
def titled(draft, amel):
    actions.describe(draft, TITLE, [], by=amel)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def paul(draft):
    """A colleague, who says that he works for the same body."""
    user = UserFactory(name="Paul Repreneur", email="paul@exemple.fr")
    MembershipFactory(user=user, organisation=draft.organisation)
    return user


def url(draft) -> str:
    return reverse("applications:draft_hand_over", args=[draft.organisation.code])


def typed(draft, amel, paul, **changes) -> dict:
    given = {"call": draft.call.pk, "former_email": amel.email, "email": paul.email}
    return {**given, "reason": "Amel a quitté la mairie.", **changes}


def hand_over(draft, amel, paul, by, reason="Partie."):
    actions.transfer_draft(draft.call, draft.organisation, amel.email, paul.email, reason, by=by)
    draft.refresh_from_db()


def test_a_manager_gives_it_without_reading_it(titled, amel, paul, manager):
    client = client_of(manager)
    body = reverse("applications:organisation_applications", args=[titled.organisation.code])
    assert url(titled) in client.get(body).text
    pages = [client.get(url(titled))]
    sent = typed(titled, amel, paul, former_email=" AMEL@exemple.fr ")
    pages.append(client.post(url(titled), sent, follow=True))
    assert "Le brouillon est confié" in pages[1].text
    assert not [page for page in pages if TITLE in page.text]
    titled.refresh_from_db()
    assert titled.owner == paul
    assert client.get(titled.get_absolute_url()).status_code == 404
    place = titled.members.get()
    assert (place.user, place.right) == (amel, Member.Right.READ)
    assert TITLE in client_of(paul).get(titled.get_absolute_url()).text


def test_both_are_told_and_it_is_written_down(titled, amel, paul, manager):
    hand_over(titled, amel, paul, manager, reason="Amel a quitté la mairie.")
    assert recipients("transfer") == [amel.email, paul.email]
    assert "Amel a quitté la mairie." in last_mail("transfer").text
    entry = LogEntry.objects.get(verb="transfer")
    assert entry.actor == manager
    assert f"{amel.email} → {paul.email}" in entry.note


def test_only_a_manager_of_the_call(draft, amel, paul, examiner):
    for stranger in (examiner, paul, UserFactory()):
        with pytest.raises(NotAllowed):
            hand_over(draft, amel, paul, stranger)
        answer = client_of(stranger).post(url(draft), typed(draft, amel, paul))
        assert answer.status_code == 403
        page = client_of(stranger).get(
            reverse("applications:organisation_applications", args=[draft.organisation.code])
        )
        assert url(draft) not in page.text
    draft.refresh_from_db()
    assert draft.owner == amel


def test_not_one_s_own(draft, amel, paul, manager):
    actions.invite(draft, manager.email, "write", by=amel)
    actions.accept_invitation(link_in("invitation"), by=manager)
    with pytest.raises(NotAllowed, match="autre gestionnaire"):
        hand_over(draft, amel, paul, manager)


def test_only_to_someone_of_this_body(draft, amel, manager):
    elsewhere = MembershipFactory(organisation=OrganisationFactory()).user
    gone = MembershipFactory(organisation=draft.organisation, user__is_active=False).user
    for successor in (elsewhere, UserFactory(), gone, User(email="inconnu@exemple.fr")):
        with pytest.raises(TransferRefused, match="Mon compte"):
            hand_over(draft, amel, successor, manager)
    assert not User.objects.filter(email="inconnu@exemple.fr").exists()


def test_not_to_the_one_who_has_it(draft, amel, manager):
    MembershipFactory(user=amel, organisation=draft.organisation)
    with pytest.raises(TransferRefused, match="porte déjà"):
        hand_over(draft, amel, amel, manager)


def test_nor_to_someone_with_one_of_their_own(draft, amel, paul, manager):
    ApplicationFactory(call=draft.call, organisation=draft.organisation, owner=paul)
    page = client_of(manager).post(url(draft), typed(draft, amel, paul))
    assert "une personne n’en porte qu’une" in page.text.replace("\n", " ")


@pytest.mark.parametrize("status", ["submitted", "withdrawn"])
def test_only_a_draft(ready, amel, paul, manager, submit, status):
    if status == "submitted":
        submit(ready)
    else:
        Application.objects.filter(pk=ready.pk).update(status=status)
    with pytest.raises(DraftNotFound):
        hand_over(ready, amel, paul, manager)


def test_a_wrong_address_says_so_and_keeps_what_was_typed(draft, amel, paul, manager):
    sent = typed(draft, amel, paul, former_email="autre@exemple.fr")
    page = client_of(manager).post(url(draft), sent)
    assert "Aucun brouillon de cette structure" in page.text
    assert "Amel a quitté la mairie." in page.text
    assert paul.email in page.text


def test_the_reason_is_compulsory(draft, amel, paul, manager):
    with pytest.raises(ReasonMissing):
        hand_over(draft, amel, paul, manager, reason=" ")
    page = client_of(manager).post(url(draft), typed(draft, amel, paul, reason=""))
    assert "Dites pourquoi" in page.text


def test_only_at_a_call_that_goes_on(draft, amel, paul, manager):
    other = ApplicationFactory(organisation=draft.organisation, owner=amel).call
    page = client_of(manager).post(url(draft), typed(draft, amel, paul, call=other.pk))
    assert page.status_code == 200
    assert not LogEntry.objects.filter(verb="transfer").exists()
    Call.objects.filter(pk=draft.call_id).update(status=Call.Status.ARCHIVED)
    assert client_of(manager).get(url(draft)).status_code == 403


def test_more_time_given_to_the_one_who_left_stays_with_the_draft(
    filled, amel, paul, manager, endorse, submit, time_machine
):
    call = filled.call
    more = call.closes_at + (call.closes_at - call.opens_at)
    calls.extend_for(call, amel.email, more, "Hospitalisée.", manager)
    endorse(filled)
    hand_over(filled, amel, paul, manager)
    assert filled.timed_as == [amel.email]
    other = ApplicationFactory(call=call, owner=paul)
    time_machine.move_to(more, tick=False)
    filled, other = (Application.objects.get(pk=one.pk) for one in (filled, other))
    assert filled.closing_at == more
    assert filled.phase == Call.Phase.GRACE
    assert other.phase == Call.Phase.CLOSED
    assert submit(filled).number


def test_it_stays_through_a_second_hand_over_and_the_longest_counts(draft, amel, paul, manager):
    call = draft.call
    day = (call.closes_at - call.opens_at) / 10
    calls.extend_for(call, amel.email, call.closes_at + day, "Un jour.", manager)
    hand_over(draft, amel, paul, manager)
    calls.extend_for(call, paul.email, call.closes_at + day * 2, "Deux.", manager)
    third = MembershipFactory(organisation=draft.organisation).user
    hand_over(draft, paul, third, manager)
    draft = Application.objects.get(pk=draft.pk)
    assert draft.timed_as == [amel.email, paul.email]
    assert draft.closing_at == call.closes_at + day * 2
    with pytest.raises(NotExtendable):
        calls.extend_for(call, third.email, call.closes_at, "Rien.", manager)


def test_without_more_time_nothing_is_kept(draft, amel, paul, manager):
    hand_over(draft, amel, paul, manager)
    assert draft.timed_as == []
    assert draft.closing_at == draft.call.closes_at
