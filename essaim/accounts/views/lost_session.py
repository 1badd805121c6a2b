"""A form whose token is not that of the session: most often, the session ended while one wrote.

Nothing typed is lost for it. With JavaScript the page signs in again in place and sends again;
without, a page holds what was typed while one signs in beside it.
"""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure

PROOF = "csrfmiddlewaretoken"
WORTH_SHOWING = 40


def session_lost(request, reason=""):
    """Set in CSRF_FAILURE_VIEW. Only what this site's own pages sent is read again to its sender:
    a page of another site must not have its text put under a button of ours.
    """
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return csrf_failure(request, reason)
    if request.accepts("application/json") and not request.accepts("text/html"):
        return _answer_page_script(request)
    if not getattr(request.resolver_match.func, "login_required", True):
        return csrf_failure(request, reason)
    typed = {name: values for name, values in request.POST.lists() if name != PROOF}
    texts = [v for values in typed.values() for v in values if len(v) > WORTH_SHOWING or "\n" in v]
    is_with_file = request.content_type == "multipart/form-data"
    context = {"typed": typed, "texts": texts, "is_with_file": is_with_file}
    return render(request, "accounts/session_lost.html", context, status=403)


def _answer_page_script(request):
    """401 while nobody is signed in; then the token of the new session, to send again with."""
    if not request.user.is_authenticated:
        sentence = _("Votre session s’est fermée. Entrez de nouveau pour enregistrer.")
        return JsonResponse({"message": sentence}, status=401)
    return JsonResponse({"message": "", "token": get_token(request)}, status=403)


def session_open(request):
    """Where one lands after signing in beside a page that holds a text."""
    return render(request, "accounts/session_open.html")
