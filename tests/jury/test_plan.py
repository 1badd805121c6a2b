import pytest
from django.urls import reverse

from essaim.jury import actions, exceptions
from essaim.jury.models import Assignment, Conflict
from tests.jury.conftest import hand_in, reading_of
from tests.personas import client_of


def test_few_files_are_read_by_everyone_without_link(declared):
    assert actions.assign_all(declared.panel, declared.manager) == 19
    assert actions.assign_all(declared.panel, declared.manager) == 0
    assert declared.seats["ana"].assignments.count() == 3


def test_dealing_refuses_with_the_names_of_the_files_nobody_can_read(declared):
    for name in ("bob", "deputy"):
        seat = declared.seats[name]
        organisation = declared.files[0].organisation
        actions.declare_conflict(seat, organisation, Conflict.Kind.OTHER, "", seat.user)
    with pytest.raises(exceptions.TooFewReaders, match=r"Ville de Renac \(35\) : 1"):
        actions.assign_all(declared.panel, declared.manager)
    assert not Assignment.objects.exists()
    url = reverse("jury:plan_deal", args=[declared.panel.public_id])
    answer = client_of(declared.manager).post(url)
    assert answer.status_code == 409
    assert "Invitez un juré" in answer.text


def test_a_reading_is_refused_with_a_sentence(declared):
    ana, renac = declared.seats["ana"], declared.files[0]
    with pytest.raises(exceptions.AssignmentRefused, match="déporté"):
        actions.assign(declared.panel, renac, ana, declared.manager)
    late = actions.invite_juror(declared.panel, "late@exemple.fr", "Late", declared.manager)
    with pytest.raises(exceptions.DeclarationMissing):
        actions.assign(declared.panel, renac, late, declared.manager)
    with pytest.raises(exceptions.NotAllowed):
        actions.assign(declared.panel, renac, declared.seats["bob"], declared.ana)


def test_grid_page_adds_and_removes_readings_but_not_those_begun(assigned):
    client = client_of(assigned.manager)
    url = reverse("jury:plan_edit", args=[assigned.panel.public_id])
    hand_in(assigned, "bob", assigned.files[1])
    keep = [
        f"{r.application.public_id}:{r.juror.public_id}"
        for r in Assignment.objects.exclude(juror=assigned.seats["sub"]).exclude(status="recused")
    ]
    assert client.post(url, {"readings": keep}).status_code == 302
    assert not Assignment.objects.filter(juror=assigned.seats["sub"]).exists()
    begun = reading_of(assigned, "bob", assigned.files[1])
    without = [key for key in keep if begun.juror.public_id not in key]
    answer = client.post(url, {"readings": without})
    assert answer.status_code == 409
    assert "a commencé ce dossier" in answer.text
    assert Assignment.objects.filter(juror=assigned.seats["bob"]).count() == 4


def test_conflicted_chair_does_not_see_the_file_in_the_plan(declared):
    pessac = declared.files[1]
    actions.declare_conflict(
        declared.seats["chair"], pessac.organisation, Conflict.Kind.PERSONAL, "", declared.chair
    )
    actions.assign_all(declared.panel, declared.manager)
    url = reverse("jury:plan_edit", args=[declared.panel.public_id])
    client = client_of(declared.chair)
    assert "Pessac" not in client.get(url).text
    before = Assignment.objects.filter(application=pessac).count()
    client.post(url, {"readings": []})
    assert Assignment.objects.filter(application=pessac).count() == before
