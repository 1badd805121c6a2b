"""Quorum and voters of one file, read from attendances, recusals and substitutes."""

from django.utils.translation import gettext as _

from essaim.applications.models import Application
from essaim.jury.models import Attendance, Conflict, Deliberation, Juror, Session
from essaim.jury.quorum import Seat, Sitting, sitting


class Room:
    """The room of one sitting: who is in office, who is there, who has left for which file."""

    def __init__(self, session: Session):
        panel = session.panel
        self.percent = panel.quorum_percent
        self.has_casting_vote = panel.has_casting_vote
        self.jurors = list(panel.jurors.in_office().select_related("user"))
        self.presence = dict(session.attendances.values_list("juror", "presence"))
        self.recused: dict[int, set[int]] = {}
        for application, juror in session.recusals.values_list("application", "juror"):
            self.recused.setdefault(application, set()).add(juror)

    @property
    def present(self) -> set[int]:
        return {pk for pk, state in self.presence.items() if state == Attendance.Presence.PRESENT}

    def presences(self) -> list[tuple[Juror, str]]:
        """Each juror in office, with what was noted of their presence, in words."""
        labels = {value: str(label) for value, label in Attendance.Presence.choices}
        return [(j, labels.get(self.presence.get(j.pk, ""), _("non pointé"))) for j in self.jurors]

    def seats(self) -> list[Seat]:
        """One seat per voting member; the substitute of a member who left holds the seat."""
        voting = [j for j in self.jurors if j.voice == Juror.Voice.VOTING]
        members = {j.pk for j in self.jurors}
        titulars = [j for j in voting if j.substitute_for_id not in members]
        return [
            Seat(j.pk, tuple(s.pk for s in voting if s.substitute_for_id == j.pk)) for j in titulars
        ]

    def sitting_on(self, application_id: int) -> Sitting:
        recused = self.recused.get(application_id, set())
        return sitting(self.seats(), self.present, recused, self.percent)

    def people(self, pks) -> list[Juror]:
        return [juror for juror in self.jurors if juror.pk in pks]


def items_of(session: Session):
    """The files of a sitting in running order, without those withdrawn since."""
    return (
        Deliberation.objects.filter(session=session)
        .exclude(application__status=Application.Status.WITHDRAWN)
        .select_related("application__organisation", "application__call", "session__panel__call")
    )


def presiding_juror(session: Session, application: Application | None = None) -> Juror | None:
    """Who presides: the chair, else the deputy; neither away, nor recused from ``application``."""
    away = session.attendances.exclude(presence=Attendance.Presence.PRESENT)
    free = session.panel.jurors.in_office().presiding().exclude(pk__in=away.values("juror"))
    if application is not None:
        conflicts = Conflict.objects.binding().filter(organisation=application.organisation_id)
        free = free.exclude(pk__in=conflicts.values("juror"))
    return free.select_related("user").first()
