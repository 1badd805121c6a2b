"""What the rules refuse between the team and the authors: additions and messages."""

from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import RuleBroken


class FieldNotReopened(RuleBroken):
    status = 403
    sentence = _(
        "La demande de compléments ne porte pas sur cette réponse : elle reste telle qu’elle a été "
        "déposée. Écrivez à l’équipe dans « Échanges » si elle doit changer."
    )


class CompletionClosed(RuleBroken):
    sentence = _(
        "Le délai pour envoyer ces compléments est passé. Ce que vous avez écrit est gardé : écrivez à "
        "l’équipe dans « Échanges » pour lui demander un nouveau délai."
    )


class CompletionNotAsked(RuleBroken):
    """A request for completion that makes no sense now: the sentence says why."""


class NothingToSend(RuleBroken):
    status = 422
    sentence = _(
        "Rien n’a changé depuis le dépôt. Complétez ce qui est demandé ou, si vous ne le pouvez pas, "
        "dites pourquoi dans le mot à l’équipe."
    )


class MessageEmpty(RuleBroken):
    status = 422
    sentence = _("Écrivez un message avant de l’envoyer.")


class MessageTooLong(RuleBroken):
    status = 413
    sentence = _(
        "Ce message est trop long. Écrivez-le plus court, ou sur la page de la candidature."
    )


class UnknownReply(RuleBroken):
    """A mail sent to an address that answers nothing we wrote, or that is too old."""

    status = 404
    sentence = _(
        "Cette adresse de réponse n’est pas ou n’est plus valable. "
        "Écrivez depuis la page de la candidature."
    )


class NotTheirAddress(RuleBroken):
    """A mail sent by someone else than the person it was addressed to."""

    status = 403
    sentence = _(
        "Votre message n’est pas ajouté : répondez depuis l’adresse qui a reçu notre mail, "
        "ou écrivez depuis la page de la candidature."
    )
