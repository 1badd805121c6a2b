"""Exports: made by the worker, kept a week, harmless in a spreadsheet."""

import csv
import hashlib
import io
import json
import tracemalloc
import zipfile
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from essaim.accounts.models import LogEntry
from essaim.applications import actions
from essaim.applications.actions import exports as making
from essaim.applications.archive import safe_name
from essaim.applications.content import fingerprint
from essaim.applications.exceptions import ExportUnderWay, NotAllowed
from essaim.applications.models import Application, Attachment, Export
from essaim.applications.spreadsheets import FORMULA_STARTS, neutralised
from essaim.base.ids import reference
from essaim.calls.models import TeamMember
from tests.applications.files import pdf_bytes
from tests.applications.teams import deposited, frozen
from tests.factories import ApplicationFactory, OrganisationFactory, TeamMemberFactory, UserFactory
from tests.personas import client_of

pytestmark = pytest.mark.django_db
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    " =1",
]


@pytest.fixture
def manager(call):
    return TeamMemberFactory(programme=call.programme).user


@pytest.fixture(autouse=True)
def nothing_in_hand():
    yield
    making.Hand.drop()


@pytest.fixture
def make(call, manager):
    """``make("csv", "etat=…")``: asked for, and made by the worker."""

    def ask_and_make(kind, query="") -> Export:
        export = actions.ask_export(call, kind, query, manager)
        while actions.go_on_exporting():
            pass
        export.refresh_from_db()
        assert export.status == Export.Status.READY, export.error
        return export

    return ask_and_make


def bytes_of(export) -> bytes:
    with export.file.open("rb") as file:
        return file.read()


def table_of(content: bytes) -> list[dict]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def join(file, name="devis.pdf", content=None) -> Attachment:
    content = content or pdf_bytes()
    return Attachment.objects.create(
        application=file,
        name=name,
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        file=SimpleUploadedFile(name, content),
        scan_status=Attachment.Scan.CLEAN,
        added_by=file.owner,
    )


def freeze_with(file, *attachments):
    version = file.versions.get()
    version.content["attachments"] = [
        {"name": a.name, "size": a.size, "type": a.content_type, "sha256": a.sha256}
        for a in attachments
    ]
    version.sha256 = fingerprint(version.content)
    version.save()


# Cells


@given(st.text())
def test_no_text_is_a_formula_and_none_is_lost(text):
    cell = neutralised(text)
    assert cell in (text, f"'{text}")
    assert not cell.startswith((*FORMULA_STARTS, "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("text", HOSTILE)
def test_formulas_are_neutralised(text):
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Accueil", "l’an 2027", "a=b", "1 - 2", "'déjà"])
def test_plain_texts_stay_as_they_are(text):
    assert neutralised(text) == text


@given(st.lists(st.text(), min_size=1, max_size=30))
def test_names_are_safe_and_different(names):
    taken: set[str] = set()
    made = [safe_name(name, taken) for name in names]
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert 0 < len(name) <= 120
        assert not set(name) & set('<>:"/\\|?*\0')
        assert name.strip(" .") == name
        assert name not in (".", "..")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..\\x.pdf", "_x.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("devis\u202efdp.exe", "devisfdp.exe"),
        ("", "document"),
        ("a" * 300 + ".pdf", "a" * 96 + ".pdf"),
    ],
)
def test_names_that_lead_elsewhere(name, safe):
    assert safe_name(name, set()) == safe


# Tables


def test_csv_for_french_excel(call, make, manager):
    body = OrganisationFactory(name="Renac", insee_code="35237", population=1012)
    frozen(
        call,
        {"contexte": "Ligne une\nligne; deux", "probleme": "=HYPERLINK(1)"},
        title="Un accueil",
        organisation=body,
        examiner=manager,
    )
    ApplicationFactory(call=call, title="Brouillon")
    content = bytes_of(make("csv"))
    assert content.startswith(b"\xef\xbb\xbf")
    (row,) = table_of(content)
    assert row["Numéro"].startswith("ESSAI-")
    assert row["État"] == "déposée"
    assert (row["Structure"], row["Code de la structure"], row["Département"]) == (
        "Renac",
        "35237",
        "35",
    )
    assert row["Habitants"] == "1012"
    assert row["Suivie par"] == str(manager)
    assert row["Parlez-nous : contexte ? [contexte]"] == "Ligne une\nligne; deux"
    assert row["Parlez-nous : probleme ? [probleme]"] == "'=HYPERLINK(1)"
    assert row["Parlez-nous : ailleurs ? [ailleurs]"] == ""
    assert len(row["Empreinte (SHA-256)"]) == 64


