from allauth.account import views as allauth_account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.contrib import admin
from django.urls import include, path

from essaim.accounts.views import sign_in
from essaim.portal.views import pages

# django-allauth knows its pages by these names; those that are not here do not exist.
sign_in_urlpatterns = [
    path("login/", sign_in.login, name="account_login"),
    path("login/code/", sign_in.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", allauth_account.logout, name="account_logout"),
    path("ferme/", sign_in.account_inactive, name="account_inactive"),
    path("double/", second_step.index, name="mfa_index"),
    path("double/entrer/", second_step.authenticate, name="mfa_authenticate"),
    path("double/confirmer/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("double/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("double/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("double/secours/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "double/secours/creer/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("double/cles/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("double/cles/ajouter/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("double/cles/<int:pk>/retirer/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path(
        "double/cles/confirmer/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"
    ),
]

# Also what django-allauth answers when one of its own limits is reached.
handler429 = sign_in.too_many_requests
handler400 = pages.bad_request
handler500 = pages.server_error

urlpatterns = [
    path("compte/", include(sign_in_urlpatterns)),
    path("administration/", admin.site.urls),
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
