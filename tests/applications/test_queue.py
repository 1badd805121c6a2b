"""The team's work across its calls: late, for today, waiting for others."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.applications.listing import MINE, NOBODY
from essaim.applications.models import Application, Endorsement, InfoRequest
from essaim.applications.queue import MOST_LINES, work_of
from essaim.calls.models import Call
from tests.applications.teams import deposited, requested, written
from tests.factories import ApplicationFactory, CallFactory, UserFactory
from tests.personas import client_of

pytestmark = pytest.mark.django_db
URL = "/instruction/"


def ago(**time):
    return timezone.now() - timedelta(**time)


def queue(user, followed="") -> dict[str, list[tuple[str, str]]]:
    """{list: [(title, why)…]}, the oldest first."""
    return {
        part.key: [(line.application.title, line.why) for line in part.lines]
        for part in work_of(user, followed)
    }


def test_a_new_deposit_is_for_today_then_late(call, manager):
    deposited(call, title="Neuve", submitted_at=ago(days=2))
    deposited(call, title="Vieille", submitted_at=ago(days=11))
    deposited(call, title="Vue", submitted_at=ago(days=11), status=Application.Status.ADMISSIBLE)
    found = queue(manager)
    assert found["jour"] == [("Neuve", "Nouvelle candidature")]
    assert found["retard"] == [("Vieille", "Recevabilité à examiner")]
    assert found["attente"] == []


def test_a_request_waits_then_is_late_then_answered_then_forgotten(call, manager):
    file = deposited(call, title="Une", submitted_at=ago(days=30))
    request = requested(file, by=manager)
    assert queue(manager)["attente"] == [("Une", "Compléments demandés au porteur")]
    assert queue(manager)["retard"] == []
    InfoRequest.objects.update(due_at=ago(days=1))
    late = [("Une", "Compléments non reçus à la date demandée")]
    assert queue(manager) == {"retard": late, "jour": [], "attente": []}
    InfoRequest.objects.update(status=InfoRequest.Status.EXPIRED)
    assert queue(manager)["retard"] == late
    InfoRequest.objects.update(status=InfoRequest.Status.ANSWERED, answered_at=ago(days=1))
    assert queue(manager) == {"retard": [], "jour": [("Une", "Compléments reçus")], "attente": []}
    InfoRequest.objects.update(answered_at=ago(days=6))
    assert queue(manager)["retard"] == [("Une", "Compléments reçus, à lire")]
    request.refresh_from_db()
    InfoRequest.objects.update(status=InfoRequest.Status.CLOSED)
    assert queue(manager)["retard"] == [("Une", "Recevabilité à examiner")]


def test_a_message_until_it_is_answered_or_read(call, manager):
    file = deposited(call, title="Une", status=Application.Status.ADMISSIBLE)
    first = written(file, file.owner, sent_at=ago(days=1))
    written(file, file.owner, sent_at=ago(hours=1))
    assert queue(manager)["jour"] == [("Une", "Message à lire")]
    first.sent_at = ago(days=4)
    first.save()
    assert queue(manager)["retard"] == [("Une", "Message sans réponse")]
    assert queue(manager)["jour"] == []
    file.thread.update(read_at=timezone.now())
    assert queue(manager) == {"retard": [], "jour": [], "attente": []}
    written(file, manager, is_from_team=True, sent_at=ago(days=5))
    assert queue(manager)["retard"] == []


def test_the_direction_s_opinion_waits_then_is_late(call, manager):
    call.endorsement_rule, call.endorsement_days = Call.EndorsementRule.AFTER_DEPOSIT, 5
    call.save()
    file = deposited(call, title="Une", submitted_at=ago(days=4))
    line = next(part for part in work_of(manager) if part.key == "attente").lines[0]
    assert line.why == "Avis de la direction attendu"
    assert line.due_at == file.opinion_due_at
    file.submitted_at = ago(days=7)
    file.save()
    assert ("Une", "Avis de la direction non reçu dans le délai") in queue(manager)["retard"]
    Endorsement.objects.create(
        application=file,
        email="dgs@exemple.fr",
        status=Endorsement.Status.FAVOURABLE,
        content_sha256="0" * 64,
        requested_by=file.owner,
        answered_at=timezone.now(),
    )
    assert queue(manager)["retard"] == []


def test_mine_nobody_s_or_all(call, manager, examiner):
    deposited(call, title="La mienne", examiner=manager)
    deposited(call, title="La sienne", examiner=examiner)
    deposited(call, title="Sans personne")
    assert len(queue(manager)["jour"]) == 3
    assert [title for title, _why in queue(manager, MINE)["jour"]] == ["La mienne"]
    assert [title for title, _why in queue(manager, NOBODY)["jour"]] == ["Sans personne"]
    page = client_of(manager).get(URL, {"suivie": MINE}).text
    assert "La mienne" in page
    assert "La sienne" not in page
    assert 'href="?suivie=moi" aria-current="true"' in page


def test_never_a_draft_nor_another_programme_s_nor_one_s_own(call, manager):
    ApplicationFactory(call=call, title="Brouillon")
    deposited(CallFactory(), title="Ailleurs")
    deposited(call, title="Mon propre projet", owner=manager)
    deposited(CallFactory(programme=call.programme, status=Call.Status.ARCHIVED), title="Archive")
    deposited(call, title="Retirée", status=Application.Status.WITHDRAWN)
    assert queue(manager) == {"retard": [], "jour": [], "attente": []}


def test_across_the_calls_of_the_team(call, manager):
    other = CallFactory(programme=call.programme, title="L’appel d’à côté")
    deposited(call, title="Ici", submitted_at=ago(hours=2))
    deposited(other, title="Là", submitted_at=ago(hours=1))
    assert [title for title, _why in queue(manager)["jour"]] == ["Ici", "Là"]
    assert "L’appel d’à côté" in client_of(manager).get(URL).text


def test_the_page_says_why_since_when_and_whose(call, manager, examiner):
    deposited(call, title="Une", examiner=examiner, submitted_at=ago(days=12))
    page = client_of(manager).get(URL).text
    for words in ("Une", "Recevabilité à examiner", str(examiner), "En retard", "(1)"):
        assert words in page


def test_empty_places(call, manager):
    page = client_of(manager).get(URL).text
    assert "Rien n’attend l’équipe" in page
    page = client_of(manager).get(URL, {"suivie": "moi"}).text
    assert "Voir toutes les candidatures" in page


def test_long_lists_stop_and_say_so(call, manager):
    for _n in range(MOST_LINES + 2):
        deposited(call)
    part = next(part for part in work_of(manager) if part.key == "jour")
    assert (part.total, len(part.lines), part.left_off) == (MOST_LINES + 2, MOST_LINES, 2)
    assert "Et 2 autres" in client_of(manager).get(URL).text


def test_the_same_queries_whatever_the_rows(call, manager, same_queries):
    call.endorsement_rule = Call.EndorsementRule.AFTER_DEPOSIT
    call.save()

    def add():
        file = deposited(call, submitted_at=ago(days=40))
        requested(deposited(call), by=manager)
        written(file, file.owner)

    same_queries(lambda: client_of(manager).get(URL), add)


def test_the_desk_leads_there_and_stays_short(call, manager, same_queries):
    client = client_of(manager)
    same_queries(lambda: client.get("/mon-espace/"), lambda: deposited(call))
    page = client.get("/mon-espace/").text
    assert "Examiner la recevabilité de 3 candidatures" in page
    assert reverse("applications:work_queue") in page


def test_others_do_not_know_the_page():
    assert client_of(UserFactory()).get(URL).status_code == 404
