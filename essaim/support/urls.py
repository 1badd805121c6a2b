from django.urls import path

from essaim.support.views import journeys, record, time

app_name = "support"
BASE = "accompagnements/<str:public_id>"
urlpatterns = [
    path("accompagnements/", journeys.journey_list, name="journey_list"),
    path("accompagnements/ouvrir/<int:pk>/", journeys.journey_open, name="journey_open"),
    path(f"{BASE}/", journeys.journey_detail, name="journey_detail"),
    path(f"{BASE}/bilan/", journeys.journey_summary, name="journey_summary"),
    path(f"{BASE}/calendrier/", journeys.journey_schedule, name="journey_schedule"),
    path(f"{BASE}/commencer/", journeys.journey_begin, name="journey_begin"),
    path(f"{BASE}/terminer/", journeys.journey_complete, name="journey_complete"),
    path(f"{BASE}/suspendre/", journeys.journey_suspend, name="journey_suspend"),
    path(f"{BASE}/arreter/", journeys.journey_stop, name="journey_stop"),
    path(f"{BASE}/objectif/", record.objective_edit, name="objective_edit"),
    path(f"{BASE}/accompagnateur/", record.coach_add, name="coach_add"),
    path(f"{BASE}/jours-promis/", record.offer_add, name="offer_add"),
    path(f"{BASE}/jalon/", record.milestone_add, name="milestone_add"),
    path(f"{BASE}/jalon/<int:pk>/atteint/", record.milestone_reach, name="milestone_reach"),
    path(f"{BASE}/activite/", record.activity_write, name="activity_write"),
    path(f"{BASE}/phase/<slug:kind>/clore/", record.phase_close, name="phase_close"),
    path(f"{BASE}/temps/", time.time_enter, name="time_enter"),
    path(f"{BASE}/temps/<int:pk>/valider/", time.time_validate, name="time_validate"),
    path(f"{BASE}/temps/<int:pk>/contester/", time.time_dispute, name="time_dispute"),
    path(f"{BASE}/temps/<int:pk>/corriger/", time.time_correct, name="time_correct"),
]
