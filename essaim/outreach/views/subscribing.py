"""Subscribe, confirm, choose, stop: pages without account."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from essaim.outreach import actions
from essaim.outreach.forms import ChoicesForm, SubscribeForm
from essaim.outreach.links import subscriber_of, token_of


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request):
    """The answer is the same whether the address is known or not."""
    form = SubscribeForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        actions.subscribe(data["email"], data["organisation"], data["themes"])
        return redirect("outreach:subscription_asked")
    return render(request, "outreach/subscription_ask.html", {"form": form})


@login_not_required
@require_safe
def subscription_asked(request):
    return render(request, "outreach/subscription_asked.html")


@login_not_required
@never_cache
@csrf_exempt  # the token of the link is the proof; no cookie is set for it
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_confirm(request, token):
    """GET looks, POST confirms: mail scanners follow links, they do not press buttons."""
    subscriber = actions.subscriber_of_link(token)
    if request.method == "POST":
        subscriber = actions.confirm_subscription(token)
        return redirect("outreach:subscription_choices", token=token_of(subscriber))
    return render(request, "outreach/subscription_confirm.html", {"subscriber": subscriber})


@login_not_required
@never_cache
@csrf_exempt  # the signed token of the link is the proof; no cookie is set for it
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_choices(request, token):
    subscriber = subscriber_of(token)
    initial = {"organisation": subscriber.organisation, "themes": subscriber.themes.all()}
    form = ChoicesForm(request.POST or None, initial=initial)
    context = {"subscriber": subscriber, "form": form, "token": token, "is_saved": False}
    if request.method == "POST" and form.is_valid():
        actions.choose(subscriber, **form.cleaned_data)
        context["is_saved"] = True
    return render(request, "outreach/subscription_choices.html", context)


@login_not_required
@never_cache
@csrf_exempt  # RFC 8058: the mail provider posts without cookie nor form
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_stop(request, token):
    """GET shows a button and never unsubscribes; POST stops at once, as often as it is sent."""
    subscriber = subscriber_of(token)
    if request.method == "POST":
        subscriber = actions.unsubscribe(subscriber)
    context = {"subscriber": subscriber, "token": token}
    return render(request, "outreach/subscription_stop.html", context)
