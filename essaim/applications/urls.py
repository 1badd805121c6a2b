from django.urls import path

from essaim.applications.views import deposit, endorsement, files, letters, people, team, writing

app_name = "applications"

_ONE = "candidatures/<str:public_id>"
urlpatterns = [
    path("appels/<slug:slug>/candidater/", writing.application_start, name="application_start"),
    path("candidatures/invitation/<str:token>/", people.member_accept, name="member_accept"),
    path("avis/<str:token>/", endorsement.endorsement_give, name="endorsement_give"),
    path(
        "avis/<str:token>/fichiers/<str:file_id>/",
        endorsement.endorsement_file,
        name="endorsement_file",
    ),
    path("verifier/", deposit.receipt_verify, name="receipt_verify"),
    path(f"{_ONE}/", deposit.application_detail, name="application_detail"),
    path(f"{_ONE}/projet/", writing.application_describe, name="application_describe"),
    path(f"{_ONE}/questions/<slug:code>/", writing.answer_edit, name="answer_edit"),
    path(f"{_ONE}/fichiers/", files.attachment_list, name="attachment_list"),
    path(f"{_ONE}/fichiers/<str:file_id>/", files.attachment_download, name="attachment_download"),
    path(
        f"{_ONE}/fichiers/<str:file_id>/retirer/", files.attachment_remove, name="attachment_remove"
    ),
    path(f"{_ONE}/equipe/", people.member_list, name="member_list"),
    path(f"{_ONE}/equipe/<str:member_id>/retirer/", people.member_remove, name="member_remove"),
    path(f"{_ONE}/avis/", endorsement.endorsement_ask, name="endorsement_ask"),
    path(f"{_ONE}/verification/", deposit.application_check, name="application_check"),
    path(f"{_ONE}/deposer/", deposit.application_submit, name="application_submit"),
    path(f"{_ONE}/accuse/", deposit.receipt_detail, name="receipt_detail"),
    path(f"{_ONE}/accuse/pdf/", deposit.receipt_print, name="receipt_print"),
    path(f"{_ONE}/retirer/", deposit.application_withdraw, name="application_withdraw"),
    path(f"{_ONE}/recevabilite/", team.application_examine, name="application_examine"),
    path("instruction/<slug:slug>/", team.application_list, name="application_list"),
    path("courriers/<str:public_id>/", letters.letter_detail, name="letter_detail"),
    path("courriers/<str:public_id>/modifier/", letters.letter_edit, name="letter_edit"),
    path("courriers/<str:public_id>/approuver/", letters.letter_approve, name="letter_approve"),
    path("courriers/<str:public_id>/envoyer/", letters.letter_send, name="letter_send"),
    path("courriers/<str:public_id>/pdf/", letters.letter_print, name="letter_print"),
]
