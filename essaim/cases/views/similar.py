"""What others did about the same problem, while an application is being written."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from essaim.applications.models import Application
from essaim.cases.similar import similar_to


@require_safe
def case_similar(request):
    """For the authors of an application: a page, or only its list for the page they write in."""
    mine = Application.objects.written_by(request.user).select_related("call", "organisation")
    application = get_object_or_404(mine, public_id=request.GET.get("candidature", ""))
    context = {"application": application, "similar": similar_to(application)}
    template = "cases/case_similar.html"
    is_fragment = "HX-Request" in request.headers
    return render(request, f"{template}#similar" if is_fragment else template, context)
