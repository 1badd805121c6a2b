"""What is typed is kept while it is typed: the pages of a draft send it here, and are told the truth.

The answer is JSON with a sentence (``message``) and its status: 200 kept (the new ``version``),
401 nobody is signed in any more, 403 the session of someone else (``writer``), 409 someone else
wrote meanwhile (``theirs``, and the ``version`` that replaces it knowingly), 413 too long to be
read, 422 a value that is not accepted, 423 not a draft any more. Sending twice is harmless. A token
of an earlier session is answered by essaim.accounts.views.lost_session.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications import actions
from essaim.applications.completion import description
from essaim.applications.content import Entry, entry_of
from essaim.applications.exceptions import (
    BadAnswer,
    OtherWriter,
    StaleAnswer,
    StaleDescription,
)
from essaim.applications.forms import AnswerForm, DescribeForm
from essaim.applications.views.finding import find_written
from essaim.applications.views.writing import OVER, clock, saved_at
from essaim.base.exceptions import RuleBroken
from essaim.calls.models import Question

MOST_CHARACTERS = 200_000
LOCKED = 423


@login_not_required
@require_POST
def field_save(request, public_id, code=""):
    """One answer, or the title and the themes when there is no code."""
    if not request.user.is_authenticated:
        return say(401, _("Votre session s’est fermée. Entrez de nouveau pour enregistrer."))
    if sum(len(value) for value in request.POST.values()) > MOST_CHARACTERS:
        return say(413, _("Ce texte est trop long pour être enregistré : coupez-le."))
    application = find_written(request.user, public_id)
    keep = _keep_answer if code else _keep_description
    try:
        return keep(request, application, code)
    except (StaleAnswer, StaleDescription) as stale:
        return say(stale.status, str(stale), **_theirs(application, stale))
    except OtherWriter as other:
        return say(403, str(other), writer=request.user.pk)
    except RuleBroken as refused:
        return say(_status_of(refused), str(refused))


def say(status: int, message: str, **more) -> JsonResponse:
    return JsonResponse({"message": message, **more}, status=status)


def _keep_answer(request, application, code):
    texts = application.question_set.questions.exclude(kind=Question.Kind.FILE)
    question = get_object_or_404(texts, code=code)
    form = AnswerForm(Entry(question, None), request.POST)
    typed = _typed(form, request.user)
    kept = actions.answer(application, question, **typed, by=request.user)
    return say(200, saved_at(kept.changed_at), version=kept.version)


def _keep_description(request, application, _code):
    typed = _typed(DescribeForm(request.POST), request.user)
    kept = actions.describe(application, **typed, by=request.user)
    return say(200, saved_at(kept.changed_at), version=kept.version)


def _typed(form, user) -> dict:
    if not form.is_valid():
        raise BadAnswer(" ".join(s for sentences in form.errors.values() for s in sentences))
    return form.taken_from(user)


def _status_of(refused: RuleBroken) -> int:
    return LOCKED if isinstance(refused, OVER) else refused.status


def _theirs(application, stale) -> dict:
    """What is stored now: its version, who wrote it, how it reads, and the text itself."""
    if isinstance(stale, StaleDescription):
        application.refresh_from_db()
        now = description(application)
        themes = ", ".join(str(theme) for theme in now.themes) or _("aucun")
        shown = _("Titre : {title}\nThèmes : {themes}").format(title=now.title, themes=themes)
        title = _("Quelqu’un a modifié le titre ou les thèmes pendant que vous écriviez")
        return {"version": now.version, "theirs": {"title": title, "shown": shown}}
    answer = stale.answer
    title = _("Cette réponse a été effacée entre-temps")
    if answer.version:
        changed = _("{who} a modifié cette réponse à {moment}")
        title = changed.format(who=answer.changed_by, moment=clock(answer.changed_at))
    theirs = {"title": title, "shown": entry_of(answer).shown, "value": answer.value}
    return {"version": answer.version, "theirs": theirs}
