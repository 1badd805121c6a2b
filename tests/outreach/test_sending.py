import email
import re
from email import policy

import pytest
from django.core import mail as outbox

from essaim.accounts.actions import deliver_due
from essaim.accounts.models import OutboxMail
from essaim.base.states import IllegalTransition
from essaim.cases.models import Case
from essaim.outreach import actions
from essaim.outreach.actions import sending
from essaim.outreach.links import stop_url
from essaim.outreach.models import Campaign, Delivery, Subscriber
from tests.factories import OrganisationFactory, ThemeFactory
from tests.outreach.made import published_case
from tests.personas import client_of

pytestmark = pytest.mark.django_db
Status = Campaign.Status


def letters():
    return OutboxMail.objects.filter(kind="campaign")


def test_one_mail_per_active_subscriber(people, approved, add_subscriber):
    for _ in range(3):
        add_subscriber()
    Subscriber.objects.create(email="attente@exemple.fr")
    actions.unsubscribe(add_subscriber("partie@exemple.fr"))
    actions.suppress(add_subscriber("refus@exemple.fr"), "550")
    sent = actions.send(approved, people.manager)
    assert (sent.status, sent.sent_at is not None) == (Status.SENT, True)
    assert sorted(letters().values_list("recipient", flat=True)) == [
        "abonne0@exemple.fr",
        "abonne1@exemple.fr",
        "abonne2@exemple.fr",
    ]
    actions.send(approved, people.manager)
    assert letters().count() == Delivery.objects.count() == 3


