"""Answers are kept character for character, and nobody overwrites anybody silently."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.applications import actions
from essaim.applications.exceptions import (
    AlreadyDeposited,
    BadAnswer,
    CallClosed,
    NotAllowed,
    StaleAnswer,
    StaleDescription,
)
from essaim.applications.models import Application, Member
from essaim.calls.models import Question
from tests.factories import (
    CallFactory,
    OrganisationFactory,
    QuestionFactory,
    QuestionSetFactory,
    ThemeFactory,
    UserFactory,
)
from tests.personas import client_of


def join(application, user, right=Member.Right.WRITE):
    return Member.objects.create(
        application=application,
        email=user.email,
        user=user,
        right=right,
        invited_by=application.owner,
        accepted_at=timezone.now(),
    )


def answer_url(application, code="contexte"):
    return reverse("applications:answer_edit", args=[application.public_id, code])


def test_starting_twice_gives_the_same_draft(call, amel):
    organisation = OrganisationFactory()
    first = actions.start(call, organisation, amel)
    assert actions.start(call, organisation, amel) == first
    assert amel.memberships.get().organisation == organisation


def test_the_start_page_offers_the_existing_draft(draft, amel):
    page = client_of(amel).get(reverse("applications:application_start", args=[draft.call.slug]))
    assert draft.get_absolute_url() in page.text


@pytest.mark.parametrize("days", [-1, 30])
def test_no_draft_outside_the_dates(call, amel, days, time_machine):
    bound = call.opens_at if days < 0 else call.closes_at
    time_machine.move_to(bound + timedelta(days=days), tick=False)
    with pytest.raises(CallClosed):
        actions.start(call, OrganisationFactory(), amel)
    page = client_of(amel).get(reverse("applications:application_start", args=[call.slug]))
    assert "ne reçoit pas de candidature" in page.text


def test_a_call_without_questions_is_not_ready(amel):
    with pytest.raises(CallClosed):
        actions.start(CallFactory(), OrganisationFactory(), amel)


def test_a_closed_call_keeps_the_draft_but_takes_no_word(draft, amel, question, time_machine):
    time_machine.move_to(draft.call.grace_ends_at, tick=False)
    with pytest.raises(CallClosed):
        actions.answer(draft, question("contexte"), "Trop tard", 0, by=amel)
    assert client_of(amel).get(draft.get_absolute_url()).status_code == 200


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200)
)
def test_an_answer_comes_back_character_for_character(draft, amel, question, text):
    stored = draft.answers.filter(question=question("contexte")).first()
    version = stored.version if stored else 0
    actions.answer(draft, question("contexte"), text, version, by=amel)
    assert draft.answers.get(question=question("contexte")).value == text


def test_the_page_shows_what_was_typed(draft, amel):
    client, typed = client_of(amel), "\nPremière ligne « œuvre »\n\n  retrait & <b>\t€\n"
    sent = client.post(
        answer_url(draft), {"value": typed.replace("\n", "\r\n"), "version": 0, "list": "1"}
    )
    assert sent.url == draft.get_absolute_url()
    assert draft.answers.get().value == typed
    page = client.get(answer_url(draft))
    assert "\n\nPremière ligne « œuvre »\n\n  retrait &amp; &lt;b&gt;\t€\n</textarea>" in page.text


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", "x" * 501])
def test_values_that_cannot_be_kept_are_refused(draft, amel, question, value):
    with pytest.raises(BadAnswer):
        actions.answer(draft, question("contexte"), value, 0, by=amel)


def test_too_long_a_text_stays_on_the_page(draft, amel):
    page = client_of(amel).post(answer_url(draft), {"value": "mot " * 200, "version": 0})
    assert "mot mot mot" in page.text
    assert "Il y a un problème" in page.text
    assert not draft.answers.exists()


@pytest.mark.parametrize(
    ("kind", "value", "is_kept"),
    [
        (Question.Kind.CHOICE, "Oui", True),
        (Question.Kind.CHOICE, "Peut-être", False),
        (Question.Kind.CHOICE, "", True),
        (Question.Kind.NUMBER, "1 250,5", True),
        (Question.Kind.NUMBER, "beaucoup", False),
        (Question.Kind.NUMBER, "NaN", False),
        (Question.Kind.NUMBER, "1e999999", False),
        (Question.Kind.NUMBER, "", True),
    ],
)
def test_choices_and_numbers(draft, amel, kind, value, is_kept):
    asked = QuestionFactory(
        question_set=draft.question_set, code="x", position=9, kind=kind, choices=["Oui", "Non"]
    )
    client_of(amel).post(answer_url(draft, "x"), {"value": value, "version": 0})
    assert draft.answers.filter(question=asked, value=value).exists() is is_kept


def test_a_question_of_another_call_is_refused(draft, amel):
    foreign = QuestionFactory(question_set=QuestionSetFactory())
    with pytest.raises(BadAnswer):
        actions.answer(draft, foreign, "x", 0, by=amel)
    assert client_of(amel).get(answer_url(draft, foreign.code)).status_code == 404


def test_sending_the_same_text_again_changes_nothing(draft, amel, question):
    first = actions.answer(draft, question("contexte"), "Texte", 0, by=amel)
    again = actions.answer(draft, question("contexte"), "Texte", 0, by=amel)
    assert (first.version, again.version) == (1, 1)


def test_two_writers_both_texts_are_shown_and_none_is_lost(draft, amel, marie):
    hers, his = client_of(marie), client_of(amel)
    hers.post(answer_url(draft), {"value": "Le texte de Marie", "version": 0})
    late = his.post(answer_url(draft), {"value": "Le texte d’Amel", "version": 0})
    assert late.status_code == 409
    assert "Marie Dupont a modifié cette réponse à" in late.text
    assert "Le texte de Marie" in late.text
    assert "Le texte d’Amel" in late.text
    assert draft.answers.get().value == "Le texte de Marie"
    merged = {"value": "Les deux textes", "version": late.context["form"]["version"].value()}
    assert his.post(answer_url(draft), merged).status_code == 302
    assert draft.answers.get().value == "Les deux textes"


def test_a_third_change_between_is_seen_too(draft, amel, marie, question):
    actions.answer(draft, question("contexte"), "Un", 0, by=marie)
    actions.answer(draft, question("contexte"), "Deux", 1, by=marie)
    with pytest.raises(StaleAnswer) as refused:
        actions.answer(draft, question("contexte"), "Trois", 1, by=amel)
    assert (refused.value.answer.value, refused.value.answer.version) == ("Deux", 2)


def test_the_title_too_is_never_overwritten_silently(draft, amel, marie):
    theme = ThemeFactory()
    actions.describe(draft, "Le titre de Marie", [theme], by=marie, version=0)
    with pytest.raises(StaleDescription):
        actions.describe(draft, "Le titre d’Amel", [theme], by=amel, version=0)
    late = client_of(amel).post(
        reverse("applications:application_describe", args=[draft.public_id]),
        {"title": "Le titre d’Amel", "themes": [theme.pk], "version": 0},
    )
    assert late.status_code == 409
    assert "Le titre de Marie" in late.text
    assert "Le titre d’Amel" in late.text
    draft.refresh_from_db()
    assert draft.title == "Le titre de Marie"


def test_a_reader_reads(draft, question):
    reader = UserFactory()
    join(draft, reader, Member.Right.READ)
    with pytest.raises(NotAllowed):
        actions.answer(draft, question("contexte"), "x", 0, by=reader)
    client = client_of(reader)
    assert client.get(answer_url(draft)).status_code == 403
    page = client.get(draft.get_absolute_url())
    assert "Brouillon" in page.text
    assert "Modifier" not in page.text


def test_a_stranger_and_the_team_find_no_draft(draft, people):
    for user in (people.other_applicant, people.manager, people.admin):
        assert client_of(user).get(draft.get_absolute_url()).status_code == 404
        assert client_of(user).post(answer_url(draft), {"value": "x"}).status_code == 404


def test_what_is_deposited_is_not_written_any_more(draft, amel, question):
    Application.objects.filter(pk=draft.pk).update(
        status=Application.Status.SUBMITTED, submitted_at=timezone.now()
    )
    with pytest.raises(AlreadyDeposited):
        actions.answer(draft, question("contexte"), "x", 0, by=amel)
    page = client_of(amel).get(answer_url(draft))
    assert page.status_code == 409
    assert "n’est plus un brouillon" in page.text


def test_the_list_costs_the_same_with_many_questions(draft, amel, same_queries):
    position = iter(range(10, 99))

    def add():
        QuestionFactory(question_set=draft.question_set, position=next(position))

    same_queries(lambda: client_of(amel).get(draft.get_absolute_url()), add)


def test_a_text_typed_while_the_call_closes_stays_on_the_page(draft, amel, time_machine):
    time_machine.move_to(draft.call.grace_ends_at, tick=False)
    page = client_of(amel).post(answer_url(draft), {"value": "Ma phrase", "version": 0})
    assert page.status_code == 409
    assert "Ma phrase" in page.text
    assert "n’est pas enregistrée" in page.text


def test_a_text_typed_while_a_colleague_deposits_stays_on_the_page(draft, amel):
    Application.objects.filter(pk=draft.pk).update(
        status=Application.Status.SUBMITTED, submitted_at=timezone.now()
    )
    client = client_of(amel)
    page = client.post(answer_url(draft), {"value": "Ma phrase", "version": 0})
    assert page.status_code == 409
    assert "Ma phrase" in page.text
    url = reverse("applications:application_describe", args=[draft.public_id])
    page = client.post(url, {"title": "Mon titre", "version": 0})
    assert page.status_code == 409
    assert "Mon titre" in page.text


def test_after_the_call_a_draft_is_read_only_and_says_so(draft, amel, time_machine):
    time_machine.move_to(draft.call.grace_ends_at, tick=False)
    page = client_of(amel).get(draft.get_absolute_url())
    assert "Brouillon non déposé" in page.text
    assert "À déposer avant" not in page.text
    check = client_of(amel).get(reverse("applications:application_check", args=[draft.public_id]))
    assert "Déposer la candidature" not in check.text
