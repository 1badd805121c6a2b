import pytest
from django.test import Client

from essaim.applications.models import Laureate
from essaim.calls.models import Call
from essaim.territories.models import Family
from tests.factories import CallFactory, LaureateFactory, OrganisationFactory, UserFactory
from tests.personas import client_of

pytestmark = pytest.mark.django_db
READING_PAGES = [
    "/",
    "/laureats/",
    "/carte/",
    "/chiffres/",
    "/aide/",
    "/accessibilite/",
    "/donnees-personnelles/",
    "/mentions-legales/",
]


@pytest.mark.parametrize("path", READING_PAGES)
def test_a_reader_without_account_gets_every_page_and_no_cookie_even_on_an_empty_site(path):
    response = Client().get(path)
    assert response.status_code == 200
    assert not response.cookies


def test_home_says_which_call_is_open_and_until_when():
    call = CallFactory(title="Appel du printemps")
    page = Client().get("/").content.decode()
    assert "Appel du printemps" in page
    assert call.get_absolute_url() in page
    assert "heure de Paris" in page


def test_home_says_when_no_call_is_open():
    CallFactory(status=Call.Status.ARCHIVED)
    assert "Aucun appel n’est ouvert" in Client().get("/").content.decode()


def test_a_demonstration_never_counts():
    LaureateFactory(call__is_demonstration=True)
    page = Client().get("/chiffres/")
    assert page.context["figures"]["laureates"] == 0


def test_the_map_and_its_list_say_the_same():
    organisation = OrganisationFactory(name="Renac", departement_code="35")
    LaureateFactory(organisation=organisation, subject="Redynamiser le bourg")
    page = Client().get("/carte/").content.decode()
    assert 'href="#dep-35"' in page
    assert 'id="dep-35"' in page
    assert "Redynamiser le bourg" in page


def test_laureates_of_a_call_without_known_names_are_said_to_be_unknown():
    CallFactory(title="Appel six", laureates_known=Call.LaureatesKnown.UNKNOWN)
    page = Client().get("/laureats/").content.decode()
    assert "Appel six" in page
    assert "n’ont pas été retrouvés" in page


def test_laureate_list_costs_the_same_with_one_and_three(same_queries):
    call = CallFactory()
    same_queries(lambda: Client().get("/laureats/"), lambda: LaureateFactory(call=call))


def test_a_territory_answers_by_its_official_code():
    departement = OrganisationFactory(
        family=Family.DEPARTEMENT, insee_code="35", name="Ille-et-Vilaine"
    )
    commune = OrganisationFactory(insee_code="35237", name="Renac", departement=departement)
    LaureateFactory(organisation=commune, subject="Redynamiser le bourg")
    for code in ("35237", "35"):
        page = Client().get(f"/territoires/{code}/").content.decode()
        assert "Redynamiser le bourg" in page


def test_an_unknown_code_is_a_404_that_says_so():
    response = Client().get("/territoires/99999/")
    assert response.status_code == 404


def test_language_is_french_until_another_is_chosen():
    client = Client(headers={"accept-language": "en"})
    assert '<html lang="fr"' in client.get("/").content.decode()
    assert client.get("/langue/en/?suivant=/chiffres/").url == "/chiffres/"
    assert '<html lang="en"' in client.get("/").content.decode()


@pytest.mark.parametrize("hostile", ["//e.fr", "/\\e.fr", "https://e.fr", "javascript:1"])
def test_choosing_a_language_never_leads_off_the_site(hostile):
    assert Client().get("/langue/en/", {"suivant": hostile}).url == "/"


def test_sitemap_lists_public_pages_only():
    CallFactory(slug="secret", status=Call.Status.DRAFT)
    CallFactory(slug="public")
    page = Client().get("/sitemap.xml").content.decode()
    assert "/appels/public/" in page
    assert "/appels/secret/" not in page


def test_health_answers_json():
    answer = Client().get("/sante/").json()
    assert answer["status"] == "ok"


def test_the_workspace_of_someone_new_leads_to_the_open_call():
    call = CallFactory(title="Appel du printemps")
    page = client_of(UserFactory()).get("/mon-espace/").content.decode()
    assert "Rien ne vous attend" in page
    assert call.get_absolute_url() in page


def test_the_workspace_of_each_person_shows_what_is_theirs(people):
    page = client_of(people.applicant).get("/mon-espace/").content.decode()
    assert people.application.title in page
    assert people.other_application.title not in page
    page = client_of(people.manager).get("/mon-espace/").content.decode()
    assert "Examiner la recevabilité" in page
    page = client_of(people.juror).get("/mon-espace/").content.decode()
    assert "Signer votre déclaration d’intérêts" in page


def test_deleted_laureates_leave_no_trace_on_the_map():
    LaureateFactory()
    Laureate.objects.all().delete()
    assert "Rien à montrer" in Client().get("/carte/").content.decode()
