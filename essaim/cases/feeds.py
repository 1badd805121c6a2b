"""The Atom feed (RFC 4287) of the published sheets; any search of the list has its own."""

from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from essaim.cases.catalogue import Catalogue


class DatedFeed(Atom1Feed):
    """Without any sheet Django would date the feed of now, and every reading would be news."""

    def latest_post_date(self):
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=datetime(2020, 10, 1, tzinfo=UTC))


def atom(catalogue: Catalogue) -> str:
    """The feed of one page of the list. Absolute addresses come from the settings."""
    query = catalogue.wish.without("tri").removesuffix("?")
    site = settings.SITE_URL
    feed = DatedFeed(
        title=_("Essaim : les fiches d’innovation"),
        link=f"{site}{reverse('cases:case_list')}{query}",
        feed_url=f"{site}{reverse('cases:feed')}{query}",
        description=_("Ce que des territoires ont mis en place, et comment le reprendre."),
        language="fr",
    )
    for entry in catalogue.page:
        address = f"{site}{entry.case.get_absolute_url()}"
        feed.add_item(
            title=f"{entry.title} – {entry.place}",
            link=address,
            unique_id=address,
            description=entry.one_line,
            pubdate=entry.case.published_at,
            updateddate=entry.published_at,
            categories=list(entry.themes.values()),
        )
    return feed.writeString("utf-8")