def test_interrupted_then_started_again(people, approved, add_subscriber, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    for _ in range(5):
        add_subscriber()
    compose, calls = sending.campaign_mail, []

    def dies_in_the_second_batch(*args):
        calls.append(args)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return compose(*args)

    monkeypatch.setattr(sending, "campaign_mail", dies_in_the_second_batch)
    with pytest.raises(KeyboardInterrupt):
        actions.send(approved, people.manager)
    approved.refresh_from_db()
    assert (approved.status, letters().count()) == (Status.SENDING, 2)
    Subscriber.objects.filter(email="abonne0@exemple.fr").delete()
    add_subscriber("abonne0@exemple.fr")  # erased, then back: already written to
    while actions.go_on_sending():
        pass
    approved.refresh_from_db()
    assert (approved.status, letters().count()) == (Status.SENT, 5)
    assert len(set(letters().values_list("recipient", flat=True))) == 5


def test_a_click_writes_a_part_and_says_how_to_go_on(people, approved, add_subscriber, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 1)
    for _ in range(12):
        add_subscriber()
    client, url = client_of(people.manager), approved.get_absolute_url()
    assert "12 personnes abonnées" in client.get(url).text
    client.post(f"{url}envoyer/")
    page = client.get(url).text
    assert "10 mails écrits" in page
    assert "Continuer l’envoi" in page
    client.post(f"{url}envoyer/")
    assert "Envoyée le" in client.get(url).text
    assert letters().count() == 12


def test_unsubscribed_after_queueing_gets_nothing(people, approved, add_subscriber):
    leaving, staying = add_subscriber(), add_subscriber()
    actions.send(approved, people.manager)
    actions.unsubscribe(leaving)
    while deliver_due():
        pass
    assert [message.to for message in outbox.outbox] == [[staying.email]]
    assert letters().get(recipient=leaving.email).status == OutboxMail.Status.CANCELLED


def test_nothing_leaves_unapproved_or_with_a_withdrawn_sheet(people, draft, second_manager):
    with pytest.raises(IllegalTransition):
        actions.send(draft, people.manager)
    approved = actions.approve(draft, second_manager)
    with pytest.raises(actions.NotInTheTeam):
        actions.send(approved, people.examiner)
    Case.objects.update(status=Case.Status.ARCHIVED)
    with pytest.raises(actions.SheetWithdrawn):
        actions.send(approved, people.manager)


def test_what_was_approved_leaves_even_if_the_sheet_changes(
    people, approved, sheet, add_subscriber
):
    add_subscriber()
    sheet.versions.update(content={})
    actions.send(approved, people.manager)
    assert sheet.title in letters().get().text


def test_a_sent_letter_is_final(people, approved, sheet):
    actions.send(approved, people.manager)
    with pytest.raises(actions.NoLongerEditable):
        actions.edit(approved, "Autre", "", [sheet], people.manager)


def delivered(people, campaign) -> email.message.EmailMessage:
    actions.send(campaign, people.manager)
    assert deliver_due() == 1
    return email.message_from_bytes(outbox.outbox[0].message().as_bytes(), policy=policy.default)


def test_the_message_as_a_mail_program_reads_it(people, approved, add_subscriber):
    subscriber = add_subscriber()
    message = delivered(people, approved)
    assert message["Subject"] == "Trois idées à reprendre"
    assert message["To"] == subscriber.email
    assert message["List-Unsubscribe"] == f"<{stop_url(subscriber)}>"
    raw = outbox.outbox[0].message().as_bytes()
    # RFC 8058 readers do not decode RFC 2047 words: the address must be there as it is.
    unfolded = re.sub(rb"\r?\n[ \t]", b" ", raw)
    assert f"List-Unsubscribe: <{stop_url(subscriber)}>".encode() in unfolded
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<lettre.testserver>"
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    assert len(raw) < 100_000


def test_no_tracker_no_image_only_our_own_links(people, approved, add_subscriber):
    subscriber = add_subscriber()
    message = delivered(people, approved)
    html = message.get_body(("html",)).get_content()
    text = message.get_body(("plain",)).get_content()
    assert "<img" not in html
    assert "url(" not in html
    addresses = set(re.findall(r'href="([^"]+)"', html))
    assert all(address.startswith("http://testserver/") for address in addresses)
    personal = {address for address in addresses if subscriber.public_id in address}
    assert {address.split("/")[4] for address in personal} == {"arreter", "choix"}
    for part in (html, text):
        assert "Faites suivre" in part
        assert stop_url(subscriber) in part


@pytest.mark.parametrize(
    "nasty", ["Bonjour\r\nBcc: victime@exemple.fr", "Bonjour\nX-Evil: 1", "Bonjour\x0bBcc: x"]
)
def test_no_header_slips_in_by_the_subject(people, sheet, second_manager, add_subscriber, nasty):
    add_subscriber()
    campaign = actions.compose(people.call.programme, nasty, nasty, [sheet], people.manager)
    message = delivered(people, actions.approve(campaign, second_manager))
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert message["Subject"].startswith("Bonjour ")


def test_the_closest_sheets_come_first_and_nothing_is_double_escaped(
    people, second_manager, add_subscriber, renac
):
    theme = ThemeFactory(slug="accueil", name="Accueil & écoute")
    far = published_case(title="D’ailleurs", origin=OrganisationFactory(departement_code="14"))
    near = published_case(title="L’atelier & le conseil", origin=renac, themes=[theme])
    subscriber = add_subscriber(organisation=renac)
    subscriber.themes.add(theme)
    campaign = actions.compose(people.call.programme, "A & B", "", [near, far], people.manager)
    message = delivered(people, actions.approve(campaign, second_manager))
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert text.index("L’atelier & le conseil") < text.index("D’ailleurs")
    assert "Dans votre département. Thème suivi : Accueil & écoute." in text.replace("\xa0", " ")
    assert "L’atelier &amp; le conseil" in html
    assert "&amp;" not in text
    assert message["Subject"] == "A & B"


def test_heaviest_letter_under_100_kilobytes(people, second_manager, add_subscriber):
    add_subscriber()
    cases = [
        published_case(title="T" * 120, summary="é" * 500, sources="\n".join(["S" * 200] * 10))
        for _ in range(6)
    ]
    campaign = actions.compose(people.call.programme, "O" * 120, "é" * 1500, cases, people.manager)
    actions.send(actions.approve(campaign, second_manager), people.manager)
    mail = letters().get()
    assert len(mail.text.encode()) + len(mail.html.encode()) < 100_000


def test_same_queries_for_a_batch(people, draft, second_manager, add_subscriber, same_queries):
    def read():
        campaign = actions.compose(
            people.call.programme, "Idées", "", list(draft.cases.all()), people.manager
        )
        campaign = actions.approve(campaign, second_manager)
        actions.start_sending(campaign, people.manager)
        actions.prepare_batch(campaign)

    same_queries(read, lambda: add_subscriber(organisation=OrganisationFactory()))
