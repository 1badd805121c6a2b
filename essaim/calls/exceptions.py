from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import RuleBroken


class CallFrozen(RuleBroken):
    """The call is published: what candidates answer and how they are judged no longer change."""

    sentence = _(
        "Cet appel est publié : ses questions, sa grille et ses dates ne changent plus. "
        "Vous pouvez publier une nouvelle version du règlement."
    )


class CallNotReady(RuleBroken):
    """Something is missing before publication; ``missing`` lists it, one sentence each."""

    def __init__(self, missing: list):
        super().__init__(" ".join(str(sentence) for sentence in missing))
        self.missing = missing


class CallNotOver(RuleBroken):
    """The call is not published, or still takes deposits."""

    sentence = _("Cet appel n’est pas terminé : il ne peut pas encore être archivé.")


class NotManager(RuleBroken):
    """The person is not in the team that manages this programme."""

    status = 403
    sentence = _("Cet acte est réservé à l’équipe qui gère le programme.")


class ReasonMissing(RuleBroken):
    sentence = _("Dites pourquoi : les personnes concernées le liront sur la page de l’appel.")
