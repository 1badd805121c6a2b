from django.urls import path

from essaim.calls.views import deadlines, public, team

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
    path("appels/<slug:slug>/questions/<slug:code>/", team.question_edit, name="question_edit"),
    path(
        "appels/<slug:slug>/questions/<slug:code>/retirer/",
        team.question_remove,
        name="question_remove",
    ),
]
