"""The API tells what the pages tell, and nothing that they keep to themselves."""

import json

import pytest
from django.test import Client

from essaim.applications.models import Laureate
from essaim.replications.models import Replication
from tests.factories import LaureateFactory
from tests.personas import make_people
from tests.replications.made import draft_case, published_version, replicate
from tests.replications.world import build_replications
from tests.trust.history import load_the_programme

pytestmark = pytest.mark.django_db
LISTS = ["calls", "laureates", "cases", "replications"]


def read(name: str, **parameters) -> dict:
    response = Client().get(f"/api/v1/{name}", parameters)
    assert response.status_code == 200
    assert not response.cookies
    return response.json()


@pytest.fixture
def world(db):
    people = make_people()
    return {"people": people, **build_replications(people)}


def test_the_numbers_are_those_of_the_pages():
    load_the_programme()
    figures = Client().get("/chiffres/").context["figures"]
    laureates = read("laureates", limit=100)
    assert laureates["count"] == figures["laureates"] == 14
    assert read("cases")["count"] == figures["cases"]
    real = [call for call in read("calls")["items"] if not call["is_demonstration"]]
    assert len(real) == figures["calls"]
    page = Client().get("/laureats/").text
    for laureate in laureates["items"]:
        assert laureate["subject"] in page.replace("&#x27;", "'")


def test_a_sheet_reads_the_same(world):
    case = world["case"]
    served = read(f"cases/{case.public_id}")
    assert served["content"] == world["case_version"].content
    assert served["content"]["summary"] in Client().get(case.get_absolute_url()).text


def test_what_is_in_preparation_is_not_served(world):
    draft = draft_case(title="Secret de brouillon")
    replication = world["replication"]
    private = Replication.Visibility.PRIVATE
    Replication.objects.filter(pk=replication.pk).update(visibility=private)
    assert Client().get(f"/api/v1/cases/{draft.public_id}").status_code == 404
    everything = json.dumps([read(name, limit=100) for name in LISTS])
    assert "Secret de brouillon" not in everything
    assert draft.public_id not in everything
    assert replication.public_id not in everything


def test_no_one_is_named_by_address(world):
    everything = json.dumps([read(name, limit=100) for name in LISTS])
    assert "@" not in everything
    for person in (world["people"].applicant, world["people"].manager, world["people"].adopter):
        assert person.name not in everything


def test_lists_come_by_pages():
    laureate = LaureateFactory()
    for _number in range(4):
        LaureateFactory(call=laureate.call)
    first = read("laureates", limit=2)
    rest = read("laureates", limit=100, offset=2)
    assert first["count"] == rest["count"] == 5
    assert [len(first["items"]), len(rest["items"])] == [2, 3]
    subjects = {row["subject"] for row in first["items"] + rest["items"]}
    assert subjects == set(Laureate.objects.values_list("subject", flat=True))


def test_laureates_of_one_call():
    laureate = LaureateFactory()
    LaureateFactory()
    found = read("laureates", call=laureate.call.slug)["items"]
    assert [row["subject"] for row in found] == [laureate.subject]


def test_laureates_cost_the_same_with_one_and_with_three(same_queries):
    same_queries(lambda: Client().get("/api/v1/laureates"), LaureateFactory)


@pytest.mark.parametrize("name", ["cases", "replications"])
def test_sheets_and_replications_cost_the_same(name, same_queries):
    same_queries(lambda: Client().get(f"/api/v1/{name}"), lambda: replicate(published_version()))
