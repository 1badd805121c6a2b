"""What a cut upload leaves behind is removed; what an application refers to never is."""

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from essaim.applications import actions
from essaim.applications.actions import sweeping

pytestmark = pytest.mark.django_db
TWO_DAYS = 48 * 3_600


@pytest.fixture(autouse=True)
def empty_storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "essaim.base.storage.DurableStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }


def store(name: str, age: int = TWO_DAYS) -> str:
    name = default_storage.save(f"attachments/ab/{name}", ContentFile(b"x"))
    grow_old(name, age)
    return name


def grow_old(name: str, age: int = TWO_DAYS) -> None:
    then = time.time() - age
    os.utime(default_storage.path(name), (then, then))


def test_old_files_without_a_row_go_and_nothing_else(draft, amel, pdf):
    kept = actions.add_attachment(draft, pdf(), by=amel).file.name
    grow_old(kept)
    orphan, recent = store("orphan"), store("recent", age=60)
    part = store(".cut.part")
    assert actions.sweep_orphans() == 2
    assert [default_storage.exists(n) for n in (kept, recent, orphan, part)] == [
        *(True, True),
        *(False, False),
    ]
    assert actions.sweep_orphans() == 0


def test_too_many_at_once_are_left_for_a_person_to_look_at(caplog):
    for number in range(21):
        store(f"orphan{number}")
    assert actions.sweep_orphans() == 0
    assert "21 documents sur 21" in caplog.text
    assert len(default_storage.listdir("attachments/ab")[1]) == 21


def test_many_files_are_removed_when_they_are_few_of_all(monkeypatch):
    monkeypatch.setattr(sweeping, "MOST_SHARE", 1)
    for number in range(21):
        store(f"orphan{number}")
    assert actions.sweep_orphans() == 21


def test_a_file_joined_meanwhile_stays(draft, amel, pdf, monkeypatch):
    attachment = actions.add_attachment(draft, pdf(), by=amel)
    assert not sweeping._remove(attachment.file.name)
    assert default_storage.exists(attachment.file.name)


def test_a_row_that_lost_its_file_is_told(draft, amel, pdf, caplog):
    attachment = actions.add_attachment(draft, pdf(), by=amel)
    default_storage.delete(attachment.file.name)
    actions.sweep_orphans()
    assert attachment.file.name in caplog.text


def test_an_empty_storage_is_no_trouble():
    assert actions.sweep_orphans() == 0


def test_folders_and_files_are_closed_to_others(draft, amel, pdf):
    path = default_storage.path(actions.add_attachment(draft, pdf(), by=amel).file.name)
    folder = os.path.dirname(path)
    modes = [os.stat(p).st_mode & 0o777 for p in (path, folder, os.path.dirname(folder))]
    assert modes == [0o640, 0o750, 0o750]
