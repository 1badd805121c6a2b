import pytest

from essaim.cases.models import Case
from tests.factories import LaureateFactory, OrganisationFactory, ThemeFactory
from tests.personas import client_of
from tests.replications.made import (
    Relation,
    Status,
    draft_case,
    freeze_version,
    published_version,
    replicate,
)

pytestmark = pytest.mark.django_db


def test_the_public_sheet_and_its_tree(client, version):
    first = replicate(version, adopter=OrganisationFactory(name="Premier", departement_code="29"))
    second = replicate(version, through=first, adopter=OrganisationFactory(name="Deuxième"))
    replicate(version, through=second, adopter=OrganisationFactory(name="Troisième"))
    replicate(
        version,
        status=Status.ABANDONED,
        abandon_reason="cost",
        abandon_note="Trop cher",
        adopter=OrganisationFactory(name="Quatrième"),
    )
    answer = client.get(version.case.get_absolute_url())
    page = answer.text
    assert "Premier (29)" in page
    assert page.index("Premier") < page.index("Deuxième") < page.index("Troisième")
    assert "génération 3" in page
    assert "Trop cher" in page
    assert '<meta property="og:title"' in page
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in page
    for intention in ("inspiration", "adaptation", "duplication"):
        assert f"reprendre/?intention={intention}" in page


def test_an_old_version_points_to_the_newest(client, version):
    Case.objects.filter(pk=version.case_id).update(title="Un titre nouveau")
    version.case.refresh_from_db()
    freeze_version(version.case)
    url = version.case.get_absolute_url()
    old = client.get(f"{url}v1/").text
    assert "n’est plus la dernière" in old
    assert "Un titre nouveau" not in old
    assert "Un titre nouveau" in client.get(url).text
    assert "n’est plus la dernière" not in client.get(f"{url}v2/").text
    assert client.get(f"{url}v3/").status_code == 404


def test_a_draft_is_for_its_authors_with_what_is_unknown(people):
    case = draft_case(laureate=people.laureate)
    url = case.get_absolute_url()
    page = client_of(people.applicant).get(url)
    assert "n’est pas publiée" in page.text
    assert "ne sont pas encore connues" in page.text
    for persona in ("visitor", "other_applicant", "juror", "adopter"):
        assert client_of(getattr(people, persona)).get(url).status_code == 404
    assert client_of(people.applicant).get(f"{url}reprendre/").status_code == 404


def test_the_pdf(client, version):
    pytest.importorskip("weasyprint")
    answer = client.get(f"{version.case.get_absolute_url()}pdf/")
    assert answer.content[:5] == b"%PDF-"
    assert answer["Content-Type"] == "application/pdf"


def test_same_queries_for_the_sheet(version, client, same_queries):
    def add():
        replicate(version, through=replicate(version))

    same_queries(lambda: client.get(version.case.get_absolute_url()), add)


def test_same_queries_for_the_sheet_of_someone_signed_in(people, version, same_queries):
    client = client_of(people.applicant)
    same_queries(lambda: client.get(version.case.get_absolute_url()), lambda: replicate(version))


def test_same_queries_for_the_list(client, same_queries):
    same_queries(lambda: client.get("/reprises/"), lambda: replicate(published_version()))


def test_same_queries_for_one_replication(client, version, same_queries):
    replication = replicate(version)
    same_queries(
        lambda: client.get(replication.get_absolute_url()),
        lambda: replicate(version, through=replication),
    )


def test_filters(client):
    theme = ThemeFactory(slug="accueil")
    version = published_version()
    version.case.themes.add(theme)
    OrganisationFactory(family="departement", insee_code="29", name="Finistère")
    here = OrganisationFactory(name="Brestoise", departement_code="29")
    replicate(version, adopter=here, status=Status.UNDERWAY, relation=Relation.PARTIAL)
    replicate(published_version(), adopter=OrganisationFactory(name="Ailleurs"))
    for query in ("state=underway", "relation=partial", "departement=29", "theme=accueil"):
        page = client.get(f"/reprises/?{query}").text
        assert "Brestoise" in page
        assert "Ailleurs (" not in page
    assert "Aucune reprise ne correspond" in client.get("/reprises/?state=decided").text
    unknown = client.get("/reprises/?state=nimporte&page=zzz")
    assert unknown.status_code == 200


def test_empty_places(client, version):
    assert "Personne ne l’a encore reprise" in client.get(version.case.get_absolute_url()).text
    assert "Aucune reprise déclarée" in client.get("/reprises/").text
    assert "version 1" in client.get("/reprises/regle/").text


def test_pages_of_the_list(client):
    version = published_version(laureate=LaureateFactory())
    for _ in range(21):
        replicate(version)
    page = client.get("/reprises/?state=in_service").text
    assert "state=in_service&amp;page=2" in page
    assert "Page 2 sur 2" in client.get("/reprises/?state=in_service&page=2").text


def test_everything_typed_is_escaped(client, version):
    nasty = "<script>alert(1)</script>"
    replication = replicate(
        version, adopter=OrganisationFactory(name=nasty), motive=nasty, changes_summary=nasty
    )
    for url in (version.case.get_absolute_url(), replication.get_absolute_url(), "/reprises/"):
        assert nasty not in client.get(url).text
