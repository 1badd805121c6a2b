"""One page for the address, one for the code: the same steps, and the same answers, for everyone.

The account of a new address is opened when its code comes back, so that asking for a code writes
the same rows whoever asks, and a mistyped address leaves no account behind.
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from essaim.accounts import actions
from essaim.accounts.forms import AddressForm, CodeForm

RETRY_AFTER_SECONDS = 900


class SignIn(LoginCodeVerificationProcess):
    """allauth's sign-in by code, for an address that may have no account yet."""

    @classmethod
    def start(cls, request, email: str) -> None:
        """Send a code to this address and remember in the session that it is awaited."""
        login = Login(email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=None, email=email), initiated_by_user=True)
        process = cls(stage)
        get_adapter().send_mail("sign_in_code", email, {"code": process.generate_code()})
        process.persist()

    @classmethod
    def resume(cls, stage):
        """The sign-in under way, or None when its ten minutes have passed."""
        return cls(stage).abort_if_invalid()

    def take_try(self) -> bool:
        """Count one try, for this code and across processes: a session alone can be raced."""
        key = f"{self.state['email']}:{self.state['at']}"
        return ratelimit.consume(self.request, action="confirm_login_code", key=key)

    def enter(self, next_url: str | None):
        """The code was right: open the account if there is none, then the session."""
        self._user = actions.find_or_invite(self.state["email"])
        return self.finish(next_url)


def too_many_requests(request):
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _url_with_next(request, name: str) -> str:
    wanted = get_next_redirect_url(request)
    return f"{reverse(name)}?{urlencode({'next': wanted})}" if wanted else reverse(name)


@never_cache
@login_not_required
def login(request):
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    form = AddressForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if not ratelimit.consume(request, action="request_login_code", key=email):
            return too_many_requests(request)
        SignIn.start(request, email)
        return redirect(_url_with_next(request, "account_confirm_login_code"))
    return render(request, "account/login.html", {"form": form})


@login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_login")
def confirm_login_code(request):
    sign_in = SignIn.resume(request._login_stage)
    if sign_in is None:
        return _ask_for_another(request, _("Ce code a expiré. Demandez-en un autre."))
    if request.method == "POST" and not sign_in.take_try():
        sign_in.abort()
        return _ask_for_another(request, _("Trop d’essais avec ce code. Demandez-en un autre."))
    form = CodeForm(request.POST or None, code=sign_in.code)
    if form.is_valid():
        return sign_in.enter(get_next_redirect_url(request))
    context = {"form": form, "email": sign_in.state["email"]}
    return render(request, "account/confirm_login_code.html", context)


def _ask_for_another(request, sentence: str):
    messages.warning(request, sentence)
    return redirect(_url_with_next(request, "account_login"))


@login_not_required
def account_inactive(request):
    return render(request, "account/account_inactive.html")
