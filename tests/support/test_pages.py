from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.support import actions
from essaim.support.models import Activity, Coach, Journey, SkillsOffer, TimeEntry
from tests.factories import ApplicationFactory, LaureateFactory
from tests.personas import client_of

TODAY = timezone.localdate


def page(name: str, journey: Journey, **kwargs) -> str:
    return reverse(f"support:{name}", kwargs={"public_id": journey.public_id, **kwargs})


def read(user, url: str) -> str:
    response = client_of(user).get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("who", ["applicant", "co_applicant", "manager", "coach"])
def test_the_page_says_what_to_do_first_to_each_of_its_people(people, journey, who):
    text = read(getattr(people, who), journey.get_absolute_url())
    assert "À faire d’abord" in text
    assert 'aria-current="step"' in text
    assert "Suspendre" in text if who == "manager" else "Suspendre" not in text


@pytest.mark.parametrize("who", ["other_applicant", "examiner", "juror", "adopter", "admin"])
def test_others_do_not_know_it_exists(people, journey, who):
    assert client_of(getattr(people, who)).get(journey.get_absolute_url()).status_code == 404


def test_the_life_of_a_journey_through_its_pages(people, journey):
    manager, coach, laureate = map(client_of, (people.manager, people.coach, people.applicant))
    manager.post(page("offer_add", journey), {"sponsor": "Agence", "skill": "Design", "days": "8"})
    phase = journey.phases.first()
    laureate.post(
        page("milestone_add", journey),
        {"phase": phase.pk, "name": "Dix entretiens", "due_on": TODAY().isoformat()},
    )
    milestone = phase.milestones.get()
    coach.post(page("milestone_reach", journey, pk=milestone.pk))
    coach.post(
        page("activity_write", journey),
        {
            "phase": phase.pk,
            "kind": "interview",
            "title": "Entretiens au guichet",
            "held_on": TODAY().isoformat(),
            "participants": "6",
            "learnt": "On attend surtout debout.",
        },
    )
    time = {"spent_on": TODAY().isoformat(), "days": "0.5", "task": "Entretiens"}
    coach.post(page("time_enter", journey), time)
    entry = TimeEntry.objects.get()
    laureate.post(page("time_dispute", journey, pk=entry.pk), {"reason": "Un quart de journée"})
    coach.post(page("time_correct", journey, pk=entry.pk), {**time, "days": "0.25"})
    laureate.post(page("time_validate", journey, pk=entry.pk))
    laureate.post(page("objective_edit", journey), {"objective": "Attendre assis"})
    for each in journey.phases.all():
        laureate.post(page("phase_close", journey, kind=each.kind), {"outcome": f"Fin {each.kind}"})
    manager.post(page("journey_complete", journey))
    journey.refresh_from_db()
    assert journey.status == Journey.Status.COMPLETED
    assert SkillsOffer.objects.get().days == 8
    summary = read(people.co_applicant, page("journey_summary", journey))
    for words in ("Attendre assis", "Entretiens au guichet", "Fin sharing", "0,25"):
        assert words in summary


def test_a_coach_enters_by_the_invitation(people, journey):
    client_of(people.manager).post(
        page("coach_add", journey),
        {"name": "Nina", "email": "nina@exemple.fr", "sponsor": "Agence", "skill": "Écoute"},
    )
    coach = Coach.objects.get(user__email="nina@exemple.fr")
    assert "Inscrire du temps donné" in read(coach.user, journey.get_absolute_url())


def test_the_team_opens_a_journey_from_the_list(people):
    application = ApplicationFactory(call=people.call, owner=people.applicant)
    laureate = LaureateFactory(call=people.call, application=application, subject="nouveau sujet")
    assert "Nouveau sujet" in read(people.manager, reverse("support:journey_list"))
    url = reverse("support:journey_open", args=[laureate.pk])
    response = client_of(people.manager).post(url, {"starts_on": "2026-09-01"})
    journey = Journey.objects.get(laureate=laureate)
    assert response.url == journey.get_absolute_url()
    assert client_of(people.coach).get(url).status_code == 404


def test_the_team_changes_dates_and_suspends_with_a_reason(people, journey):
    client = client_of(people.manager)
    form = client.get(page("journey_schedule", journey)).context["form"]
    dates = {name: field.initial.isoformat() for name, field in form.fields.items()}
    dates["sharing_ends_on"] = (journey.ends_on.replace(day=28)).isoformat()
    assert client.post(page("journey_schedule", journey), dates).status_code == 302
    assert client.post(page("journey_suspend", journey), {"reason": ""}).status_code == 200
    client.post(page("journey_suspend", journey), {"reason": "Congés"})
    assert "Congés" in read(people.applicant, journey.get_absolute_url())


def test_wrong_input_is_said_and_kept(people, journey):
    client = client_of(people.coach)
    response = client.post(
        page("activity_write", journey),
        {"title": "Une visite", "held_on": "hier", "learnt": "Beaucoup"},
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert "Il y a un problème" in text
    assert "Beaucoup" in text


def test_a_phase_of_another_journey_is_refused(people, journey):
    other = actions.open_journey(LaureateFactory(call=people.call), TODAY(), people.manager)
    client_of(people.coach).post(
        page("milestone_add", journey),
        {"phase": other.phases.first().pk, "name": "Intrus", "due_on": TODAY().isoformat()},
    )
    assert not other.phases.first().milestones.exists()


def test_an_act_out_of_turn_gets_a_sentence(people, journey):
    entry = actions.enter_time(journey, TODAY(), Decimal(1), "Atelier", people.coach)
    response = client_of(people.coach).post(page("time_validate", journey, pk=entry.pk))
    assert response.status_code == 403
    assert "autre partie" in response.content.decode()


def test_the_page_costs_the_same_with_a_long_record(people, journey, same_queries):
    phase = journey.phases.first()

    def add():
        actions.add_milestone(phase, "Un jalon", TODAY(), people.coach)
        Activity.objects.create(
            phase=phase, kind="visit", title="Visite", held_on=TODAY(), written_by=people.coach
        )
        actions.promise_days(
            journey, f"Mécène {SkillsOffer.objects.count()}", "Écoute", Decimal(2), people.manager
        )
        actions.enter_time(journey, TODAY(), Decimal("0.25"), "Atelier", people.coach)

    client = client_of(people.applicant)
    same_queries(lambda: client.get(journey.get_absolute_url()), add)


def test_the_list_costs_the_same_with_one_journey_and_with_three(people, same_queries):
    client = client_of(people.manager)
    same_queries(
        lambda: client.get(reverse("support:journey_list")),
        lambda: actions.open_journey(LaureateFactory(call=people.call), TODAY(), people.manager),
    )
