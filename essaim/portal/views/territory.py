from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from essaim.cases.laureates import laureates_with_case
from essaim.portal.belonging import bodies_within
from essaim.portal.figures import comparable_cases
from essaim.replications.models import Replication
from essaim.territories.models import Organisation


@login_not_required
def territory_detail(request, code):
    organisation = Organisation.objects.with_code(code).first()
    if organisation is None:
        raise Http404(_("Aucune structure ne porte ce code INSEE ou ce SIREN."))
    if organisation.code != code:
        return redirect(organisation)
    within = bodies_within(organisation)
    public = Replication.objects.public().select_related("adopter")
    context = {
        "organisation": organisation,
        "laureates": laureates_with_case().filter(organisation__in=within),
        "replications": public.filter(adopter__in=within),
        "comparable": comparable_cases(organisation),
    }
    return render(request, "portal/territory_detail.html", context)
