from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from essaim.api.views import api, index

app_name = "api"
patterns, _app, _namespace = api.urls
for pattern in patterns:
    # The API serves what anonymous readers may see: no sign-in, and the middleware must know it.
    login_not_required(pattern.callback)

urlpatterns = [
    path("api/v1/", index, name="index"),
    path("api/v1/", include(patterns)),
]
