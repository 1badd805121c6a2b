"""What the rules of an application refuse, and what to do about it."""

from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import RuleBroken


class NotAllowed(RuleBroken):
    """The person may see the application, but not do this."""

    status = 403
    sentence = _("Cette action n’est pas ouverte à votre compte sur cette candidature.")


class CallClosed(RuleBroken):
    """The call does not take drafts or deposits at this moment."""

    sentence = _("Cet appel ne reçoit pas de candidature en ce moment.")


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


class BadFile(RuleBroken):
    """A document that is not kept: the sentence says why and what to do."""

    status = 422


class FileTooBig(BadFile):
    status = 413


class InvitationRefused(RuleBroken):
    """This invitation makes no sense: oneself, or someone who takes part already."""


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


class NotReady(RuleBroken):
    """What is missing before the deposit; ``missing`` lists it in words."""

    def __init__(self, missing: list[str]):
        super().__init__(_("Il manque encore : ") + " ; ".join(missing))
        self.missing = missing


class KeyReused(RuleBroken):
    """The idempotency key of another application."""

    sentence = _(
        "Ce formulaire a servi pour une autre candidature. Rechargez la page de vérification."
    )


class ReasonMissing(RuleBroken):
    status = 422
    sentence = _("Écrivez le motif : la règle, le fait constaté, et ce que le porteur peut faire.")


class LetterNotReady(RuleBroken):
    """A letter that may not be edited, approved or sent now."""


class StaleLetter(RuleBroken):
    """Someone else edited the letter; ``letter`` is what is stored now."""

    sentence = _("Ce courrier a été modifié entre-temps. Aucun des deux textes n’est perdu.")

    def __init__(self, letter):
        super().__init__()
        self.letter = letter


class SameHands(RuleBroken):
    """Two persons are needed."""

    status = 403
    sentence = _("Ce courrier doit être approuvé par une autre personne que celle qui l’a écrit.")
