"""Under which rules a call is held."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from essaim.accounts.actions import log
from essaim.calls.exceptions import CallFrozen
from essaim.calls.models import Call, Rules


@transaction.atomic
def publish_rules(call: Call, text: str, by) -> Rules:
    """Write the règlement. Before publication the text is replaced; afterwards a new version is added.

    Raises CallFrozen when the call is archived or cancelled.
    """
    if call.status in (Call.Status.ARCHIVED, Call.Status.CANCELLED):
        raise CallFrozen()
    if call.status == Call.Status.DRAFT:
        rules, _is_new = Rules.objects.update_or_create(
            call=call, version=1, defaults={"text": text, "published_at": timezone.now()}
        )
    else:
        last = call.rules.aggregate(last=Max("version"))["last"] or 0
        rules = Rules.objects.create(call=call, version=last + 1, text=text)
    log(call, "publish_rules", by=by, note=str(rules.version))
    return rules
