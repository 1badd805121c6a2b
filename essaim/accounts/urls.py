from django.conf import settings
from django.urls import path

from essaim.accounts.views import development, lost_session, profile

app_name = "accounts"
urlpatterns = [
    path("mon-compte/", profile.profile, name="profile"),
    path("mon-compte/structures/ajouter/", profile.membership_add, name="membership_add"),
    path(
        "mon-compte/structures/<int:pk>/quitter/", profile.membership_leave, name="membership_leave"
    ),
    path("mon-compte/session/", lost_session.session_open, name="session_open"),
    path("mon-compte/sessions/fermer/", profile.sign_out_everywhere, name="sign_out_everywhere"),
]

development_urlpatterns = [
    path("dev/", development.index, name="dev_index"),
    path("dev/entrer/<int:pk>/", development.enter, name="dev_enter"),
    path("dev/courriers/", development.mailbox, name="dev_mailbox"),
    path("dev/courriers/<int:pk>/", development.mail_html, name="dev_mail"),
]
if settings.DEBUG:
    urlpatterns += development_urlpatterns
