"""What the rules refuse of those who write together, and of the direction’s opinion."""

from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import RuleBroken


class InvitationRefused(RuleBroken):
    """This invitation makes no sense: oneself, or someone who takes part already."""


class TransferRefused(RuleBroken):
    """The application cannot go to this person; the sentence says why and what to do."""


class LeaveRefused(RuleBroken):
    sentence = _(
        "Vous portez cette candidature : confiez-la d’abord à un co-porteur, puis quittez-la."
    )


class EndorsementNotAsked(RuleBroken):
    sentence = _("Il manque quelque chose pour demander cet avis.")


class ContentChanged(RuleBroken):
    """The application changed between the moment it was read and the moment it was judged."""

    sentence = _(
        "La candidature a été modifiée pendant votre lecture. Relisez-la, puis donnez votre avis."
    )


class OpinionIncomplete(RuleBroken):
    """An opinion that does not help its reader."""

    status = 422


class EndorsementAwaited(RuleBroken):
    """A file cannot be found admissible before the favourable opinion that its call asks for."""

    sentence = _(
        "La direction n’a pas donné d’avis favorable : la candidature ne peut pas être dite recevable. "
        "Attendez cet avis ou, s’il ne vient pas dans le délai de l’appel, notez l’irrecevabilité."
    )


class NoReminder(RuleBroken):
    """The direction was written to a moment ago, or often enough, or is not asked any more."""


class ForwardRefused(RuleBroken):
    """This address cannot give the opinion: it is an author's, or passed the question on already."""

    status = 422


class DraftNotFound(RuleBroken):
    """No draft of this body, at this call, is this person's."""

    status = 422
    sentence = _(
        "Aucun brouillon de cette structure à cet appel n’est porté par cette adresse. Vérifiez-la "
        "auprès de la structure, ainsi que l’appel."
    )
