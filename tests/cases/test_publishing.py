import pytest

from essaim.accounts.models import LogEntry, OutboxMail
from essaim.applications.content import fingerprint
from essaim.base.ids import reference
from essaim.cases import actions
from essaim.cases.models import Case, CatalogueEntry, Component
from tests.cases.conftest import publish_again, publish_sheet


def test_a_sheet_goes_from_draft_to_the_public(case, people):
    actions.ask_review(case, people.co_applicant)
    actions.approve(case, people.applicant)
    version = actions.publish(case, people.manager)
    case.refresh_from_db()
    assert case.status == case.step == Case.Status.PUBLISHED
    assert version.number == 1
    assert version.sha256 == fingerprint(version.content)
    assert CatalogueEntry.objects.get().title == case.title
    passages = LogEntry.objects.filter(ref=reference(case), verb="move").order_by("pk")
    assert [entry.after for entry in passages] == ["project_review", "ready", "published"]


def test_each_step_is_told_to_the_one_who_acts_next(approved, people):
    actions.publish(approved, people.manager)
    told = [(mail.kind, mail.recipient) for mail in OutboxMail.objects.order_by("pk")]
    assert told == [
        ("case_review_asked", people.applicant.email),
        ("case_approved", people.manager.email),
        ("case_published", people.applicant.email),
    ]
    published = OutboxMail.objects.get(kind="case_published")
    assert f"http://testserver/fiches/{approved.public_id}/" in published.text


def test_the_public_keeps_its_version_while_authors_write(approved, people):
    version = actions.publish(approved, people.manager)
    before = version.content
    actions.edit(approved, people.applicant, title="Un autre titre", solution="Autre chose")
    actions.set_parts(
        approved, components=[{"name": "Le numéro", "role": "core"}], by=people.applicant
    )
    version.refresh_from_db()
    approved.refresh_from_db()
    assert version.content == before
    assert CatalogueEntry.objects.get().title == before["title"]
    assert approved.status == Case.Status.PUBLISHED
    assert approved.step == Case.Status.DRAFT
    assert approved in Case.objects.visible_to(people.adopter)


def test_a_new_version_needs_a_new_approval_and_says_what_changes(approved, people):
    actions.publish(approved, people.manager)
    actions.edit(approved, people.coach, title="Un autre titre")
    with pytest.raises(actions.NotApproved):
        actions.publish(approved, people.manager, "Titre")
    actions.ask_review(approved, people.coach)
    actions.approve(approved, people.applicant)
    with pytest.raises(actions.ChangesNotTold):
        actions.publish(approved, people.manager)
    version = actions.publish(approved, people.manager, "Titre plus clair")
    assert (version.number, version.changes) == (2, "Titre plus clair")
    assert CatalogueEntry.objects.get().title == "Un autre titre"
    assert approved.versions.get(number=1).content["title"] != "Un autre titre"


def test_a_change_after_the_approval_takes_it_back(approved, people):
    actions.edit(approved, people.manager, lessons="Commencer plus tôt")
    with pytest.raises(actions.NotApproved):
        actions.publish(approved, people.manager)
    approved.refresh_from_db()
    assert approved.status == Case.Status.DRAFT


def test_the_approval_is_given_on_the_text_that_was_read(case, people):
    actions.ask_review(case, people.applicant)
    case.refresh_from_db()
    seen_at = case.changed_at
    actions.edit(case, people.co_applicant, lessons="Ajouté pendant la relecture")
    with pytest.raises(actions.CaseChanged):
        actions.approve(case, people.applicant, seen_at=seen_at)


def test_sending_back_tells_why(case, people):
    actions.ask_review(case, people.manager)
    with pytest.raises(actions.ReasonMissing):
        actions.send_back(case, people.applicant, " ")
    actions.send_back(case, people.applicant, "Le coût est faux.")
    case.refresh_from_db()
    assert case.status == Case.Status.DRAFT
    mail = OutboxMail.objects.get(kind="case_sent_back")
    assert mail.recipient == people.manager.email
    assert "Le coût est faux." in mail.text


@pytest.mark.parametrize("who", ["co_applicant", "manager", "coach", "adopter"])
def test_only_the_owner_gives_the_approval(case, people, who):
    actions.ask_review(case, people.applicant)
    with pytest.raises(actions.NotYours):
        actions.approve(case, getattr(people, who))


@pytest.mark.parametrize("who", ["applicant", "co_applicant", "examiner", "coach", "adopter"])
def test_only_the_team_publishes_and_archives(approved, people, who):
    with pytest.raises(actions.NotYours):
        actions.publish(approved, getattr(people, who))
    with pytest.raises(actions.NotYours):
        actions.archive(approved, getattr(people, who))


def test_the_team_approves_for_a_laureate_without_application_and_says_on_what_ground(manager):
    version = publish_sheet(manager, title="Réduire les absences")
    actions.edit(version.case, manager, one_line="Des agents mieux suivis")
    actions.ask_review(version.case, manager)
    with pytest.raises(actions.ReasonMissing):
        actions.approve(version.case, manager)
    note = LogEntry.objects.get(ref=reference(version.case), after="ready").note
    assert note == "Accord donné par téléphone."


def test_archiving_takes_the_sheet_from_the_public_and_keeps_its_versions(manager, people):
    version = publish_sheet(manager, title="Réduire les absences")
    actions.archive(version.case, manager, "Demande de la commune")
    assert not CatalogueEntry.objects.exists()
    assert version.case not in Case.objects.visible_to(people.adopter)
    assert version.case.versions.count() == 1
    with pytest.raises(actions.CaseClosed):
        actions.edit(version.case, manager, title="Encore")


def test_the_frozen_content_is_whole_and_holds_nothing_private(manager, theme):
    version = publish_sheet(
        manager,
        title="Un guichet qui écoute",
        themes=[theme],
        setup_days=12,
        contact_email="mairie@exemple.fr",
        sources="Un article\n\nhttps://exemple.fr/page",
    )
    case = version.case
    actions.set_parts(
        case,
        components=[{"name": "Le panneau", "role": Component.Role.CORE}],
        steps=[{"action": "Écouter"}],
        results=[{"indicator": "Moins d’attente", "before": "20 min", "after": "5 min"}],
        by=manager,
    )
    content = publish_again(case, manager, "Éléments ajoutés").content
    assert content["themes"] == {"accueil": "Accueil des usagers"}
    assert content["components"] == [{"name": "Le panneau", "description": "", "role": "core"}]
    assert content["steps"][0]["action"] == "Écouter"
    assert content["results"][0]["after"] == "5 min"
    assert content["sources"] == ["Un article", "https://exemple.fr/page"]
    assert content["origin"]["label"] == case.origin.label
    assert content["setup_days"] == 12
    assert content["has_contact"] is True
    assert "mairie@exemple.fr" not in str(content)
