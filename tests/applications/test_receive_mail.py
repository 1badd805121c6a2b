"""Mails that answer ours: whose they are, what is kept of them, and what is sent back."""

import io
import re
from datetime import timedelta
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from essaim.accounts.models import OutboxMail
from essaim.applications import actions
from essaim.applications.models import Message
from essaim.applications.received import own_words, read_mail
from tests.applications.files import pdf_bytes
from tests.applications.mailbox import last_mail


@pytest.fixture(autouse=True)
def reply_address(settings):
    settings.REPLY_ADDRESS = "reponses@essaim.exemple"


@pytest.fixture
def address(deposited, examiner, amel):
    """Where Amel may answer the message that the team sent her."""
    actions.send_message(deposited, "Combien d’agents ?", by=examiner)
    return last_mail("message").headers["Reply-To"]


def mail(to, sender="Amel <amel@exemple.fr>", text="Douze.", **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "Re: Message"
    message["Message-ID"] = "<un@exemple.fr>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def receive(message, monkeypatch, capsys=None, **options) -> tuple[int, str]:
    """(exit code, sentence) of the command that a mail server runs."""
    stdin = SimpleNamespace(buffer=io.BytesIO(bytes(message)))
    monkeypatch.setattr("sys.stdin", stdin)
    said = io.StringIO()
    try:
        call_command("receive_mail", stderr=said, **options)
    except SystemExit as stopped:
        return stopped.code, said.getvalue()
    return 0, said.getvalue()


def received() -> list[str]:
    return list(Message.objects.filter(channel="mail").values_list("body", flat=True))


def test_the_reply_address_is_bound_to_the_file_and_the_person(address, deposited):
    assert re.fullmatch(r"reponses\+[\w-]{43}@essaim\.exemple", address)
    assert "Répondez au-dessus de cette ligne" in last_mail("message").text
    assert "Répondez à ce mail" in last_mail("message").text


def test_a_reply_is_a_message_of_the_file(address, deposited, amel, examiner, monkeypatch):
    assert receive(mail(address), monkeypatch) == (0, "")
    message = deposited.thread.get(channel="mail")
    assert (message.author, message.body, message.is_from_team) == (amel, "Douze.", False)
    assert deposited.thread.get(channel="page").read_at is not None
    assert last_mail("message").recipient == examiner.email


def test_the_team_replies_by_mail_too(deposited, amel, examiner, monkeypatch):
    actions.send_message(deposited, "Une question.", by=amel)
    to = last_mail("message").headers["Reply-To"]
    assert receive(mail(to, sender=examiner.email, text="Oui."), monkeypatch)[0] == 0
    assert deposited.thread.get(channel="mail").is_from_team


def test_the_same_mail_twice_is_one_message(address, monkeypatch):
    for _time in range(2):
        assert receive(mail(address), monkeypatch)[0] == 0
    assert received() == ["Douze."]
    assert OutboxMail.objects.filter(kind="message").count() == 2  # the question, and this answer


def test_an_earlier_mail_may_still_be_answered(address, deposited, examiner, monkeypatch):
    actions.send_message(deposited, "Autre question.", by=examiner)
    assert receive(mail(address), monkeypatch)[0] == 0


def test_the_envelope_tells_the_address(address, monkeypatch):
    hidden = mail("undisclosed@essaim.exemple")
    assert receive(hidden, monkeypatch, recipient=address)[0] == 0
    delivered = mail("x@essaim.exemple", X_Original_To=address, Message_ID="<deux@exemple.fr>")
    assert receive(delivered, monkeypatch)[0] == 0


@pytest.mark.parametrize("to", ["reponses@essaim.exemple", f"reponses+{'x' * 43}@essaim.exemple"])
def test_an_unknown_address_is_refused_with_a_sentence(address, monkeypatch, to):
    code, sentence = receive(mail(to), monkeypatch)
    assert code == 67
    assert "n’est pas ou n’est plus valable" in sentence
    assert received() == []


def test_an_old_address_no_longer_works(address, monkeypatch):
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert receive(mail(address), monkeypatch)[0] == 67


def test_another_sender_is_refused(address, monkeypatch):
    code, sentence = receive(mail(address, sender="autre@exemple.fr"), monkeypatch)
    assert code == 77
    assert "répondez depuis l’adresse qui a reçu notre mail" in sentence
    assert received() == []


def test_who_has_left_is_refused(deposited, examiner, join, monkeypatch):
    other = join(deposited)
    actions.send_message(deposited, "Une question.", by=examiner)
    sent = OutboxMail.objects.get(kind="message", recipient=other.email)
    deposited.members.all().delete()
    assert receive(mail(sent.headers["Reply-To"], sender=other.email), monkeypatch)[0] == 77


def test_without_the_setting_nothing_is_received(address, monkeypatch, settings):
    settings.REPLY_ADDRESS = ""
    code, sentence = receive(mail(address), monkeypatch)
    assert code == 78
    assert "ne reçoit pas de mail" in sentence


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
    ],
)
def test_machines_are_not_answered(address, monkeypatch, header):
    assert receive(mail(address, **header), monkeypatch) == (0, "")
    assert received() == []


