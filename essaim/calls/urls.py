from django.urls import path

from essaim.calls.views import amendments, before, deadlines, parts, public, questions, team

app_name = "calls"
urlpatterns = [
    path("appels/", public.call_list, name="call_list"),
    path("appels/calendrier.ics", public.calendar, name="calendar"),
    path("appels/nouveau/", team.call_create, name="call_create"),
    path("appels/<slug:slug>/", public.call_detail, name="call_detail"),
    path("appels/<slug:slug>/reglement/", public.call_rules, name="call_rules"),
    path("appels/<slug:slug>/gerer/", team.call_manage, name="call_manage"),
    path("appels/<slug:slug>/modifier/", team.call_edit, name="call_edit"),
    path("appels/<slug:slug>/publier/", team.call_publish, name="call_publish"),
    path("appels/<slug:slug>/prolonger/", deadlines.call_extend, name="call_extend"),
    path(
        "appels/<slug:slug>/prolonger/une-personne/",
        deadlines.call_extend_for,
        name="call_extend_for",
    ),
    path(
        "appels/<slug:slug>/prolonger/interruption/",
        deadlines.call_extend_after_outage,
        name="call_extend_after_outage",
    ),
    path("appels/<slug:slug>/vagues/nouvelle/", deadlines.wave_add, name="wave_add"),
    path("appels/<slug:slug>/vagues/<int:number>/", deadlines.wave_edit, name="wave_edit"),
    path(
        "appels/<slug:slug>/vagues/<int:number>/retirer/",
        deadlines.wave_remove,
        name="wave_remove",
    ),
    path("appels/<slug:slug>/annuler/", team.call_cancel, name="call_cancel"),
    path("appels/<slug:slug>/archiver/", team.call_archive, name="call_archive"),
    path("appels/<slug:slug>/reglement/rediger/", team.rules_edit, name="rules_edit"),
    path("appels/<slug:slug>/reprendre/", team.call_clone, name="call_clone"),
    path("appels/<slug:slug>/puis-je-candidater/", before.self_test, name="self_test"),
    path("appels/<slug:slug>/questionnaire/", before.blank_form, name="blank_form"),
    path("appels/<slug:slug>/questionnaire/pdf/", before.blank_form_pdf, name="blank_form_pdf"),
    path("appels/<slug:slug>/questions/", questions.question_list, name="question_list"),
    path("appels/<slug:slug>/ordre-des-questions/", questions.question_move, name="question_move"),
    path("appels/<slug:slug>/nouvelle-question/", questions.question_add, name="question_add"),
    path(
        "appels/<slug:slug>/questions/<slug:code>/", questions.question_edit, name="question_edit"
    ),
    path(
        "appels/<slug:slug>/questions/<slug:code>/condition/",
        questions.question_condition,
        name="question_condition",
    ),
    path(
        "appels/<slug:slug>/questions/<slug:code>/retirer/",
        questions.question_remove,
        name="question_remove",
    ),
    path("appels/<slug:slug>/changement/", amendments.amendment_detail, name="amendment_detail"),
    path(
        "appels/<slug:slug>/changement/preparer/",
        amendments.amendment_prepare,
        name="amendment_prepare",
    ),
    path(
        "appels/<slug:slug>/changement/abandonner/",
        amendments.amendment_drop,
        name="amendment_drop",
    ),
    path("appels/<slug:slug>/preparer/<slug:name>/", parts.part_list, name="part_list"),
    path("appels/<slug:slug>/preparer/<slug:name>/ordre/", parts.part_move, name="part_move"),
    path("appels/<slug:slug>/preparer/<slug:name>/ajouter/", parts.part_add, name="part_add"),
    path("appels/<slug:slug>/preparer/<slug:name>/<int:pk>/", parts.part_edit, name="part_edit"),
    path(
        "appels/<slug:slug>/preparer/<slug:name>/<int:pk>/retirer/",
        parts.part_remove,
        name="part_remove",
    ),
]
