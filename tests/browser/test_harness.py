import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_static_files_and_pages_reach_the_browser(page, live_server):
    response = page.goto("/static/base/essaim.css")
    assert response.status == 200
