from django.urls import path

from essaim.calls.views import public, team

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
