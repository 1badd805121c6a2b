"""The checklist of admissibility: findings with reasons, two examiners, and what it bears out."""

import pytest
from django.urls import reverse

from essaim.applications import actions
from essaim.applications.actions.checklist import Noted
from essaim.applications.exceptions import (
    ChecklistIncomplete,
    NotAllowed,
    ReasonMissing,
    StaleFindings,
)
from essaim.applications.models import AdmissibilityCheck, Application, CriterionCheck
from essaim.applications.suggestions import facts, suggestion_for
from essaim.calls.models import AdmissibilityCriterion
from tests.personas import client_of

MET, UNMET, UNCLEAR = CriterionCheck.Finding
ADMISSIBLE, INADMISSIBLE = AdmissibilityCheck.Verdict
TEXTS = [
    ("La candidature est déposée dans les délais", "Article 3"),
    ("Le projet n’a pas déjà été soutenu", "Article 4"),
    ("La structure est une collectivité", ""),
]


@pytest.fixture
def criteria(call):
    return [
        AdmissibilityCriterion.objects.create(call=call, position=n, text=text, rule=rule)
        for n, (text, rule) in enumerate(TEXTS)
    ]


def note(application, by, *lines):
    return actions.note_findings(application, [Noted(*line) for line in lines], by=by)


def page_of(application):
    return reverse("applications:application_examine", args=[application.public_id])


def post_of(application):
    return reverse("applications:checklist_note", args=[application.public_id])


def typed(criteria, *findings):
    """What the form sends: (finding, reason, version) for each criterion."""
    data = {}
    for criterion, (finding, reason, version) in zip(criteria, findings, strict=True):
        data |= {f"finding_{criterion.pk}": finding, f"reason_{criterion.pk}": reason}
        data[f"version_{criterion.pk}"] = version
    return data


def test_a_finding_is_kept_with_who_and_when(deposited, criteria, examiner):
    check = note(deposited, examiner, (criteria[0], UNMET, " Arrivée le 3. "))[0]
    assert (check.reason, check.checked_by, check.version) == ("Arrivée le 3.", examiner, 1)
    again = note(deposited, examiner, (criteria[0], UNMET, "Arrivée le 3.", 1))
    assert again == []
    page = client_of(examiner).get(page_of(deposited)).text
    assert "Noté «\u00a0non rempli\u00a0» par Inès Instruit" in page
    journal = reverse("applications:journal_list", args=[deposited.public_id])
    assert "note des constats" in client_of(examiner).get(journal).text


@pytest.mark.parametrize("finding", [UNMET, UNCLEAR])
def test_a_reason_is_compulsory_unless_met(deposited, criteria, examiner, finding):
    with pytest.raises(ReasonMissing):
        note(deposited, examiner, (criteria[0], finding, " "))
    data = typed(criteria, (finding, "", 0), ("", "", 0), (MET, "", 0))
    page = client_of(examiner).post(post_of(deposited), data)
    assert "Il y a un problème" in page.text
    assert not deposited.criterion_checks.exists()


def test_two_examiners_never_overwrite_each_other(deposited, criteria, examiner, manager):
    note(deposited, manager, (criteria[0], UNMET, "Trop tard."))
    with pytest.raises(StaleFindings):
        note(deposited, examiner, (criteria[0], MET), (criteria[1], MET))
    assert deposited.criterion_checks.get().reason == "Trop tard."
    client = client_of(examiner)
    data = typed(criteria, (UNCLEAR, "À voir.", 0), (MET, "", 0), ("", "", 0))
    page = client.post(post_of(deposited), data)
    assert page.status_code == 409
    assert "Gilles Gestion a noté autre chose" in page.text
    assert "Trop tard." in page.text
    assert "À voir." in page.text
    version = page.context["checklist"][f"version_{criteria[0].pk}"].value()
    data[f"version_{criteria[0].pk}"] = version
    assert client.post(post_of(deposited), data).status_code == 302
    assert deposited.criterion_checks.get(criterion=criteria[0]).reason == "À voir."


def test_lines_left_blank_are_nobodys_quarrel(deposited, criteria, examiner, manager):
    note(deposited, manager, (criteria[0], UNMET, "Trop tard."))
    data = typed(criteria, ("", "", 0), (MET, "", 0), ("", "", 0))
    assert client_of(examiner).post(post_of(deposited), data).status_code == 302
    assert deposited.criterion_checks.count() == 2


def test_everything_is_met_in_one_click(deposited, criteria, examiner):
    data = {**typed(criteria, *[("", "", 0)] * 3), "all_met": "1"}
    client_of(examiner).post(post_of(deposited), data)
    assert {check.finding for check in deposited.criterion_checks.all()} == {MET}
    assert deposited.criterion_checks.count() == 3


