"""Many files: a plan computed apart, looked at, applied; what was begun never moves."""

import pytest
from django.urls import reverse

from essaim.calls.models import Theme
from essaim.jury import actions, exceptions
from essaim.jury.computing import compute
from essaim.jury.models import Assignment, Computation, Conflict, Expertise
from tests.jury.conftest import make_file
from tests.personas import client_of


@pytest.fixture
def many(declared):
    """Twelve files for four readers in their own right, two readings each."""
    for number in range(8):
        declared.files.append(make_file(declared.call, f"Commune {number}"))
    return declared


def planned(jury, **options) -> Computation:
    return compute(actions.deal(jury.panel, options, jury.manager))


def loads_of(jury) -> dict[str, int]:
    return {name: seat.assignments.count() for name, seat in jury.seats.items()}


def test_many_files_are_dealt_evenly_once_the_plan_is_applied(many):
    plan = planned(many)
    assert not Assignment.objects.exists()
    assert actions.apply_plan(plan, many.manager) == (24, 0)
    loads = loads_of(many)
    assert loads.pop("sub") == 0
    assert set(loads.values()) == {6}
    assert not reading_exists(many, "ana", many.files[0])


def reading_exists(jury, name, file) -> bool:
    return Assignment.objects.filter(juror=jury.seats[name], application=file).exists()


def test_files_go_to_those_who_know_their_themes(many):
    theme = Theme.objects.create(slug="accueil", name="Accueil")
    for file in many.files[4:8]:
        file.themes.set([theme])
    for name in ("bob", "deputy"):
        actions.declare_expertise({theme: Expertise.Level.EXPERT}, {}, many.seats[name].user)
    actions.apply_plan(planned(many), many.manager)
    for file in many.files[4:8]:
        assert reading_exists(many, "bob", file)
        assert reading_exists(many, "deputy", file)


def test_what_was_begun_stays_and_a_newcomer_takes_their_share(many):
    actions.apply_plan(planned(many), many.manager)
    begun = many.seats["ana"].assignments.first()
    actions.grade(begun, {}, "Début", "", many.ana)
    late = actions.invite_juror(many.panel, "zoe@exemple.fr", "Zoé", many.manager)
    actions.declare_interests(late, [], late.user)
    actions.dismiss_juror(many.seats["bob"], many.manager)
    plan = planned(many)
    added, removed = actions.apply_plan(plan, many.manager)
    assert (added, removed) == (6, 0)
    assert Assignment.objects.filter(pk=begun.pk).exists()
    assert late.assignments.count() >= 4


def test_nobody_reads_more_than_they_said(many):
    actions.declare_expertise({}, {many.seats["ana"]: 2}, many.ana)
    actions.apply_plan(planned(many), many.manager)
    assert loads_of(many)["ana"] <= 2
    assert Assignment.objects.count() == 24


def test_two_of_one_college_never_read_the_same_file(many):
    for name, college in (
        ("ana", "Élus"),
        ("bob", "Élus"),
        ("chair", "Agents"),
        ("deputy", "Agents"),
    ):
        seat = many.seats[name]
        seat.college = college
        seat.save()
    actions.apply_plan(planned(many, one_per_college=True), many.manager)
    for file in many.files:
        colleges = [reading.juror.college for reading in file.assignments.all()]
        assert len(set(colleges)) == len(colleges) == 2


def test_what_cannot_be_served_is_said_in_words_with_what_would_help(many):
    renac = many.files[0]
    for name in ("bob", "deputy"):
        seat = many.seats[name]
        actions.declare_conflict(seat, renac.organisation, Conflict.Kind.OTHER, "", seat.user)
    plan = planned(many)
    assert plan.status == "failed"
    assert "Ville de Renac" in plan.error
    assert "Chair" in plan.error
    assert "Invitez un juré" in plan.error


def test_loads_too_small_are_named(many):
    for seat in many.seats.values():
        actions.declare_expertise({}, {seat: 3}, seat.user)
    plan = planned(many)
    assert plan.status == "failed"
    assert "Il manque 12 lectures" in plan.error
    assert "Augmentez le nombre de lectures de Ana, Bob, Chair, Deputy" in plan.error


def test_a_plan_of_yesterday_is_not_applied(many):
    plan = planned(many)
    actions.declare_conflict(
        many.seats["bob"], many.files[5].organisation, Conflict.Kind.OTHER, "", many.bob
    )
    with pytest.raises(exceptions.PlanStale):
        actions.apply_plan(plan, many.manager)
    assert not Assignment.objects.exists()
    page = client_of(many.manager).get(reverse("jury:plan_edit", args=[many.panel.public_id])).text
    assert "pour en demander un nouveau" in page


def test_a_plan_is_applied_once_by_those_who_run_the_jury(many):
    plan = planned(many)
    with pytest.raises(exceptions.NotAllowed):
        actions.apply_plan(plan, many.ana)
    actions.apply_plan(plan, many.chair)
    with pytest.raises(exceptions.PlanStale):
        actions.apply_plan(plan, many.chair)


def test_the_same_facts_and_seed_give_the_same_plan(many):
    first = planned(many)
    again = actions.deal(many.panel, {}, many.manager)
    again.seed = first.seed
    compute(again)
    assert again.result["readings"] == first.result["readings"]
    assert again.instance_hash == first.instance_hash


def test_the_page_asks_shows_then_applies(many):
    client = client_of(many.manager)
    url = reverse("jury:plan_edit", args=[many.panel.public_id])
    answer = client.post(reverse("jury:plan_deal", args=[many.panel.public_id]))
    computation = Computation.objects.get()
    assert answer.url == computation.get_absolute_url()
    compute(computation)
    page = client.get(url).text
    assert "À ajouter\xa0: 24. À retirer\xa0: 0. Inchangées\xa0: 0." in page
    assert "leurs notes pourront être comparées" in page
    answer = client.post(reverse("jury:plan_apply", args=[computation.public_id]), follow=True)
    assert "24 lectures ajoutées" in answer.text
    assert "Plan proposé" not in answer.text


def test_a_chair_with_a_link_learns_nothing_of_the_file_from_the_proposal(many):
    hidden = many.files[5]
    actions.declare_conflict(
        many.seats["chair"], hidden.organisation, Conflict.Kind.PERSONAL, "", many.chair
    )
    planned(many)
    url = reverse("jury:plan_edit", args=[many.panel.public_id])
    page = client_of(many.chair).get(url).text
    assert "dossiers que vous ne voyez pas" in page
    assert str(hidden.organisation) not in page


def test_a_juror_says_what_they_know_well_and_how_much_they_can_read(declared):
    theme = Theme.objects.create(slug="accueil", name="Accueil")
    seat, client = declared.seats["ana"], client_of(declared.ana)
    url = reverse("jury:expertise_edit")
    sent = {f"theme_{t.slug}": "0" for t in Theme.objects.all()}
    sent |= {"theme_accueil": "3", f"most_{seat.public_id}": "12"}
    answer = client.post(url, {**sent, f"most_{seat.public_id}": "beaucoup"})
    assert answer.status_code == 422
    assert "beaucoup" in answer.text
    assert client.post(url, sent).status_code == 302
    seat.refresh_from_db()
    assert seat.most_readings == 12
    assert list(declared.ana.expertises.values_list("theme", "level")) == [(theme.pk, 3)]
    assert client_of(declared.outsider).get(url).status_code == 404
