"""Documents of an import: from the ZIP given or from the source, inspected like the others."""

import base64
import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from essaim.applications import actions
from essaim.applications.actions.imports import FETCH_FILES, documents
from essaim.applications.content import fingerprint, substance
from essaim.applications.exceptions import ImportRefused
from essaim.applications.fetching import NotReached
from essaim.applications.models import Attachment, ImportRun
from tests.applications.files import pdf_bytes, zip_bytes
from tests.applications.imports.conftest import COLUMNS, FILES, table
from tests.applications.imports.test_import_ds import dossier

HOST = "fichiers.exemple.fr"
URL = f"https://{HOST}/devis.pdf?signature=abc"


def md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content).digest()).decode()


def with_files(number=1, *files, **changes) -> dict:
    made = dossier(number, **changes)
    made["champs"].append({"id": FILES, "label": "Pièces", "files": list(files)})
    return made


def devis(content=b"", name="devis.pdf", url=URL) -> dict:
    size = {"byteSize": str(len(content)), "checksum": md5(content)} if content else {}
    return {"filename": name, "url": url, **size}


def archive(parts: dict) -> SimpleUploadedFile:
    return SimpleUploadedFile("pieces.zip", zip_bytes(parts))


def bring_all() -> int:
    brought = 0
    while done := actions.bring_documents():
        brought += done
    return brought


@pytest.fixture
def served(settings, monkeypatch):
    """``served[url] = bytes``, what the other server gives; anything else is not there."""
    settings.IMPORT_HOSTS = {HOST}
    known: dict[str, bytes] = {}

    def give(url, hosts, most):
        assert hosts == {HOST}
        if url not in known:
            raise NotReached("absent")
        return known[url]

    monkeypatch.setattr(documents, "fetch", give)
    return known


def test_the_zip_gives_them_to_the_right_question(attempt, manager, lines, renac, call):
    content = pdf_bytes()
    run = attempt([with_files(1, devis())], archive=archive({"export/devis.pdf": content}))
    actions.apply_import(run, manager)
    application = call.applications.get()
    assert not application.attachments.exists()
    assert bring_all() == 1
    kept = application.attachments.get()
    assert (kept.name, kept.question.code) == ("devis.pdf", "devis")
    assert kept.added_by == manager
    with kept.file.open() as stored:
        assert stored.read() == content
    run.refresh_from_db()
    assert run.files_left == 0
    assert lines(run)[0].documents[0].coming == "kept"
    last, first = application.versions.all()
    assert (first.number, last.number) == (1, 2)
    assert last.content["attachments"][0]["sha256"] == kept.sha256
    assert last.sha256 == fingerprint(last.content)
    assert application.receipt.version == first


