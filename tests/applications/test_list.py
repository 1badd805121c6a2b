"""The list of a call: searched, sorted, in pages, its searches kept under names."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from essaim.applications import actions, listing
from essaim.applications.exceptions import NotAllowed, SearchNotKept
from essaim.applications.models import (
    Application,
    CriterionCheck,
    Endorsement,
    InfoRequest,
    SavedFilter,
)
from essaim.calls.models import AdmissibilityCriterion, Wave
from essaim.territories.models import Family
from tests.applications.teams import deposited, requested
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    OrganisationFactory,
    ThemeFactory,
    UserFactory,
)
from tests.personas import client_of

pytestmark = pytest.mark.django_db


def url_of(name, call, *args):
    return reverse(f"applications:{name}", args=[call.slug, *args])


def found(call, user, **search) -> list[str]:
    return [file.title for file in listing.files_found(call, listing.read_search(search), user)]


def endorsed(file, status):
    answered = None if status == Endorsement.Status.REQUESTED else timezone.now()
    return Endorsement.objects.create(
        application=file,
        email="dgs@exemple.fr",
        status=status,
        content_sha256="0" * 64,
        requested_by=file.owner,
        answered_at=answered,
    )


def test_every_filter_keeps_what_it_says(call, manager, examiner):
    theme = ThemeFactory(slug="accueil")
    one = deposited(
        call,
        title="Un",
        examiner=examiner,
        wave=Wave.objects.create(call=call, number=2, closes_at=timezone.now()),
        organisation=OrganisationFactory(name="Métropole", family=Family.EPCI_FP, insee_code=""),
        status=Application.Status.ADMISSIBLE,
    )
    one.themes.add(theme)
    endorsed(one, Endorsement.Status.UNFAVOURABLE)
    endorsed(one, Endorsement.Status.FAVOURABLE)
    endorsed(one, Endorsement.Status.WITHDRAWN)
    two = deposited(call, title="Deux", examiner=manager)
    requested(two, by=manager)
    deposited(call, title="Trois")
    assert found(call, manager) == ["Trois", "Deux", "Un"]
    expected = {
        ("q", "metropole"): ["Un"],
        ("q", "deux"): ["Deux"],
        ("etat", "admissible"): ["Un"],
        ("suivie", "moi"): ["Deux"],
        ("suivie", "personne"): ["Trois"],
        ("suivie", str(examiner.pk)): ["Un"],
        ("vague", "2"): ["Un"],
        ("theme", "accueil"): ["Un"],
        ("famille", Family.EPCI_FP): ["Un"],
        ("avis", "favourable"): ["Un"],
        ("avis", "unfavourable"): [],
        ("avis", "aucun"): ["Trois", "Deux"],
        ("complement", InfoRequest.Status.OPEN): ["Deux"],
        ("constats", "manquants"): ["Trois", "Deux"],
        ("tri", "titre"): ["Deux", "Trois", "Un"],
        ("vague", "deux"): [],
        ("suivie", "?"): [],
        ("etat", "draft"): [],
    }
    assert {key: found(call, manager, **dict([key])) for key in expected} == expected


def test_missing_findings_are_those_of_the_checklist(call, manager):
    criterion = AdmissibilityCriterion.objects.create(call=call, position=1, text="Délais")
    checked, _other = deposited(call, title="Vu"), deposited(call, title="À voir")
    CriterionCheck.objects.create(
        application=checked, criterion=criterion, finding="met", checked_by=manager
    )
    assert found(call, manager, constats="manquants") == ["À voir"]


@pytest.mark.parametrize(
    "search",
    [
        {"q": "\x00"},
        {"q": "%'\"\\;--"},
        {"vague": "9" * 60},
        {"suivie": "9" * 60},
        {"suivie": "²"},
        {"tri": "mot_de_passe"},
        {"page": "x", "inconnu": "1"},
        {"theme": "é" * 300},
    ],
)
def test_nothing_typed_in_the_address_breaks_it(call, manager, search):
    deposited(call)
    assert client_of(manager).get(url_of("application_list", call), search).status_code == 200


def test_drafts_never_show_even_given_up(call, manager, amel):
    ApplicationFactory(call=call, title="Brouillon")
    given_up = ApplicationFactory(call=call, owner=amel, title="Abandonné")
    actions.withdraw(given_up, by=amel)
    left = deposited(call, title="Retirée", owner=amel)
    actions.withdraw(left, by=amel)
    client = client_of(manager)
    page = client.get(url_of("application_list", call)).text
    assert "Retirée" in page
    assert "Brouillon" not in page
    assert "Abandonné" not in page
    assert client.get(given_up.get_absolute_url()).status_code == 404


def test_the_search_is_shown_as_it_was_read(call, manager):
    deposited(call, title="Un", status=Application.Status.ADMISSIBLE)
    page = client_of(manager).get(url_of("application_list", call), {"etat": "admissible"})
    assert '<option value="admissible" selected>' in page.text
    assert "1 candidature<" in page.text


def test_a_search_is_kept_found_again_and_forgotten(call, manager, examiner):
    deposited(call)
    client = client_of(manager)
    keep = f"{url_of('filter_keep', call)}?etat=submitted&tri=titre&page=2"
    assert client.post(keep, {"name": "À voir"}).status_code == 302
    kept = SavedFilter.objects.get()
    assert kept.query == "etat=submitted&tri=titre"
    assert "À voir" in client.get(url_of("application_list", call)).text
    client.post(f"{url_of('filter_keep', call)}?etat=laureate", {"name": "À voir"})
    kept.refresh_from_db()
    assert kept.query == "etat=laureate"
    forget = url_of("filter_forget", call, kept.pk)
    assert client_of(examiner).post(forget).status_code == 404
    assert client.post(forget).status_code == 302
    assert not SavedFilter.objects.exists()


def test_a_search_without_name_or_wish_is_not_kept(call, manager):
    deposited(call)
    client = client_of(manager)
    page = client.post(f"{url_of('filter_keep', call)}?etat=submitted", {"name": " "})
    assert page.status_code == 200
    assert "Il y a un problème" in page.text
    page = client.post(url_of("filter_keep", call), {"name": "Tout"})
    assert page.status_code == 409
    with pytest.raises(NotAllowed):
        actions.keep_filter(call, "x", "etat=submitted", UserFactory())
    with pytest.raises(SearchNotKept):
        actions.keep_filter(call, "x", "q=" + "é" * 600, manager)
    for n in range(20):
        actions.keep_filter(call, f"n° {n}", "etat=submitted", manager)
    with pytest.raises(SearchNotKept, match="oubliez-en une"):
        actions.keep_filter(call, "de trop", "etat=submitted", manager)
    assert SavedFilter.objects.count() == 20


@pytest.mark.parametrize("search", [{}, {"q": "projet", "etat": "submitted", "suivie": "personne"}])
def test_twelve_queries_at_most_whatever_the_rows(
    call, manager, same_queries, django_assert_max_num_queries, search
):
    client, url = client_of(manager), url_of("application_list", call)
    same_queries(
        lambda: client.get(url, search),
        lambda: requested(deposited(call), by=manager),
    )
    with django_assert_max_num_queries(12):
        client.get(url, search)


def test_the_list_and_its_counts_read_an_index(call, manager):
    """Neither walks the table: with ten times the applications, the list costs the same."""
    with CaptureQueriesContext(connection) as queries:
        list(listing.files_found(call, {}, manager)[:50])
        listing.counts_by_state(call)
    if connection.vendor == "postgresql":
        pytest.skip("A planner that reads statistics takes no index in an empty table.")
    for query in queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " ".join(row[-1] for row in cursor.fetchall())
        assert "INDEX application_by_" in plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan


def test_another_programme_s_files_are_not_found(call, manager):
    other = CallFactory()
    deposited(other)
    for name in ("application_list", "application_follow", "filter_keep", "export_list"):
        assert client_of(manager).get(url_of(name, other)).status_code == 404
    old = timezone.now() - timedelta(days=400)
    assert not listing.files_found(call, {}, manager).filter(submitted_at__lt=old).exists()
