"""Documents: kept whole and private, or refused with what to do."""

import hashlib
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from PIL import Image

from essaim.applications import actions
from essaim.applications.exceptions import AlreadyDeposited, BadFile, FileTooBig
from essaim.applications.inspection import inspect
from essaim.applications.models import Application, Attachment
from tests.applications.files import (
    docx_bytes,
    jpeg_with_place,
    odt_bytes,
    pdf_bytes,
    png_bytes,
    zip_bytes,
)
from tests.factories import UserFactory
from tests.personas import client_of

PDF = pdf_bytes()


def files_url(application):
    return reverse("applications:attachment_list", args=[application.public_id])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("devis.pdf", PDF),
        ("DEVIS.PDF", PDF),
        ("note.docx", docx_bytes()),
        ("note.odt", odt_bytes()),
        ("plan.png", png_bytes()),
        ("photo.jpeg", jpeg_with_place()),
        ("rapport.v2.final.pdf", PDF),
    ],
)
def test_good_files_pass(name, content):
    assert inspect(name, content).name == name


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.html", b"<script>", "pas accepté"),
        ("dessin.svg", b"<svg/>", "pas accepté"),
        ("devis.pdf.exe", PDF, "pas accepté"),
        ("devis", PDF, "pas accepté"),
        ("devis.docm", docx_bytes(), "pas accepté"),
        ("vide.pdf", b"", "vide"),
        ("faux.pdf", b"<html>", "ne correspond pas"),
        ("tronque.pdf", b"%PDF-1.7\nrien", "ne correspond pas"),
        ("double.pdf", PDF + zip_bytes({"a": b"a"}), "ne correspond pas"),
        ("secret.pdf", pdf_bytes("secret"), "mot de passe"),
        ("ancien.docx", b"\xd0\xcf\x11\xe0 ancien format", "mot de passe"),
        ("archive.docx", zip_bytes({"a": b"a"}), "ne correspond pas"),
        ("texte.xlsx", docx_bytes(), "ne correspond pas"),
        ("texte.odt", docx_bytes(), "ne correspond pas"),
        ("coupe.docx", docx_bytes()[:-30], "ne correspond pas"),
        ("types.docx", zip_bytes({"[Content_Types].xml": "<a"}), "ne correspond pas"),
        (
            "entites.docx",
            zip_bytes({"[Content_Types].xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "ne correspond pas",
        ),
        ("macro.docx", docx_bytes(**{"vbaProject.bin": b"x"}), "macros"),
        ("poupee.docx", docx_bytes(**{"dedans.zip": b"x"}), "archive"),
        ("bombe.docx", docx_bytes(**{"bombe.xml": b"0" * 20_000_000}), "démesuré"),
        (
            "milliers.docx",
            docx_bytes(**{f"p{n}.xml": b"x" for n in range(2_001)}),
            "démesuré",
        ),
        ("chemin.docx", docx_bytes(**{"../../passwd": b"x"}), "ne correspond pas"),
        ("image.png", jpeg_with_place(), "ne correspond pas"),
        ("image.jpg", b"\xff\xd8\xff rien", "ne correspond pas"),
        ("coupee.png", png_bytes((300, 300))[:200], "ne correspond pas"),
    ],
)
def test_hostile_files_are_refused_with_what_to_do(name, content, words):
    with pytest.raises(BadFile, match=words):
        inspect(name, content)


def test_an_image_of_too_many_points_is_refused_unread():
    header = bytearray(png_bytes())
    header[16:24] = (20_000).to_bytes(4, "big") * 2
    with pytest.raises(BadFile):
        inspect("geante.png", bytes(header))
    with pytest.raises(BadFile, match="trop grande"):
        inspect("grande.png", png_bytes((8_000, 5_001)))


def test_a_photograph_loses_its_metadata():
    kept = inspect("photo.jpg", jpeg_with_place())
    with Image.open(BytesIO(kept.content)) as image:
        assert not image.getexif()
        assert image.size == (30, 20)


def test_a_hostile_name_is_made_harmless():
    assert inspect("../../de\u202evis.pdf", PDF).name == "devis.pdf"


