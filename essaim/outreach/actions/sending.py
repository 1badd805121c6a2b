"""An approved issue leaves: one mail per active subscriber, in small transactions, restartable."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.actions import advance
from essaim.accounts.models import OutboxMail
from essaim.base.exceptions import RuleBroken
from essaim.base.ids import reference
from essaim.calls.permissions import can_manage_programme
from essaim.outreach.actions.issues import NotInTheTeam
from essaim.outreach.emails import CAMPAIGN_KIND, campaign_mail
from essaim.outreach.models import Campaign, Delivery, Subscriber

BATCH = 50


class SheetWithdrawn(RuleBroken):
    sentence = _(
        "Une fiche de cette lettre n’est plus publiée. Modifiez la lettre, puis faites-la approuver."
    )


def send(campaign: Campaign, by) -> Campaign:
    """Write the mail of every active subscriber to the outbox.

    An interrupted sending goes on where it stopped when called again; nobody is written to twice.
    """
    start_sending(campaign, by)
    while prepare_batch(campaign):
        pass
    campaign.refresh_from_db()
    return campaign


def go_on_sending() -> int:
    """The next batch of the oldest issue whose sending has begun; how many mails were written."""
    campaign = Campaign.objects.filter(status=Campaign.Status.SENDING).order_by("pk").first()
    return prepare_batch(campaign) if campaign else 0


@transaction.atomic
def start_sending(campaign: Campaign, by) -> None:
    """Pass an approved issue to « sending »; one that is being sent already stays so."""
    if not can_manage_programme(by, campaign.programme):
        raise NotInTheTeam()
    if campaign.status in (Campaign.Status.SENDING, Campaign.Status.SENT):
        return
    if campaign.cases.published().count() != campaign.cases.count():
        raise SheetWithdrawn()
    advance(campaign, Campaign.Status.SENDING, by=by)


@transaction.atomic
def prepare_batch(campaign: Campaign) -> int:
    """Write the mails of the next subscribers, at most BATCH; 0 when the issue has left for all.

    Subscribers are read, and locked, at this moment: one who stops meanwhile either gets nothing
    or has this very mail cancelled.
    """
    campaign = (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=campaign.pk)
    )
    if campaign.status != Campaign.Status.SENDING:
        return 0
    subscribers = list(_waiting(campaign).order_by("pk")[:BATCH])
    if not subscribers:
        advance(campaign, Campaign.Status.SENT, sent_at=timezone.now())
        return 0
    mails = [campaign_mail(campaign, subscriber) for subscriber in subscribers]
    OutboxMail.objects.bulk_create(mails)
    Delivery.objects.bulk_create(
        Delivery(campaign=campaign, subscriber=subscriber, mail=mail)
        for subscriber, mail in zip(subscribers, mails, strict=True)
    )
    return len(mails)


def _waiting(campaign: Campaign):
    """Active subscribers without this issue. The outbox is looked at too: it remembers an address
    whose subscriber was erased and came back."""
    written = OutboxMail.objects.filter(kind=CAMPAIGN_KIND, ref=reference(campaign))
    return (
        Subscriber.objects.active()
        .exclude(pk__in=Delivery.objects.filter(campaign=campaign).values("subscriber"))
        .exclude(email__in=written.values("recipient"))
        .select_for_update(of=("self",))
        .select_related("organisation")
        .prefetch_related("themes")
    )
