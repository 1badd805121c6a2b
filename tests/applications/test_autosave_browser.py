"""Writing in a real browser while the network, the session or a colleague gets in the way."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from essaim.accounts.models import OutboxMail
from essaim.applications import actions
from essaim.applications.models import Application
from tests.applications.autosaving import alarm, field, saved, state, value_of, writer
from tests.browser.checks import assert_accessible, assert_fits

__all__ = ["writer"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORED = """async () => [localStorage.length, sessionStorage.length,
    (await indexedDB.databases()).length, document.cookie]"""


def test_what_is_typed_is_there_after_a_reload_and_on_another_device(draft, amel, writer):
    """F27: the page dies right after « Enregistré »; the second device has every word. S59."""
    page = writer(amel, draft, width=360)
    assert_accessible(page)
    expect(state(page)).to_be_in_viewport()
    field(page).fill("Deux agents, trente appels.")
    saved(page)
    expect(state(page)).to_be_in_viewport()
    assert value_of(draft) == "Deux agents, trente appels."
    field(page).press("Control+End")
    page.keyboard.type(" Par jour.")
    expect(page.locator("[name=version]")).to_have_value("2")
    assert page.evaluate(STORED) == [0, 0, 0, ""]
    assert_accessible(page)
    assert_fits(page)
    page.context.close()
    other = writer(amel, draft)
    expect(field(other)).to_have_value("Deux agents, trente appels. Par jour.")


def test_a_dead_network_is_told_and_survived(draft, amel, writer):
    """F07: never « enregistré » without the server’s answer; then it goes by itself."""
    page = writer(amel, draft, width=320, clock=True)
    page.context.set_offline(True)
    field(page).fill("Tapé dans le train")
    page.clock.run_for(2_000)
    expect(state(page)).to_have_text(re.compile("Pas enregistré.*Nouvel essai dans 2\u00a0s"))
    assert not draft.answers.exists()
    assert_accessible(page)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.clock.run_for(100)
    expect(page.locator("#enregistrement")).to_be_focused()
    page.clock.run_for(10_000)
    expect(alarm(page)).to_have_text(re.compile("toujours pas enregistré"))
    assert_accessible(page)
    assert_fits(page)
    page.context.set_offline(False)
    saved(page)
    assert value_of(draft) == "Tapé dans le train"
    expect(alarm(page)).to_have_text("")


def test_a_silent_server_is_told_within_ten_seconds(draft, amel, writer):
    page = writer(amel, draft, clock=True)
    page.route("**/garder/", lambda route: None)
    field(page).fill("Sans réponse")
    page.clock.run_for(4_000)
    expect(state(page)).to_have_text("Enregistrement…")
    page.clock.run_for(6_000)
    expect(state(page)).to_have_text(re.compile("Pas enregistré"))
    page.unroute("**/garder/")
    page.clock.run_for(3_000)
    saved(page)
    assert value_of(draft) == "Sans réponse"


def test_leaving_warns_only_of_what_is_not_saved(draft, amel, writer):
    page = writer(amel, draft)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    field(page).fill("Un")
    field(page).blur()
    saved(page)
    page.reload()
    assert not asked
    page.context.set_offline(True)
    field(page).press_sequentially("Deux")
    page.context.set_offline(False)
    page.route("**/garder/", lambda route: route.abort())
    page.reload()
    assert asked == ["beforeunload"]


def sign_in_again(page, email) -> None:
    """In the page, by keyboard."""
    dialog = page.get_by_role("dialog", name="Votre session s’est fermée")
    dialog.get_by_label("Votre adresse électronique").wait_for()
    assert_accessible(page)
    page.keyboard.type(email)
    page.keyboard.press("Enter")
    dialog.get_by_label("Code reçu").wait_for()
    assert_accessible(page)
    mail = OutboxMail.objects.filter(kind="sign_in_code", recipient=email).latest("pk")
    page.keyboard.type(re.match(r"\d{6}", mail.subject)[0])
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def test_a_lost_session_opens_again_in_place(draft, amel, writer):
    """F06: not a character is lost, and the page was never left."""
    page = writer(amel, draft, width=320)
    typed = "Ligne une « œuvre »\n\n  et & <b>deux</b> €"
    field(page).fill(typed)
    Session.objects.all().delete()
    field(page).blur()
    expect(alarm(page)).to_have_text(re.compile("votre session s’est fermée"))
    page.get_by_role("dialog").wait_for()
    assert_fits(page)
    sign_in_again(page, amel.email)
    saved(page)
    expect(field(page)).to_have_value(typed)
    assert value_of(draft) == typed
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/questions/probleme/")
    assert page.evaluate(STORED) == [0, 0, 0, ""]


def test_someone_else_signs_in_in_place(draft, amel, marie, writer):
    page = writer(amel, draft)
    field(page).fill("Tapé par Amel")
    Session.objects.all().delete()
    field(page).blur()
    sign_in_again(page, marie.email)
    expect(alarm(page)).to_have_text(re.compile("au nom de Marie Dupont"))
    assert not draft.answers.exists()
    page.get_by_role("button", name="Réessayer maintenant").click()
    saved(page)
    assert draft.answers.get().changed_by == marie


def test_two_writers_choose_by_keyboard(draft, amel, marie, writer):
    """F05: both texts on the page; merged, nothing of either is lost."""
    hers, his = writer(marie, draft), writer(amel, draft, width=320)
    field(hers).fill("Le texte de Marie")
    field(hers).blur()
    saved(hers)
    field(his).fill("Le texte d’Amel")
    field(his).blur()
    panel = his.get_by_role("region", name=re.compile("Marie Dupont a modifié cette réponse"))
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("Le texte de Marie")
    expect(alarm(his)).to_have_text(re.compile("quelqu’un a écrit en même temps"))
    expect(field(his)).to_have_value("Le texte d’Amel")
    assert_accessible(his)
    assert_fits(his)
    assert value_of(draft) == "Le texte de Marie"
    his.keyboard.press("Tab")
    expect(his.get_by_role("button", name="Mettre les deux à la suite")).to_be_focused()
    his.keyboard.press("Enter")
    saved(his)
    assert value_of(draft) == "Le texte d’Amel\n\nLe texte de Marie"
    expect(field(his)).to_be_focused()
    field(hers).fill("Marie insiste")
    field(hers).blur()
    hers.get_by_role("button", name="Garder le sien").click()
    expect(field(hers)).to_have_value("Le texte d’Amel\n\nLe texte de Marie")
    field(hers).fill("Marie, seule")
    field(hers).blur()
    saved(hers)
    field(his).fill("Amel, seule")
    field(his).blur()
    his.get_by_role("button", name="Garder le mien").click()
    saved(his)
    assert value_of(draft) == "Amel, seule"


def test_too_long_says_so_and_keeps_the_text(draft, amel, writer):
    page = writer(amel, draft, width=320)
    field(page).fill("mot " * 130)
    field(page).blur()
    expect(state(page)).to_have_text(re.compile("Pas enregistré. 20 caractères de trop"))
    assert_accessible(page)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_role("heading", name="Il y a un problème").wait_for()
    expect(field(page)).to_have_value("mot " * 130)
    assert_accessible(page)
    field(page).fill("Assez court")
    saved(page)


def test_a_deposit_meanwhile_leaves_the_text_on_the_page(draft, amel, writer):
    page = writer(amel, draft)
    Application.objects.update(status=Application.Status.SUBMITTED, submitted_at=timezone.now())
    field(page).fill("Une phrase de trop")
    field(page).blur()
    expect(alarm(page)).to_have_text(re.compile("Pas enregistré.*n’est plus un brouillon"))
    expect(field(page)).to_have_value("Une phrase de trop")


def test_an_answer_kept_before_is_not_lost_by_a_late_first_page(draft, amel, question, writer):
    """The second device was opened before the first one saved: a conflict, not an overwriting."""
    second = writer(amel, draft)
    actions.answer(draft, question("contexte"), "Du téléphone", 0, by=amel)
    field(second).fill("De l’ordinateur")
    field(second).blur()
    second.get_by_role("region", name=re.compile("Amel Porteuse a modifié")).wait_for()
    assert value_of(draft) == "Du téléphone"
