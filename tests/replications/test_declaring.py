import pytest

from essaim.accounts.models import LogEntry, OutboxMail
from essaim.base.ids import reference
from essaim.cases.models import Case
from essaim.replications import actions
from essaim.replications.models import Adaptation, LineageEdge, Replication
from tests.factories import OrganisationFactory
from tests.personas import client_of
from tests.replications.made import Level, Relation, Status, published_version, replicate

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(version, adopter_body):
    """What the form posts: two components, two additions."""
    parts = {
        "form-TOTAL_FORMS": 4,
        "form-INITIAL_FORMS": 4,
        "form-0-nature": "modified",
        "form-0-reason": "size",
        "form-0-note": "Une heure au lieu de deux",
        "form-1-nature": "",
        "form-2-added": "Une affiche",
        "form-3-added": "",
    }
    return {
        "adopter": adopter_body.code,
        "relation": "adaptation",
        "status": "underway",
        "since": "2026-03",
        "motive": "Personne ne sait accueillir.",
        "changes_summary": "",
        "visibility": "public",
        "contact_email": "dgs@adopte.fr",
        **parts,
    }


def url_of(version):
    return f"/fiches/{version.case.public_id}/reprendre/"


def test_type_check_declare(people, version, adopter_body, form):
    client = client_of(people.adopter)
    assert 'value="adaptation"' in client.get(url_of(version) + "?intention=adaptation").text
    checked = client.post(url_of(version), {**form, "check": 1})
    assert "Rien n’est encore envoyé" in checked.text
    assert "Une heure au lieu de deux" in checked.text
    assert not Replication.objects.exists()
    changed = client.post(url_of(version), {**form, "change": 1})
    assert "Personne ne sait accueillir." in changed.text
    done = client.post(url_of(version), {**form, "declare": 1}, follow=True)
    assert "La reprise est déclarée" in done.text
    replication = Replication.objects.get()
    assert (replication.adopter, replication.status) == (adopter_body, Status.UNDERWAY)
    assert replication.verification == Level.DECLARED
    assert replication.parent_edges.get().case_version == version
    said = [(a.component, a.nature) for a in replication.adaptations.all()]
    assert said == [("Module de formation", "modified"), ("Une affiche", "added")]


def test_a_refused_form_says_what_to_correct(people, version, form):
    answer = client_of(people.adopter).post(
        url_of(version), {**form, "relation": "", "since": "mars", "check": 1}
    )
    assert answer.status_code == 200
    assert "Il y a un problème" in answer.text
    assert not Replication.objects.exists()


def test_the_origin_is_asked_by_a_link_and_everything_is_written(
    people, version, adopter_body, mailed_token
):
    replication = actions.declare(
        version, adopter_body, Relation.ADAPTATION, people.adopter, position="DGS"
    )
    assert mailed_token(people.applicant.email)
    assert [e.verb for e in LogEntry.objects.filter(ref=reference(replication))] == ["declare"]
    newcomer = OrganisationFactory()
    other = actions.declare(
        version,
        newcomer,
        Relation.INSPIRATION,
        people.adopter,
        position="Agent",
        through=replication,
    )
    assert people.adopter.memberships.get(organisation=newcomer).position == "Agent"
    assert other.parent_edges.get().through == replication


@pytest.mark.parametrize("known", ["contact", "owner", "nobody"])
def test_who_is_asked(people, adopter_body, known):
    if known == "contact":
        version = published_version(laureate=people.laureate, contact_email="Equipe@Origine.fr")
    elif known == "owner":
        version = published_version(laureate=people.laureate)
    else:
        people.laureate.application = None
        people.laureate.save()
        version = published_version(laureate=people.laureate)
    actions.declare(version, adopter_body, Relation.ADAPTATION, people.adopter)
    expected = {
        "contact": "equipe@origine.fr",
        "owner": people.applicant.email,
        "nobody": people.manager.email,
    }
    assert OutboxMail.objects.get().recipient == expected[known]


