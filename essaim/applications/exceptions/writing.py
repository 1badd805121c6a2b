"""What the rules refuse to whoever writes and deposits."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from essaim.base.exceptions import RuleBroken


class NotAllowed(RuleBroken):
    """The person may see the application, but not do this."""

    status = 403
    sentence = _("Cette action n’est pas ouverte à votre compte sur cette candidature.")


class CallClosed(RuleBroken):
    """The call does not take drafts or deposits at this moment."""

    sentence = _("Cet appel ne reçoit pas de candidature en ce moment.")


class NoWaveLeft(CallClosed):
    """A rolling call that has not announced its next wave: one writes, one does not deposit."""

    sentence = _(
        "La prochaine vague de cet appel n’est pas encore annoncée : la candidature n’est pas "
        "déposée. Vos textes sont gardés ; déposez-la quand la page de l’appel donnera une date."
    )


class AlreadyDeposited(RuleBroken):
    """What has been deposited, or withdrawn, is not written any more."""

    sentence = _(
        "Cette candidature n’est plus un brouillon : elle ne peut plus être modifiée. "
        "Rechargez la page pour voir où elle en est."
    )


class StaleAnswer(RuleBroken):
    """Someone else changed this answer since it was read; ``answer`` is what is stored now."""

    sentence = _("Cette réponse a été modifiée entre-temps. Aucun des deux textes n’est perdu.")

    def __init__(self, answer):
        super().__init__()
        self.answer = answer


class StaleDescription(RuleBroken):
    """Someone else changed the title or the themes since they were read."""

    sentence = _("Le titre ou les thèmes ont été modifiés entre-temps. Relisez-les.")


class BadAnswer(RuleBroken):
    """A value that its question does not accept."""

    status = 422


class TooLong(BadAnswer):
    """More characters than the question takes, by ``over``."""

    def __init__(self, over: int):
        super().__init__(
            ngettext(
                "{n} caractère de trop : raccourcissez votre réponse.",
                "{n} caractères de trop : raccourcissez votre réponse.",
                over,
            ).format(n=over)
        )


class NotAsked(RuleBroken):
    """A question that the other answers make pointless; what was answered is kept in the draft."""

    sentence = _(
        "D’après vos autres réponses, cette question ne vous est pas posée. "
        "Revenez à la candidature pour voir celles qui le sont."
    )


class OtherWriter(RuleBroken):
    """The text was typed by one person, and sent from the session of another: ask before signing
    it with that name."""

    sentence = _(
        "Ce texte a été tapé dans une autre session que la vôtre. Il n’est pas enregistré : "
        "envoyez-le de nouveau pour le garder au nom de {name}."
    )

    def __init__(self, user):
        super().__init__(str(self.sentence).format(name=user))


class NotReady(RuleBroken):
    """What is missing before the deposit; ``missing`` lists it in words."""

    def __init__(self, missing: list[str]):
        super().__init__(_("Il manque encore : ") + " ; ".join(missing))
        self.missing = missing


class KeyReused(RuleBroken):
    """The idempotency key of another application."""

    sentence = _(
        "Ce formulaire a servi pour une autre candidature. Rechargez la page de vérification."
    )
