from django.urls import path

from essaim.applications.views import (
    autosave,
    deposit,
    endorsement,
    exports,
    files,
    imports,
    letters,
    listing,
    opinion,
    ownership,
    people,
    queue,
    team,
    writing,
)

app_name = "applications"

_ONE = "candidatures/<str:public_id>"
urlpatterns = [
    path("appels/<slug:slug>/candidater/", writing.application_start, name="application_start"),
    path("candidatures/invitation/<str:token>/", people.member_accept, name="member_accept"),
    path("avis/<str:token>/", opinion.endorsement_give, name="endorsement_give"),
    path("avis/<str:token>/transmettre/", opinion.endorsement_forward, name="endorsement_forward"),
    path(
        "avis/<str:token>/fichiers/<str:file_id>/",
        opinion.endorsement_file,
        name="endorsement_file",
    ),
    path("verifier/", deposit.receipt_verify, name="receipt_verify"),
    path(f"{_ONE}/", deposit.application_detail, name="application_detail"),
    path(f"{_ONE}/projet/", writing.application_describe, name="application_describe"),
    path(f"{_ONE}/projet/garder/", autosave.field_save, name="field_save"),
    path(f"{_ONE}/questions/<slug:code>/", writing.answer_edit, name="answer_edit"),
    path(f"{_ONE}/questions/<slug:code>/garder/", autosave.field_save, name="field_save"),
    path(f"{_ONE}/fichiers/", files.attachment_list, name="attachment_list"),
    path(f"{_ONE}/fichiers/<str:file_id>/", files.attachment_download, name="attachment_download"),
    path(
        f"{_ONE}/fichiers/<str:file_id>/retirer/", files.attachment_remove, name="attachment_remove"
    ),
    path(f"{_ONE}/equipe/", people.member_list, name="member_list"),
    path(f"{_ONE}/equipe/<str:member_id>/", people.member_edit, name="member_edit"),
    path(f"{_ONE}/equipe/<str:member_id>/renvoyer/", people.member_resend, name="member_resend"),
    path(f"{_ONE}/equipe/<str:member_id>/retirer/", people.member_remove, name="member_remove"),
    path(
        f"{_ONE}/equipe/<str:member_id>/confier/", ownership.member_transfer, name="member_transfer"
    ),
    path(f"{_ONE}/quitter/", people.application_leave, name="application_leave"),
    path(f"{_ONE}/porteur/", ownership.application_reassign, name="application_reassign"),
    path(
        "candidatures/structure/<str:code>/",
        ownership.organisation_applications,
        name="organisation_applications",
    ),
    path(f"{_ONE}/avis/", endorsement.endorsement_ask, name="endorsement_ask"),
    path(f"{_ONE}/avis/relancer/", endorsement.endorsement_remind, name="endorsement_remind"),
    path(f"{_ONE}/lien/", writing.resume_link, name="resume_link"),
    path(f"{_ONE}/verification/", deposit.application_check, name="application_check"),
    path(f"{_ONE}/deposer/", deposit.application_submit, name="application_submit"),
    path(f"{_ONE}/accuse/", deposit.receipt_detail, name="receipt_detail"),
    path(f"{_ONE}/accuse/pdf/", deposit.receipt_print, name="receipt_print"),
    path(f"{_ONE}/retirer/", deposit.application_withdraw, name="application_withdraw"),
    path(f"{_ONE}/recevabilite/", team.application_examine, name="application_examine"),
    path("instruction/", queue.work_queue, name="work_queue"),
    path("instruction/<slug:slug>/", listing.application_list, name="application_list"),
    path("instruction/<slug:slug>/suivi/", listing.application_follow, name="application_follow"),
    path("instruction/<slug:slug>/recherches/", listing.filter_keep, name="filter_keep"),
    path(
        "instruction/<slug:slug>/recherches/<int:pk>/oublier/",
        listing.filter_forget,
        name="filter_forget",
    ),
    path("instruction/<slug:slug>/exports/", exports.export_list, name="export_list"),
    path("exports/<str:public_id>/", exports.export_detail, name="export_detail"),
    path("exports/<str:public_id>/fichier/", exports.export_download, name="export_download"),
    path("instruction/<slug:slug>/imports/", imports.import_list, name="import_list"),
    path("imports/<str:public_id>/", imports.import_detail, name="import_detail"),
    path("imports/<str:public_id>/correspondance/", imports.import_map, name="import_map"),
    path("imports/<str:public_id>/reprendre/", imports.import_apply, name="import_apply"),
    path("imports/<str:public_id>/a-corriger.csv", imports.import_errors, name="import_errors"),
    path("courriers/<str:public_id>/", letters.letter_detail, name="letter_detail"),
    path("courriers/<str:public_id>/modifier/", letters.letter_edit, name="letter_edit"),
    path("courriers/<str:public_id>/approuver/", letters.letter_approve, name="letter_approve"),
    path("courriers/<str:public_id>/envoyer/", letters.letter_send, name="letter_send"),
    path("courriers/<str:public_id>/pdf/", letters.letter_print, name="letter_print"),
]