def test_suggestions_are_shown_never_recorded(deposited, criteria, examiner):
    known = facts(deposited)
    found = [suggestion_for(criterion, known) for criterion in criteria]
    assert found[0].finding == MET
    assert found[1] is None  # it denies something: no guess
    assert found[2].finding == MET
    page = client_of(examiner).get(page_of(deposited)).text
    assert page.count("Proposé, pas enregistré") == 2
    assert "FMNT-8-0001" in page
    assert not deposited.criterion_checks.exists()


def test_a_suggestion_not_met_brings_its_fact(call, filled, submit, examiner):
    call.endorsement_rule = call.EndorsementRule.NOT_ASKED
    call.save()
    submit(filled)
    filled.refresh_from_db()
    line = AdmissibilityCriterion(call=call, position=1, text="L’avis de la direction est joint")
    fact = suggestion_for(line, facts(filled))
    assert (fact.finding, fact.sentence) == (UNMET, "Aucun avis de la direction.")


def test_admissible_needs_every_line(deposited, criteria, examiner):
    with pytest.raises(ChecklistIncomplete):
        actions.check_admissibility(deposited, ADMISSIBLE, "Oui.", by=examiner)
    note(deposited, examiner, *[(criterion, MET) for criterion in criteria[:2]])
    with pytest.raises(ChecklistIncomplete):
        actions.check_admissibility(deposited, ADMISSIBLE, "Oui.", by=examiner)
    sent = {"verdict": "admissible", "reason": "Oui."}
    page = client_of(examiner).post(page_of(deposited), sent)
    assert "tous les points de la liste sont remplis" in page.text
    note(deposited, examiner, (criteria[2], MET))
    page = client_of(examiner).get(page_of(deposited)).text
    assert "Tous les points vérifiés sont remplis." in page
    assert client_of(examiner).post(page_of(deposited), sent).status_code == 302
    deposited.refresh_from_db()
    assert deposited.status == Application.Status.ADMISSIBLE


def test_inadmissible_quotes_the_rule_and_the_fact(deposited, criteria, examiner):
    with pytest.raises(ChecklistIncomplete):
        actions.check_admissibility(deposited, INADMISSIBLE, "Non.", by=examiner)
    note(deposited, examiner, (criteria[0], UNMET, "Arrivée le 3 juin."), (criteria[1], MET))
    page = client_of(examiner).get(page_of(deposited))
    reason = page.context["form"]["reason"].value()
    assert "Article 3 – La candidature est déposée dans les délais" in reason
    assert "Arrivée le 3 juin." in reason
    actions.check_admissibility(deposited, INADMISSIBLE, reason, by=examiner)
    assert "Article 3" in deposited.letters.get().body


def test_a_call_without_list_is_decided_as_before(deposited, examiner):
    page = client_of(examiner).get(page_of(deposited)).text
    assert "Enregistrer les constats" not in page
    actions.check_admissibility(deposited, ADMISSIBLE, "Complet.", by=examiner)


def test_only_the_team_sees_and_notes(deposited, criteria, examiner, amel):
    note(deposited, examiner, (criteria[0], UNMET, "Un secret d’équipe."))
    with pytest.raises(NotAllowed):
        note(deposited, amel, (criteria[0], MET, "", 1))
    author = client_of(amel)
    assert author.get(page_of(deposited)).status_code == 403
    assert author.post(post_of(deposited), {}).status_code == 403
    assert "secret" not in author.get(deposited.get_absolute_url()).text


def test_the_page_costs_the_same_with_many_lines(call, deposited, examiner, same_queries):
    def add():
        line = AdmissibilityCriterion.objects.create(call=call, position=1, text="Un point")
        note(deposited, examiner, (line, MET))

    same_queries(lambda: client_of(examiner).get(page_of(deposited)), add)


def test_once_decided_it_is_read_until_someone_changes_the_decision(deposited, criteria, examiner):
    note(deposited, examiner, *[(criterion, MET) for criterion in criteria])
    actions.check_admissibility(deposited, ADMISSIBLE, "Complet.", by=examiner)
    client = client_of(examiner)
    page = client.get(page_of(deposited)).text
    assert "Enregistrer les constats" not in page
    assert page.count("par Inès Instruit, le") == len(criteria) + 1
    page = client.get(page_of(deposited), {"revoir": "1"}).text
    assert "Enregistrer les constats" in page
    assert "Noter la décision" in page


def test_a_file_before_the_jury_is_only_read(deposited, criteria, examiner):
    note(deposited, examiner, (criteria[0], UNMET, "Arrivée le 3 juin."))
    Application.objects.filter(pk=deposited.pk).update(status=Application.Status.HEARD)
    with pytest.raises(NotAllowed):
        note(deposited, examiner, (criteria[0], MET, "", 1))
    page = client_of(examiner).get(page_of(deposited), {"revoir": "1"}).text
    assert "Arrivée le 3 juin." in page
    assert page.count("Pas examiné") == len(criteria) - 1
    assert "Enregistrer les constats" not in page
    assert "Revenir sur la décision" not in page
