"""The life of a call: prepared, published, decided, archived, or cancelled with a reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from essaim.accounts.actions import advance, log
from essaim.calls.actions.grid import set_default_grid
from essaim.calls.actions.holding import check_draft, check_manager
from essaim.calls.actions.naming import first_free
from essaim.calls.actions.parts import set_default_admissibility, set_default_eligibility
from essaim.calls.actions.questions import set_default_questions
from essaim.calls.conditions import faults
from essaim.calls.exceptions import (
    CallNotOver,
    CallNotReady,
    NotManager,
    ReasonMissing,
)
from essaim.calls.models import Call, Criterion, Programme, Question, Wave
from essaim.calls.permissions import can_manage_programme

# Words that are pages under /appels/.
RESERVED_SLUGS = {"nouveau"}


@transaction.atomic
def create_call(programme: Programme, by, **fields) -> Call:
    """Prepare a draft call with the default questions, grid, self-test and checklist.

    Raises NotManager.
    """
    if not can_manage_programme(by, programme):
        raise NotManager()
    slug = fields.pop("slug", "") or _free_slug(fields["title"])
    call = Call.objects.create(programme=programme, slug=slug, **fields)
    log(call, "create", by=by)
    set_default_questions(call, by)
    set_default_grid(call, by)
    set_default_eligibility(call, by)
    set_default_admissibility(call, by)
    return call


def _free_slug(title: str) -> str:
    """« appel-2027 », then « appel-2027-2 »… : never one that is taken, never a page's own word."""
    stem = slugify(title)[:44] or "appel"
    taken = set(Call.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= RESERVED_SLUGS
    return first_free(stem, taken)


@transaction.atomic
def edit_call(call: Call, by, **fields) -> Call:
    """Change a draft call. Raises NotManager, or CallFrozen once published."""
    check_manager(call, by)
    check_draft(call)
    for name, value in fields.items():
        setattr(call, name, value)
    call.save(update_fields=list(fields))
    log(call, "edit", by=by, note=", ".join(sorted(fields)))
    return call


def what_is_missing(call: Call) -> list:
    """Sentences, one per thing to do before the call can be published; empty when it is ready."""
    questions = Question.objects.filter(question_set=call.question_sets.first())
    criteria = Criterion.objects.filter(grid__call=call)
    checks = [
        (call.summary, _("Écrivez la présentation.")),
        (call.eligibility, _("Dites qui peut candidater.")),
        (call.offer, _("Dites ce que reçoivent les lauréats.")),
        (call.opens_at, _("Fixez l’ouverture.")),
        (call.closes_at or call.is_rolling, _("Fixez la clôture.")),
        (not call.is_rolling or call.next_closing_at, _("Annoncez une vague à venir.")),
        (
            not call.closes_at or call.closes_at > timezone.now(),
            _("La clôture est passée : fixez-en une autre."),
        ),
        (questions, _("Choisissez les questions.")),
        (criteria, _("Choisissez la grille d’évaluation.")),
        (
            not criteria or sum(criterion.weight for criterion in criteria) == 100,
            _("Les poids de la grille doivent faire 100 % en tout."),
        ),
        (call.rules.exists(), _("Écrivez le règlement.")),
    ]
    return [sentence for is_done, sentence in checks if not is_done] + faults(questions)


@transaction.atomic
def publish(call: Call, by) -> None:
    """Make a draft public and freeze what it asks. Raises NotManager, CallNotReady."""
    check_manager(call, by)
    # A colleague's last change is waited for, the next one is refused.
    Call.objects.select_for_update().get(pk=call.pk)
    list(call.question_sets.select_for_update())
    missing = what_is_missing(call)
    if missing:
        raise CallNotReady(missing)
    call.question_sets.filter(published_at=None).update(published_at=timezone.now())
    advance(call, Call.Status.PUBLISHED, by=by)


def can_be_archived(call: Call) -> bool:
    """Whether the call was published and takes no more deposits."""
    if call.status != Call.Status.PUBLISHED:
        return False
    has_no_wave_left = call.is_rolling and call.closing_met(timezone.now()) is None
    return has_no_wave_left or call.phase in (Call.Phase.CLOSED, Call.Phase.DECIDED)


@transaction.atomic
def archive(call: Call, by) -> None:
    """File a call that is over. Raises NotManager, CallNotOver."""
    check_manager(call, by)
    if not can_be_archived(call):
        raise CallNotOver()
    advance(call, Call.Status.ARCHIVED, by=by)


@transaction.atomic
def cancel(call: Call, by, reason: str) -> None:
    """Cancel a call; the reason is shown on its page. Raises NotManager, ReasonMissing."""
    check_manager(call, by)
    if not reason.strip():
        raise ReasonMissing()
    advance(call, Call.Status.CANCELLED, by=by, note=reason, cancellation_reason=reason.strip())


@transaction.atomic
def record_results(call: Call, by, **facts) -> None:
    """The results are out, from now on: written once, within the act that announces them.

    ``facts`` are what the page of the call then tells: jury_met, jurors_count, files_before_jury…
    """
    announced = {"results_at": timezone.now(), **facts}
    if Call.objects.filter(pk=call.pk, results_at=None).update(**announced):
        call.refresh_from_db(fields=list(announced))
        log(call, "announce_results", by=by)


@transaction.atomic
def record_wave_results(wave: Wave, by) -> None:
    """The same for one wave of a rolling call, which goes on."""
    if Wave.objects.filter(pk=wave.pk, results_at=None).update(results_at=timezone.now()):
        wave.refresh_from_db(fields=["results_at"])
        log(wave.call, "announce_results", by=by, note=str(wave))
