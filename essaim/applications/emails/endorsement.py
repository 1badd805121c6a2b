"""The opinion of the direction: asked, recalled, passed on, given."""

from django.urls import reverse

from essaim.applications.emails.composing import authors, base_of, write


def mail_endorsement_request(endorsement, token: str, sender) -> None:
    _write_to_direction("endorsement_request", endorsement, token, sender=sender)


def mail_endorsement_reminder(endorsement, token: str) -> None:
    _write_to_direction(
        "endorsement_reminder",
        endorsement,
        token,
        version=endorsement.reminded_times,
        sender=endorsement.requested_by,
    )


def mail_endorsement_forwarded(endorsement, token: str) -> None:
    """To the signatory it was passed on to, and to the authors."""
    passed = {"sender": endorsement.requested_by, "forwarded_from": endorsement.forwarded_from}
    _write_to_direction("endorsement_forward", endorsement, token, **passed)
    _write_to_authors("endorsement_forwarded", endorsement, forwarded_from=passed["forwarded_from"])


def mail_endorsement_given(endorsement) -> None:
    _write_to_authors("endorsement_given", endorsement)


def mail_endorsement_expired(endorsement) -> None:
    _write_to_authors("endorsement_expired", endorsement)


def mail_opinion_awaited(application) -> None:
    """To the authors of a deposited file: the opinion is missing and its days are ending."""
    for address in authors(application):
        write(
            "opinion_awaited",
            application,
            address,
            **base_of(application),
            due_at=application.opinion_due_at,
            ask=reverse("applications:endorsement_ask", args=[application.public_id]),
        )


def _write_to_direction(kind: str, endorsement, token: str, version: int = 1, **context) -> None:
    application = endorsement.application
    write(
        kind,
        endorsement,
        endorsement.email,
        version=version,
        **base_of(application),
        **context,
        endorsement=endorsement,
        due_at=application.opinion_due_at,
        link=reverse("applications:endorsement_give", args=[token]),
    )


def _write_to_authors(kind: str, endorsement, **context) -> None:
    application = endorsement.application
    for address in authors(application):
        write(
            kind,
            endorsement,
            address,
            **base_of(application),
            **context,
            endorsement=endorsement,
            due_at=application.opinion_due_at,
        )