def test_a_document_is_on_disk_under_a_random_name(draft, amel, pdf):
    attachment = actions.add_attachment(draft, pdf("devis.pdf"), by=amel)
    assert "devis" not in attachment.file.name
    with default_storage.open(attachment.file.name) as file:
        content = file.read()
    assert hashlib.sha256(content).hexdigest() == attachment.sha256
    assert len(content) == attachment.size
    actions.add_attachment(draft, pdf("devis.pdf"), by=amel)
    assert draft.attachments.count() == 2


def test_twenty_one_megabytes_are_refused_and_nothing_is_lost(draft, amel, pdf):
    actions.add_attachment(draft, pdf("avant.pdf"), by=amel)
    heavy = SimpleUploadedFile("lourd.pdf", b"%PDF-" + b"0" * 21 * 10**6)
    page = client_of(amel).post(files_url(draft), {"file": heavy})
    assert page.status_code == 413
    assert "Ce fichier pèse 21\u00a0Mo" in page.text
    assert "avant.pdf" in page.text
    assert draft.attachments.count() == 1


def test_refused_files_leave_the_page_and_the_others(draft, amel):
    wrong = SimpleUploadedFile("virus.exe", b"MZ")
    page = client_of(amel).post(files_url(draft), {"file": wrong})
    assert page.status_code == 422
    assert "pas accepté" in page.text
    page = client_of(amel).post(files_url(draft), {})
    assert "Choisissez un fichier" in page.text


def test_ten_files_and_sixty_megabytes_at_most(draft, amel, pdf):
    for _n in range(3):
        kept = actions.add_attachment(draft, pdf(), by=amel)
    Attachment.objects.filter(pk=kept.pk).update(size=Attachment.MOST_BYTES_IN_ALL - 100)
    with pytest.raises(FileTooBig, match="60"):
        actions.add_attachment(draft, pdf(), by=amel)
    Attachment.objects.update(size=1)
    for _n in range(7):
        actions.add_attachment(draft, pdf(), by=amel)
    with pytest.raises(BadFile, match="10 fichiers"):
        actions.add_attachment(draft, pdf(), by=amel)


def test_a_refused_row_leaves_no_file_behind(draft, amel, pdf):
    def stored():
        return sorted(default_storage.listdir("attachments")[0])

    actions.add_attachment(draft, pdf(), by=amel)
    before = [default_storage.listdir(f"attachments/{folder}")[1] for folder in stored()]
    Application.objects.filter(pk=draft.pk).update(status=Application.Status.WITHDRAWN)
    with pytest.raises(AlreadyDeposited):
        actions.add_attachment(draft, pdf(), by=amel)
    after = [default_storage.listdir(f"attachments/{folder}")[1] for folder in stored()]
    assert sum(map(len, after)) == sum(map(len, before))


def test_a_download_is_a_download(draft, amel, pdf):
    attachment = actions.add_attachment(draft, pdf("Étude « œuvre ».pdf"), by=amel)
    url = reverse("applications:attachment_download", args=[draft.public_id, attachment.public_id])
    response = client_of(amel).get(url)
    assert b"".join(response).startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%89tude")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert client_of(UserFactory()).get(url).status_code == 404
    assert client_of(None).get(url).status_code == 302


def test_removing_a_document_removes_its_bytes(
    draft, amel, pdf, django_capture_on_commit_callbacks
):
    attachment = actions.add_attachment(draft, pdf(), by=amel)
    path = attachment.file.name
    url = reverse("applications:attachment_remove", args=[draft.public_id, attachment.public_id])
    assert "Retirer" in client_of(amel).get(url).text
    with django_capture_on_commit_callbacks(execute=True):
        client_of(amel).post(url)
    assert not draft.attachments.exists()
    assert not default_storage.exists(path)


def test_a_document_removed_in_a_failed_change_stays(draft, amel, pdf):
    attachment = actions.add_attachment(draft, pdf(), by=amel)
    with transaction.atomic():
        actions.remove_attachment(attachment, by=amel)
        transaction.set_rollback(True)
    assert default_storage.exists(draft.attachments.get().file.name)
