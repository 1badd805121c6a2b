"""Who follows which file: taken in one click, handed over, let go, many at once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import LogEntry
from essaim.applications import actions
from essaim.applications.exceptions import CannotFollow
from essaim.applications.models import Member
from essaim.base.ids import reference
from tests.applications.mailbox import last_mail, recipients
from tests.applications.teams import deposited
from tests.factories import ApplicationFactory, CallFactory, TeamMemberFactory, UserFactory
from tests.personas import client_of

pytestmark = pytest.mark.django_db


def follow_url(call, query=""):
    return reverse("applications:application_follow", args=[call.slug]) + query


def test_taken_in_one_click_without_a_mail(call, examiner):
    file = deposited(call)
    client = client_of(examiner)
    page = client.get(reverse("applications:application_list", args=[call.slug]))
    assert "Je la suis" in page.text
    answer = client.post(follow_url(call, "?etat=submitted"), {"mine": file.public_id})
    assert answer.url.endswith(f"/instruction/{call.slug}/?etat=submitted")
    file.refresh_from_db()
    assert file.examiner == examiner
    assert recipients("followed") == []
    entry = LogEntry.objects.get(ref=reference(file))
    assert (entry.verb, entry.actor, entry.note) == ("assign", examiner, "Inès Instruit")


def test_many_at_once_in_one_mail(call, manager, examiner):
    files = [deposited(call, title=f"Projet {n}") for n in range(3)]
    ticked = [file.public_id for file in files]
    data = {"chosen": ticked, "examiner": examiner.pk}
    page = client_of(manager).post(follow_url(call), data, follow=True).text
    assert "3 candidatures sont confiées à Inès Instruit" in page
    assert recipients("followed") == [examiner.email]
    text = last_mail("followed").text
    assert all(file.get_absolute_url() in text for file in files)
    assert LogEntry.objects.filter(verb="assign", actor=manager).count() == 3


def test_the_same_again_changes_nothing_and_another_batch_is_another_mail(call, manager, examiner):
    one, two = deposited(call), deposited(call)
    assert actions.assign([one], examiner, manager) == [one]
    assert actions.assign([one], examiner, manager) == []
    assert actions.assign([one, two], examiner, manager) == [two]
    assert recipients("followed") == [examiner.email] * 2


def test_let_go(call, manager, examiner):
    file = deposited(call, examiner=examiner)
    data = {"chosen": [file.public_id], "examiner": "personne"}
    page = client_of(manager).post(follow_url(call), data, follow=True).text
    assert "1 candidature n’est plus suivie" in page
    file.refresh_from_db()
    assert file.examiner is None
    assert LogEntry.objects.get(ref=reference(file)).note == "Inès Instruit"


def test_only_the_team_follows(call, manager):
    file = deposited(call)
    with pytest.raises(CannotFollow):
        actions.assign([file], UserFactory(), manager)
    with pytest.raises(CannotFollow):
        actions.assign([file], manager, UserFactory())
    other_team = TeamMemberFactory().user
    with pytest.raises(CannotFollow):
        actions.assign([file], other_team, manager)
    data = {"chosen": [file.public_id], "examiner": other_team.pk}
    assert "Il y a un problème" in client_of(manager).post(follow_url(call), data).text
    file.refresh_from_db()
    assert file.examiner is None


def test_nobody_follows_a_file_they_wrote(call, manager, examiner):
    theirs = deposited(call, title="Le leur", owner=examiner)
    shared = deposited(call, title="Le partagé")
    Member.objects.create(
        application=shared,
        email=examiner.email,
        user=examiner,
        invited_by=shared.owner,
        accepted_at=timezone.now(),
    )
    free = deposited(call, title="Le libre")
    data = {"chosen": [f.public_id for f in (theirs, shared, free)], "examiner": examiner.pk}
    page = client_of(manager).post(follow_url(call), data)
    assert page.status_code == 403
    assert "Inès Instruit ne peut pas suivre" in page.text
    assert page.text.count(" checked>") == 3
    free.refresh_from_db()
    assert free.examiner is None
    with pytest.raises(CannotFollow, match="Le leur"):
        actions.unassign([theirs], examiner)


def test_nothing_ticked_is_said(call, manager):
    deposited(call)
    page = client_of(manager).post(follow_url(call), {"examiner": manager.pk})
    assert page.status_code == 200
    assert page.text.count("Cochez une candidature au moins.") == 2
    assert 'href="#id_chosen_0"' in page.text


def test_a_draft_and_another_call_s_file_are_unknown(call, manager):
    for file in (ApplicationFactory(call=call), deposited(CallFactory())):
        data = {"chosen": [file.public_id], "examiner": "moi"}
        assert "Il y a un problème" in client_of(manager).post(follow_url(call), data).text


def test_a_refused_form_comes_back_on_its_page(call, manager):
    for n in range(51):
        deposited(call, title=f"Projet {n}")
    page = client_of(manager).post(follow_url(call, "?tri=titre&page=2"), {"examiner": "moi"})
    assert "Page 2 sur 2" in page.text
    reload = client_of(manager).get(follow_url(call, "?tri=titre&page=2"))
    assert reload.url.endswith("/?tri=titre&page=2")


def test_the_same_queries_for_three_files(call, manager, examiner, django_assert_max_num_queries):
    files = [deposited(call) for _n in range(3)]
    # Two per file: the row and its line in the journal.
    with django_assert_max_num_queries(16):
        actions.assign(files, examiner, manager)


def test_from_the_page_of_the_file(call, manager, examiner):
    file = deposited(call)
    client = client_of(manager)
    page = client.get(file.get_absolute_url()).text
    assert "Je la suis" in page
    data = {"chosen": file.public_id, "retour": file.get_absolute_url()}
    answer = client.post(follow_url(call), {**data, "examiner": examiner.pk})
    assert answer.url == file.get_absolute_url()
    assert str(examiner) in client.get(answer.url).text
    client.post(follow_url(call), {**data, "examiner": "moi"})
    assert "Ne plus la suivre" in client.get(answer.url).text
    away = client.post(follow_url(call), {**data, "examiner": "moi", "retour": "//ailleurs.fr/"})
    assert away.url == reverse("applications:application_list", args=[call.slug])
