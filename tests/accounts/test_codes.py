"""Codes sent to a mailbox: ten minutes, five tries, one live code, one use."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.accounts import actions
from essaim.accounts.actions import CodeRefused, TooManyCodes
from essaim.accounts.forms import MailCodeForm
from essaim.accounts.models import MailCode, OutboxMail
from tests.accounts.mails import wrong
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
EMAIL = "dgs@mairie.fr"


@pytest.fixture
def thing():
    return UserFactory()


def ask(thing, purpose="essai", email=EMAIL) -> str:
    """The digits, as the reader of the mail finds them."""
    actions.send_code(thing, purpose, email, "essayer")
    return re.match(r"\d{6}", OutboxMail.objects.latest("pk").subject).group()


def check(thing, typed, purpose="essai", email=EMAIL) -> MailCode:
    return actions.check_code(thing, purpose, email, typed)


def test_the_mail_says_what_the_code_is_for(thing):
    digits = ask(thing)
    mail = OutboxMail.objects.get(kind="mail_code")
    assert mail.recipient == EMAIL
    assert mail.subject == f"{digits} est votre code pour essayer"
    assert "10 minutes" in mail.text


def test_the_digits_themselves_are_not_kept(thing):
    digits = ask(thing)
    assert digits not in str(MailCode.objects.values("code_hash", "ref", "email", "purpose"))
    assert len(MailCode.objects.get().code_hash) == 64


def test_a_right_code_with_spaces_is_used_once(thing):
    digits = ask(thing)
    code = check(thing, f" {digits[:3]} {digits[3:]} ")
    again = check(thing, digits)
    actions.use_code(code)
    with pytest.raises(CodeRefused, match="déjà servi"):
        actions.use_code(again)
    with pytest.raises(CodeRefused, match="Aucun code"):
        check(thing, digits)


def test_a_code_is_bound_to_object_purpose_and_address(thing):
    digits = ask(thing)
    for other in (
        lambda: check(UserFactory(), digits),
        lambda: check(thing, digits, purpose="autre"),
        lambda: check(thing, digits, email="maire@mairie.fr"),
    ):
        with pytest.raises(CodeRefused):
            other()
    assert check(thing, digits)


def test_the_same_digits_elsewhere_have_another_hash(thing):
    hashes = set()
    for purpose in ("un", "deux"):
        ask(thing, purpose)
        hashes.add(MailCode.objects.latest("pk").code_hash)
    assert len(hashes) == 2


def test_five_tries_then_even_the_right_one_is_refused(thing):
    digits = ask(thing)
    for left in (4, 3, 2):
        with pytest.raises(CodeRefused, match=f"Il reste {left} essais"):
            check(thing, wrong(digits))
    with pytest.raises(CodeRefused, match="Il reste un essai"):
        check(thing, wrong(digits))
    with pytest.raises(CodeRefused, match="dernier essai"):
        check(thing, wrong(digits))
    with pytest.raises(CodeRefused, match="Cinq essais"):
        check(thing, digits)
    assert MailCode.objects.get().tries == 5


def test_ten_minutes(thing, time_machine):
    digits = ask(thing)
    start = timezone.now()
    time_machine.move_to(start + timedelta(minutes=9, seconds=59))
    assert check(thing, digits)
    time_machine.move_to(start + timedelta(minutes=10, seconds=1))
    with pytest.raises(CodeRefused, match="dix minutes"):
        check(thing, digits)


def test_a_new_code_replaces_the_earlier_one(thing):
    first, second = ask(thing), ask(thing)
    if first != second:
        with pytest.raises(CodeRefused):
            check(thing, first)
    assert check(thing, second)


def test_three_codes_an_hour_for_one_object_and_address(thing, time_machine):
    for purpose in ("donner", "donner", "transmettre"):
        ask(thing, purpose)
    with pytest.raises(TooManyCodes, match="revenez dans une heure"):
        ask(thing)
    assert OutboxMail.objects.filter(kind="mail_code").count() == 3
    ask(thing, email="maire@mairie.fr")
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    assert check(thing, ask(thing))


@pytest.mark.parametrize("typed", ["123456", "123 456", "123\u00a0456", " 1 2 3 4 5 6\t"])
def test_what_people_paste(typed):
    form = MailCodeForm({"code": typed})
    assert form.is_valid()
    assert form.cleaned_data["code"] == "123456"


@pytest.mark.parametrize("typed", ["12345", "1234567", "12345a", "١٢٣٤٥٦", "abc"])
def test_what_is_no_code(typed):
    form = MailCodeForm({"code": typed})
    assert not form.is_valid()
    assert "six chiffres" in str(form.errors)


def test_phones_offer_the_code():
    html = str(MailCodeForm())
    assert 'inputmode="numeric"' in html
    assert 'autocomplete="one-time-code"' in html
