"""What waits for a person, whatever their roles: one list, the urgent first, each line with a link."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.accounts.models import User
from essaim.applications.completion import COMPLETABLE
from essaim.applications.models import Application, InfoRequest, Laureate, Letter, Message
from essaim.calls.models import Call
from essaim.cases.models import Case
from essaim.cases.permissions import can_approve, can_edit
from essaim.jury.models import Assignment, Juror, Session
from essaim.outreach.models import Campaign
from essaim.replications.models import Replication
from essaim.support.models import Journey, TimeEntry


@dataclass(frozen=True)
class Task:
    """One thing to do: what, for which object, where, and until when if there is a date."""

    what: str
    about: str
    url: str
    due_at: datetime | None = None


@dataclass
class Desk:
    """The page « Mon espace » as data: things to do, and the person's own files by kind."""

    tasks: list[Task] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    journeys: list[Journey] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    replications: list[Replication] = field(default_factory=list)
    seats: list[Juror] = field(default_factory=list)
    managed_calls: list[Call] = field(default_factory=list)
    examined_calls: list[Call] = field(default_factory=list)
    open_calls: list[Call] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(
            (
                self.applications,
                self.journeys,
                self.cases,
                self.replications,
                self.seats,
                self.examined_calls,
            )
        )


def desk_of(user: User) -> Desk:
    """Everything this person has in hand, in about fifteen queries whatever their roles."""
    managed = Call.objects.managed_by(user).order_by("-opens_at")
    desk = Desk(
        applications=list(
            Application.objects.written_by(user)
            .select_related("call", "organisation", "owner", "wave")
            .prefetch_related("call__waves", "call__extensions")
            .distinct()
        ),
        journeys=list(Journey.objects.visible_to(user).select_related("laureate__organisation")),
        cases=list(_own_cases(user)),
        replications=list(Replication.objects.written_by(user).select_related("adopter")),
        seats=list(Juror.objects.filter(user=user, left_at=None).select_related("panel__call")),
        managed_calls=[call for call in managed if call.status != Call.Status.ARCHIVED],
        examined_calls=list(_running_calls(user)),
        open_calls=list(Call.objects.open()),
    )
    for tasks in (_answering, _writing, _judging, _examining, _welcoming, _supporting, _publishing):
        desk.tasks += tasks(user, desk)
    return desk


def _own_cases(user):
    """Sheets of the person's own laureate file or journey; a manager's list of all sheets is elsewhere."""
    return (
        Case.objects.written_by(user)
        .exclude(laureate__call__in=Call.objects.managed_by(user))
        .select_related("origin", "laureate__application")
    )


def _running_calls(user):
    return (
        Call.objects.examined_by(user)
        .filter(status__in=[Call.Status.DRAFT, Call.Status.PUBLISHED])
        .prefetch_related("waves")
        .order_by("-opens_at")
    )


def _answering(user, desk):
    """What the team asked of the person's own files: completions first, then messages to read."""
    own = {application.pk: application for application in desk.applications}
    asked = InfoRequest.objects.filter(application__in=own, status=InfoRequest.Status.OPEN)
    for request in asked.filter(application__status__in=COMPLETABLE):
        application = own[request.application_id]
        url = reverse("applications:completion_write", args=[application.public_id])
        yield Task(_("Envoyer les compléments demandés"), str(application), url, request.due_at)
    unread = Message.objects.unread(by_team=False).filter(application__in=own)
    for key in dict.fromkeys(unread.values_list("application", flat=True)):
        url = reverse("applications:message_list", args=[own[key].public_id])
        yield Task(_("Lire un message de l’équipe"), str(own[key]), url)


def _writing(user, desk):
    for application in desk.applications:
        if application.is_editable and application.phase == Call.Phase.OPEN:
            what = _("Terminer et déposer votre candidature")
            yield Task(
                what, str(application), application.get_absolute_url(), application.closing_at
            )


