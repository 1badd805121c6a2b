"""Links with applicants: declared before any file opens, or as soon as they are known."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, log
from essaim.applications.models import Application
from essaim.jury.exceptions import DeclarationSigned, NotAllowed
from essaim.jury.facts import as_note, recusal_facts
from essaim.jury.models import (
    Assignment,
    Conflict,
    Deliberation,
    InterestDeclaration,
    Juror,
    Recusal,
    Session,
)
from essaim.jury.permissions import presides


def declaration_text(organisations) -> str:
    """The text that the juror signs: the promise, then the applicants it was made upon."""
    names = "\n".join(f"– {organisation}" for organisation in organisations)
    promise = _(
        "Je déclare sur l’honneur avoir lu la liste des structures candidates ci-dessous et avoir "
        "signalé tout lien, personnel ou professionnel, présent ou passé, avec l’une d’elles. "
        "Si j’en découvre un autre, je le signale aussitôt. Je ne lirai pas les dossiers "
        "concernés, je ne les noterai pas, je quitterai la salle pendant leur examen et je ne "
        "voterai pas. Je garde le secret des dossiers et des débats."
    )
    return f"{promise}\n\n{names}".strip()


@transaction.atomic
def declare_interests(juror: Juror, links: list, by) -> InterestDeclaration:
    """Sign the declaration, with its links [(organisation, kind, reason)]. Opens the files.

    A juror who wrote an application of the call is linked with its organisation, said or not.
    """
    if juror.user_id != by.pk:
        raise NotAllowed()
    if InterestDeclaration.objects.filter(juror=juror).exists():
        raise DeclarationSigned()
    files = juror.panel.files.select_related("organisation")
    organisations = list({file.organisation: None for file in files})
    declaration = InterestDeclaration.objects.create(
        juror=juror, text=declaration_text(organisations)
    )
    log(juror, "declare_interests", by=by, note=str(len(links)))
    said = {organisation.pk for organisation, _kind, _reason in links}
    own = Application.objects.written_by(by).filter(call=juror.panel.call)
    for application in own.select_related("organisation"):
        if application.organisation_id not in said:
            said.add(application.organisation_id)
            links = [*links, (application.organisation, Conflict.Kind.HELPED_WRITE, "")]
    for organisation, kind, reason in links:
        _close_files(juror, organisation, kind, reason, by)
    return declaration


@transaction.atomic
def declare_conflict(juror: Juror, organisation, kind: str, reason: str, by) -> Conflict:
    """Declare a link at any time: by the juror, or by whoever presides the open sitting."""
    sitting = juror.panel.sessions.filter(status=Session.Status.OPENED).first()
    is_own = juror.user_id == by.pk
    if not is_own and not (sitting and presides(by, sitting)):
        raise NotAllowed()
    return _close_files(juror, organisation, kind, reason, by)


def _close_files(juror, organisation, kind, reason, by) -> Conflict:
    conflict = _bind(juror, organisation, kind, reason, by)
    readings = juror.assignments.filter(application__organisation=organisation)
    for assignment in readings.exclude(status=Assignment.Status.RECUSED):
        advance(assignment, Assignment.Status.RECUSED, by=by, note=_("déport"))
    sitting = juror.panel.sessions.filter(status=Session.Status.OPENED).first()
    if sitting:
        items = sitting.deliberations.filter(application__organisation=organisation)
        for item in items.select_related("application"):
            leave_room(item, juror, conflict.get_kind_display(), by)
    return conflict


def _bind(juror, organisation, kind, reason, by) -> Conflict:
    conflict = Conflict.objects.filter(juror=juror, organisation=organisation).first()
    if conflict is None:
        conflict = Conflict.objects.create(
            juror=juror, organisation=organisation, kind=kind, reason=reason
        )
        log(conflict, "declare", by=by)
    elif conflict.status in (Conflict.Status.SUGGESTED, Conflict.Status.DISMISSED):
        advance(
            conflict,
            Conflict.Status.DECLARED,
            by=by,
            kind=kind,
            reason=reason,
            declared_at=timezone.now(),
        )
    return conflict


def leave_room(item: Deliberation, juror: Juror, reason: str, by) -> None:
    """Record the recusal on one file of an open sitting; a decision taken with that juror is void."""
    recusal, is_new = Recusal.objects.get_or_create(
        session=item.session, juror=juror, application=item.application, defaults={"reason": reason}
    )
    if not is_new:
        return
    log(item, "recuse", by=by, note=as_note(recusal_facts(recusal)))
    if item.outcome and item.voters.filter(pk=juror.pk).exists():
        Deliberation.objects.filter(pk=item.pk).update(outcome="", decided_at=None)
        log(item, "void", by=by, note=_("déport tardif : à décider de nouveau"))
