from django.urls import path

from essaim.cases.views import editing, public, review, similar

app_name = "cases"
urlpatterns = [
    path("fiches/", public.case_list, name="case_list"),
    path("fiches/flux.atom", public.feed, name="feed"),
    path("fiches/proches/", similar.case_similar, name="case_similar"),
    path("fiches/redaction/", editing.case_worklist, name="case_worklist"),
    path("fiches/ouvrir/", editing.case_open, name="case_open"),
    path("fiches/<str:public_id>/rediger/", editing.case_edit, name="case_edit"),
    path(
        "fiches/<str:public_id>/rediger/<slug:section>/",
        editing.case_section,
        name="case_section",
    ),
    path("fiches/<str:public_id>/liste/<slug:kind>/", editing.part_add, name="part_add"),
    path(
        "fiches/<str:public_id>/liste/<slug:kind>/<int:pk>/",
        editing.part_change,
        name="part_change",
    ),
    path(
        "fiches/<str:public_id>/liste/<slug:kind>/<int:pk>/enlever/",
        editing.part_remove,
        name="part_remove",
    ),
    path(
        "fiches/<str:public_id>/liste/<slug:kind>/<int:pk>/monter/",
        editing.part_raise,
        name="part_raise",
    ),
    path(
        "fiches/<str:public_id>/reprendre-les-reponses/", editing.case_prefill, name="case_prefill"
    ),
    path("fiches/<str:public_id>/apercu/", review.case_preview, name="case_preview"),
    path("fiches/<str:public_id>/relecture/", review.case_ask_review, name="case_ask_review"),
    path("fiches/<str:public_id>/bon-a-publier/", review.case_approve, name="case_approve"),
    path("fiches/<str:public_id>/publier/", review.case_publish, name="case_publish"),
    path("fiches/<str:public_id>/retirer/", review.case_archive, name="case_archive"),
]
