"""The log of one application, in words, for the team."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import LogEntry
from essaim.applications.models import Application
from essaim.base.ids import reference

VERBS = {
    "start": _("commence le brouillon"),
    "invite": _("invite une personne"),
    "join": _("rejoint la candidature"),
    "remove_member": _("retire une personne"),
    "add_attachment": _("joint un fichier"),
    "remove_attachment": _("retire un fichier"),
    "virus_found": _("trouve un virus dans un fichier"),
    "ask_endorsement": _("demande l’avis de la direction"),
    "remind_direction": _("relance la direction"),
    "change_right": _("change le droit d’une personne"),
    "leave": _("quitte la candidature"),
    "transfer": _("confie la candidature à une autre personne"),
    "note_findings": _("note des constats de recevabilité"),
    "ask_completion": _("demande des compléments"),
    "extend_completion": _("donne un nouveau délai pour les compléments"),
    "send_completion": _("envoie les compléments"),
    "close_completion": _("clôt la demande de compléments"),
    "expire_completion": _("constate que le délai des compléments est passé"),
    "send_message": _("écrit un message"),
    "read_messages": _("a lu les messages"),
    "add_note": _("écrit une note de l’équipe"),
    "assign": _("confie la candidature"),
    "unassign": _("laisse la candidature sans suivi"),
}


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    what: str
    note: str


def journal(application: Application) -> list[Line]:
    """Latest first. Who did what; a passage of state is told by its labels."""
    entries = LogEntry.objects.filter(ref=reference(application))
    return [Line(e.at, e.actor_label, _what(e), e.note) for e in entries]


def _what(entry: LogEntry) -> str:
    if entry.verb != "move":
        return str(VERBS.get(entry.verb, entry.verb))
    labels = dict(Application.Status.choices)
    return f"{labels.get(entry.before, entry.before)} → {labels.get(entry.after, entry.after)}"
