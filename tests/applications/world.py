"""The objects of this stage that tests/applications/access.csv names, made through the actions."""

from datetime import timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from essaim.applications import actions
from essaim.applications.models import Application, Export, Letter, Member
from essaim.calls.models import Call
from tests.applications.files import pdf_bytes
from tests.applications.mailbox import link_in
from tests.factories import OrganisationFactory, QuestionFactory, QuestionSetFactory, ThemeFactory


def build_applications(people: SimpleNamespace) -> dict:
    """For a world whose people are those of tests.personas: a deposited application with a sent
    letter, and a draft with a question, a document, a pending invitation and a pending opinion.
    """
    call = people.call
    Call.objects.filter(pk=call.pk).update(endorsement_rule=Call.EndorsementRule.NOT_ASKED)
    call.refresh_from_db()
    questions = call.question_sets.first() or QuestionSetFactory(call=call)
    question = questions.questions.first() or QuestionFactory(question_set=questions)
    application = _write(people, call, question, "Déposé")
    actions.submit(application, people.applicant, "clé" * 12, timezone.now())
    application.refresh_from_db()
    kind = Letter.Kind.NOT_SELECTED
    Application.objects.filter(pk=application.pk).update(status=Application.Status.NOT_SELECTED)
    letter = actions.prepare_letter(application, kind, "Objet", "Texte", people.manager)
    actions.approve_letter(letter, people.examiner)
    actions.send_letter(letter, people.manager)
    asked = _asked(people, call, question)
    draft = _write(people, call, question, "Brouillon")
    actions.invite(draft, "invite@exemple.fr", Member.Right.READ, people.applicant)
    invitation_token = link_in("invitation")
    upload = SimpleUploadedFile("devis.pdf", pdf_bytes())
    attachment = actions.add_attachment(draft, upload, people.applicant)
    endorsement = actions.ask_endorsement(draft, "dgs@exemple.fr", "", people.applicant)
    return {
        "application": application,
        "letter": letter,
        "draft": draft,
        "question": question,
        "member": draft.members.get(user=people.co_applicant),
        "attachment": attachment,
        "endorsement": endorsement,
        "asked": asked,
        "export": _export(people),
        "import_run": _import_run(people),
        "saved_filter": actions.keep_filter(call, "À lire", "etat=submitted", people.manager),
        "invitation_token": invitation_token,
        "endorsement_token": link_in("endorsement_request"),
    }


def _write(people, call, question, title):
    """A complete draft of the applicant, with the co-applicant in the team."""
    draft = actions.start(call, OrganisationFactory(), people.applicant)
    actions.describe(draft, title, [ThemeFactory()], people.applicant)
    actions.answer(draft, question, "Réponse", 0, people.applicant)
    actions.invite(draft, people.co_applicant.email, Member.Right.WRITE, people.applicant)
    actions.accept_invitation(link_in("invitation"), people.co_applicant)
    return draft


def _asked(people, call, question):
    """A deposited application whose one question is asked again."""
    asked = _write(people, call, question, "À compléter")
    actions.submit(asked, people.applicant, "asked" * 8, timezone.now())
    asked.refresh_from_db()
    due_at = timezone.now() + timedelta(days=10)
    actions.ask_completion(asked, [question.code], "Précisez.", due_at, people.examiner)
    return asked


def _export(people):
    export = actions.ask_export(people.call, Export.Kind.CSV, "", people.manager)
    while actions.go_on_exporting():
        pass
    export.refresh_from_db()
    return export


def _import_run(people):
    """A table of one line, tried."""
    line = f"1;Repris;{people.application.organisation.code};ailleurs@exemple.fr;02/03/2025"
    upload = SimpleUploadedFile("lignes.csv", f"N;Titre;Structure;Mail;Date\n{line}\n".encode())
    run = actions.receive_import(people.call, Application.Source.TABLE, upload, people.manager)
    fields = {"N": "numero", "Titre": "titre", "Structure": "structure", "Mail": "courriel"}
    return actions.try_import(run, {**fields, "Date": "date"}, people.manager)
