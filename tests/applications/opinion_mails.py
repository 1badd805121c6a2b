"""The mails of opinions and of people, for tests.trust.mails."""

from datetime import timedelta

from django.utils import timezone

from essaim.applications import actions
from essaim.applications.models import Endorsement
from tests.applications.mailbox import code_in_mail, link_in
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    MembershipFactory,
    OrganisationFactory,
)


def write_opinion_mails(world) -> None:
    """A draft that changes hands, whose direction is reminded, passes the question on, then stays
    silent; and a deposited file whose opinion is still awaited two days before the end.
    """
    people = world["people"]
    agent, colleague = people.applicant, people.co_applicant
    draft = actions.start(people.call, OrganisationFactory(), agent)
    actions.describe(draft, "Un guichet", [], agent)
    for person in (colleague, people.other_applicant):
        draft.members.create(
            email=person.email, user=person, invited_by=agent, accepted_at=timezone.now()
        )
    actions.leave(draft, people.other_applicant)
    draft = actions.transfer(draft.members.get(user=colleague), agent)
    _hand_over_a_draft(people)
    asked = actions.ask_endorsement(draft, "mairie@exemple.fr", "", colleague)
    asked_days_ago(asked, 6)
    actions.remind_directions()
    token, email = link_in("endorsement_reminder"), "president@exemple.fr"
    actions.send_forward_code(token, email)
    passed = actions.forward_endorsement(token, code_in_mail(), email, "", "Pour toi.")
    asked_days_ago(passed, 31)
    actions.expire_endorsements()
    call = CallFactory(programme=people.call.programme, endorsement_rule="after_deposit")
    deposited = timezone.now() - timedelta(days=call.endorsement_days - 1)
    ApplicationFactory(call=call, owner=agent, status="submitted", submitted_at=deposited)
    actions.warn_of_missing_opinions()


def _hand_over_a_draft(people) -> None:
    """By a manager, because its owner has gone: the same mail as a transfer, with the reason."""
    left, taker = (
        actions.start(people.call, OrganisationFactory(), people.applicant),
        people.adopter,
    )
    MembershipFactory(user=taker, organisation=left.organisation)
    given = (left.owner.email, taker.email, "Partie à la retraite.", people.manager)
    actions.transfer_draft(left.call, left.organisation, *given)


def asked_days_ago(endorsement, days: float) -> None:
    moment = timezone.now() - timedelta(days=days)
    Endorsement.objects.filter(pk=endorsement.pk).update(requested_at=moment)
