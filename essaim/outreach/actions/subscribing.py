"""A person asks for the letter, confirms, changes choices, stops."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.actions import advance, log, read_link, revoke_links, use_link
from essaim.accounts.models import OutboxMail
from essaim.base.exceptions import LinkNotValid
from essaim.outreach.emails import CONFIRM_LINK, send_already, send_confirmation
from essaim.outreach.models import Subscriber

Status = Subscriber.Status

# Asking again for the same address within this time sends nothing more: no one's box is flooded.
PAUSE = timedelta(minutes=10)


@transaction.atomic
def subscribe(email: str, organisation=None, themes=()) -> Subscriber:
    """Ask for the letter. Nothing leaves but a request to confirm; callers answer the same to all.

    A person already subscribed keeps their choices: only they can change them, by their own link.
    """
    subscriber, is_new = Subscriber.objects.get_or_create(email=email.strip().lower())
    subscriber = Subscriber.objects.select_for_update(of=("self",)).get(pk=subscriber.pk)
    now = timezone.now()
    is_pressed = not is_new and now - subscriber.asked_at < PAUSE
    if subscriber.status == Status.SUPPRESSED:
        return subscriber
    if subscriber.status == Status.ACTIVE:
        if not is_pressed:
            Subscriber.objects.filter(pk=subscriber.pk).update(asked_at=now)
            send_already(subscriber)
        return subscriber
    subscriber.themes.set(themes)
    Subscriber.objects.filter(pk=subscriber.pk).update(organisation=organisation)
    if is_pressed and subscriber.status == Status.PENDING:
        return subscriber
    advance(
        subscriber,
        Status.PENDING,
        by=email,
        asked_at=now,
        consent_text=str(Subscriber.CONSENT),
        ended_at=None,
    )
    send_confirmation(subscriber)
    return subscriber


def subscriber_of_link(token: str) -> Subscriber:
    """Whom a confirmation link is about, without consuming it. Raises LinkNotValid."""
    link = read_link(token, CONFIRM_LINK)
    subscriber = Subscriber.objects.filter(
        pk=link.ref.rpartition(":")[2], status=Status.PENDING
    ).first()
    if subscriber is None:
        raise LinkNotValid(_("Cette demande n’existe plus. Abonnez-vous de nouveau."))
    return subscriber


@transaction.atomic
def confirm_subscription(token: str) -> Subscriber:
    """The owner of the address says yes. Raises LinkNotValid."""
    subscriber = subscriber_of_link(token)
    use_link(read_link(token, CONFIRM_LINK))
    advance(subscriber, Status.ACTIVE, by=subscriber.email, confirmed_at=timezone.now())
    return subscriber


@transaction.atomic
def unsubscribe(subscriber: Subscriber) -> Subscriber:
    """Stop at once, letters waiting in the outbox included. Asking twice changes nothing."""
    subscriber = Subscriber.objects.select_for_update(of=("self",)).get(pk=subscriber.pk)
    if subscriber.status in (Status.PENDING, Status.ACTIVE):
        advance(subscriber, Status.UNSUBSCRIBED, by=subscriber.email, ended_at=timezone.now())
    _cancel_waiting(subscriber)
    return subscriber


@transaction.atomic
def suppress(subscriber: Subscriber, reason: str) -> Subscriber:
    """Write no more to an address that refuses our mails or complained."""
    advance(subscriber, Status.SUPPRESSED, note=reason, ended_at=timezone.now())
    _cancel_waiting(subscriber)
    return subscriber


def _cancel_waiting(subscriber: Subscriber) -> None:
    revoke_links(subscriber, CONFIRM_LINK)
    waiting = OutboxMail.objects.filter(
        delivery__subscriber=subscriber, status=OutboxMail.Status.QUEUED
    )
    OutboxMail.objects.filter(pk__in=waiting.values("pk"), status=OutboxMail.Status.QUEUED).update(
        status=OutboxMail.Status.CANCELLED
    )


@transaction.atomic
def choose(subscriber: Subscriber, organisation, themes) -> Subscriber:
    """Change the territory and the themes of a subscription."""
    Subscriber.objects.filter(pk=subscriber.pk).update(organisation=organisation)
    subscriber.organisation = organisation
    subscriber.themes.set(themes)
    log(subscriber, "choose", by=subscriber.email)
    return subscriber
