"""The searches that a person keeps under a name. A convenience of theirs: the journal ignores it."""

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.applications.exceptions import NotAllowed, SearchNotKept
from essaim.applications.models import SavedFilter
from essaim.calls.models import Call

MOST_FILTERS = 20


@transaction.atomic
def keep_filter(call, name, query, by) -> SavedFilter:
    """Keep a search under a name; the same name again replaces what it meant.

    Raises NotAllowed, SearchNotKept (nothing searched, too long, too many).
    """
    if not Call.objects.examined_by(by).filter(pk=call.pk).exists():
        raise NotAllowed()
    if not query or len(query) > SavedFilter._meta.get_field("query").max_length:
        raise SearchNotKept()
    kept, is_new = SavedFilter.objects.update_or_create(
        user=by, call=call, name=name.strip(), defaults={"query": query}
    )
    if is_new and SavedFilter.objects.filter(user=by, call=call).count() > MOST_FILTERS:
        raise SearchNotKept(
            _("Vous gardez déjà {n} recherches pour cet appel : oubliez-en une d’abord.").format(
                n=MOST_FILTERS
            )
        )
    return kept


def forget_filter(kept, by) -> None:
    """Forget a search; only whoever kept it may. Raises NotAllowed."""
    if kept.user_id != by.pk:
        raise NotAllowed()
    kept.delete()
