"""S09: no address given by the request ever leads off the site."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.factories import UserFactory
from tests.personas import client_of

pytestmark = pytest.mark.django_db

HOSTILE = [
    *("//e.fr", "///e.fr", "/\\e.fr", "\\\\e.fr", "https:e.fr", "https:/e.fr", "https://e.fr"),
    *("http:///e.fr", "javascript:alert(1)", "data:text/html,x", "%2F%2Fe.fr", "/%09/e.fr"),
    *("/\t/e.fr", "\t//e.fr", " //e.fr", "//e.fr%00", "//testserver@e.fr", "//e.fr#testserver"),
    *("https://testserver.e.fr", "https://testserver:@e.fr", "//ｅ.fr", "/\u2044/e.fr", "//e。fr"),
]
pieces = st.sampled_from(
    [
        "/",
        "//",
        "\\",
        ":",
        "@",
        "#",
        "?",
        "e.fr",
        "https",
        "testserver",
        "%2F",
        "\t",
        "\n",
        "\u3002",
        ".",
    ]
)
addresses = st.one_of(
    st.sampled_from(HOSTILE), st.lists(pieces, max_size=8).map("".join), st.text(max_size=40)
)


def stays_here(location: str) -> bool:
    """As a browser reads it: backslashes are slashes, tabs and line ends are nothing."""
    read = location.strip().translate({ord("\\"): "/", 9: None, 10: None, 13: None})
    parts = urlsplit(read)
    return not parts.scheme and not parts.netloc and not read.startswith("//")


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(address=addresses)
@example(address="//e.fr")
def test_choosing_a_language(address):
    location = Client().get("/langue/en/", {"suivant": address}).url
    assert stays_here(location), location


@pytest.mark.parametrize("address", HOSTILE)
def test_signing_in(address):
    """Someone already in, who follows a hostile « next », stays here too."""
    response = client_of(UserFactory()).get("/compte/login/", {"next": address})
    if response.status_code == 302:
        assert stays_here(response.url), response.url
    elif response.status_code == 200:
        assert f'value="{address}"' not in response.text


@pytest.mark.parametrize("address", HOSTILE)
def test_a_hostile_path_is_not_echoed_as_a_redirect(address):
    response = Client().get(f"/{address.lstrip('/')}".replace("\t", "%09"))
    assert response.status_code in (301, 302, 404)
    if response.status_code != 404:
        assert stays_here(response.url), response.url
