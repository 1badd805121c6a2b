"""What is done and what is missing before a deposit: one reading for the task list, the check
page and the deposit itself.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.applications.content import Entry, entries, fingerprint, substance_of
from essaim.applications.models import Application, Endorsement


class Progress(models.TextChoices):
    TO_START = "to_start", gettext_lazy("À commencer")
    STARTED = "started", gettext_lazy("Commencé")
    DONE = "done", gettext_lazy("Terminé")


@dataclass
class Readiness:
    """Reads the application once; every question about its completeness is answered from there."""

    application: Application
    entries: list[Entry] = field(init=False)

    def __post_init__(self):
        self.entries = entries(self.application)

    @cached_property
    def themes(self) -> list:
        return list(self.application.themes.all())

    @cached_property
    def attachments(self) -> list:
        return list(self.application.attachments.all())

    @cached_property
    def description(self) -> str:
        """The progress of the title and the themes."""
        if self.application.title and self.themes:
            return Progress.DONE
        return Progress.STARTED if self.application.title or self.themes else Progress.TO_START

    @cached_property
    def endorsement(self) -> Endorsement | None:
        """The last opinion asked for that was neither cancelled nor passed on."""
        return self.application.endorsements.standing().select_related("requested_by").first()

    @cached_property
    def substance(self) -> dict:
        return substance_of(self.application, self.entries, self.themes, self.attachments)

    @cached_property
    def content_sha256(self) -> str:
        return fingerprint(self.substance)

    @property
    def is_endorsement_stale(self) -> bool:
        return bool(self.endorsement and self.endorsement.is_stale_for(self.content_sha256))

    @property
    def is_endorsed(self) -> bool:
        given = self.endorsement and self.endorsement.opens_deposit
        return bool(given) and not self.is_endorsement_stale

    @property
    def is_endorsement_asked(self) -> bool:
        """Asked, not answered yet, and the link still works."""
        asked = self.endorsement and self.endorsement.status == Endorsement.Status.REQUESTED
        return bool(asked) and not self.endorsement.has_expired

    @property
    def is_endorsement_favourable(self) -> bool:
        """Of what was read at the time: what the team asked for since may have changed it."""
        return bool(self.endorsement and self.endorsement.opens_deposit)

    @property
    def opinion_awaited_until(self):
        """Deposited without it: until when it is expected (a datetime). None when it is not."""
        is_awaited = self.application.awaits_opinion and not self.is_endorsement_favourable
        return self.application.opinion_due_at if is_awaited else None

    @property
    def is_endorsement_overdue(self) -> bool:
        """Deposited without it, and the days that the call gives for it are over."""
        until = self.opinion_awaited_until
        return bool(until) and timezone.now() > until

    @property
    def endorsement_progress(self) -> str:
        if self.is_endorsed or (self.endorsement_follows and self.is_endorsement_asked):
            return Progress.DONE
        return Progress.STARTED if self.endorsement else Progress.TO_START

    @property
    def endorsement_gates(self) -> bool:
        """A favourable opinion is needed before the deposit."""
        call = self.application.call
        return call.endorsement_rule == call.EndorsementRule.BEFORE_DEPOSIT

    @property
    def endorsement_follows(self) -> bool:
        """It is asked for before the deposit, and may be given in the days that follow."""
        return self.application.opinion_follows

    @cached_property
    def missing(self) -> list[str]:
        """What still prevents the deposit, in words; empty when nothing does."""
        found = [] if self.application.title else [_("le titre du projet")]
        found += [] if self.themes else [_("un thème au moins")]
        found += [
            f"« {entry.question.label} »"
            for entry in self.entries
            if entry.question.is_required and not entry.is_answered
        ]
        found += [
            _("un fichier sain à la place de « {name} », où un virus a été trouvé").format(
                name=file
            )
            for file in self.attachments
            if file.is_infected
        ]
        if self._lacks_endorsement:
            found.append(self._missing_endorsement())
        return found

    @property
    def _lacks_endorsement(self) -> bool:
        if self.is_endorsed or (self.endorsement_follows and self.is_endorsement_asked):
            return False
        return self.endorsement_gates or self.endorsement_follows

    def _missing_endorsement(self) -> str:
        if self.endorsement is None and self.endorsement_follows:
            return _("l’avis de la direction (à demander ; il peut être donné après le dépôt)")
        if self.endorsement is None:
            return _("l’avis de la direction (à demander)")
        if self.is_endorsement_stale:
            return _("un nouvel avis de la direction : la candidature a changé depuis le précédent")
        if self.endorsement.has_expired:
            return _("l’avis de la direction (resté sans réponse : demandez-le de nouveau)")
        if self.endorsement.status == Endorsement.Status.REQUESTED:
            return _("l’avis de la direction (demandé, pas encore donné)")
        return _("un avis favorable de la direction (le dernier : {opinion})").format(
            opinion=self.endorsement.get_status_display()
        )

    @property
    def can_be_deposited(self) -> bool:
        return not self.missing


def opinion_awaited_until(application: Application):
    """The same, of an application whose completeness nobody asks about: most of them cost nothing."""
    return Readiness(application).opinion_awaited_until if application.awaits_opinion else None
