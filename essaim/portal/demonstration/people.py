"""The people of the demonstration, one per role, and the invented bodies they work for."""

from essaim.accounts.actions import add_demonstration_person, join_organisation
from essaim.accounts.models import User
from essaim.calls.models import Programme, TeamMember
from essaim.territories.models import Family, Organisation

DOMAIN = "demo.essaim.invalid"

# login: (name, what this account shows). Invented people; the domain can receive no mail.
ACCOUNTS = {
    "agent": ("Nadia Benali (démonstration)", "porteuse d’une candidature"),
    "collegue": ("Marc Le Goff (démonstration)", "co-porteur de cette candidature"),
    "agent2": ("Sylvie Moreau (démonstration)", "porteuse dans une intercommunalité"),
    "agent3": ("Thomas Petit (démonstration)", "porteur dans un syndicat des eaux"),
    "agent4": ("Inès Fabre (démonstration)", "porteuse dans un centre de gestion"),
    "equipe": ("Claire Dumas (démonstration)", "équipe du fonds"),
    "equipe2": ("Hugo Vidal (démonstration)", "équipe du fonds, seconde personne"),
    "instruction": ("Leïla Roux (démonstration)", "instruction des dossiers"),
    "presidente": ("Anne Kermarec (démonstration)", "présidente du jury"),
    "jure": ("Paul Garnier (démonstration)", "juré"),
    "juree": ("Rose Lambert (démonstration)", "jurée, en lien avec un candidat"),
    "jure3": ("Yann Colin (démonstration)", "juré"),
    "accompagnatrice": ("Maud Perrin (démonstration)", "accompagnatrice d’un lauréat"),
    "repreneur": ("Denis Aubert (démonstration)", "secrétaire de mairie qui reprend une idée"),
    "technique": ("Samir Haddad (démonstration)", "administration technique"),
}

BODIES = {
    "villebourg": (Family.COMMUNE, "Villebourg-sur-Ancre (démonstration)", 2400),
    "valdorme": (Family.EPCI_FP, "Communauté de communes du Val-d’Orme (démonstration)", 18200),
    "hautelande": (Family.SYNDICAT, "Syndicat des eaux de la Haute-Lande (démonstration)", None),
    "cdg": (Family.CDG, "Centre de gestion de l’Arverne (démonstration)", None),
    "saintaubin": (Family.COMMUNE, "Saint-Aubin-des-Prés (démonstration)", 890),
}

EMPLOYERS = {
    "agent": ("villebourg", "responsable de l’accueil"),
    "collegue": ("villebourg", "agent de médiathèque"),
    "agent2": ("valdorme", "chargée de mission services au public"),
    "agent3": ("hautelande", "responsable de la relation aux abonnés"),
    "agent4": ("cdg", "conseillère en organisation"),
    "repreneur": ("saintaubin", "secrétaire général de mairie"),
}


def address(login: str) -> str:
    return f"{login}@{DOMAIN}"


def person(login: str) -> User:
    """The account of this login, opened when needed."""
    user = add_demonstration_person(login, *ACCOUNTS[login])
    if login == "technique" and not user.is_superuser:
        User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    return user


def body(key: str) -> Organisation:
    family, name, population = BODIES[key]
    organisation, _new = Organisation.objects.get_or_create(
        family=family,
        name=name,
        defaults={"population": population, "is_declared": True, "source": "Démonstration"},
    )
    return organisation


def prepare(programme: Programme) -> None:
    """Open every account, seat the team and give the agents their employers."""
    for login in ACCOUNTS:
        person(login)
    roles = {
        "equipe": TeamMember.Role.MANAGER,
        "equipe2": TeamMember.Role.MANAGER,
        "instruction": TeamMember.Role.EXAMINER,
    }
    for login, role in roles.items():
        TeamMember.objects.get_or_create(
            programme=programme, user=person(login), defaults={"role": role}
        )
    for login, (key, position) in EMPLOYERS.items():
        join_organisation(person(login), body(key), position)
