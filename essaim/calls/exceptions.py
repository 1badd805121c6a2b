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


class QuestionsBroken(RuleBroken):
    """The change would leave a set that nobody could answer; ``faults`` lists why."""

    status = 422

    def __init__(self, faults: list):
        super().__init__(" ".join(str(sentence) for sentence in faults))
        self.faults = faults


class NothingAmended(RuleBroken):
    """The version prepared asks what the published one asks already."""

    sentence = _(
        "Rien n’a changé depuis la version publiée : modifiez une question, ou abandonnez ce changement."
    )


class NotAmendable(RuleBroken):
    """The call is not published, or takes no new application any more."""

    sentence = _(
        "Les questions d’un appel ne changent plus quand il est clos. "
        "Tant qu’il est un brouillon, modifiez-les directement."
    )


class NotExtendable(RuleBroken):
    """No more time can be given, or not until that moment."""

    status = 422


class NoOutage(RuleBroken):
    """The site answered, or the time lost has been given back."""

    sentence = _(
        "Aucune interruption récente n’est à compenser : le site a répondu, "
        "ou une prolongation a déjà été donnée."
    )


class WaveFrozen(RuleBroken):
    """The wave is closed, or the call has none to change."""

    sentence = _("Cette vague est close : elle ne change plus.")


class WaveMisplaced(RuleBroken):
    """A closing that is past, or out of the order of the waves."""

    status = 422
