"""People: how they enter, what they say of themselves, whom they work for."""

import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from essaim.accounts.actions.journal import log
from essaim.accounts.actions.outbox import enqueue_mail
from essaim.accounts.models import DEMONSTRATION_DOMAIN, Membership, User


def send_sign_in_code(email: str, code: str) -> None:
    """Write the mail that carries a sign-in code. Each demand is a mail of its own."""
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    enqueue_mail(
        kind="sign_in_code",
        ref=f"sign-in:{secrets.token_hex(8)}",
        recipient=email,
        template="accounts/mails/sign_in_code",
        context={"code": code, "minutes": minutes},
    )


def tell_security_change(user: User, change: str) -> None:
    """Warn a person by mail that a second step of their sign-in was added or removed."""
    enqueue_mail(
        kind="security_change",
        ref=f"security:{secrets.token_hex(8)}",
        recipient=user.email,
        template="accounts/mails/security_change",
        context={"change": change},
    )


def find_or_invite(email: str, name: str = "") -> User:
    """The account of this address, opened without password when there is none yet."""
    email = email.strip().lower()
    try:
        return User.objects.get(email=email)
    except User.DoesNotExist:
        pass
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name=name)
    except IntegrityError:  # opened by another request in between
        return User.objects.get(email=email)


@transaction.atomic
def add_demonstration_person(slug: str, name: str, role: str) -> User:
    """Someone to try Essaim as; ``role`` is shown on the development page and nowhere else."""
    user = find_or_invite(f"{slug}@{DEMONSTRATION_DOMAIN}", name)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def describe_oneself(user: User, name: str) -> None:
    """Write the name that others read."""
    user.name = name
    user.save(update_fields=["name"])


def join_organisation(user: User, organisation, position: str = "") -> Membership:
    """Record that a person works for an organisation; a position already known is kept."""
    membership, is_new = Membership.objects.get_or_create(
        user=user, organisation=organisation, defaults={"position": position}
    )
    if not is_new and position and not membership.position:
        membership.position = position
        membership.save(update_fields=["position"])
    return membership


@transaction.atomic
def leave_organisation(membership: Membership, by: User) -> None:
    """Forget that a person works for an organisation; what they did there stays theirs."""
    log(membership, "leave", by=by)
    membership.delete()


@transaction.atomic
def sign_out_everywhere(user: User) -> None:
    """Close all sessions of a person: each session is bound to this value, which no one types."""
    user.password = make_password(None)
    user.save(update_fields=["password"])
    log(user, "sign_out_everywhere", by=user)
