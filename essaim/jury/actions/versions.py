"""The results as published, version after version: none is ever rewritten."""

from essaim.accounts.actions import log
from essaim.applications.models import Laureate
from essaim.jury.models import ResultVersion, Session


def write_version(session: Session, reason: str, by) -> ResultVersion:
    """Keep the laureates of this sitting as they are now; ``reason`` is public from version 2 on."""
    last = session.result_versions.first()
    laureates = Laureate.objects.filter(application__deliberations__session=session)
    version = ResultVersion.objects.create(
        call=session.panel.call,
        session=session,
        number=last.number + 1 if last else 1,
        reason=reason,
        laureates=[
            {"organisation": str(laureate.organisation), "subject": laureate.subject}
            for laureate in laureates.select_related("organisation").distinct()
        ],
        made_by=by,
    )
    log(version, "publish_version", by=by, note=reason)
    return version
