"""S47 to S55: two hundred hostile files, each refused with the right sentence, or made harmless."""

import resource
import time
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from essaim.applications import actions
from essaim.applications.exceptions import BadFile
from essaim.applications.inspection import inspect
from essaim.applications.models import Attachment
from essaim.applications.parsing import images
from tests.applications import hostile
from tests.applications.hostile_pdf import flagged
from tests.personas import client_of

MOST_GROWTH = 256 * 2**10  # kilobytes
# Loosely: two seconds on an idle machine, more when other tests share it.
MOST_SECONDS = 10


def memory() -> int:
    """The most that this process ever held, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_there_are_about_two_hundred():
    assert len(hostile.refused()) + len(hostile.neutralised()) + len(flagged()) >= 200


@pytest.mark.parametrize("case", hostile.refused(), ids=lambda case: case.id)
def test_it_is_refused_with_the_right_sentence(case):
    content = case.make()
    before, start = memory(), time.monotonic()
    with pytest.raises(BadFile, match=case.words):
        inspect(case.name, content)
    assert time.monotonic() - start < MOST_SECONDS
    assert memory() - before < MOST_GROWTH


@pytest.mark.parametrize("name", hostile.neutralised())
def test_a_picture_is_kept_alone(name):
    kept = inspect(name, hostile.neutralised()[name])
    for trace in (b"<html", b"<?php", b"PK\x03\x04", b"Marque", b"alert"):
        assert trace not in kept.content
    with Image.open(BytesIO(kept.content)) as image:
        image.load()
        assert not image.getexif()
        assert not {"comment", "icc_profile", "Comment", "exif"} & set(image.info)


def test_a_heavy_picture_is_packed_better(monkeypatch):
    drawing = Image.effect_noise((300, 300), 60)
    made = BytesIO()
    drawing.save(made, "PNG")
    quick, _warnings = images.redraw(made.getvalue(), "PNG")
    monkeypatch.setattr(images, "HEAVY", 100)
    thorough, _warnings = images.redraw(made.getvalue(), "PNG")
    assert quick != thorough
    for content in (quick, thorough):
        with Image.open(BytesIO(content)) as image:
            assert image.tobytes() == drawing.tobytes()


@pytest.mark.parametrize("name", flagged())
def test_a_pdf_that_does_more_is_kept_and_told(name):
    content, told = flagged()[name]
    kept = inspect(name, content)
    assert kept.content == content
    assert set(kept.warnings) == told
    assert told <= set(Attachment.WARNINGS)


def test_a_template_of_the_town_hall_is_no_trap():
    for target in ("file:///C:\\Modeles\\note.dotx", "file:///\\\\serveur\\modeles\\note.dotx"):
        assert inspect("note.docx", hostile._linked("attachedTemplate", target))
    assert inspect("note.docx", hostile._linked("hyperlink", "https://exemple.fr/a"))


def test_a_chart_with_its_sheet_is_kept_and_told():
    chart = hostile.docx_bytes(**{"embeddings/Feuille.xlsx": b"PK"})
    assert inspect("note.docx", chart).warnings == ("embedded",)


@pytest.mark.django_db
def test_what_a_pdf_does_is_told_beside_its_name(draft, amel):
    content, _told = flagged()["script.pdf"]
    kept = actions.add_attachment(draft, SimpleUploadedFile("f.pdf", content), by=amel)
    page = client_of(amel).get(reverse("applications:attachment_list", args=[draft.public_id]))
    assert "contient un programme (JavaScript)" in page.text
    answer = client_of(amel).get(
        reverse("applications:attachment_download", args=[draft.public_id, kept.public_id])
    )
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer) == content


def test_nothing_of_ours_is_in_the_environment_of_the_reader(monkeypatch):
    monkeypatch.setenv("ESSAIM_SECRET_KEY", "secret")
    seen = {}

    def spy(command, **options):
        seen.update(options["env"])
        raise BadFile("vu")

    monkeypatch.setattr("essaim.applications.inspection.subprocess.run", spy)
    with pytest.raises(BadFile):
        inspect("a.pdf", hostile.PDF)
    assert set(seen) == {"PYTHONPATH"}
