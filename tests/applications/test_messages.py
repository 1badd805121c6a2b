"""Messages between the team and the authors; notes that the team keeps for itself."""

import pytest
from django.urls import reverse

from essaim.accounts.models import OutboxMail
from essaim.applications import actions
from essaim.applications.exceptions import MessageEmpty, NotAllowed
from essaim.applications.models import Message
from tests.applications.mailbox import last_mail, recipients
from tests.factories import TeamMemberFactory
from tests.personas import client_of


def url(name, application):
    return reverse(f"applications:{name}", args=[application.public_id])


def test_the_team_writes_to_all_authors(deposited, examiner, amel, join):
    other = join(deposited)
    client_of(examiner).post(url("message_list", deposited), {"body": "Bonjour, une question."})
    message = deposited.thread.get()
    assert (message.author, message.is_from_team, message.channel) == (examiner, True, "page")
    assert recipients("message") == sorted([amel.email, other.email])
    assert "Bonjour, une question." in last_mail("message").text
    assert "Reply-To" not in last_mail("message").headers
    assert "Bonjour, une question." in client_of(amel).get(url("message_list", deposited)).text


def test_authors_write_to_the_team_or_to_who_follows_the_file(deposited, examiner, manager, amel):
    actions.send_message(deposited, "Premier.", by=amel)
    assert recipients("message") == sorted([examiner.email, manager.email])
    actions.assign([deposited], examiner, by=manager)
    message = actions.send_message(deposited, "Second.", by=amel)
    assert not message.is_from_team
    assert last_mail("message").recipient == examiner.email
    assert OutboxMail.objects.filter(kind="message", text__contains="Second.").count() == 1


def test_an_author_of_the_team_is_an_author_here(deposited, call, amel, examiner):
    TeamMemberFactory(programme=call.programme, user=amel)
    message = actions.send_message(deposited, "De la porteuse.", by=amel)
    assert not message.is_from_team
    assert amel.email not in recipients("message")


def test_reading_marks_nothing_a_button_does(deposited, examiner, amel):
    actions.send_message(deposited, "Une question.", by=examiner)
    author = client_of(amel)
    assert "(1 à lire)" in author.get(deposited.get_absolute_url()).text
    page = author.get(url("message_list", deposited)).text
    assert "À lire" in page
    assert "J’ai lu" in page
    assert deposited.thread.get().read_at is None
    author.post(url("message_read", deposited))
    assert deposited.thread.get().read_at is not None
    assert "à lire)" not in author.get(deposited.get_absolute_url()).text
    assert author.get(url("message_read", deposited)).status_code == 405


def test_one_does_not_read_for_the_other_side(deposited, examiner, manager):
    actions.send_message(deposited, "Une question.", by=examiner)
    assert actions.mark_read(deposited, by=manager) == 0
    assert deposited.thread.get().read_at is None


def test_answering_is_reading(deposited, examiner, amel):
    actions.send_message(deposited, "Une question.", by=amel)
    team = client_of(examiner)
    assert "(1 à lire)" in team.get(deposited.get_absolute_url()).text
    actions.send_message(deposited, "Une réponse.", by=examiner)
    assert "à lire)" not in team.get(deposited.get_absolute_url()).text


def test_two_clicks_make_one_message(deposited, amel):
    first = actions.send_message(deposited, "Une question.", by=amel)
    assert actions.send_message(deposited, "Une question. ", by=amel) == first
    assert Message.objects.count() == 1


def test_an_empty_message_is_refused_with_words(deposited, amel):
    with pytest.raises(MessageEmpty):
        actions.send_message(deposited, " \n", by=amel)
    page = client_of(amel).post(url("message_list", deposited), {"body": ""})
    assert "Il y a un problème" in page.text


def test_nobody_talks_of_a_draft(filled, amel, examiner):
    assert client_of(amel).get(url("message_list", filled)).status_code == 403
    assert client_of(examiner).get(url("message_list", filled)).status_code == 404
    for person in (amel, examiner):
        with pytest.raises(NotAllowed):
            actions.send_message(filled, "Bonjour.", by=person)


def test_a_typed_link_stays_text_in_the_mail(deposited, amel, examiner):
    actions.send_message(deposited, "Voir https://piege.exemple/ <b>vite</b>", by=amel)
    html = last_mail("message").html
    assert 'href="https://piege' not in html
    assert "<b>vite</b>" not in html


def test_notes_are_the_team_s_alone(deposited, examiner, manager, amel, join, juror_reading):
    client_of(examiner).post(url("note_list", deposited), {"body": "SECRET : à voir à deux."})
    assert "SECRET" in client_of(manager).get(url("note_list", deposited)).text
    other = join(deposited)
    for author in (amel, other):
        client = client_of(author)
        assert client.get(url("note_list", deposited)).status_code == 403
        for name in ("application_detail", "message_list"):
            assert "SECRET" not in client.get(url(name, deposited)).text
        with pytest.raises(NotAllowed):
            actions.add_note(deposited, "De l’auteur.", by=author)
    juror, read = juror_reading
    assert client_of(juror).get(url("note_list", deposited)).status_code == 404
    assert client_of(juror).get(url("message_list", deposited)).status_code == 404
    assert "Réponse contexte." in read()
    assert "SECRET" not in read()
    assert not OutboxMail.objects.filter(text__contains="SECRET").exists()


def test_every_act_is_in_the_journal(deposited, examiner, amel):
    actions.send_message(deposited, "Une question.", by=amel)
    actions.mark_read(deposited, by=examiner)
    actions.add_note(deposited, "Une note.", by=examiner)
    page = client_of(examiner).get(url("journal_list", deposited)).text
    for words in ("écrit un message", "a lu les messages", "écrit une note de l’équipe"):
        assert words in page


def test_a_long_conversation_costs_the_same(deposited, examiner, amel, same_queries):
    bodies = iter(f"Message {n}" for n in range(9))
    same_queries(
        lambda: client_of(examiner).get(url("message_list", deposited)),
        lambda: actions.send_message(deposited, next(bodies), by=amel),
    )
    same_queries(
        lambda: client_of(examiner).get(url("note_list", deposited)),
        lambda: actions.add_note(deposited, "Une note.", by=examiner),
    )
