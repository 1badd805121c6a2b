"""Documents of an import: from the ZIP given or from the source, inspected like the others."""

import base64
import hashlib
import io
import socket
import ssl

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from essaim.applications import actions, fetching
from essaim.applications.actions.imports import FETCH_FILES, documents
from essaim.applications.content import fingerprint, substance
from essaim.applications.exceptions import BadFile, ImportRefused
from essaim.applications.fetching import Answer, NotReached, fetch, is_public
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


PRIVATE = """
127.0.0.1 127.1.2.3 0.0.0.0 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1
192.168.255.255 169.254.0.1 169.254.169.254 100.64.0.1 100.127.255.255 192.0.0.1 192.0.2.1
198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1
255.255.255.255 ::1 :: ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:8.8.8.8
fe80::1 fe80::1%eth0 febf::1 fc00::1 fd00::1 fdff::1 fec0::1 ff02::1 ff0e::1 2001:db8::1
2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::a9fe:a9fe 2001::1
100::1 localhost 127.1 0x7f000001 2130706433
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_inside_address_is_never_joined(address):
    assert not is_public(address)
    for found in ([address], ["8.8.8.8", address]):
        with pytest.raises(BadFile, match="intérieure"):
            fetch(URL, {HOST}, 100, resolve=lambda _host, found=found: found, get=pytest.fail)


def test_a_public_address_is_joined_and_no_other():
    asked = []

    def get(host, address, path):
        asked.append((host, address, path))
        return Answer(200, io.BytesIO(b"abc").read, lambda: None)

    assert fetch(URL, {HOST}, 100, resolve=lambda host: ["93.184.216.34"], get=get) == b"abc"
    assert asked == [(HOST, "93.184.216.34", "/devis.pdf?signature=abc")]


@pytest.mark.parametrize(
    "url",
    [
        f"http://{HOST}/a",
        f"ftp://{HOST}/a",
        f"https://{HOST}:8443/a",
        f"https://moi@{HOST}/a",
        f"https://{HOST}@ailleurs.fr/a",
        f"https://{HOST}.ailleurs.fr/a",
        "https://ailleurs.fr/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://[/a",
        f"https://{HOST}:99999/a",
        f"https://{HOST}/a\r\nX: y",
        f"https://{HOST}/é",
        f"//{HOST}/a",
        "file:///etc/passwd",
        "",
    ],
)
def test_an_address_off_the_list_is_not_even_resolved(url):
    with pytest.raises(BadFile):
        fetch(url, {HOST}, 100, resolve=pytest.fail, get=pytest.fail)


@pytest.mark.parametrize("status", [301, 302, 307, 403, 404, 500])
def test_a_redirect_is_not_followed(status):
    with pytest.raises(BadFile, match=str(status)):
        fetch(
            URL,
            {HOST},
            100,
            resolve=lambda host: ["93.184.216.34"],
            get=lambda *asked: Answer(status, pytest.fail, lambda: None),
        )


def test_a_body_too_long_or_too_slow_is_dropped(monkeypatch):
    def endless(size):
        return b"x" * size

    where = {"resolve": lambda host: ["93.184.216.34"]}
    where["get"] = lambda *asked: Answer(200, endless, lambda: None)
    with pytest.raises(BadFile, match="lourd"):
        fetch(URL, {HOST}, 10**6, **where)
    monkeypatch.setattr(fetching, "LONGEST_SECONDS", -1)
    with pytest.raises(NotReached):
        fetch(URL, {HOST}, 10**6, **where)


def test_the_connection_goes_to_the_address_and_checks_the_name(monkeypatch):
    joined = []

    def connect(address, timeout):
        joined.append(address)
        return socket.socket()

    def wrap(context, plain, server_hostname):
        plain.close()
        joined.append((server_hostname, context.verify_mode, context.check_hostname))
        raise ssl.SSLError("refusé")

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", wrap)
    with pytest.raises(NotReached):
        fetch(URL, {HOST}, 100, resolve=lambda host: ["93.184.216.34"])
    assert joined == [("93.184.216.34", 443), (HOST, ssl.CERT_REQUIRED, True)]
