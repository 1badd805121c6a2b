from django.urls import path

from essaim.territories import views

app_name = "territories"
urlpatterns = [
    path("structures/rechercher/", views.organisation_search, name="organisation_search"),
    path("structures/choix/", views.organisation_choices, name="organisation_choices"),
    path("structures/ajouter/", views.organisation_declare, name="organisation_declare"),
]
