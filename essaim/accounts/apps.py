from django.apps import AppConfig
from django.contrib.admin import apps as django_admin


class AccountsConfig(AppConfig):
    name = "essaim.accounts"


class AdministrationConfig(django_admin.AdminConfig):
    """Django's back office, with our sign-in and our models only."""

    default = False
    default_site = "essaim.accounts.administration.Administration"
