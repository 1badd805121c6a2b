"""Standing pages, and the few addresses that machines read."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.views import defaults

from essaim.base.local_paths import local_path
from essaim.calls.models import Programme
from essaim.portal.sitemap import public_addresses
from essaim.territories.models import Organisation


def _standing_page(template):
    @login_not_required
    def page(request):
        programme = Programme.objects.first()
        return render(
            request, template, {"contact_email": programme.contact_email if programme else ""}
        )

    return page


help_page = _standing_page("portal/help.html")
accessibility = _standing_page("portal/accessibility.html")
privacy = _standing_page("portal/privacy.html")
legal = _standing_page("portal/legal.html")


@login_not_required
def choose_language(request, code):
    """Keeps the reader's choice in a cookie and goes back to the page it was made on."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    response = HttpResponseRedirect(local_path(request.GET.get("suivant", "")) or "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


@login_not_required
def health(request):
    """200 when the database answers; how many organisations it knows tells an empty one apart."""
    state = {
        "status": "ok",
        "database": connection.vendor,
        "organisations": Organisation.objects.count(),
    }
    return JsonResponse(state)


@login_not_required
def sitemap(request):
    context = {"addresses": public_addresses()}
    return render(
        request, "portal/sitemap.xml", context, content_type="application/xml; charset=utf-8"
    )


@login_not_required
def robots(request):
    text = f"User-agent: *\nDisallow: /compte/\nSitemap: {settings.SITE_URL}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def bad_request(request, exception):
    """A text heavier than any page takes is told as such; the browser still has it, one page back."""
    if not isinstance(exception, RequestDataTooBig):
        return defaults.bad_request(request, exception)
    sentence = _(
        "Ce texte est beaucoup trop long pour être envoyé. Revenez à la page précédente avec votre "
        "navigateur : ce que vous avez écrit y est encore. Coupez-le, puis recommencez."
    )
    return render(request, "refused.html", {"sentence": sentence}, status=413)


def server_error(request):
    """Neither session nor database: whatever broke may still be broken."""
    return HttpResponse(get_template("500.html").render(), status=500)
