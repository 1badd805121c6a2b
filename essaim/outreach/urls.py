from django.urls import path

from essaim.outreach.views import archive, subscribing, team

app_name = "outreach"
urlpatterns = [
    path("abonnement/", subscribing.subscribe, name="subscribe"),
    path("abonnement/demande/", subscribing.subscription_asked, name="subscription_asked"),
    path(
        "abonnement/confirmer/<str:token>/",
        subscribing.subscription_confirm,
        name="subscription_confirm",
    ),
    path(
        "abonnement/choix/<str:token>/",
        subscribing.subscription_choices,
        name="subscription_choices",
    ),
    path(
        "abonnement/arreter/<str:token>/", subscribing.subscription_stop, name="subscription_stop"
    ),
    path("lettres/", archive.campaign_list, name="campaign_list"),
    path("lettres/preparer/", team.campaign_start, name="campaign_start"),
    path("lettres/preparer/<slug:slug>/", team.campaign_compose, name="campaign_compose"),
    path("lettres/<slug:public_id>/", archive.campaign_detail, name="campaign_detail"),
    path("lettres/<slug:public_id>/modifier/", team.campaign_edit, name="campaign_edit"),
    path("lettres/<slug:public_id>/apercu/", team.campaign_preview, name="campaign_preview"),
    path("lettres/<slug:public_id>/courrier.html", team.campaign_html, name="campaign_html"),
    path("lettres/<slug:public_id>/essai/", team.campaign_test, name="campaign_test"),
    path("lettres/<slug:public_id>/approuver/", team.campaign_approve, name="campaign_approve"),
    path("lettres/<slug:public_id>/envoyer/", team.campaign_send, name="campaign_send"),
]