def test_the_declarer_is_never_the_one_asked(people, version, adopter_body):
    actions.declare(version, adopter_body, Relation.ADAPTATION, people.applicant)
    assert OutboxMail.objects.get().recipient == people.manager.email


def test_a_second_declaration_leads_to_the_first(people, version, form):
    client = client_of(people.adopter)
    client.post(url_of(version), {**form, "declare": 1})
    first = Replication.objects.get()
    again = client.post(url_of(version), {**form, "declare": 1})
    assert again.url == first.get_absolute_url()
    assert Replication.objects.count() == 1


def test_a_new_start_is_allowed_after_an_ending(people, version, adopter_body):
    first = actions.declare(version, adopter_body, Relation.ADAPTATION, people.adopter)
    actions.abandon(first, "cost", "", people.adopter)
    actions.declare(version, adopter_body, Relation.ADAPTATION, people.adopter)
    assert Replication.objects.count() == 2


def test_a_hidden_record_neither_blocks_nor_shows(people, version, adopter_body):
    replicate(version, adopter=adopter_body, visibility=Replication.Visibility.PRIVATE)
    assert actions.declare(version, adopter_body, Relation.ADAPTATION, people.adopter)


def test_refusals(people, version, adopter_body):
    with pytest.raises(actions.OwnCase):
        actions.declare(version, version.case.origin, Relation.ADAPTATION, people.adopter)
    elsewhere = replicate(published_version())
    with pytest.raises(actions.NotAParent):
        actions.declare(
            version, adopter_body, Relation.ADAPTATION, people.adopter, through=elsewhere
        )
    Case.objects.filter(pk=version.case_id).update(status=Case.Status.ARCHIVED)
    with pytest.raises(actions.CaseNotPublished):
        actions.declare(version, adopter_body, Relation.ADAPTATION, people.adopter)
    assert LineageEdge.objects.count() == 1


def test_several_parents_never_a_loop(people):
    first, second = published_version(), published_version()
    one = replicate(first, declared_by=people.adopter)
    two = replicate(second, declared_by=people.adopter)
    actions.add_parent(one, second, people.adopter, through=two)
    assert one.relation == Relation.MERGE
    with pytest.raises(actions.AlreadyDeclared):
        actions.add_parent(one, second, people.adopter)
    with pytest.raises(actions.NotAParent):
        actions.add_parent(two, first, people.adopter, through=one)
    with pytest.raises(actions.NotYourReplication):
        actions.add_parent(two, first, people.juror)


def test_mentioned_by_a_source_once(people, version):
    fields = {"sources": "Presse, novembre 2023", "status": Status.UNDERWAY, "since": "2023-11"}
    one = actions.record_from_sources(
        version, "10 centres de secours", Relation.REPRODUCTION, people.manager, **fields
    )
    same = actions.record_from_sources(
        version, "10 centres de secours", Relation.REPRODUCTION, people.manager, **fields
    )
    assert one == same
    page = client_of(None).get(version.case.get_absolute_url()).text
    assert "10 centres de secours" in page
    assert "En cours depuis novembre 2023" in page
    assert client_of(None).get(one.get_absolute_url()).status_code == 200


def test_describe_afterwards(people, version, form):
    replication = replicate(version, declared_by=people.adopter)
    Adaptation.objects.create(replication=replication, component="Fiches de signes", nature="kept")
    url = replication.get_absolute_url() + "modifier/"
    client = client_of(people.adopter)
    assert client.get(url).status_code == 200
    assert client_of(people.juror).get(url).status_code == 404
    assert client.post(url, form).url == replication.get_absolute_url()
    assert {a.component for a in replication.adaptations.all()} == {
        "Module de formation",
        "Une affiche",
    }
    actions.describe_adaptation(
        replication, "Module de formation", "dropped", "budget", "", people.adopter
    )
    assert replication.adaptations.get(component="Module de formation").nature == "dropped"
    with pytest.raises(actions.NotYourReplication):
        actions.describe(replication, people.juror, adaptations=[], motive="")
