"""The search that follows the typing, in a real browser; the same page answers without it."""

import pytest

from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_results_follow_the_typing(page):
    OrganisationFactory(name="Renac", insee_code="35237")
    page.goto("/structures/rechercher/")
    page.locator("#q").press_sequentially("rénac", delay=20)
    link = page.get_by_role("link", name="Renac (35)")
    link.wait_for()
    assert page.locator("#q").input_value() == "rénac"
    assert link.get_attribute("href") == "/territoires/35237/"


@pytest.mark.parametrize("width", [320, 1280])
def test_without_javascript_a_button_does_the_same(new_person, width):
    OrganisationFactory(name="Renac", insee_code="35237")
    page = new_person(width=width, javascript=False)
    page.goto("/structures/rechercher/")
    page.fill("#q", "renac 35")
    page.get_by_role("button", name="Chercher").click()
    assert page.get_by_role("link", name="Renac (35)").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
