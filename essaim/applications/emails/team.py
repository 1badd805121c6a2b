"""What the team answers."""

from essaim.applications.emails.composing import authors, base_of, write


def mail_admissible(check) -> None:
    for address in authors(check.application):
        write("admissible", check, address, **base_of(check.application))


def mail_letter(letter) -> None:
    context = {**base_of(letter.application), "letter": letter, "link": letter.get_absolute_url()}
    for address in authors(letter.application):
        write("letter", letter, address, **context)
