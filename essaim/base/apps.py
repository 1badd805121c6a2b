from django.apps import AppConfig
from django.db.models import fields
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    name = "essaim.base"

    def ready(self):
        # The empty choice of a list, as every other of our lists says it.
        fields.BLANK_CHOICE_LABEL = _("Choisissez")
