"""The pages of an import, from the file to the lines taken in, as the team walks them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from essaim.applications import actions
from essaim.applications.models import Application, ImportMapping, ImportRun
from essaim.calls.models import TeamMember
from tests.applications.files import pdf_bytes, zip_bytes
from tests.applications.imports.conftest import COLUMNS, DOSSIERS, pages, table, upload
from tests.applications.imports.test_import_csv import CSV, GOOD
from tests.applications.imports.test_import_ds import dossier
from tests.browser.checks import assert_accessible, assert_fits
from tests.factories import OrganisationFactory, TeamMemberFactory
from tests.personas import client_of


@pytest.fixture
def client(manager):
    return client_of(manager)


@pytest.fixture
def give(client, call):
    """``give(file)``: sends a file from the page of the call."""

    def send(file, source="ds", **more):
        url = reverse("applications:import_list", args=[call.slug])
        return client.post(url, {"source": source, "upload": file, **more})

    return send


def page(name: str, run: ImportRun) -> str:
    return reverse(f"applications:import_{name}", args=[run.public_id])


def choices(response, fields: dict) -> dict:
    """What to send so that each field of the page answers this."""
    form = response.context["form"]
    return {name: fields.get(key, "") for name, key in form.keys.items()}


def test_from_the_file_to_the_applications(give, client, call, renac, themes):
    sent = give(upload(DOSSIERS.read_bytes()))
    run = ImportRun.objects.get()
    assert sent.url == page("map", run)
    shown = client.get(sent.url)
    assert "Titre du projet" in shown.text
    assert "Par exemple\u00a0: Un bourg qui se reparle" in shown.text
    form = shown.context["form"]
    guessed = {name: form[name].value() for name in form.keys}
    tried = client.post(sent.url, guessed, follow=True)
    assert "1 candidature serait créée" in tried.text
    assert "Structure absente" in tried.text
    assert "Aucun mail ne part" in tried.text
    assert not call.applications.exists()
    assert ImportMapping.objects.get().fields["dossier.usager"] == "courriel"
    done = client.post(page("apply", run), follow=True)
    assert "Candidatures créées\u00a0: 1." in done.text
    assert "FMNT-8-0001" in done.text
    application = call.applications.get()
    detail = client.get(application.get_absolute_url())
    assert "Démarches Simplifiées" in detail.text
    receipt = client_of(application.owner).get(
        reverse("applications:receipt_detail", args=[application.public_id])
    )
    assert "Démarches Simplifiées, n° 1234567" in receipt.text
    own = client_of(application.owner).get(application.get_absolute_url())
    assert "Candidature reprise de Démarches Simplifiées" in own.text


@pytest.mark.parametrize(
    ("content", "source", "said"),
    [
        (b"", "ds", "vide"),
        (b"{", "ds", "JSON complet"),
        (b"[]", "ds", "aucun dossier"),
        (b"a;b\n", "csv", "ligne de titres"),
    ],
)
def test_a_file_that_says_nothing_is_refused_on_the_page(give, content, source, said):
    response = give(SimpleUploadedFile("f.json", content), source)
    assert said in response.text
    assert not ImportRun.objects.exists()


def test_a_zip_that_is_no_zip_is_refused_on_the_page(give):
    response = give(upload([dossier()]), archive=SimpleUploadedFile("p.zip", b"non"))
    assert response.status_code == 422
    assert "ZIP" in response.text


def test_an_export_without_its_last_pages_says_so(receive, client):
    assert "pages suivantes" in client.get(page("map", receive(pages()[:1]))).text
    assert "pages suivantes" not in client.get(page("map", receive(pages()))).text


def test_an_incomplete_mapping_keeps_what_was_chosen(give, client, renac):
    give(upload(table(GOOD)), "csv")
    run = ImportRun.objects.get()
    shown = client.get(page("map", run))
    wanted = choices(shown, {**COLUMNS, "Mail": ""})
    answer = client.post(page("map", run), wanted)
    assert "Adresse électronique du porteur" in answer.context["form"].non_field_errors()[0]
    form = answer.context["form"]
    assert {name: form[name].value() for name in form.keys} == wanted
    assert not ImportMapping.objects.exists()


def test_the_last_mapping_is_proposed_again(attempt, receive, client, renac):
    attempt(table(GOOD), CSV, {**COLUMNS, "Rythme": ""})
    shown = client.get(page("map", receive(table(GOOD), source=CSV)))
    form = shown.context["form"]
    assert {key: form[name].value() for name, key in form.keys.items()} == {
        **COLUMNS,
        "Rythme": "",
    }


def test_the_report_is_filtered_and_its_errors_leave_as_a_table(attempt, client, renac):
    bad = GOOD.replace("12;", "13;").replace("Renac", "Atlantide")
    run = attempt(table(GOOD, bad), CSV)
    whole = client.get(page("detail", run))
    assert "À créer\u00a0: 1" in whole.text
    only = client.get(page("detail", run), {"etat": "error"})
    assert "Atlantide" in only.text
    assert "n° 12 " not in only.text
    assert "Aucune ligne ici" in client.get(page("detail", run), {"etat": "known"}).text
    errors = client.get(page("errors", run))
    assert errors.headers["Content-Disposition"] == 'attachment; filename="a-corriger.csv"'
    assert "Atlantide" in errors.content.decode("utf-8-sig")
    assert "nora@exemple.fr" in errors.content.decode()


def test_a_long_report_has_pages(attempt, client, renac):
    run = attempt([dossier(n) for n in range(1, 52)])
    assert "Page 1 sur 2" in client.get(page("detail", run)).text
    assert "Projet 51" in client.get(page("detail", run), {"page": 2}).text


def test_the_report_costs_the_same_with_many_lines(attempt, client, renac, same_queries):
    runs = []
    same_queries(
        lambda: client.get(page("detail", runs[-1])),
        lambda: runs.append(attempt([dossier(n) for n in range(1, len(runs) * 2 + 2)])),
    )


def test_the_list_of_files_costs_the_same_with_many(receive, client, call, same_queries):
    url = reverse("applications:import_list", args=[call.slug])
    same_queries(lambda: client.get(url), lambda: receive([dossier(1)]))


def test_the_box_to_fetch_is_there_when_the_installation_may(attempt, client, renac, settings):
    run = attempt([dossier(1)])
    assert "Aller chercher" not in client.get(page("detail", run)).text
    settings.IMPORT_HOSTS = {"fichiers.exemple.fr"}
    assert "Aller chercher" in client.get(page("detail", run)).text
    wrong = client.post(page("apply", run), {"also": ["tout"]})
    assert wrong.status_code == 422
    assert not Application.objects.filter(source="ds").exists()


def test_a_zip_is_announced_and_its_files_wait_for_the_worker(give, client, call, renac):
    file = {"filename": "devis.pdf"}
    made = dossier(1)
    made["champs"].append({"id": "F", "label": "Pièces jointes", "files": [file]})
    pieces = SimpleUploadedFile("p.zip", zip_bytes({"devis.pdf": pdf_bytes()}))
    give(upload([made]), archive=pieces)
    run = ImportRun.objects.get()
    form = client.get(page("map", run)).context["form"]
    client.post(page("map", run), {name: form[name].value() for name in form.keys})
    assert "pris dans le ZIP" in client.get(page("detail", run)).text
    client.post(page("apply", run))
    assert "1 fichier joint est encore en attente" in client.get(page("detail", run)).text
    while actions.bring_documents():
        pass
    assert "devis.pdf : joint" in client.get(page("detail", run)).text
    assert call.applications.get().attachments.count() == 1


def test_a_file_done_is_mapped_no_more(attempt, client, manager, renac):
    run = actions.apply_import(attempt([dossier(1)]), manager)
    assert client.get(page("map", run)).url == page("detail", run)
    assert client.post(page("apply", run)).status_code == 422


def test_only_managers_see_imports(attempt, call, renac):
    run = attempt([dossier(1)])
    role = TeamMember.Role.EXAMINER
    for other in (
        TeamMemberFactory(programme=call.programme, role=role).user,
        TeamMemberFactory().user,
    ):
        browser = client_of(other)
        for name in ("detail", "map", "errors"):
            assert browser.get(page(name, run)).status_code == 404
        assert browser.post(page("apply", run)).status_code == 404
        url = reverse("applications:import_list", args=[call.slug])
        assert browser.post(url, {}).status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_by_keyboard_on_a_small_screen(new_person, live_server, call, manager, tmp_path):
    OrganisationFactory(name="Renac", insee_code="35237", siren="213502370")
    bad = GOOD.replace("12;", "13;").replace("Renac", "Atlantide")
    path = tmp_path / "lignes.csv"
    path.write_text(table(GOOD, bad))
    reader = new_person(width=320, javascript=False)
    session = client_of(manager).cookies["essaim"].value
    reader.context.add_cookies([{"name": "essaim", "value": session, "url": live_server.url}])
    reader.goto(reverse("applications:import_list", args=[call.slug]))
    assert_fits(reader)
    reader.get_by_label("Un tableau").check()
    reader.get_by_label("Le fichier", exact=True).set_input_files(path)
    reader.get_by_role("button", name="Lire ce fichier").press("Enter")
    assert_fits(reader)
    reader.get_by_label("Problème").select_option("question:probleme")
    reader.get_by_role("button", name="Essayer").press("Enter")
    assert "Atlantide" in reader.content()
    assert_fits(reader)
    reader.get_by_role("button", name="Reprendre").press("Enter")
    assert "FMNT-8-0001" in reader.content()
    assert_fits(reader)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_each_page_is_accessible(page_of, call, attempt, renac, receive):
    page_of(reverse("applications:import_list", args=[call.slug]))
    page_of(page("map", receive([dossier(1)])))
    page_of(page("detail", attempt([dossier(1), dossier(2, dateDepot="")])))


@pytest.fixture
def page_of(new_person, live_server, manager):
    reader = new_person()
    session = client_of(manager).cookies["essaim"].value
    reader.context.add_cookies([{"name": "essaim", "value": session, "url": live_server.url}])

    def check(url):
        reader.goto(url)
        assert_accessible(reader)

    return check
