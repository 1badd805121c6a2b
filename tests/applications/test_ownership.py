"""An application changes hands, by its owner or by the team; and the list of one organisation."""

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import LogEntry, User
from essaim.applications import actions
from essaim.applications.exceptions import NotAllowed, ReasonMissing, TransferRefused
from essaim.applications.models import Application, Endorsement, Member
from essaim.applications.readiness import Readiness
from essaim.calls.models import Call, TeamMember
from tests.applications.mailbox import last_mail, link_in, recipients
from tests.factories import (
    ApplicationFactory,
    MembershipFactory,
    OrganisationFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.personas import client_of


@pytest.fixture
def marie(draft, amel):
    """A co-applicant who accepted, with the right to read."""
    user = UserFactory(name="Marie Coporteuse", email="marie@exemple.fr")
    actions.invite(draft, user.email, Member.Right.READ, by=amel)
    actions.accept_invitation(link_in("invitation"), by=user)
    return user


@pytest.fixture
def manager(draft):
    return TeamMemberFactory(programme=draft.call.programme).user


def place_of(draft, user) -> Member:
    return draft.members.get(user=user)


def transfer_url(draft, user):
    return reverse(
        "applications:member_transfer", args=[draft.public_id, place_of(draft, user).public_id]
    )


class TestByItsOwner:
    def test_the_owner_and_the_co_applicant_change_places(self, draft, amel, marie, question):
        actions.answer(draft, question("contexte"), "D’Amel", 0, by=amel)
        client = client_of(amel)
        assert "Confier la candidature à Marie" in client.get(transfer_url(draft, marie)).text
        page = client.post(transfer_url(draft, marie), follow=True)
        assert "Marie Coporteuse porte maintenant la candidature." in page.text
        draft.refresh_from_db()
        assert draft.owner == marie
        former = draft.members.get()
        assert (former.user, former.right) == (amel, Member.Right.WRITE)
        actions.answer(draft, question("contexte"), "Encore d’Amel", 1, by=amel)
        assert recipients("transfer") == [amel.email, marie.email]
        assert "Marie Coporteuse porte maintenant" in last_mail("transfer").subject
        assert LogEntry.objects.filter(verb="transfer", actor=amel).exists()

    def test_and_back_again(self, draft, amel, marie):
        actions.transfer(place_of(draft, marie), by=amel)
        draft.refresh_from_db()
        actions.transfer(place_of(draft, amel), by=marie)
        draft.refresh_from_db()
        assert draft.owner == amel
        assert len(recipients("transfer")) == 4

    def test_then_the_former_owner_may_leave(self, draft, amel, marie):
        draft = actions.transfer(place_of(draft, marie), by=amel)
        actions.leave(draft, by=amel)
        assert not draft.members.exists()

    def test_only_to_someone_who_has_joined(self, draft, amel):
        waiting = actions.invite(draft, "pas-encore@exemple.fr", "write", by=amel)
        with pytest.raises(TransferRefused, match="pas encore accepté"):
            actions.transfer(waiting, by=amel)

    def test_only_by_the_owner(self, draft, marie):
        with pytest.raises(NotAllowed):
            actions.transfer(place_of(draft, marie), by=marie)
        assert client_of(marie).post(transfer_url(draft, marie)).status_code == 403

    def test_not_to_someone_who_has_one_of_their_own(self, draft, amel, marie):
        own = ApplicationFactory(call=draft.call, organisation=draft.organisation, owner=marie)
        page = client_of(amel).post(transfer_url(draft, marie))
        assert page.status_code == 409
        assert "porte déjà une candidature de cette structure" in page.text
        actions.withdraw(own, by=marie)
        actions.transfer(place_of(draft, marie), by=amel)

    def test_not_to_the_one_who_gave_the_direction_s_opinion(self, filled, amel, endorse):
        dgs = UserFactory(email="dgs@exemple.fr")
        endorse(filled)
        actions.invite(filled, dgs.email, "read", by=amel)
        actions.accept_invitation(link_in("invitation"), by=dgs)
        with pytest.raises(TransferRefused, match="avis de la direction"):
            actions.transfer(place_of(filled, dgs), by=amel)

    def test_the_pending_question_to_the_new_owner_falls(self, filled, amel):
        dgs = UserFactory(email="dgs@exemple.fr")
        actions.invite(filled, dgs.email, "read", by=amel)
        actions.accept_invitation(link_in("invitation"), by=dgs)
        asked = actions.ask_endorsement(filled, dgs.email, "", by=amel)
        actions.transfer(place_of(filled, dgs), by=amel)
        asked.refresh_from_db()
        assert asked.status == Endorsement.Status.WITHDRAWN

    def test_a_hand_over_is_no_change_of_substance(self, ready, amel):
        colleague = UserFactory()
        actions.invite(ready, colleague.email, "write", by=amel)
        actions.accept_invitation(link_in("invitation"), by=colleague)
        assert Readiness(ready).is_endorsed
        ready = actions.transfer(place_of(ready, colleague), by=amel)
        assert Readiness(ready).is_endorsed

    def test_two_clicks_hand_over_once(self, draft, amel, marie):
        one, other = (Member.objects.select_related("application__owner").get() for _ in "12")
        actions.transfer(one, by=amel)
        with pytest.raises(TransferRefused):
            actions.transfer(other, by=amel)


class TestByTheTeam:
    @pytest.fixture
    def deposited(self, filled, marie, submit):
        Call.objects.update(endorsement_rule=Call.EndorsementRule.NOT_ASKED)
        filled.call.refresh_from_db()
        submit(filled)
        filled.refresh_from_db()
        return filled

    def url(self, application):
        return reverse("applications:application_reassign", args=[application.public_id])

    def test_a_manager_names_a_co_applicant_and_says_why(self, deposited, amel, marie, manager):
        client = client_of(manager)
        assert self.url(deposited) in client.get(deposited.get_absolute_url()).text
        assert "marie@exemple.fr" in client.get(self.url(deposited)).text
        sent = {"email": "Marie@exemple.fr", "reason": "Amel a quitté la mairie."}
        page = client.post(self.url(deposited), sent, follow=True)
        assert "Marie Coporteuse porte maintenant" in page.text
        deposited.refresh_from_db()
        assert deposited.owner == marie
        assert place_of(deposited, amel).right == Member.Right.READ
        assert recipients("transfer") == [amel.email, marie.email]
        assert "Amel a quitté la mairie." in last_mail("transfer").text
        entry = LogEntry.objects.get(verb="transfer")
        assert entry.actor == manager
        assert "Amel a quitté la mairie." in entry.note

    def test_or_a_colleague_without_account_yet(self, deposited, manager):
        actions.transfer_by_team(deposited, "Nouveau@Mairie.fr", "Départ.", by=manager)
        deposited.refresh_from_db()
        assert deposited.owner == User.objects.get(email="nouveau@mairie.fr")
        assert "nouveau@mairie.fr" in recipients("transfer")

    def test_the_reason_is_compulsory(self, deposited, manager):
        with pytest.raises(ReasonMissing):
            actions.transfer_by_team(deposited, "marie@exemple.fr", "  ", by=manager)
        page = client_of(manager).post(self.url(deposited), {"email": "marie@exemple.fr"})
        assert "tous les auteurs le liront" in page.text
        assert "marie@exemple.fr" in page.text

    def test_a_refusal_keeps_what_was_typed(self, deposited, amel, manager):
        sent = {"email": amel.email, "reason": "Ma raison à garder."}
        page = client_of(manager).post(self.url(deposited), sent)
        assert "porte déjà la candidature" in page.text
        assert "Ma raison à garder." in page.text
        assert not User.objects.filter(email="personne").exists()

    def test_neither_an_examiner_nor_for_a_draft(self, deposited, draft, manager):
        examiner = TeamMemberFactory(
            programme=deposited.call.programme, role=TeamMember.Role.EXAMINER
        ).user
        with pytest.raises(NotAllowed):
            actions.transfer_by_team(deposited, "marie@exemple.fr", "Parti.", by=examiner)
        unsent = ApplicationFactory(call=draft.call)
        with pytest.raises(NotAllowed):
            actions.transfer_by_team(unsent, "marie@exemple.fr", "Parti.", by=manager)
        assert client_of(manager).get(self.url(unsent)).status_code == 404


class TestTheListOfAnOrganisation:
    def url(self, organisation):
        return reverse("applications:organisation_applications", args=[organisation.code])

    def test_it_shows_what_one_may_read_and_no_more(self, draft, amel, marie):
        actions.describe(draft, "Le guichet du marché", [], by=amel)
        other = ApplicationFactory(organisation=draft.organisation, title="Celle d’un collègue")
        for user in (amel, marie):
            page = client_of(user).get(self.url(draft.organisation))
            assert "Le guichet du marché" in page.text
            assert "Brouillon" in page.text
            assert draft.call.title in page.text
            assert other.title not in page.text

    def test_to_say_that_one_works_there_opens_nothing(self, draft):
        colleague = MembershipFactory(organisation=draft.organisation).user
        page = client_of(colleague).get(self.url(draft.organisation))
        assert "Aucune candidature à vous montrer" in page.text

    def test_the_team_finds_the_deposited_ones(self, draft, manager):
        ApplicationFactory(
            call=draft.call,
            organisation=draft.organisation,
            title="Déposée",
            status=Application.Status.SUBMITTED,
            submitted_at=timezone.now(),
        )
        page = client_of(manager).get(self.url(draft.organisation))
        assert "Déposée" in page.text
        assert str(draft) not in page.text

    def test_a_decision_not_announced_does_not_show(self, draft, amel):
        Application.objects.filter(pk=draft.pk).update(
            status=Application.Status.LAUREATE, submitted_at=timezone.now()
        )
        page = client_of(amel).get(self.url(draft.organisation))
        assert "En cours d’examen" in page.text
        assert "auréate" not in page.text

    def test_an_unknown_body(self, amel):
        url = reverse("applications:organisation_applications", args=["99999"])
        assert client_of(amel).get(url).status_code == 404

    def test_the_application_leads_there(self, draft, amel):
        assert self.url(draft.organisation) in client_of(amel).get(draft.get_absolute_url()).text

    def test_it_costs_the_same_with_many(self, amel, same_queries):
        body = OrganisationFactory()
        same_queries(
            lambda: client_of(amel).get(self.url(body)),
            lambda: ApplicationFactory(organisation=body, owner=amel),
        )
