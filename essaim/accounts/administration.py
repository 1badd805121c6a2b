"""The back office itself, apart from what it shows: Django makes it before it reads any admin.py."""

from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _


class Administration(admin.AdminSite):
    site_header = _("Essaim, administration technique")
    site_title = _("Administration d’Essaim")
    index_title = _("Réglages")
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only what Essaim offers: libraries register their models too, secrets among them."""
        if admin_class and admin_class.__module__.startswith("essaim."):
            super().register(model_or_iterable, admin_class, **options)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next") or reverse("admin:index")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")

    def get_urls(self):
        """Without the password pages: nobody has one."""
        return [url for url in super().get_urls() if "password" not in str(url.pattern)]