def test_namesakes_are_told_apart_by_what_they_are_or_by_their_folder(
    attempt, manager, lines, renac, call
):
    one, two = pdf_bytes(), pdf_bytes() + b"\n"
    parts = {
        "a/devis.pdf": one,
        "b/devis.pdf": two,
        "dossier-3/devis.pdf": one,
        "13/devis.pdf": two,
    }
    run = attempt(
        [with_files(2, devis(two)), with_files(3, devis()), with_files(4, devis())],
        archive=archive(parts),
    )
    actions.apply_import(run, manager)
    bring_all()
    kept = {a.application.external_number: a for a in Attachment.objects.all()}
    assert kept["2"].size == len(two)
    assert kept["3"].size == len(one)
    assert "4" not in kept
    run.refresh_from_db()
    assert "Plusieurs fichiers du ZIP" in lines(run)[2].documents[0].why


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("devis.exe", b"MZ", "n’est pas accepté"),
        ("devis.pdf", b"rien", "ne correspond pas"),
        ("autre.pdf", pdf_bytes(), "n’est pas dans le ZIP"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_kept(
    attempt, manager, lines, renac, name, content, said
):
    wanted = devis(name=name if name != "autre.pdf" else "devis.pdf", url="")
    run = attempt([with_files(1, wanted)], archive=archive({name: content}))
    actions.apply_import(run, manager)
    bring_all()
    run.refresh_from_db()
    (document,) = lines(run)[0].documents
    assert document.coming == "refused"
    assert said in document.why
    assert not Attachment.objects.exists()
    assert run.files_left == 0


def test_an_archive_too_big_or_broken_is_refused(receive, monkeypatch):
    with pytest.raises(ImportRefused, match="ZIP"):
        receive([dossier(1)], archive=SimpleUploadedFile("p.zip", b"PK\x03\x04 rien"))
    monkeypatch.setattr(actions.imports.runs, "MOST_ARCHIVE_BYTES", 10)
    with pytest.raises(ImportRefused, match="500 Mo"):
        receive([dossier(1)], archive=archive({"a.pdf": b"x"}))
    assert not ImportRun.objects.exists()


def test_a_table_names_its_documents(attempt, manager, renac, call):
    line = "12;Un bourg;Renac;nora@exemple.fr;02/03/2025;devis.pdf | plan.pdf;"
    fields = {**COLUMNS, "Problème": "fichiers"}
    parts = {"devis.pdf": pdf_bytes(), "plan.pdf": pdf_bytes()}
    run = attempt(table(line), "csv", fields, archive(parts))
    actions.apply_import(run, manager)
    assert bring_all() == 2
    assert [a.question for a in call.applications.get().attachments.all()] == [None, None]


def test_without_the_box_nothing_is_fetched(attempt, manager, lines, renac, served):
    run = actions.apply_import(attempt([with_files(1, devis())]), manager)
    assert lines(run)[0].documents[0].coming == "left"
    assert bring_all() == 0


def test_the_worker_fetches_what_was_asked(attempt, manager, renac, served, call):
    content = pdf_bytes()
    served[URL] = content
    actions.apply_import(attempt([with_files(1, devis(content))]), manager, also=[FETCH_FILES])
    assert bring_all() == 1
    assert call.applications.get().attachments.get().size == len(content)


def test_a_server_that_is_down_is_tried_three_times(attempt, manager, lines, renac, served):
    run = actions.apply_import(attempt([with_files(1, devis())]), manager, also=[FETCH_FILES])
    assert [actions.bring_documents() for _turn in range(4)] == [0, 0, 1, 0]
    run.refresh_from_db()
    assert "ne répond pas" in lines(run)[0].documents[0].why


def test_a_cut_file_is_not_kept(attempt, manager, renac, served):
    served[URL] = pdf_bytes()[:-10]
    run = attempt([with_files(1, devis(pdf_bytes()))])
    actions.apply_import(run, manager, also=[FETCH_FILES])
    bring_all()
    assert not Attachment.objects.exists()


def test_documents_left_behind_come_with_the_next_import(attempt, manager, renac, served, call):
    actions.apply_import(attempt([with_files(1, devis())]), manager)
    served[URL] = pdf_bytes()
    for _time in range(2):
        actions.apply_import(attempt([with_files(1, devis())]), manager, also=[FETCH_FILES])
        bring_all()
    application = call.applications.get()
    assert application.attachments.count() == 1
    assert application.versions.count() == 2


def test_an_opinion_taken_in_stays_good_for_what_it_came_with(
    attempt, manager, renac, served, call
):
    served[URL] = pdf_bytes()
    agreed = {"id": "Q2hhbXAtNQ==", "label": "Accord", "checked": True}
    made = with_files(1, devis())
    made["champs"].append(agreed)
    actions.apply_import(attempt([made]), manager, also=[FETCH_FILES])
    bring_all()
    application = call.applications.get()
    opinion = application.endorsements.get()
    assert not opinion.is_stale_for(fingerprint(substance(application)))


def test_two_workers_keep_one(attempt, manager, renac, served, call, monkeypatch):
    """The second one writes while the first has just fetched."""
    served[URL] = pdf_bytes()
    actions.apply_import(attempt([with_files(1, devis())]), manager, also=[FETCH_FILES])
    inspect = documents.inspect

    def other_first(name, content):
        monkeypatch.setattr(documents, "inspect", inspect)
        assert actions.bring_documents() == 1
        return inspect(name, content)

    monkeypatch.setattr(documents, "inspect", other_first)
    actions.bring_documents()
    kept = call.applications.get().attachments.get()
    folder, _slash, _name = kept.file.name.rpartition("/")
    assert default_storage.exists(kept.file.name)
    assert kept.file.name.rpartition("/")[2] in default_storage.listdir(folder)[1]


def test_the_limit_of_an_application_holds(attempt, manager, lines, renac, served, monkeypatch):
    monkeypatch.setattr(Attachment, "MOST_FILES", 1)
    served[URL] = pdf_bytes()
    run = attempt([with_files(1, devis(), devis(name="plan.pdf"))])
    actions.apply_import(run, manager, also=[FETCH_FILES])
    bring_all()
    run.refresh_from_db()
    assert [d.coming for d in lines(run)[0].documents] == ["kept", "refused"]
    assert Attachment.objects.count() == 1
