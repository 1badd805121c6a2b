"""Mails to subscribers, put in the outbox."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import make_msgid
from django.urls import reverse

from essaim.accounts.actions import enqueue_mail, open_link
from essaim.accounts.models import OutboxMail
from essaim.base.ids import reference
from essaim.outreach.letter import Letter, compose_letter
from essaim.outreach.links import choices_url, stop_url
from essaim.outreach.models import Campaign, Subscriber

CONFIRM_LINK = "confirm_subscription"
CONFIRM_LINK_LASTS = timedelta(days=7)
CAMPAIGN_KIND = "campaign"


def send_confirmation(subscriber: Subscriber) -> None:
    """Double opt-in: nothing else is sent to this address until its owner answers."""
    token = open_link(subscriber, CONFIRM_LINK, subscriber.email, lasts=CONFIRM_LINK_LASTS)
    path = reverse("outreach:subscription_confirm", args=[token])
    _enqueue(subscriber, "subscription_confirm", {"url": settings.SITE_URL + path})


def send_already(subscriber: Subscriber) -> None:
    """Someone asked again for an address that is subscribed: only its owner learns it."""
    _enqueue(subscriber, "subscription_already", {"url": choices_url(subscriber)})


def _enqueue(subscriber: Subscriber, kind: str, context: dict) -> None:
    asked = OutboxMail.objects.filter(kind=kind, ref=reference(subscriber)).count()
    enqueue_mail(
        kind=kind,
        ref=reference(subscriber),
        recipient=subscriber.email,
        version=asked + 1,
        template=f"outreach/mails/{kind}",
        context={"days": CONFIRM_LINK_LASTS.days, **context},
    )


def campaign_mail(campaign: Campaign, subscriber: Subscriber) -> OutboxMail:
    """The mail of one issue for one subscriber, not saved: batches are written together."""
    letter = compose_letter(campaign, campaign.content, subscriber)
    headers = {
        "List-Unsubscribe": f"<{stop_url(subscriber)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<lettre.{urlsplit(settings.SITE_URL).hostname}>",
    }
    if campaign.programme.contact_email:
        headers["Reply-To"] = campaign.programme.contact_email
    return _mail(CAMPAIGN_KIND, campaign, subscriber.email, letter, headers=headers)


def test_mail(campaign: Campaign, content: dict, to: str) -> OutboxMail:
    """The same letter for a person of the team, who is not subscribed by it."""
    letter = compose_letter(campaign, content, None)
    asked = OutboxMail.objects.filter(kind="campaign_test", ref=reference(campaign), recipient=to)
    mail = _mail("campaign_test", campaign, to, letter, version=asked.count() + 1)
    mail.save()
    return mail


def _mail(kind: str, campaign: Campaign, to: str, letter: Letter, **fields) -> OutboxMail:
    return OutboxMail(
        kind=kind,
        ref=reference(campaign),
        recipient=to,
        subject=letter.subject[:250],
        text=letter.text,
        html=letter.html,
        message_id=make_msgid(domain="essaim"),
        **fields,
    )
