"""What a new call starts with: nine questions after the choice of the structure, five criteria.

The questions follow the order in which a laureate's page tells its story; each ``code`` stays the
same from one call to the next, so that an answer can be found again in a later application.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from essaim.calls.models import Question

SITUATION = _("Votre situation")
PROJECT = _("Votre projet")
TEAM = _("Votre équipe")
BEYOND = _("Et ailleurs ?")

QUESTIONS: list[dict[str, Any]] = [
    {
        "code": "contexte",
        "section": SITUATION,
        "label": _("Où se passe votre projet ?"),
        "help_text": _(
            "Le service, le lieu, ce qu’on y fait, ce qui a changé récemment. Quelques phrases suffisent."
        ),
        "max_length": 1500,
    },
    {
        "code": "probleme",
        "section": SITUATION,
        "label": _("Quel problème voulez-vous résoudre, et pour qui ?"),
        "help_text": _(
            "Racontez une situation vraie : qui est gêné, à quel moment, ce que cela lui coûte."
        ),
    },
    {
        "code": "deja-tente",
        "section": SITUATION,
        "label": _("Qu’avez-vous déjà essayé ?"),
        "help_text": _("Ce qui a marché, ce qui n’a pas marché. « Rien encore » est une réponse."),
        "max_length": 1500,
    },
    {
        "code": "ambition",
        "section": PROJECT,
        "label": _("Si tout se passe bien, qu’est-ce qui aura changé ?"),
        "help_text": _(
            "Pour les habitants, pour les agents. Dites à quoi vous verrez que c’est réussi."
        ),
    },
    {
        "code": "public",
        "section": PROJECT,
        "label": _("Combien de personnes sont concernées ?"),
        "help_text": _(
            "Des ordres de grandeur : personnes reçues par semaine, agents du service, habitants."
        ),
        "max_length": 1000,
    },
    {
        "code": "equipe",
        "section": TEAM,
        "label": _("Qui travaille sur ce projet ?"),
        "help_text": _(
            "Agents, responsables, usagers, élus ; et le temps que chacun peut y donner. "
            "Les fonctions suffisent, pas les noms."
        ),
    },
    {
        "code": "soutien",
        "section": TEAM,
        "label": _("Comment votre direction soutient-elle le projet ?"),
        "help_text": _(
            "Temps accordé, décisions déjà prises, étapes à venir. Son avis sera demandé à part."
        ),
        "max_length": 1000,
    },
    {
        "code": "attentes",
        "section": TEAM,
        "label": _("Qu’attendez-vous de l’accompagnement ?"),
        "help_text": _(
            "Ce que vous ne pouvez pas faire seuls : observer, animer, dessiner, essayer, mesurer."
        ),
        "max_length": 1500,
    },
    {
        "code": "ailleurs",
        "section": BEYOND,
        "label": _("D’autres collectivités ont-elles le même problème ?"),
        "help_text": _(
            "Lesquelles, à votre connaissance ? Qu’est-ce qui, dans votre projet, pourrait leur servir ?"
        ),
        "max_length": 1500,
        "is_required": False,
    },
]

CRITERIA: list[dict[str, Any]] = [
    {
        "code": "usefulness",
        "name": _("Utilité pour l’usager et les agents"),
        "weight": 25,
        "anchors": [
            _("Personne n’est identifié"),
            _("Le besoin est affirmé"),
            _("Le besoin est décrit par des faits"),
            _("Le besoin est mesuré, ou dit par ceux qui le vivent"),
            _("De plus, le changement attendu est énoncé avec un indicateur"),
        ],
    },
    {
        "code": "novelty",
        "name": _("Nouveauté pour cette structure"),
        "weight": 15,
        "anchors": [
            _("Déjà en place ici"),
            _("Un petit changement d’habitude"),
            _("Nouveau ici, repris tel quel d’ailleurs"),
            _("Nouveau ici, et vraiment adapté"),
            _("Nouveau ici, et rare chez ses semblables"),
        ],
    },
    {
        "code": "commitment",
        "name": _("Agents impliqués, direction engagée"),
        "weight": 20,
        "anchors": [
            _("Une personne seule"),
            _("La direction est informée"),
            _("Une équipe est nommée, sans moyens"),
            _("L’équipe a du temps, l’avis de la direction est favorable"),
            _("Agents, usagers et élus sont associés ; le chemin de décision est tracé"),
        ],
    },
    {
        "code": "feasibility",
        "name": _("Faisabilité dans le temps de l’accompagnement"),
        "weight": 15,
        "anchors": [
            _("Ne peut pas commencer"),
            _("Suspendu à un acte qui n’est pas décidé"),
            _("Des risques sérieux restent ouverts"),
            _("Les risques sont connus"),
            _("Un essai sur le terrain tient dans l’accompagnement, les risques sont traités"),
        ],
    },
    {
        "code": "transferability",
        "name": _("Potentiel de reprise"),
        "weight": 25,
        "anchors": [
            _("Lié à ce seul lieu"),
            _("D’autres pourraient être concernés, on le suppose"),
            _("Le même problème est montré ailleurs"),
            _("Les parties à reprendre sont identifiées"),
            _("Le cœur et ce qui s’adapte sont nommés, le partage est accepté"),
        ],
    },
]


ELIGIBILITY: list[dict[str, Any]] = [
    {
        "text": _("Travaillez-vous pour une collectivité ou un établissement public local ?"),
        "help_text": _(
            "Commune, intercommunalité, département, région, syndicat, centre de gestion, service "
            "d’incendie et de secours, centre communal d’action sociale…"
        ),
        "explanation": _(
            "Seuls les agents et les élus des collectivités et de leurs établissements publics "
            "peuvent candidater. Une association ou une entreprise peut être partenaire du projet."
        ),
    },
    {
        "text": _("Votre projet répond-il à un besoin des habitants ou des agents ?"),
        "help_text": _("Mieux servir, mieux accueillir, mieux travailler ensemble."),
        "explanation": _(
            "L’appel soutient des projets qui changent le service rendu ou le travail des agents. "
            "Un équipement ou un logiciel seul n’en est pas un."
        ),
    },
    {
        "text": _("Votre direction sait-elle que vous préparez ce projet ?"),
        "help_text": _("Elle devra donner son avis, par un lien, sans ouvrir de compte."),
        "explanation": _(
            "Parlez-lui-en d’abord : sans l’accord de la direction, l’équipe ne peut pas avancer."
        ),
        "is_blocking": False,
    },
]

ADMISSIBILITY: list[dict[str, Any]] = [
    {"text": _("Déposée à temps"), "rule": _("Dépôt")},
    {
        "text": _("Portée par une collectivité ou un établissement public local"),
        "rule": _("Qui peut candidater"),
    },
    {"text": _("Avis favorable de la direction"), "rule": _("Dépôt")},
    {"text": _("Toutes les questions obligatoires ont une réponse"), "rule": _("Dépôt")},
    {"text": _("Le sujet entre dans le champ de l’appel"), "rule": _("Objet")},
]


def questions() -> list[Question]:
    """The default questions, in order, not yet bound to a question set."""
    return [
        Question(position=position, **translated(question))
        for position, question in enumerate(QUESTIONS, start=1)
    ]


def translated(fields: dict[str, Any]) -> dict[str, Any]:
    """Now, not later: what is stored is in the language of the person who prepares the call."""
    return {
        name: value if isinstance(value, bool | int) else str(value)
        for name, value in fields.items()
    }