def test_what_a_person_sends_says_no_machine(address, monkeypatch):
    assert receive(mail(address, Auto_Submitted="no"), monkeypatch)[0] == 0
    assert received() == ["Douze."]


def test_files_are_not_taken_and_the_sender_is_told(address, deposited, amel, monkeypatch):
    message = mail(address)
    message.add_attachment(pdf_bytes(), maintype="application", subtype="pdf", filename="a.pdf")
    for _time in range(2):
        assert receive(message, monkeypatch)[0] == 0
    assert received() == ["Douze."]
    assert not deposited.attachments.exists()
    assert OutboxMail.objects.filter(kind="files_not_taken").count() == 1
    assert last_mail("files_not_taken").recipient == amel.email


def test_an_empty_or_endless_mail_is_refused(address, monkeypatch):
    assert receive(mail(address, text="> tout est cité\n"), monkeypatch)[0] == 65
    assert receive(mail(address, text="a " * 6000), monkeypatch)[0] == 65
    assert received() == []


def test_quotes_and_signatures_are_left_out():
    for end in (
        "\n> cité\n> encore",
        "\n-- \nAmel Porteuse\nMairie",
        "\nLe lun. 3 mars 2027 à 10:12, Essaim <x@essaim.exemple> a écrit :\n> cité",
        "\nLe lun. 3 mars 2027 à 10:12, Essaim\n<x@essaim.exemple> a écrit :\n> cité",
        "\nOn Mon, Mar 3, 2027, Essaim <x@essaim.exemple> wrote:\n> cité",
        "\n-----Message d'origine-----\nDe : Essaim",
        "\n________________________________\nDe : Essaim <x@essaim.exemple>",
        "\nDe : Essaim <x@essaim.exemple>\nEnvoyé : lundi",
        "\n––– Répondez au-dessus de cette ligne –––\nInès vous écrit",
        "\n> ––– Reply above this line –––\n> Inès",
    ):
        assert own_words(f"Douze agents.\n\nLe reste suit :\nde 8 h à 10 h.{end}") == (
            "Douze agents.\n\nLe reste suit :\nde 8 h à 10 h."
        )


def test_html_becomes_text(address, monkeypatch):
    html = (
        "<html><head><style>p{}</style></head><body><p>Douze agents &amp; deux élus.</p>"
        "<div>Merci</div><script>alert(1)</script><blockquote>cité</blockquote></body></html>"
    )
    message = mail(address)
    message.set_content(html, subtype="html")
    assert receive(message, monkeypatch)[0] == 0
    assert received() == ["Douze agents & deux élus.\nMerci"]


@pytest.mark.parametrize("charset", ["iso-8859-15", "windows-1252", "utf-8"])
def test_accents_survive_their_encoding(charset):
    message = EmailMessage()
    message["From"] = "amel@exemple.fr"
    message.set_content("Préfecture, élèves", charset=charset)
    assert read_mail(bytes(message)).text == "Préfecture, élèves"


def test_an_unknown_encoding_is_read_as_well_as_it_can_be():
    content = (
        b"From: a@exemple.fr\nContent-Type: text/plain; charset=inconnu\n"
        b"Content-Transfer-Encoding: 8bit\n\nBonjour\n"
    )
    assert read_mail(content).text == "Bonjour"


def test_garbage_is_nobody_s_mail(monkeypatch, db):
    for content in (b"", b"\x00\xff\xfe", b"From: \n\n", b"To: <<<>>>@\n\nx"):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        with pytest.raises(SystemExit) as stopped:
            call_command("receive_mail", stderr=io.StringIO())
        assert stopped.value.code == 67
