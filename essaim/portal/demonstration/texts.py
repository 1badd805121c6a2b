"""Invented answers, reasons and facts of the demonstration, in the words an agent would use."""

PROJECTS = {
    "agent": {
        "body": "villebourg",
        "title": "Répondre au téléphone même quand l’accueil est seul",
        "themes": ["accueil", "conditions-de-travail"],
        "answers": {
            "contexte": "Deux agents tiennent l’accueil de la mairie. Le téléphone sonne pendant qu’une personne est au guichet, et il n’y a pas de relais.",
            "probleme": "En octobre, nous avons compté 38 appels sans réponse par semaine. Les habitants rappellent, s’agacent ; les agents finissent la journée épuisés.",
            "deja-tente": "Un répondeur, vite saturé. Un roulement avec l’état civil, abandonné pendant les vacances.",
            "ambition": "Que chaque appel ait une réponse dans la journée, et que l’agent au guichet ne soit plus coupé.",
            "public": "2 400 habitants, environ 190 appels par semaine, deux agents d’accueil et quatre agents qui prennent le relais.",
            "equipe": "Deux agents d’accueil, un agent de la médiathèque, la directrice générale des services et trois habitants volontaires.",
            "attentes": "Un regard extérieur pour observer une semaine d’appels, puis de l’aide pour essayer deux organisations.",
            "ailleurs": "Les communes voisines ont le même souci : la moitié n’ont qu’une personne à l’accueil.",
        },
    },
    "agent2": {
        "body": "valdorme",
        "title": "Un guichet qui vient le jour du marché",
        "themes": ["accueil", "cooperation"],
        "answers": {
            "probleme": "Onze communes sur vingt-deux n’ont plus de permanence. Une personne sur trois renonce à une démarche faute de pouvoir se déplacer.",
            "ambition": "Tenir un guichet partagé au marché de quatre bourgs, avec les secrétaires de mairie.",
        },
    },
    "agent3": {
        "body": "hautelande",
        "title": "Une facture d’eau qui se comprend en une minute",
        "themes": ["accueil", "environnement"],
        "answers": {
            "probleme": "Quatre appels sur dix portent sur la lecture de la facture. Les abonnés ne trouvent ni leur consommation ni qui appeler.",
            "ambition": "Réécrire la facture avec des abonnés et des agents, puis mesurer les appels.",
        },
    },
    "agent4": {
        "body": "cdg",
        "title": "Un tutorat entre secrétaires de mairie",
        "themes": ["ressources-humaines", "cooperation"],
        "answers": {
            "probleme": "Un poste sur cinq change de titulaire chaque année et l’arrivant est seul dès le premier jour.",
            "ambition": "Organiser un tutorat de trois mois entre secrétaires expérimentés et nouveaux arrivants.",
        },
    },
}

# A second project of the first agent, still being written.
DRAFT = {
    "title": "Ouvrir la médiathèque quand les gens sont là",
    "answers": {
        "contexte": "La médiathèque ouvre aux heures de bureau ; les habitants rentrent après 18 h.",
        "probleme": "Deux inscrits sur trois ne viennent plus. Ils nous disent : « C’est fermé quand j’arrive. »",
    },
}

# login: (outcome, rank on the reserve list, reasons told to the applicant)
DECISIONS = {
    "agent": (
        "laureate",
        None,
        "Le besoin est mesuré, l’équipe réunit agents, direction et habitants, et le problème se retrouve dans la plupart des petites communes. Point à travailler : dire ce qui se passera en cas d’absence longue.",
    ),
    "agent2": (
        "laureate",
        None,
        "Le projet répond à un renoncement bien décrit et engage vingt-deux communes. Point à travailler : la charge des secrétaires de mairie.",
    ),
    "agent3": (
        "reserve",
        1,
        "Le problème est net et l’essai rapide à conduire. Point à travailler : associer davantage les agents qui répondent au téléphone.",
    ),
    "agent4": (
        "not_selected",
        None,
        "L’idée est utile, mais l’engagement des communes employeuses n’est pas encore acquis. À reprendre lors d’un prochain appel, avec deux ou trois communes volontaires.",
    ),
}

# Marks 0 to 4 given by each juror to each project, in the order of the grid.
MARKS = {
    "presidente": {
        "agent": [4, 2, 4, 3, 4],
        "agent2": [3, 3, 3, 3, 3],
        "agent3": [3, 2, 2, 4, 3],
        "agent4": [2, 2, 1, 2, 3],
    },
    "jure": {
        "agent": [4, 3, 3, 3, 3],
        "agent2": [4, 2, 3, 2, 3],
        "agent3": [3, 3, 2, 3, 3],
        "agent4": [3, 1, 1, 3, 2],
    },
    "juree": {"agent": [3, 3, 4, 3, 4], "agent2": [3, 3, 4, 2, 3], "agent3": [2, 3, 2, 3, None]},
    "jure3": {
        "agent": [4, 2, 4, 4, 4],
        "agent2": [3, 2, 3, 3, 4],
        "agent3": [3, 2, 3, 3, 2],
        "agent4": [2, 2, 2, 2, 2],
    },
}
MARK_REASON = "D’après ce que dit le dossier."

