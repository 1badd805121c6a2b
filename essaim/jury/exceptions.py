"""What the rules of the jury refuse, and what to do about it."""

from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import RuleBroken


class NotAllowed(RuleBroken):
    """The person sees the jury, but this act is another role's."""

    status = 403
    sentence = _("Cette action n’est pas ouverte à votre compte dans ce jury.")


class PanelExists(RuleBroken):
    sentence = _("Cet appel a déjà son jury : ouvrez-le depuis « Jury » et complétez-le.")


class ComputationUnderWay(RuleBroken):
    status = 409
    sentence = _(
        "Un autre calcul de ce jury est en cours. Attendez sa fin (quelques secondes le plus "
        "souvent), puis redemandez le vôtre."
    )


class SeatTaken(RuleBroken):
    """A second chair, a second deputy, or a person who sits already."""


class JurorBusy(RuleBroken):
    """A juror who cannot leave now."""


class DeclarationMissing(RuleBroken):
    sentence = _(
        "Ce juré n’a pas encore signé sa déclaration d’intérêts. Relancez-le : aucun dossier ne "
        "peut lui être confié avant."
    )


class DeclarationSigned(RuleBroken):
    sentence = _(
        "Votre déclaration est déjà signée. Pour signaler un lien découvert depuis, ouvrez le "
        "dossier et choisissez « Je connais ce candidat »."
    )


class AssignmentRefused(RuleBroken):
    """This juror cannot read this file, or this reading cannot be taken back."""


class ReviewChanged(RuleBroken):
    status = 409
    sentence = _(
        "Votre évaluation a été enregistrée entre-temps, dans une autre fenêtre ou sur un autre "
        "appareil. Rien n’est perdu : comparez les deux textes ci-dessous, gardez ce qui vous "
        "convient, puis enregistrez."
    )


class PlanStale(RuleBroken):
    status = 409
    sentence = _(
        "Depuis ce calcul, un dossier, un lien, un juré ou une lecture a changé, ou ce plan est déjà "
        "appliqué. Demandez un nouveau plan : il tiendra compte de ce qui a changé."
    )


class TooFewReaders(RuleBroken):
    """Some files cannot have the readings wanted; the sentence names them."""


class ReviewsClosed(RuleBroken):
    sentence = _(
        "Les évaluations sont closes : les notes ne peuvent plus changer. Dites ce que vous en "
        "pensez en séance."
    )


class ReviewsOpen(RuleBroken):
    sentence = _("Les évaluations sont encore en cours. Attendez leur clôture, ou demandez-la.")


class ReviewHandedIn(RuleBroken):
    sentence = _("Vous avez rendu cette évaluation. Reprenez-la d’abord si vous voulez la changer.")


class NotAssigned(RuleBroken):
    status = 403
    sentence = _("Ce dossier n’est pas dans vos lectures.")


class JurorRecused(RuleBroken):
    """A juror with a link takes no part: no mark, no vote, no figure."""

    status = 403
    sentence = _("Vous vous êtes déporté de ce dossier : vous ne pouvez ni le noter ni en décider.")


class MarkOutOfScale(RuleBroken):
    status = 422

    def __init__(self, top: int):
        super().__init__(
            _("Une note va de 0 à {top}, en nombre entier. Sans avis, n’en mettez pas.").format(
                top=top
            )
        )


class UnknownCriterion(RuleBroken):
    status = 422
    sentence = _("Ce critère n’est pas dans la grille de l’appel. Rechargez la page.")


class ReviewIncomplete(RuleBroken):
    """What is missing before a review is handed in; ``missing`` lists it in words."""

    status = 422

    def __init__(self, missing: list[str]):
        super().__init__(_("Il manque encore : ") + " ; ".join(missing) + ".")
        self.missing = missing


class SessionNotReady(RuleBroken):
    """This sitting cannot pass to that step now; the sentence says what is missing."""


class NobodyPresides(RuleBroken):
    status = 403
    sentence = _(
        "Seule la présidence de séance décide ici. Si la présidence s’est déportée ou est absente, "
        "c’est à la vice-présidence, présente et sans lien avec le dossier."
    )


class QuorumLacking(RuleBroken):
    def __init__(self, present: int, needed: int):
        super().__init__(
            _(
                "Le quorum n’est pas atteint : {present} voix présentes, il en faut {needed}. "
                "Complétez les présences, ou ajournez la séance."
            ).format(present=present, needed=needed)
        )


class DecisionRefused(RuleBroken):
    """A decision that the rules do not allow; the sentence says what to change."""

    status = 422


class SessionIncomplete(RuleBroken):
    """A sitting that cannot be closed; ``missing`` lists why."""

    def __init__(self, missing: list[str]):
        super().__init__(" ".join(missing))
        self.missing = missing


class MinutesSigned(RuleBroken):
    sentence = _("Ce procès-verbal est signé : il ne change plus.")


class MinutesUnsigned(RuleBroken):
    sentence = _("Ce procès-verbal n’est pas encore signé : faites-le signer avant tout avenant.")


class RiderIncomplete(RuleBroken):
    status = 422
    sentence = _("Écrivez la rectification et son motif : les deux sont portés au procès-verbal.")


class MinutesAltered(RuleBroken):
    status = 500
    sentence = _(
        "Le texte de ce procès-verbal ne correspond plus à son empreinte. Ne le signez pas et "
        "prévenez l’administration technique."
    )


class ResultsNotReady(RuleBroken):
    """What is missing before letters leave and results show."""


class SameHands(RuleBroken):
    status = 403
    sentence = _(
        "Il faut deux personnes : celle qui publie n’est pas celle qui a approuvé les courriers."
    )


class LetterTextRefused(RuleBroken):
    """The words of a letter that cannot be kept; the sentence says what to change."""

    status = 422


class WindowClosed(RuleBroken):
    status = 409
    sentence = _(
        "Il n’y a plus rien à annuler : les résultats sont déjà publiés, ou l’ordre l’est déjà."
    )


class AftermathRefused(RuleBroken):
    """A withdrawal, a call from the reserve list or a correction that cannot be made now."""