def _judging(user, desk):
    for seat in desk.seats:
        readings = Assignment.objects.visible_to(user).filter(juror=seat)
        left = readings.exclude(status=Assignment.Status.REVIEWED).count()
        if not hasattr(seat, "declaration"):
            what = _("Signer votre déclaration d’intérêts")
        elif left:
            what = ngettext("Évaluer un dossier", "Évaluer {} dossiers", left).format(left)
        else:
            continue
        yield Task(
            what, str(seat.panel.call), reverse("jury:my_readings"), seat.panel.reviews_due_at
        )
    sessions = Session.objects.visible_to(user).filter(
        status__in=[Session.Status.CONVENED, Session.Status.OPENED]
    )
    for session in sessions.select_related("panel__call"):
        url = reverse("jury:session_detail", args=[session.public_id])
        yield Task(_("Séance du jury"), str(session.panel.call), url, session.planned_at)


def _examining(user, desk):
    to_check = Application.objects.examined_by(user).filter(status=Application.Status.SUBMITTED)
    by_call = to_check.exclude(pk__in=Application.objects.written_by(user).values("pk"))
    by_call = by_call.order_by("call").values_list("call__title", "call__slug")
    for title, slug, n in by_call.annotate(n=Count("pk")):
        what = ngettext(
            "Examiner la recevabilité d’une candidature",
            "Examiner la recevabilité de {n} candidatures",
            n,
        )
        url = reverse("applications:application_list", args=[slug])
        yield Task(what.format(n=n), title, f"{url}?etat={Application.Status.SUBMITTED}")
    letters = Letter.objects.filter(
        application__in=Application.objects.examined_by(user),
        kind=Letter.Kind.INADMISSIBLE,
        status=Letter.Status.DRAFT,
    )
    for letter in letters.exclude(prepared_by=user).select_related("application"):
        url = reverse("applications:letter_detail", args=[letter.public_id])
        yield Task(_("Relire et approuver un courrier"), letter.subject, url)


def _welcoming(user, desk):
    """Laureates chosen here, whose support, then sheet, nobody has opened yet."""
    chosen = Laureate.objects.filter(
        call__in=Call.objects.managed_by(user), application__isnull=False
    ).select_related("organisation")
    for laureate in chosen.filter(journey=None):
        url = reverse("support:journey_open", args=[laureate.pk])
        yield Task(_("Ouvrir l’accompagnement"), str(laureate), url)
    for laureate in chosen.filter(journey__isnull=False, case=None):
        yield Task(_("Ouvrir la fiche"), str(laureate), reverse("cases:case_worklist"))


def _supporting(user, desk):
    waiting = TimeEntry.objects.filter(
        journey__in=desk.journeys, status=TimeEntry.Status.SUBMITTED
    ).exclude(coach__user=user)
    for journey in {
        entry.journey for entry in waiting.select_related("journey__laureate__organisation")
    }:
        yield Task(
            _("Valider des jours d’accompagnement"), str(journey), journey.get_absolute_url()
        )


def _publishing(user, desk):
    for case in desk.cases:
        url = reverse("cases:case_edit", args=[case.public_id])
        if case.status == Case.Status.DRAFT and can_edit(user, case):
            yield Task(_("Compléter la fiche du projet"), str(case), url)
        elif case.step == Case.Status.PROJECT_REVIEW and can_approve(user, case):
            yield Task(_("Relire la fiche et donner votre bon à publier"), str(case), url)
    in_hand = Q(status=Case.Status.READY)
    in_hand |= Q(status=Case.Status.PUBLISHED, changed_at__gt=F("published_at"))
    for case in Case.objects.filter(in_hand, laureate__call__in=Call.objects.managed_by(user)):
        if case.step != Case.Status.READY:
            continue
        url = reverse("cases:case_edit", args=[case.public_id])
        yield Task(_("Publier la fiche"), str(case), url)
    declared = Replication.objects.answerable_by(user).filter(
        verification=Replication.Level.DECLARED, adopter__isnull=False, verifications=None
    )
    for replication in declared.select_related("adopter"):
        yield Task(_("Confirmer une reprise"), str(replication), replication.get_absolute_url())
    campaigns = Campaign.objects.visible_to(user).filter(status=Campaign.Status.DRAFT)
    for campaign in campaigns.exclude(prepared_by=user):
        url = reverse("outreach:campaign_detail", args=[campaign.public_id])
        yield Task(_("Relire et approuver une lettre d’information"), str(campaign), url)
