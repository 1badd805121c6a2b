"""One issue as a mail: its frozen content, and the subject, text and HTML made for one reader."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from essaim.cases.models import Case
from essaim.outreach.choosing import Reader, arranged
from essaim.outreach.links import choices_url, stop_url
from essaim.outreach.models import Campaign, Subscriber


@dataclass(frozen=True)
class Letter:
    """What leaves for one reader: the preview shows exactly this."""

    subject: str
    text: str
    html: str


def content_of(campaign: Campaign) -> dict:
    """What is frozen at the approval, as plain JSON values: the public text of each sheet."""
    cases = campaign.cases.published().order_by("-published_at", "pk")
    return {
        "subject": campaign.subject,
        "introduction": campaign.introduction,
        "items": [_item(case) for case in cases.prefetch_related("versions")],
    }


def _item(case: Case) -> dict:
    content = case.versions.all()[0].content  # the newest: versions are ordered so
    origin = content["origin"]
    return {
        "id": case.public_id,
        "title": content["title"],
        "summary": content["summary"] or content["one_line"],
        "small_variant": content["small_variant"],
        "place": origin["label"],
        "path": case.get_absolute_url(),
        "themes": content["themes"],
        "departement_code": origin["departement_code"],
        "region_code": origin["region_code"],
        "sources": content["sources"],
    }


def reader_of(subscriber: Subscriber) -> Reader:
    """The themes are read through ``.all()``, so that a prefetch serves a whole batch."""
    organisation = subscriber.organisation
    return Reader(
        themes=frozenset(theme.slug for theme in subscriber.themes.all()),
        departement_code=organisation.departement_code if organisation else "",
        region_code=organisation.region_code if organisation else "",
    )


def compose_letter(campaign: Campaign, content: dict, subscriber: Subscriber | None) -> Letter:
    """The mail for one subscriber; None gives that of a reader without choices, for the preview."""
    reader = reader_of(subscriber) if subscriber else Reader()
    choices = arranged(content["items"], reader)
    archive = reverse("outreach:campaign_detail", args=[campaign.public_id])
    subscribe = reverse("outreach:subscribe")
    context = {
        "subject": content["subject"],
        "introduction": content["introduction"],
        "choices": choices,
        "has_choice": any(choice.is_for_reader for choice in choices),
        "programme": campaign.programme,
        "site_url": settings.SITE_URL,
        "archive_url": settings.SITE_URL + archive,
        "subscribe_url": settings.SITE_URL + subscribe,
        "stop_url": stop_url(subscriber) if subscriber else settings.SITE_URL + subscribe,
        "choices_url": choices_url(subscriber) if subscriber else settings.SITE_URL + subscribe,
    }
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string("outreach/mails/campaign.txt", context).strip()
        html = render_to_string("outreach/mails/campaign.html", context)
    subject, _newline, body = text.partition("\n")
    return Letter(" ".join(subject.split()), body.strip() + "\n", html)
