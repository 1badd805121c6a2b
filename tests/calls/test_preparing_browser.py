"""The pages that prepare a call, in a real browser: by keyboard, without scripts, on a phone."""

import pytest

from essaim.calls import actions
from essaim.calls.models import Question
from tests.browser.checks import assert_accessible, assert_fits
from tests.calls.preparing import URL, manager, publish
from tests.personas import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["manager"]


@pytest.fixture
def call(manager):
    programme = manager.team_roles.get().programme
    call = actions.create_call(programme, manager, title="Appel", slug="appel")
    made = call.question_sets.get()
    for kind in Question.Kind.values:
        choices = ["oui", "non"] if kind == "choice" else []
        known = {"kind": kind, "label": f"Sorte {kind}\u00a0?", "choices": choices}
        actions.add_question(made, manager, section="Fin", **known)
    condition = {"asked_if_code": "sorte-choice", "asked_if_values": ["oui"]}
    actions.edit_question(made.questions.get(code="sorte-people"), manager, **condition)
    return call


@pytest.fixture
def as_manager(new_person, live_server, manager, settings):
    def open_page(**options):
        page = new_person(**options)
        cookie = client_of(manager).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        return page

    return open_page


def test_each_page_of_a_draft(call, as_manager):
    page = as_manager()
    criterion = call.grid.criteria.first()
    for path in (
        *("gerer/", "questions/", "nouvelle-question/", "nouvelle-question/?kind=choice"),
        *("nouvelle-question/?kind=roman", "questions/contexte/", "questions/sorte-choice/"),
        *("questions/sorte-people/condition/", "questions/contexte/condition/", "reprendre/"),
        *("preparer/auto-test/", "preparer/auto-test/ajouter/", "preparer/recevabilite/"),
        *("preparer/grille/", f"preparer/grille/{criterion.pk}/", "apercu/", "apercu/liste/"),
        *("apercu/projet/", "questionnaire/", "puis-je-candidater/"),
        *(f"apercu/questions/sorte-{kind}/" for kind in Question.Kind.values),
    ):
        answer = page.goto(f"{URL}{path}")
        assert answer.status == 200, path
        assert_accessible(page)
        assert_fits(page)


def test_after_publication(call, manager, as_manager):
    publish(call, manager)
    prepared = actions.prepare_amendment(call, manager)
    actions.add_question(prepared, manager, label="Quel budget\u00a0?", section="Fin")
    page = as_manager()
    for path in ("gerer/", "changement/", "questions/", "preparer/grille/"):
        page.goto(f"{URL}{path}")
        assert_accessible(page)
        assert_fits(page)
    page.goto(f"{URL}changement/")
    page.get_by_role("button", name="Publier ces questions").click()
    page.get_by_text("Il y a un problème").first.wait_for()
    assert_accessible(page)
    page.get_by_label("Pourquoi les questions changent-elles").fill("Il manquait le budget.")
    page.get_by_role("button", name="Publier ces questions").click()
    page.goto(URL)
    page.get_by_text("Il manquait le budget.").first.wait_for()
    assert_accessible(page)
    assert_fits(page)


def test_a_question_is_added_and_moved_by_keyboard(call, as_manager):
    page = as_manager()
    page.goto(f"{URL}questions/")
    page.get_by_role("link", name="Ajouter une question").press("Enter")
    page.get_by_label("texte court").press("Space")
    page.get_by_role("button", name="Continuer").press("Enter")
    page.get_by_label("Question", exact=True).fill("Depuis quand ?")
    page.get_by_label("Partie du questionnaire").fill("Votre projet")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    page.get_by_role("button", name="Monter Depuis quand ?").press("Enter")
    page.wait_for_url("**#question-depuis-quand")
    codes = [*call.question_sets.get().questions.values_list("code", flat=True)]
    assert codes[3:6] == ["ambition", "depuis-quand", "public"]


@pytest.mark.parametrize("javascript", [True, False])
def test_the_self_test_on_a_phone(call, manager, new_person, javascript):
    publish(call, manager)
    page = new_person(width=360, javascript=javascript)
    page.goto(URL)
    page.get_by_role("link", name="Le savoir en une minute").click()
    for group in page.get_by_role("group").all():
        group.get_by_label("oui").check()
    page.get_by_role("button", name="Voir la réponse").click()
    page.get_by_role("heading", name="Oui, vous pouvez candidater").first.wait_for()
    if javascript:
        assert_accessible(page)
        assert_fits(page)
    group = page.get_by_role("group").first
    group.get_by_label("non").check()
    page.get_by_role("button", name="Refaire le test").click()
    page.get_by_role("heading", name="Non, cet appel").first.wait_for()
