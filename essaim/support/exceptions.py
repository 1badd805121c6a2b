from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import RuleBroken


class NotYours(RuleBroken):
    status = 403
    sentence = _(
        "Vous ne pouvez pas faire cela dans cet accompagnement. Demandez à l’équipe du fonds."
    )


class JourneyAlreadyOpen(RuleBroken):
    sentence = _("L’accompagnement de ce lauréat est déjà ouvert.")


class JourneyOver(RuleBroken):
    sentence = _("Cet accompagnement est terminé ou arrêté : son journal ne change plus.")


class JourneyNotActive(RuleBroken):
    sentence = _("L’accompagnement n’est pas en cours. Faites-le commencer, puis recommencez.")


class ReasonMissing(RuleBroken):
    sentence = _("Dites pourquoi : la raison sera lue par les autres et gardée.")


class DatesOutOfOrder(RuleBroken):
    sentence = _("Chaque phase finit après son début, et commence après le début de la précédente.")


class DateOutsideJourney(RuleBroken):
    sentence = _("Cette date est hors de l’accompagnement. Vérifiez l’année et le mois.")


class PhaseAlreadyClosed(RuleBroken):
    sentence = _("Cette phase est déjà close.")


class PhasesStillOpen(RuleBroken):
    sentence = _("Il reste des phases ouvertes. Closez-les d’abord, même en quelques mots.")


class SameParty(RuleBroken):
    status = 403
    sentence = _("Un temps est validé par l’autre partie : celle qui ne l’a pas saisi.")


class TooMuchTime(RuleBroken):
    sentence = _(
        "Une personne ne donne pas plus d’une journée par jour. Vérifiez la date et la durée."
    )
