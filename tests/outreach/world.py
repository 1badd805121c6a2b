"""The objects of this stage that tests/outreach/access.csv names, made through the actions."""

from types import SimpleNamespace

from essaim.cases.models import Case
from essaim.outreach import actions
from essaim.outreach.links import token_of
from tests.applications.mailbox import link_in
from tests.factories import TeamMemberFactory
from tests.replications.world import build_replications


def build_outreach(people: SimpleNamespace) -> dict:
    """For a world whose people are those of tests.personas: an issue in preparation, one sent."""
    build_replications(people)
    programme, manager = people.call.programme, people.manager
    colleague = TeamMemberFactory(programme=programme).user
    subscriber = actions.subscribe("mairie@exemple.fr")
    subscriber = actions.confirm_subscription(link_in("subscription_confirm"))
    sheets = Case.objects.published()
    sent = actions.compose(programme, "Premier numéro", "", sheets, manager)
    sent = actions.send(actions.approve(sent, colleague), manager)
    actions.subscribe("autre@exemple.fr")
    return {
        "campaign": actions.compose(programme, "Deuxième numéro", "", sheets, manager),
        "sent_campaign": sent,
        "subscription_token": link_in("subscription_confirm"),
        "subscriber_token": token_of(subscriber),
    }
