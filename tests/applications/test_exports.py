"""Exports: made by the worker, kept a week, harmless in a spreadsheet."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import LogEntry
from essaim.applications import actions
from essaim.applications.actions import exports as making
from essaim.applications.exceptions import ExportUnderWay, NotAllowed
from essaim.applications.models import Application, Export
from essaim.base.ids import reference
from essaim.calls.models import TeamMember
from tests.applications.exporting import bytes_of, make, nothing_in_hand, table_of
from tests.applications.teams import deposited, frozen
from tests.factories import TeamMemberFactory, UserFactory
from tests.personas import client_of

__all__ = ["make", "nothing_in_hand"]
pytestmark = pytest.mark.django_db


def test_it_says_how_far_it_is_and_lets_the_others_work(call, manager, monkeypatch):
    for _n in range(4):
        frozen(call)
    export = actions.ask_export(call, "csv", "", manager)
    monkeypatch.setattr(making, "TURN_SECONDS", 0)
    seen = []
    while actions.go_on_exporting():
        export.refresh_from_db()
        seen.append((export.status, export.done, export.total))
    running = Export.Status.RUNNING
    assert seen[:4] == [(running, n, 4) for n in range(1, 5)]
    assert seen[4] == (Export.Status.READY, 4, 4)


def test_a_killed_worker_is_taken_over(call, manager, monkeypatch):
    for _n in range(3):
        frozen(call)
    export = actions.ask_export(call, "zip", "", manager)
    monkeypatch.setattr(making, "TURN_SECONDS", 0)
    actions.go_on_exporting()
    making.Hand.drop()  # the process died
    assert actions.go_on_exporting() == 0
    Export.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    while actions.go_on_exporting():
        pass
    export.refresh_from_db()
    assert export.status == Export.Status.READY
    assert (
        len(table_of(zipfile.ZipFile(io.BytesIO(bytes_of(export))).read("candidatures.csv"))) == 3
    )


def test_a_worker_that_lost_its_lease_keeps_nothing(call, manager, monkeypatch):
    for _n in range(3):
        frozen(call)
    export = actions.ask_export(call, "csv", "", manager)
    monkeypatch.setattr(making, "TURN_SECONDS", 0)
    actions.go_on_exporting()
    Export.objects.update(lease_until=timezone.now() + timedelta(hours=1))  # of another worker
    assert actions.go_on_exporting() == 1
    assert actions.go_on_exporting() == 0
    export.refresh_from_db()
    assert (export.status, export.done) == (Export.Status.RUNNING, 1)
    assert not export.file


def test_an_export_that_kills_its_workers_is_given_up(call, manager):
    export = actions.ask_export(call, "csv", "", manager)
    for _start in range(making.MOST_STARTS):
        assert making._take()
        making.Hand.drop()
        Export.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert actions.go_on_exporting() == 0
    export.refresh_from_db()
    assert export.status == Export.Status.FAILED
    assert "Redemandez-le" in export.error


def test_a_fault_fails_this_export_only(call, manager, monkeypatch, caplog):
    frozen(call)
    export = actions.ask_export(call, "csv", "", manager)

    def full(*_args):
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(making.CsvTable, "add", full)
        while actions.go_on_exporting():
            pass
    export.refresh_from_db()
    assert export.status == Export.Status.FAILED
    assert export.public_id in caplog.text
    page = client_of(manager).get(export.get_absolute_url()).text
    assert "L’export a échoué" in page
    actions.ask_export(call, "csv", "", manager)


def test_kept_seven_days(call, make):
    frozen(call)
    export = make("csv")
    assert actions.forget_old_exports() == 0
    Export.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert actions.forget_old_exports() == 1
    assert not Export.objects.exists()
    assert not default_storage.exists(export.file.name)


def test_queries_grow_by_batches_only(call, make, django_assert_max_num_queries):
    for _n in range(12):
        frozen(call, {"contexte": "x"})
    with django_assert_max_num_queries(40):
        make("csv")


def test_asked_watched_and_downloaded(call, manager):
    frozen(call, status=Application.Status.ADMISSIBLE)
    client = client_of(manager)
    page = client.get(reverse("applications:application_list", args=[call.slug])).text
    assert "Classeur Excel" in page
    url = reverse("applications:export_list", args=[call.slug])
    answer = client.post(f"{url}?etat=admissible&page=3", {"kind": "csv"})
    export = Export.objects.get()
    assert export.query == "etat=admissible"
    assert answer.url == export.get_absolute_url()
    page = client.get(answer.url).text
    assert 'hx-trigger="every 2s"' in page
    assert "Actualiser" in page
    download = reverse("applications:export_download", args=[export.public_id])
    assert client.get(download).status_code == 404
    while actions.go_on_exporting():
        pass
    page = client.get(answer.url).text
    assert "hx-get" not in page
    assert download in page
    file = client.get(download)
    assert file.headers["Content-Disposition"].startswith(f'attachment; filename="{call.slug}-')
    assert file.headers["Cache-Control"] == "private, no-store"
    assert file.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert len(table_of(b"".join(file.streaming_content))) == 1
    assert LogEntry.objects.get(ref=reference(export), verb="export").actor == manager
    assert "Prêt" in client.get(url).text


def test_the_fragment_is_the_page(call, manager, make):
    frozen(call)
    export = make("csv")
    client = client_of(manager)
    page = client.get(export.get_absolute_url()).text
    again = f"{export.get_absolute_url()}?dit={export.progress_key}"
    fragment = client.get(again, headers={"HX-Request": "true"}).text
    assert fragment.strip() in page
    assert "hx-swap-oob" not in fragment
    news = client.get(f"{again}-0", headers={"HX-Request": "true"}).text
    assert "L’export est prêt." in news


def test_one_at_a_time_for_each_person(call, manager):
    examiner = TeamMemberFactory(programme=call.programme, role=TeamMember.Role.EXAMINER).user
    actions.ask_export(call, "csv", "", manager)
    with pytest.raises(ExportUnderWay):
        actions.ask_export(call, "zip", "", manager)
    page = client_of(manager).post(
        reverse("applications:export_list", args=[call.slug]), {"kind": "zip"}
    )
    assert page.status_code == 409
    assert "déjà en préparation" in page.text
    actions.ask_export(call, "csv", "", examiner)
    assert Export.objects.count() == 2


def test_only_whoever_asked_while_in_the_team(call, manager, make):
    frozen(call)
    export = make("csv")
    colleague = TeamMemberFactory(programme=call.programme).user
    urls = [
        export.get_absolute_url(),
        reverse("applications:export_download", args=[export.public_id]),
    ]
    for url in urls:
        assert client_of(colleague).get(url).status_code == 404
        page = client_of(manager).get(url)
        assert page.status_code == 200
        b"".join(page)  # read to its end, a file closes itself
    TeamMember.objects.filter(user=manager).delete()
    for url in urls:
        assert client_of(manager).get(url).status_code == 404
    with pytest.raises(NotAllowed):
        actions.ask_export(call, "csv", "", UserFactory())


def test_the_search_is_said_in_words(call, manager):
    deposited(call)
    url = reverse("applications:export_list", args=[call.slug])
    page = client_of(manager).get(url, {"etat": "admissible", "tri": "titre"}).text
    assert "État\u00a0: Recevable" in page
    assert "Trier" not in page
