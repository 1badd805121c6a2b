"""Who writes together."""

from django.urls import reverse

from essaim.applications.emails.composing import authors, base_of, write


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


def mail_departure(member) -> None:
    """To the owner: this co-applicant has gone, what they wrote stays."""
    application = member.application
    context = {"who": member.name, "team": reverse_team(application)}
    write("departure", member, application.owner.email, **base_of(application), **context)


def mail_transfer(entry, application, former, reason: str) -> None:
    """To all the authors, the former owner among them. ``entry`` is the line of the journal."""
    for address in authors(application):
        write(
            "transfer",
            entry,
            address,
            **base_of(application),
            former=former,
            by=entry.actor,
            reason=reason,
        )


def reverse_team(application) -> str:
    return reverse("applications:member_list", args=[application.public_id])
