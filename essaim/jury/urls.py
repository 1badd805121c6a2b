from django.urls import path

from essaim.jury.views import (
    computing,
    expertise,
    outcome,
    panel,
    plan,
    reading,
    results,
    session,
    statistics,
)

app_name = "jury"
urlpatterns = [
    path("jury/", reading.my_readings, name="my_readings"),
    path("jury/competences/", expertise.expertise_edit, name="expertise_edit"),
    path("jury/creer/<slug:slug>/", panel.panel_create, name="panel_create"),
    # A juror and a file.
    path("jury/lecture/<str:public_id>/", reading.reading_detail, name="reading_detail"),
    path("jury/lecture/<str:public_id>/rendre/", reading.review_submit, name="review_submit"),
    path(
        "jury/lecture/<str:public_id>/reprendre/",
        reading.review_take_back,
        name="review_take_back",
    ),
    path("jury/lecture/<str:public_id>/deport/", reading.reading_recuse, name="reading_recuse"),
    path(
        "jury/lecture/<str:public_id>/pieces/<str:attachment_id>/",
        reading.reading_attachment,
        name="reading_attachment",
    ),
    # A sitting.
    path("jury/seance/<str:public_id>/", session.session_detail, name="session_detail"),
    path("jury/seance/<str:public_id>/agenda.ics", session.calendar, name="session_calendar"),
    path("jury/seance/<str:public_id>/convoquer/", session.session_convene, name="session_convene"),
    path("jury/seance/<str:public_id>/ouvrir/", session.session_open, name="session_open"),
    path("jury/seance/<str:public_id>/presences/", session.attendance_edit, name="attendance_edit"),
    path("jury/seance/<str:public_id>/ajourner/", session.session_adjourn, name="session_adjourn"),
    path("jury/seance/<str:public_id>/clore/", session.session_close, name="session_close"),
    path(
        "jury/seance/<str:public_id>/dossier/<str:application_id>/",
        session.deliberation_edit,
        name="deliberation_edit",
    ),
    path(
        "jury/seance/<str:public_id>/dossier/<str:application_id>/deport/",
        session.deliberation_recuse,
        name="deliberation_recuse",
    ),
    path("jury/seance/<str:public_id>/pv/", results.minutes_detail, name="minutes_detail"),
    path("jury/seance/<str:public_id>/pv.pdf", results.minutes_pdf, name="minutes_pdf"),
    path("jury/seance/<str:public_id>/pv/signer/", results.minutes_sign, name="minutes_sign"),
    path("jury/seance/<str:public_id>/pv/avenant/", results.rider_create, name="rider_create"),
    path("jury/seance/<str:public_id>/courriers/", results.letter_list, name="letter_list"),
    path(
        "jury/seance/<str:public_id>/courriers/preparer/",
        results.letters_prepare,
        name="letters_prepare",
    ),
    path(
        "jury/seance/<str:public_id>/courriers/approuver/",
        results.letters_approve,
        name="letters_approve",
    ),
    path("jury/seance/<str:public_id>/resultats/", results.results_detail, name="results_detail"),
    path(
        "jury/seance/<str:public_id>/resultats/publier/",
        results.results_announce,
        name="results_announce",
    ),
    path(
        "jury/seance/<str:public_id>/resultats/annuler/",
        outcome.announcement_cancel,
        name="announcement_cancel",
    ),
    path(
        "jury/seance/<str:public_id>/resultats/appeler/", outcome.reserve_call, name="reserve_call"
    ),
    path(
        "jury/seance/<str:public_id>/resultats/<str:application_id>/renoncement/",
        outcome.laureate_withdraw,
        name="laureate_withdraw",
    ),
    path(
        "jury/seance/<str:public_id>/resultats/<str:application_id>/corriger/",
        outcome.result_correct,
        name="result_correct",
    ),
    path("jury/calcul/<str:public_id>/", computing.computation_detail, name="computation_detail"),
    # A panel.
    path("jury/<str:public_id>/", panel.panel_detail, name="panel_detail"),
    path("jury/<str:public_id>/regler/", panel.panel_edit, name="panel_edit"),
    path("jury/<str:public_id>/interets/", reading.interests_declare, name="interests_declare"),
    path("jury/<str:public_id>/jures/", panel.juror_list, name="juror_list"),
    path("jury/<str:public_id>/jures/relancer/", panel.jurors_remind, name="jurors_remind"),
    path(
        "jury/<str:public_id>/jures/<str:juror_id>/retirer/",
        panel.juror_dismiss,
        name="juror_dismiss",
    ),
    path("jury/<str:public_id>/lectures/", plan.plan_edit, name="plan_edit"),
    path("jury/<str:public_id>/lectures/repartir/", plan.plan_deal, name="plan_deal"),
    path("jury/plan/<str:public_id>/appliquer/", plan.plan_apply, name="plan_apply"),
    path("jury/<str:public_id>/lectures/clore/", plan.reviews_close, name="reviews_close"),
    path("jury/<str:public_id>/tableau/", plan.score_table, name="score_table"),
    path("jury/<str:public_id>/tableau/comparer/", plan.scores_compare, name="scores_compare"),
    path(
        "jury/<str:public_id>/tableau/<str:application_id>/",
        plan.score_detail,
        name="score_detail",
    ),
    path(
        "jury/<str:public_id>/courriers/<str:kind>/",
        outcome.letter_text_edit,
        name="letter_text_edit",
    ),
    path("jury/<str:public_id>/bilan/", statistics.statistics_detail, name="statistics_detail"),
    path("jury/<str:public_id>/bilan.csv", statistics.statistics_csv, name="statistics_csv"),
    path("jury/<str:public_id>/seance/", session.session_plan, name="session_plan"),
]