def test_xlsx_has_texts_and_no_formula(call, make):
    for text in HOSTILE:
        frozen(call, {"contexte": text + "\x01", "probleme": "http://exemple.fr"}, title=text)
    export = make("xlsx")
    with zipfile.ZipFile(io.BytesIO(bytes_of(export))) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert not [name for name in book.namelist() if "external" in name.lower()]
    assert not list(sheet.iter(f"{SPREADSHEET}f"))
    texts = [cell for cell in sheet.iter(f"{SPREADSHEET}c") if cell.get("t") == "inlineStr"]
    written = {"".join(cell.itertext()) for cell in texts}
    assert {"=1+1", "＝1", "@SUM(A1)"} <= written
    assert len(list(sheet.iter(f"{SPREADSHEET}row"))) == 1 + len(HOSTILE)


def test_the_search_is_respected(call, make, manager):
    frozen(call, title="Recevable", status=Application.Status.ADMISSIBLE)
    frozen(call, title="La mienne", examiner=manager)
    assert [r["Titre"] for r in table_of(bytes_of(make("csv", "etat=admissible")))] == ["Recevable"]
    assert [r["Titre"] for r in table_of(bytes_of(make("csv", "suivie=moi")))] == ["La mienne"]
    assert len(table_of(bytes_of(make("csv")))) == 2


def test_what_waits_for_an_answer_is_not_exported(call, make, amel, draft, filled, ready, submit):
    submit(ready)
    question = call.question_sets.get().questions.get(code="contexte")
    ready.answers.filter(question=question).update(value="Réécrit, pas encore envoyé")
    (row,) = table_of(bytes_of(make("csv")))
    assert row["Parlez-nous : contexte ? [contexte]"] == "Réponse contexte."
    assert row["Avis de la direction"] == "favorable"
    assert row["Porteur"] == "Amel Porteuse"


# Archives


def test_an_archive_has_a_folder_for_each_file(call, make):
    body = OrganisationFactory(name="L’Haÿ-les-Roses")
    file = frozen(call, {"contexte": "<script>alert(1)</script>"}, organisation=body)
    freeze_with(file, join(file, "devis.pdf"), join(file, "DEVIS.pdf", pdf_bytes() + b"\n"))
    with zipfile.ZipFile(io.BytesIO(bytes_of(make("zip")))) as archive:
        assert archive.testzip() is None
        folder = f"{file.receipt.number}-lhay-les-roses"
        assert set(archive.namelist()) == {
            f"{folder}/candidature.html",
            f"{folder}/candidature.json",
            f"{folder}/candidature.json.sha256",
            f"{folder}/pieces-jointes/devis.pdf",
            f"{folder}/pieces-jointes/DEVIS (2).pdf",
            "candidatures.csv",
        }
        content = archive.read(f"{folder}/candidature.json")
        digest = archive.read(f"{folder}/candidature.json.sha256").decode()
        assert digest == f"{hashlib.sha256(content).hexdigest()}  candidature.json\n"
        assert json.loads(content)["title"] == file.title
        page = archive.read(f"{folder}/candidature.html").decode()
        assert "&lt;script&gt;" in page
        assert "<script>" not in page
        assert archive.read(f"{folder}/pieces-jointes/devis.pdf").startswith(b"%PDF")
        assert len(table_of(archive.read("candidatures.csv"))) == 1


def test_documents_that_nobody_may_open_are_named_not_given(call, make):
    file = frozen(call)
    infected, pending = join(file, "virus.pdf", b"%PDF-1"), join(file, "attente.pdf", b"%PDF-2")
    lost, unsent = join(file, "perdu.pdf", b"%PDF-3"), join(file, "pas-envoye.pdf", b"%PDF-4")
    Attachment.objects.filter(pk=infected.pk).update(scan_status=Attachment.Scan.INFECTED)
    Attachment.objects.filter(pk=pending.pk).update(scan_status=Attachment.Scan.PENDING)
    freeze_with(file, infected, pending, lost)
    default_storage.delete(lost.file.name)
    with zipfile.ZipFile(io.BytesIO(bytes_of(make("zip")))) as archive:
        names = [name for name in archive.namelist() if "pieces-jointes" in name]
        assert [name.rpartition("/")[2] for name in names] == ["NON-JOINTES.txt"]
        left = archive.read(names[0]).decode()
    assert "virus.pdf\u00a0: virus trouvé" in left
    assert "attente.pdf" in left
    assert "perdu.pdf" in left
    assert unsent.name not in left


def test_memory_does_not_grow_with_the_documents(call, manager, make):
    for _n in range(3):
        file = frozen(call)
        freeze_with(file, join(file, content=b"%PDF" + bytes(8 * 2**20) + bytes([_n])))
    making.Hand.drop()
    tracemalloc.start()
    make("zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 2**20


# The worker


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


# Pages


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
