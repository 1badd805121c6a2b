from django.urls import path

from essaim.replications.views import answering, declaring, records, sheets

app_name = "replications"
urlpatterns = [
    path("fiches/<slug:public_id>/", sheets.case_detail, name="case_detail"),
    path("fiches/<slug:public_id>/v<int:number>/", sheets.case_version, name="case_version"),
    path("fiches/<slug:public_id>/pdf/", sheets.case_print, name="case_print"),
    path(
        "fiches/<slug:public_id>/reprendre/",
        declaring.replication_declare,
        name="replication_declare",
    ),
    path("reprises/", records.replication_list, name="replication_list"),
    path("reprises/regle/", records.counting_rule, name="counting_rule"),
    path("reprises/confirmer/<str:token>/", answering.link_answer, name="link_answer"),
    path("reprises/<slug:public_id>/", records.replication_detail, name="replication_detail"),
    path(
        "reprises/<slug:public_id>/modifier/",
        declaring.replication_edit,
        name="replication_edit",
    ),
    path("reprises/<slug:public_id>/avancer/", records.replication_move, name="replication_move"),
    path(
        "reprises/<slug:public_id>/repondre/",
        answering.replication_answer,
        name="replication_answer",
    ),
]
