"""What the views of this app share: trying an act without losing what was typed."""

from django.shortcuts import render

from essaim.base.exceptions import RuleBroken


def posted(request):
    """What was sent, even when nothing was ticked; None for a page that is only read."""
    return request.POST if request.method == "POST" else None


def attempt(form, act) -> bool:
    """Run ``act`` if the form is valid. A refusal becomes an error of the form, text kept."""
    form.answer_status = 200
    if not form.is_valid():
        form.answer_status = 422
        return False
    try:
        act()
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        form.answer_status = refusal.status
        return False
    return True


def render_form(request, template: str, context: dict):
    """The page of ``context["form"]``, with the status its last attempt deserves."""
    status = getattr(context["form"], "answer_status", 200)
    return render(request, template, context, status=status)
