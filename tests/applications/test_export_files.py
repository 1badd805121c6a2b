"""What an export holds: cells harmless in a spreadsheet, tables, archives of documents."""

import hashlib
import io
import json
import tracemalloc
import zipfile
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st

from essaim.applications.actions import exports as making
from essaim.applications.models import Application, Attachment
from essaim.applications.spreadsheets import FORMULA_STARTS, neutralised
from tests.applications.exporting import (
    bytes_of,
    freeze_with,
    join,
    make,
    nothing_in_hand,
    table_of,
)
from tests.applications.files import pdf_bytes
from tests.applications.teams import frozen
from tests.factories import ApplicationFactory, OrganisationFactory

__all__ = ["make", "nothing_in_hand"]
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


def test_memory_does_not_grow_with_the_documents(call, make):
    for _n in range(3):
        file = frozen(call)
        freeze_with(file, join(file, content=b"%PDF" + bytes(8 * 2**20) + bytes([_n])))
    making.Hand.drop()
    tracemalloc.start()
    make("zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 2**20
