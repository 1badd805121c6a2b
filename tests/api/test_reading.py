"""The read-only API: open to anyone, described by itself."""

import pytest

from tests.factories import CallFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_the_description_lists_every_operation(client):
    description = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/calls", "/api/v1/laureates", "/api/v1/cases", "/api/v1/organisations"} <= set(
        description["paths"]
    )
    assert all(set(methods) == {"get"} for methods in description["paths"].values())


def test_the_documentation_page_is_public(client):
    response = client.get("/api/v1/")
    assert response.status_code == 200
    assert "/api/v1/calls" in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize("name", ["calls", "laureates", "cases", "replications"])
def test_an_empty_site_gives_empty_lists(client, name):
    response = client.get(f"/api/v1/{name}")
    assert response.status_code == 200
    assert response.json()["count"] == 0


def test_published_calls_only(client):
    CallFactory(title="Appel public")
    CallFactory(title="Appel en préparation", status="draft")
    assert [call["title"] for call in client.get("/api/v1/calls").json()["items"]] == [
        "Appel public"
    ]


def test_calls_cost_the_same_with_one_and_with_three(client, same_queries):
    same_queries(lambda: client.get("/api/v1/calls"), CallFactory)


def test_an_organisation_by_its_public_code(client):
    commune = OrganisationFactory(name="Renac")
    found = client.get(f"/api/v1/organisations/{commune.code}")
    assert found.json()["name"] == "Renac"
    assert client.get("/api/v1/organisations/99999").status_code == 404


def test_the_api_does_not_write(client):
    assert client.post("/api/v1/calls").status_code == 405
