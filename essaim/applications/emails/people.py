"""Who writes together."""

from django.urls import reverse

from essaim.applications.emails.composing import base_of, write


def mail_invitation(member, token: str, sender) -> None:
    write(
        "invitation",
        member,
        member.email,
        version=member.invited_times,
        **base_of(member.application),
        sender=sender,
        member=member,
        link=reverse("applications:member_accept", args=[token]),
    )
