"""The public page of a sheet: its text, and who took it up."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from essaim.base.pdf import render_pdf
from essaim.cases.content import freeze, unknown_fields
from essaim.cases.models import Case, CaseVersion
from essaim.cases.permissions import can_edit
from essaim.replications.sheet import sheet_context


def _case(user, public_id: str) -> Case:
    cases = Case.objects.visible_to(user).annotate(newest_number=Max("versions__number"))
    return get_object_or_404(cases.select_related("origin", "laureate__call"), public_id=public_id)


def _published_version(case: Case, number: int) -> CaseVersion:
    return get_object_or_404(CaseVersion, case=case, number=number)


@login_not_required
@require_safe
def case_detail(request, public_id):
    """The latest version; for a sheet never published, the draft as its authors left it."""
    case = _case(request.user, public_id)
    if not case.is_published:
        return _draft(request, case)
    version = _published_version(case, case.newest_number)
    return render(
        request, "replications/case_detail.html", sheet_context(case, version, request.user)
    )


def _draft(request, case):
    content = freeze(case)
    context = {
        "case": case,
        "content": content,
        "version": None,
        "unknown": unknown_fields(content),
        "may_edit": can_edit(request.user, case),
    }
    return render(request, "replications/case_preview.html", context)


@login_not_required
@require_safe
def case_version(request, public_id, number):
    case = _case(request.user, public_id)
    context = sheet_context(case, _published_version(case, number), request.user)
    return render(request, "replications/case_detail.html", context)


@login_not_required
@require_safe
def case_print(request, public_id):
    """The latest version on paper. A version never changes: neither does its PDF."""
    case = _case(request.user, public_id)
    version = _published_version(case, case.newest_number)
    address = settings.SITE_URL + version.get_absolute_url()
    context = {"version": version, "content": version.content, "address": address}
    pdf = cache.get_or_set(
        f"case-pdf:{version.pk}:{version.sha256}",
        lambda: render_pdf("cases/case_print.html", context),
        timeout=None,
    )
    name = f"fiche-{case.public_id}-v{version.number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
