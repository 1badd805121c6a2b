from django.urls import path

from essaim.portal.views import pages, public, territory, workspace

app_name = "portal"
urlpatterns = [
    path("", public.home, name="home"),
    path("laureats/", public.laureate_list, name="laureate_list"),
    path("carte/", public.map_of_france, name="map"),
    path("chiffres/", public.figures, name="figures"),
    path("territoires/<slug:code>/", territory.territory_detail, name="territory"),
    path("mon-espace/", workspace.dashboard, name="dashboard"),
    path("aide/", pages.help_page, name="help"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("donnees-personnelles/", pages.privacy, name="privacy"),
    path("mentions-legales/", pages.legal, name="legal"),
    path("langue/<str:code>/", pages.choose_language, name="choose_language"),
    path("sante/", pages.health, name="health"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("robots.txt", pages.robots, name="robots"),
]
