from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("compte/", include("allauth.urls")),
]
