"""What the rules refuse of a document."""

from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import RuleBroken


class BadFile(RuleBroken):
    """A document that is not kept: the sentence says why and what to do."""

    status = 422
    retry_after = 0  # seconds, when trying again later is what to do


class FileTooBig(BadFile):
    status = 413


class AlreadyJoined(BadFile):
    """The same bytes, in the same place."""

    status = 409


class TooManyUploads(BadFile):
    status = 429
    retry_after = 3600
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


class NoPlainCopy(RuleBroken):
    """A PDF that does more than show its pages, of which no harmless copy could be made."""

    status = 422
    sentence = _(
        "Ce PDF contient des commandes que nous ne savons pas enlever : il n’est pas montré au jury. "
        "Demandez à l’équipe du programme d’en obtenir une version simple."
    )
