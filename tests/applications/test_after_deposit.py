"""What remains possible once it is deposited: anyone verifies the receipt, the owner withdraws."""

import pytest
from django.urls import reverse

from essaim.applications import actions
from essaim.applications.exceptions import AlreadyDeposited
from essaim.applications.models import Application
from tests.applications.mailbox import recipients
from tests.personas import client_of


def url(name, application):
    return reverse(f"applications:{name}", args=[application.public_id])


@pytest.mark.parametrize("take", [8, 20, 64])
def test_anyone_verifies_a_receipt_without_reading_it(ready, submit, take):
    receipt = submit(ready)
    verify = reverse("applications:receipt_verify")
    sent = {"numero": f" {receipt.number.lower()} ", "empreinte": receipt.version.sha256[:take]}
    page = client_of(None).get(verify, sent)
    assert "est authentique" in page.text
    assert ready.call.title in page.text
    assert ready.title not in page.text
    assert ready.organisation.name not in page.text
    assert not page.cookies


@pytest.mark.parametrize(
    ("number", "digits", "words"),
    [
        ("FMNT-8-0001", "0" * 8, "ne vont pas ensemble"),
        ("FMNT-8-0002", "0" * 8, "ne vont pas ensemble"),
        ("FMNT-8-0001", "abc", "8 au moins"),
        ("FMNT-8-0001", "zzzzzzzz", "8 au moins"),
    ],
)
def test_a_wrong_pair_says_the_same_whatever_is_wrong(ready, submit, number, digits, words):
    submit(ready)
    sent = {"numero": number, "empreinte": digits}
    page = client_of(None).get(reverse("applications:receipt_verify"), sent)
    assert words in page.text


def test_withdrawing_after_the_deposit(ready, amel, submit):
    ready.call.programme.contact_email = "fonds@exemple.fr"
    ready.call.programme.save()
    submit(ready)
    client = client_of(amel)
    assert "définitif" in client.get(url("application_withdraw", ready)).text
    client.post(url("application_withdraw", ready))
    ready.refresh_from_db()
    assert ready.status == Application.Status.WITHDRAWN
    assert recipients("withdrawal") == [amel.email]
    assert recipients("withdrawal_notice") == ["fonds@exemple.fr"]
    page = client.get(ready.get_absolute_url())
    assert "retirée" in page.text
    assert "Réponse contexte." in page.text
    assert client.get(url("application_withdraw", ready)).status_code == 403


def test_giving_up_a_draft_frees_the_place(draft, amel, call):
    actions.withdraw(draft, by=amel)
    again = actions.start(call, draft.organisation, amel)
    assert again != draft


def test_a_withdrawn_draft_is_not_deposited(ready, submit, amel):
    actions.withdraw(ready, by=amel)
    with pytest.raises(AlreadyDeposited):
        submit(ready)
