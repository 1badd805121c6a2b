"""What the rules refuse to the team."""

from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import RuleBroken


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
