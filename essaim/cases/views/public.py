"""What everyone reads: the list of sheets, and its feed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render

from essaim.cases.catalogue import FACETS, Wish, browse
from essaim.cases.feeds import atom


@login_not_required
def case_list(request):
    wish = Wish.from_parameters(request.GET)
    catalogue = browse(wish, request.GET.get("page", "1"))
    facets = [(name, FACETS[name], catalogue.choices[name]) for name in FACETS]
    return render(request, "cases/case_list.html", {"catalogue": catalogue, "facets": facets})


@login_not_required
def feed(request):
    catalogue = browse(Wish.from_parameters({**request.GET.dict(), "tri": "date"}))
    return HttpResponse(atom(catalogue), content_type="application/atom+xml; charset=utf-8")
