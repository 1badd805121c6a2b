"""What the rules of an application refuse, and what to do about it."""

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


class BadFile(RuleBroken):
    """A document that is not kept: the sentence says why and what to do."""

    status = 422


class FileTooBig(BadFile):
    status = 413


class AlreadyJoined(BadFile):
    """The same bytes, in the same place."""

    status = 409


class TooManyUploads(BadFile):
    status = 429
    sentence = _(
        "Vous avez envoyé beaucoup de fichiers depuis une heure. Reprenez un peu plus tard."
    )


class NotScannedYet(RuleBroken):
    """The antivirus has not said anything of this document: only whoever added it may open it."""

    status = 423
    sentence = _(
        "L’analyse antivirus de ce fichier est en cours : elle prend d’ordinaire moins d’une minute. "
        "Revenez à la page précédente, rechargez-la, puis ouvrez le fichier."
    )


class Infected(RuleBroken):
    """Given to nobody, not even to whoever added it."""

    status = 403
    sentence = _(
        "L’antivirus a trouvé un virus dans ce fichier : personne ne peut l’ouvrir. La personne qui l’a "
        "joint en est avertie ; une version saine est à joindre à sa place."
    )


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


class TransferRefused(RuleBroken):
    """The application cannot go to this person; the sentence says why and what to do."""


class LeaveRefused(RuleBroken):
    sentence = _(
        "Vous portez cette candidature : confiez-la d’abord à un co-porteur, puis quittez-la."
    )


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


class ImportRefused(RuleBroken):
    """A file of another tool that is not taken in as a whole: the sentence says why."""

    status = 422


class MappingIncomplete(RuleBroken):
    """Which fields give what every application has is not said, or is said twice."""

    status = 422


class CannotFollow(RuleBroken):
    """A person who is not of the team, or wrote the file; ``files`` are those it is about."""

    status = 403

    def __init__(self, person, files: list):
        sentence = _(
            "{person} ne peut pas suivre ces candidatures : {files}. "
            "Il faut être de l’équipe, et n’en être ni porteur ni co-porteur."
        )
        named = " ; ".join(f"« {file} »" for file in files)
        super().__init__(sentence.format(person=person, files=named))
        self.files = files


class SearchNotKept(RuleBroken):
    sentence = _("Cherchez d’abord quelque chose : c’est cette recherche qui sera gardée.")


class ExportUnderWay(RuleBroken):
    """One export at a time for each person."""

    sentence = _(
        "Un de vos exports est déjà en préparation. Attendez qu’il soit prêt pour en demander un autre."
    )


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


class StaleFindings(RuleBroken):
    """Someone else examined some of the same lines meanwhile; ``stored`` holds what they found."""

    sentence = _(
        "Une autre personne de l’équipe a noté un constat différent entre-temps. "
        "Les deux sont ci-dessous ; rien n’est perdu."
    )

    def __init__(self, stored: list):
        super().__init__()
        self.stored = stored


class ChecklistIncomplete(RuleBroken):
    """A verdict that the findings of the checklist do not bear out."""


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
