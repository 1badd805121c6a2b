"""Files as their team finds them, made short."""

from datetime import timedelta

from django.utils import timezone

from essaim.applications.content import fingerprint
from essaim.applications.models import (
    Application,
    ApplicationVersion,
    InfoRequest,
    Message,
    Receipt,
)
from tests.factories import ApplicationFactory


def deposited(call, **fields) -> Application:
    """A deposited application; pass submitted_at=… for an older one."""
    fields = {"status": Application.Status.SUBMITTED, "submitted_at": timezone.now(), **fields}
    return ApplicationFactory(call=call, **fields)


def frozen(call, answers=None, attachments=(), **fields) -> Application:
    """A deposited application with its frozen version and its receipt."""
    file = deposited(call, **fields)
    content = {
        "schema": 1,
        "title": file.title,
        "themes": [],
        "answers": [
            {"code": code, "label": f"Question {code}", "section": "Le projet", "value": value}
            for code, value in (answers or {}).items()
        ],
        "attachments": [
            {"name": a.name, "size": a.size, "type": a.content_type, "sha256": a.sha256}
            for a in attachments
        ],
    }
    version = ApplicationVersion.objects.create(
        application=file, content=content, sha256=fingerprint(content)
    )
    last = Receipt.objects.filter(call=call).count() + 1
    Receipt.objects.create(
        application=file,
        version=version,
        number=f"ESSAI-{call.pk}-{last:04d}",
        call=call,
        sequence=last,
        idempotency_key=f"clé-{file.pk}",
        issued_at=file.submitted_at,
    )
    return file


def requested(file, by, **fields) -> InfoRequest:
    """A request for completion, open and due in ten days unless told otherwise."""
    due_at = timezone.now() + timedelta(days=10)
    fields = {"message": "Le devis signé.", "due_at": due_at, **fields}
    return InfoRequest.objects.create(application=file, asked_by=by, **fields)


def written(file, author, is_from_team=False, **fields) -> Message:
    return Message.objects.create(
        application=file, author=author, is_from_team=is_from_team, body="Bonjour.", **fields
    )
