import re
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from essaim.base.local_paths import local_path
from essaim.territories.actions import SirenKnown, declare_organisation
from essaim.territories.forms import CHOICES_SHOWN, DeclareOrganisationForm
from essaim.territories.models import Organisation
from essaim.territories.search import search

FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")


def return_path(request: HttpRequest) -> str:
    """The local path asked for by ``retour``, or "" if there is none or it leads elsewhere."""
    return local_path(request.GET.get("retour", ""))


def path_with(path: str, organisation: Organisation) -> str:
    """``path`` with ``structure=<code>``, or the page of the organisation when path is empty."""
    if not path:
        return organisation.get_absolute_url()
    joint = "&" if urlsplit(path).query else "?"
    base, hash_sign, fragment = path.partition("#")
    return f"{base}{joint}{urlencode({'structure': organisation.code})}{hash_sign}{fragment}"


@login_not_required
@require_safe
def organisation_search(request):
    text, back = request.GET.get("q", "").strip(), return_path(request)
    found = search(text) if text else []
    results = [(organisation, path_with(back, organisation)) for organisation in found]
    context = {"text": text, "results": results, "retour": back}
    is_fragment = "HX-Request" in request.headers
    template = "territories/organisation_search.html"
    return render(request, f"{template}#results" if is_fragment else template, context)


@login_not_required
@require_safe
def organisation_choices(request):
    """The radio buttons under the text of an OrganisationField, while it is typed."""
    name = request.GET.get("champ", "")
    name = name if FIELD_NAME.fullmatch(name) else "organisation"
    text = request.GET.get(name, "").strip()
    choices = search(text, CHOICES_SHOWN) if text else []
    widget = {"name": name, "value": text, "choices": choices, "chosen": None}
    widget["attrs"] = {"id": f"id_{name}"}
    return render(request, "territories/organisation_choices.html", {"widget": widget})


def organisation_declare(request):
    form, back = DeclareOrganisationForm(request.POST or None), return_path(request)
    context = {"form": form, "retour": back, "known": None}
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(path_with(back, declare_organisation(**form.cleaned_data)))
        except SirenKnown as refusal:
            form.add_error("siren", str(refusal))
            known = refusal.organisation
            context |= {"known": known, "known_path": path_with(back, known)}
    return render(request, "territories/organisation_declare.html", context)
