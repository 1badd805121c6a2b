"""What everyone may use before writing: the self-test, the questions on paper."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from essaim.base.pdf import render_pdf
from essaim.calls.blank import sheet
from essaim.calls.eligibility import verdict
from essaim.calls.forms import SelfTestForm
from essaim.calls.views.finding import find_visible

PDF_KEPT = 7 * 24 * 3600  # seconds


@login_not_required
@require_safe
def self_test(request, slug):
    """Questions, then what they conclude: all in the address, nothing kept."""
    call = find_visible(request.user, slug)
    questions = list(call.eligibility_questions.all())
    if not questions:
        raise Http404
    form = SelfTestForm(questions, request.GET or None)
    found = verdict(form.answered) if form.is_valid() else None
    context = {"call": call, "phase": call.phase, "form": form, "verdict": found}
    return render(request, "calls/self_test.html", context)


def _blank(request, slug) -> dict:
    call = find_visible(request.user, slug)
    question_set = call.questions_asked
    if question_set is None:
        raise Http404
    return {"call": call, "question_set": question_set, "parts": sheet(question_set)}


@login_not_required
@require_safe
def blank_form(request, slug):
    return render(request, "calls/blank_form.html", _blank(request, slug))


@login_not_required
@require_safe
def blank_form_pdf(request, slug):
    """Drawn once for all who ask: the key is the page itself."""
    context = _blank(request, slug)
    template = "calls/blank_form_print.html"
    page = hashlib.sha256(render_to_string(template, context).encode()).hexdigest()
    key = f"blank-form:{page}"
    content = cache.get_or_set(key, lambda: render_pdf(template, context), timeout=PDF_KEPT)
    headers = {"Content-Disposition": f'attachment; filename="questions-{slug}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
