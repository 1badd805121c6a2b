"""Dossiers of Démarches Simplifiées: read whole, told first, taken in once, never overwritten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from essaim.accounts.models import LogEntry, OutboxMail, User
from essaim.applications import actions
from essaim.applications.actions.imports import TELL_OWNERS
from essaim.applications.content import fingerprint
from essaim.applications.exceptions import ImportRefused, MappingIncomplete, NotAllowed
from essaim.applications.mapping import Target
from essaim.applications.models import (
    Application,
    ApplicationVersion,
    ImportMapping,
    ImportRun,
    Receipt,
)
from essaim.base.ids import reference
from essaim.calls.models import TeamMember
from tests.applications.imports.conftest import DS_FIELDS, PROBLEM, TITLE, pages, table, upload
from tests.applications.mailbox import recipients
from tests.factories import ApplicationFactory, CallFactory, TeamMemberFactory, UserFactory


def dossier(number=1, **changes) -> dict:
    """A small dossier of its own person."""
    made = {
        "number": number,
        "dateDepot": "2025-03-02T17:05:09+01:00",
        "usager": {"email": f"personne{number}@exemple.fr"},
        "demandeur": {"siret": "21350237000018"},
        "champs": [
            {"id": TITLE, "label": "Titre du projet", "stringValue": f"Projet {number}"},
            {"id": PROBLEM, "label": "Problème", "stringValue": "Un problème."},
        ],
    }
    return {**made, **changes}


def test_a_try_tells_all_and_writes_nothing(attempt, lines, renac, themes, call):
    people = User.objects.count()
    run = attempt(pages())
    whole, homeless, deleted = lines(run)
    assert whole.outcome == "new"
    assert whole.organisation == "Renac (35)"
    assert "Messages à la source" in " ".join(whole.remarks)
    assert homeless.outcome == "error"
    assert "Structure absente" in homeless.problems[0]
    assert "accepté" in homeless.remarks[0]
    assert "supprimé" in deleted.problems[0]
    assert not call.applications.exists()
    assert User.objects.count() == people
    assert not OutboxMail.objects.exists()
    assert ImportMapping.objects.get().fields == DS_FIELDS


def test_a_line_becomes_a_deposited_application(attempt, manager, lines, renac, themes, call):
    run = actions.apply_import(attempt(pages()), manager)
    application = call.applications.get()
    assert application.status == Application.Status.SUBMITTED
    assert (application.source, application.external_number) == ("ds", "1234567")
    assert application.submitted_at == datetime(2025, 3, 2, 16, 5, 9, tzinfo=UTC)
    assert application.organisation == renac
    assert application.owner.email == "nora.exemple@exemple.fr"
    assert set(application.themes.all()) == set(themes)
    said = dict(application.answers.values_list("question__code", "value"))
    assert said == {
        "probleme": "Le café a fermé.\nLes anciens ne sortent plus.",
        "debut": "2027-09-01",
        "agents": "12",
        "partenaire": "35237",
        "equipe": "Nom\u00a0: Nora Exemple\nFonction\u00a0: secrétaire de mairie\nNom\u00a0: Paul Exemple",
    }
    assert application.endorsements.get().status == "favourable"
    version = application.versions.get()
    assert version.reason == ApplicationVersion.Reason.IMPORT
    assert version.sha256 == fingerprint(version.content)
    receipt = Receipt.objects.get(application=application)
    assert receipt.number == "FMNT-8-0001"
    assert receipt.idempotency_key == "ds:1234567"
    assert receipt.issued_at == application.submitted_at
    assert run.status == ImportRun.Status.DONE
    assert [line.outcome for line in lines(run)] == ["created", "error", "error"]
    assert lines(run)[0].receipt == "FMNT-8-0001"
    assert not OutboxMail.objects.exists()


def test_owners_are_told_once_if_asked(attempt, manager, renac, themes):
    actions.apply_import(attempt(pages()), manager, also=[TELL_OWNERS])
    assert recipients("imported") == ["nora.exemple@exemple.fr"]
    actions.apply_import(attempt(pages()), manager, also=[TELL_OWNERS])
    assert recipients("imported") == ["nora.exemple@exemple.fr"]


def test_a_second_run_creates_nothing(attempt, manager, lines, renac, call):
    actions.apply_import(attempt([dossier(1)]), manager)
    again = attempt([dossier(1), dossier(2)])
    assert [line.outcome for line in lines(again)] == ["known", "new"]
    assert lines(again)[0].receipt == "FMNT-8-0001"
    done = actions.apply_import(again, manager)
    assert [line.outcome for line in lines(done)] == ["known", "created"]
    assert call.applications.count() == 2


def test_a_change_at_the_source_is_told_and_overwrites_nothing(
    attempt, manager, lines, renac, call
):
    actions.apply_import(attempt([dossier(1)]), manager)
    changed = dossier(1)
    changed["champs"][1]["stringValue"] = "Un autre problème."
    run = actions.apply_import(attempt([changed]), manager)
    (line,) = lines(run)
    assert line.outcome == "changed"
    assert "Problème" in line.remarks[0]
    assert call.applications.get().answers.get().value == "Un problème."


def test_a_new_address_of_a_document_is_no_change(attempt, manager, lines, renac):
    def with_file(url):
        file = {"filename": "devis.pdf", "checksum": "abc", "url": url}
        champs = [*dossier(1)["champs"], {"id": "Q2hhbXAtMTc=", "label": "PJ", "files": [file]}]
        return [dossier(1, champs=champs)]

    actions.apply_import(attempt(with_file("https://a.exemple.fr/1")), manager)
    assert lines(attempt(with_file("https://a.exemple.fr/2")))[0].outcome == "known"


def test_five_bad_lines_in_a_hundred_leave_the_others_in(attempt, manager, lines, renac, call):
    good = [dossier(n) for n in range(1, 39)]
    bad = [dossier(39, usager={"email": "pas une adresse"}), dossier(40, dateDepot="hier")]
    run = actions.apply_import(attempt([*good, *bad]), manager)
    assert call.applications.count() == 38
    assert [line.number for line in lines(run) if line.outcome == "error"] == ["39", "40"]


def test_an_import_stopped_in_the_middle_is_done_again(
    attempt, manager, lines, renac, call, monkeypatch
):
    run = attempt([dossier(n) for n in range(1, 5)])
    taking = actions.imports.runs.take

    def stops(line, *args):
        if line.number == "3":
            raise KeyboardInterrupt
        taking(line, *args)

    monkeypatch.setattr(actions.imports.runs, "take", stops)
    with pytest.raises(KeyboardInterrupt):
        actions.apply_import(run, manager)
    assert call.applications.count() == 2
    monkeypatch.undo()
    done = actions.apply_import(ImportRun.objects.get(pk=run.pk), manager)
    assert call.applications.count() == 4
    assert Receipt.objects.count() == 4
    assert [line.outcome for line in lines(done)] == ["created"] * 4


def test_a_line_is_written_whole_or_not_at_all(attempt, manager, renac, call, monkeypatch):
    run = attempt([dossier(1)])

    def fails(*args):
        raise RuntimeError

    monkeypatch.setattr(actions.imports.taking, "number_receipt", fails)
    with pytest.raises(RuntimeError):
        actions.apply_import(run, manager)
    assert not call.applications.exists()
    assert not User.objects.filter(email="personne1@exemple.fr").exists()


def test_what_is_late_is_taken_and_said(attempt, manager, lines, renac, call):
    call.opens_at = timezone.now() - timedelta(days=2000)
    call.closes_at = datetime(2025, 3, 1, tzinfo=UTC)
    call.save()
    run = attempt([dossier(1)])
    assert "après la clôture" in lines(run)[0].remarks[0]
    actions.apply_import(run, manager)
    application = call.applications.get()
    notes = "\n".join(_log_of(application))
    assert "Démarches Simplifiées, n° 1" in notes
    assert "après la clôture" in notes


def _log_of(application) -> list[str]:
    return list(LogEntry.objects.filter(ref=reference(application)).values_list("note", flat=True))


def test_what_is_here_already_is_in_the_way(attempt, lines, renac, call):
    owner = UserFactory(email="personne1@exemple.fr")
    ApplicationFactory(call=call, organisation=renac, owner=owner)
    twin = dossier(3, usager={"email": "personne2@exemple.fr"})
    run = attempt([dossier(1), dossier(2), dossier(2), twin])
    problems = [" ".join(line.problems) for line in lines(run)]
    assert "déjà une candidature" in problems[0]
    assert problems[1] == ""
    assert "Même numéro qu’à la ligne 2" in problems[2]
    assert "Même porteur et même structure" in problems[3]


def test_a_dossier_is_taken_in_one_call_only(attempt, manager, lines, renac, call):
    actions.apply_import(attempt([dossier(1)]), manager)
    other = CallFactory(programme=call.programme)
    other.question_sets.create(published_at=timezone.now())
    run = actions.receive_import(other, "ds", upload([dossier(1)]), manager)
    fields = {k: v for k, v in DS_FIELDS.items() if not v.startswith("question:")}
    run = actions.try_import(run, fields, manager)
    assert "un autre appel" in lines(run)[0].problems[0]


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        (PROBLEM, "x" * 201, "1 caractères de trop"),
        (TITLE, "x" * 121, "Titre trop long"),
        (TITLE, "   ", "Titre absent"),
    ],
)
def test_a_text_too_long_or_missing_says_so(attempt, lines, renac, label, value, said):
    made = dossier(1)
    for champ in made["champs"]:
        champ["stringValue"] = value if champ["id"] == label else champ["stringValue"]
    (line,) = lines(attempt([made]))
    assert said in " ".join(line.problems)


def test_a_body_is_found_or_not_but_never_invented(attempt, lines, renac):
    (line,) = lines(attempt([dossier(1, demandeur={"siret": "13002526500013"})]))
    assert "Structure inconnue de l’annuaire" in line.problems[0]
    (line,) = lines(attempt([dossier(1, demandeur={"siret": "12"})]))
    assert "Structure inconnue" in line.problems[0]


def test_the_mapping_must_say_what_every_application_has(receive, manager):
    run = receive([dossier(1)])
    with pytest.raises(MappingIncomplete, match="Structure"):
        actions.try_import(run, {TITLE: Target.TITLE}, manager)
    twice = {**DS_FIELDS, PROBLEM: Target.TITLE}
    with pytest.raises(MappingIncomplete, match="Titre du projet"):
        actions.try_import(run, twice, manager)
    with pytest.raises(MappingIncomplete):
        actions.apply_import(run, manager)


def test_only_the_managers_of_an_open_call_take_in(call, manager, renac):
    examiner = TeamMemberFactory(programme=call.programme, role=TeamMember.Role.EXAMINER).user
    with pytest.raises(NotAllowed):
        actions.receive_import(call, "ds", upload([dossier(1)]), examiner)
    call.results_at = timezone.now()
    call.save()
    with pytest.raises(ImportRefused, match="avant ses résultats"):
        actions.receive_import(call, "ds", upload([dossier(1)]), manager)


def test_a_run_is_done_once(attempt, manager, renac):
    run = actions.apply_import(attempt([dossier(1)]), manager)
    with pytest.raises(ImportRefused, match="déjà été repris"):
        actions.apply_import(run, manager)


def test_too_much_at_once_is_refused(receive, monkeypatch):
    monkeypatch.setattr(actions.imports.runs, "MOST_LINES", 1)
    with pytest.raises(ImportRefused, match="2 candidatures"):
        receive([dossier(1), dossier(2)])
    monkeypatch.setattr(actions.imports.runs, "MOST_BYTES", 10)
    with pytest.raises(ImportRefused, match="trop lourd"):
        receive(table(), source="csv")


def test_trying_costs_little_whatever_the_number(
    attempt, renac, django_assert_max_num_queries, receive, manager
):
    run = receive([dossier(n) for n in range(1, 40)])
    with django_assert_max_num_queries(30):
        actions.try_import(run, DS_FIELDS, manager)
