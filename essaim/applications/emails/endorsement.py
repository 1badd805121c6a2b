"""The opinion of the direction."""

from django.urls import reverse

from essaim.applications.emails.composing import authors, base_of, write


def mail_endorsement_request(endorsement, token: str, sender) -> None:
    write(
        "endorsement_request",
        endorsement,
        endorsement.email,
        **base_of(endorsement.application),
        sender=sender,
        endorsement=endorsement,
        link=reverse("applications:endorsement_give", args=[token]),
    )


def mail_endorsement_given(endorsement) -> None:
    for address in authors(endorsement.application):
        write(
            "endorsement_given",
            endorsement,
            address,
            **base_of(endorsement.application),
            endorsement=endorsement,
        )
