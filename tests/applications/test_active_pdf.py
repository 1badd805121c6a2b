"""S55: a PDF that does more than show its pages is told to its readers; the jury has a copy that
does not, and the original stays as it was sent."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from essaim.applications import actions
from essaim.applications.exceptions import NoPlainCopy
from essaim.applications.inspection import inspect, without_actions
from essaim.applications.models import Application, Attachment
from essaim.jury.actions import declare_interests
from essaim.jury.models import Assignment, Juror, Panel
from tests.applications.active_pdf import WORDS, active
from tests.applications.files import docx_bytes, pdf_bytes
from tests.applications.hostile_pdf import flagged
from tests.factories import GridFactory, UserFactory
from tests.personas import client_of

TRACES = (b"/JavaScript", b"/Launch", b"/OpenAction", b"/EmbeddedFile", b"/XFA", b"/AA", b"MZ")


def test_there_are_at_least_twenty_five():
    assert len(active()) >= 25


@pytest.mark.parametrize("name", active())
def test_it_is_kept_as_sent_and_told(name):
    content, told = active()[name]
    kept = inspect(f"{name}.pdf", content)
    assert kept.content == content
    assert set(kept.warnings) == told
    assert told <= set(Attachment.WARNINGS)


@pytest.mark.parametrize("name", active())
def test_its_copy_shows_the_same_pages_and_does_nothing(name):
    copy = without_actions(active()[name][0])
    assert inspect("copie.pdf", copy).warnings == ()
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert not pdf.is_encrypted
        whole = io.BytesIO()
        pdf.save(whole, qdf=True, static_id=True)
        assert len(pdf.pages) == 2
        assert pdf.Root.Lang == "fr"
        for page in pdf.pages:
            assert WORDS in _written_on(page)
    assert not [trace for trace in TRACES if trace in whole.getvalue()]


def _written_on(page) -> bytes:
    contents = page.obj.Contents
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


@pytest.mark.parametrize("name", ["champ-calcule", "xfa-parties", "champ-envoie"])
def test_what_was_written_in_a_field_is_still_read(name):
    copy = without_actions(active()[name][0])
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        drawn = pdf.pages[0].obj.Resources.XObject
        assert any(b"1200" in form.read_bytes() for form in drawn.values())
        assert "/AcroForm" not in pdf.Root


@pytest.mark.parametrize("name", flagged())
def test_those_written_by_hand_too(name):
    assert inspect("copie.pdf", without_actions(flagged()[name][0])).warnings == ()


def test_a_table_of_contents_still_leads_to_its_pages():
    copy = without_actions(active()["signet-puis-script"][0])
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        first = pdf.Root.Outlines.First
        assert str(first.A.S) == "/GoTo"
        assert "/Next" not in first.A


def test_the_same_file_gives_the_same_copy():
    content = active()["bouton"][0]
    assert without_actions(content) == without_actions(content)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 rien", docx_bytes()])
def test_what_cannot_be_made_harmless_is_not_shown(content):
    with pytest.raises(NoPlainCopy, match="version simple"):
        without_actions(content)


@pytest.fixture
def reading(filled, amel, endorse, submit, call):
    """A deposited file with two PDF, and its reading by a juror."""
    for name, content in (("actif", active()["bouton"][0]), ("simple", pdf_bytes())):
        actions.add_attachment(filled, SimpleUploadedFile(f"{name}.pdf", content), by=amel)
    endorse(filled)
    filled.refresh_from_db()
    submit(filled)
    GridFactory(call=call)
    juror = Juror.objects.create(panel=Panel.objects.create(call=call), user=UserFactory())
    Application.objects.filter(pk=filled.pk).update(status=Application.Status.ADMISSIBLE)
    declare_interests(juror, [], juror.user)
    return Assignment.objects.create(juror=juror, application=filled)


def jury_url(reading, name) -> str:
    file = reading.application.attachments.get(name=name)
    return reverse("jury:reading_attachment", args=[reading.public_id, file.public_id])


@pytest.mark.django_db
def test_the_jury_reads_the_copy_and_the_team_the_original(reading, examiner):
    juror, original = client_of(reading.juror.user), active()["bouton"][0]
    page = juror.get(reading.get_absolute_url())
    assert "vous en lisez une copie" in page.text
    assert "À savoir avant de l’ouvrir" not in page.text
    answer = juror.get(jury_url(reading, "actif.pdf"))
    copy = b"".join(answer)
    assert copy == without_actions(original)
    assert answer["Content-Disposition"] == 'attachment; filename="actif.pdf"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    simple = reading.application.attachments.get(name="simple.pdf")
    with simple.file.open("rb") as file:
        assert b"".join(juror.get(jury_url(reading, "simple.pdf"))) == file.read()
    kept = reading.application.attachments.get(name="actif.pdf")
    names = [reading.application.public_id, kept.public_id]
    seen = client_of(examiner).get(reverse("applications:attachment_download", args=names))
    assert b"".join(seen) == original


@pytest.mark.django_db
def test_without_a_copy_the_jury_is_told(reading, monkeypatch):
    def fails(_content):
        raise NoPlainCopy()

    monkeypatch.setattr("essaim.applications.downloads.without_actions", fails)
    answer = client_of(reading.juror.user).get(jury_url(reading, "actif.pdf"))
    assert answer.status_code == 422
    assert "Demandez à l’équipe du programme" in answer.text