CASE = {
    "title": "Répondre au téléphone même quand l’accueil est seul",
    "one_line": "Un relais tournant de quatre agents et un carnet commun des demandes",
    "summary": "Deux agents d’accueil ne pouvaient plus répondre aux appels. Un relais tournant et un carnet partagé ont été essayés pendant six semaines. Les appels sans réponse sont passés de 38 à 9 par semaine.",
    "stage": "in_service",
    "solution": "Quatre agents d’autres services prennent les appels par demi-journées. Chaque demande est écrite dans un carnet commun, avec le nom de la personne qui rappelle.",
    "beneficiaries": "2 400 habitants ; deux agents d’accueil et quatre agents de relais.",
    "people_needed": "Une personne pour animer, une demi-journée par semaine pendant trois mois ; ensuite une heure par mois.",
    "setup_days": 14,
    "cost_setup_eur": 600,
    "duration_months": 4,
    "difficulties": "Le premier carnet, sur papier, se perdait : il a été remplacé par un tableau partagé.",
    "success_conditions": "Que la direction libère les demi-journées de relais, et que le carnet soit relu chaque soir.",
    "small_variant": "Avec un seul agent : relais par la commune voisine deux demi-journées par semaine.",
    "lessons": "Commencer par compter les appels pendant une semaine, avant de changer quoi que ce soit.",
}
COMPONENTS = [
    {
        "name": "Relais tournant par demi-journées",
        "description": "Quatre agents volontaires, un planning affiché.",
        "role": "core",
    },
    {
        "name": "Carnet commun des demandes",
        "description": "Une ligne par appel : qui, quoi, qui rappelle.",
        "role": "core",
    },
    {
        "name": "Message d’accueil réécrit",
        "description": "Il dit quand on sera rappelé.",
        "role": "adaptable",
    },
]
STEPS = [
    {
        "action": "Compter les appels pendant une semaine",
        "when": "une semaine",
        "pitfall": "Ne pas prévenir les agents à l’avance fausse le compte.",
    },
    {"action": "Choisir deux organisations en atelier", "when": "une demi-journée", "pitfall": ""},
    {
        "action": "Essayer, puis garder la meilleure",
        "when": "six semaines",
        "pitfall": "Éviter les vacances scolaires.",
    },
]
RESULTS = [
    {
        "indicator": "Appels sans réponse par semaine",
        "before": "38",
        "after": "9",
        "measured": "",
        "source": "comptage de l’équipe",
    },
]

# What each phase of the support brought, in their order.
PHASES = [
    {
        "title": "Une semaine à compter les appels",
        "kind": "visit",
        "milestone": "Appels comptés",
        "learnt": "38 appels sans réponse, surtout entre 10 h et midi.",
    },
    {
        "title": "Atelier avec agents et habitants",
        "kind": "workshop",
        "milestone": "Deux organisations choisies",
        "learnt": "Deux organisations retenues : le relais tournant et le rappel à heure fixe.",
    },
    {
        "title": "Essai pendant six semaines",
        "kind": "test",
        "milestone": "Essai terminé",
        "learnt": "Le relais tournant est gardé ; le carnet papier se perd.",
    },
    {
        "title": "Journée ouverte aux communes voisines",
        "kind": "other",
        "milestone": "Fiche relue",
        "learnt": "Trois communes repartent avec le carnet partagé.",
    },
]

# For the questions a project says nothing special about.
ANSWERS = {
    "contexte": "Un service de quelques agents, ouvert au public cinq jours par semaine.",
    "probleme": "Les usagers attendent et les agents n’ont pas le temps de répondre à tous.",
    "deja-tente": "Une réunion d’équipe et une affiche, sans effet durable.",
    "ambition": "Que la demande soit comprise et traitée dans la journée.",
    "public": "Quelques milliers d’habitants, une dizaine d’agents.",
    "equipe": "Quatre agents volontaires, leur cheffe de service et deux usagers.",
    "soutien": "La direction accorde une demi-journée par semaine pendant cinq mois.",
    "attentes": "Un regard extérieur, de l’aide pour animer et pour mesurer.",
    "ailleurs": "Nos voisins nous disent avoir le même problème.",
}

DEMONSTRATION = {
    "summary": (
        "Cet appel permet d’essayer Essaim de bout en bout : écrire une candidature, demander l’avis "
        "de la direction, déposer, juger, accompagner, publier, reprendre. Il n’engage personne et "
        "rien de ce qui y est déposé ne sera examiné."
    ),
    "eligibility": (
        "Tout agent d’une commune, d’une intercommunalité, d’un département, d’une région, d’un "
        "syndicat, d’un SDIS, d’un centre de gestion ou d’un autre établissement public local, quels "
        "que soient son grade et sa fonction, avec l’accord de sa direction."
    ),
    "offer": (
        "Dans un véritable appel : environ cinq mois d’accompagnement gratuit par des professionnels, "
        "en quatre temps – hypothèses, co-construction, test sur le terrain, partage."
    ),
}
DEMONSTRATION_RULES = """Article 1 – Objet
Cet appel est une démonstration. Il sert à essayer Essaim et n’ouvre aucun droit.

Article 2 – Qui peut candidater
Tout agent d’un organisme public local, avec l’avis favorable de sa direction.

Article 3 – Dépôt
La candidature est déposée sur ce site avant l’heure de clôture. L’accusé de réception numéroté fait foi.

Article 4 – Recevabilité
L’équipe vérifie que l’organisme est éligible, que les réponses obligatoires sont données et que la direction a donné un avis favorable. Une irrecevabilité est toujours motivée.

Article 5 – Jury
Le jury note les dossiers selon la grille publiée, délibère et retient de deux à quatre lauréats. Un juré qui a un lien avec un candidat ne lit pas son dossier, ne débat pas et ne vote pas. La note informe, le jury décide.

Article 6 – Engagements
L’organisme lauréat donne du temps à son équipe et accepte qu’une fiche publique raconte ce qui a été appris, sous licence ouverte.
"""
