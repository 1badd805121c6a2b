from django.urls import include, path

urlpatterns = [
    path("compte/", include("allauth.urls")),
    path("", include("essaim.territories.urls")),
    path("", include("essaim.accounts.urls")),
    path("", include("essaim.calls.urls")),
    path("", include("essaim.applications.urls")),
    path("", include("essaim.jury.urls")),
    path("", include("essaim.support.urls")),
    path("", include("essaim.cases.urls")),
    path("", include("essaim.replications.urls")),
    path("", include("essaim.outreach.urls")),
    path("", include("essaim.api.urls")),
    path("", include("essaim.portal.urls")),
]
