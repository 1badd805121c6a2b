"""Who walks the journey, each in a browser of their own; and what must exist before it begins."""

from collections.abc import Callable
from dataclasses import dataclass, fields

from django.utils import timezone

from essaim.applications import actions as applications
from essaim.calls.models import Call, TeamMember, Theme
from essaim.territories.models import Family, Organisation
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    ProgrammeFactory,
    TeamMemberFactory,
    ThemeFactory,
    UserFactory,
)
from tests.journeys.mailbox import last_mail, path_in
from tests.journeys.person import KeyboardPerson, Person

PHONE = 360
DIRECTION = "direction@villebourg.fr"


@dataclass
class Cast:
    manager: Person
    second_manager: Person
    examiner: Person
    agent: Person  # on a phone without JavaScript
    colleague: Person  # on a phone
    direction: Person  # without account nor JavaScript
    chair: Person
    juror: Person  # on a phone
    linked_juror: Person  # works for the other applicant
    coach: Person  # on a phone
    adopter: Person  # with the keyboard alone
    reader: Person  # of the newsletter, on a phone
    visitor: Person


def gather(new_person: Callable) -> Cast:
    special = {
        "agent": Person(
            new_person(PHONE, javascript=False), "nadia@villebourg.fr", has_javascript=False
        ),
        "direction": Person(new_person(javascript=False), has_javascript=False),
        "adopter": KeyboardPerson(new_person(), "denis@saint-aubin.fr"),
        "visitor": Person(new_person()),
    }
    on_phone = {"colleague", "juror", "coach", "reader"}
    others = {
        field.name: Person(
            new_person(PHONE if field.name in on_phone else 1280), f"{field.name}@exemple.fr"
        )
        for field in fields(Cast)
        if field.name not in special
    }
    return Cast(**special, **others)


def set_the_scene(cast: Cast) -> None:
    """A programme with its team, a theme, three bodies: what the installation already knows."""
    programme = ProgrammeFactory(
        slug="fonds", name="Fonds d’essai", contact_email="fonds@exemple.fr"
    )
    roles = TeamMember.Role
    team = [
        (cast.manager, "Claire Dumas", roles.MANAGER),
        (cast.second_manager, "Hugo Vidal", roles.MANAGER),
        (cast.examiner, "Leïla Roux", roles.EXAMINER),
    ]
    for person, name, role in team:
        user = UserFactory(email=person.email, name=name)
        TeamMemberFactory(programme=programme, user=user, role=role)
    ThemeFactory(slug="accueil", name="Accueil du public")
    OrganisationFactory(name="Villebourg-sur-Ancre", population=2400)
    OrganisationFactory(name="Saint-Aubin-des-Prés", population=890)
    OrganisationFactory(name="Val-d’Orme", family=Family.EPCI_FP, insee_code="")


def deposit_another_application(cast: Cast) -> None:
    """A competitor, for whom the linked juror works, has applied too."""
    call = Call.objects.get()
    rival, community = (
        UserFactory(name="Sylvie Moreau"),
        Organisation.objects.get(name="Val-d’Orme"),
    )
    MembershipFactory(
        user=UserFactory(email=cast.linked_juror.email, name="Rose Lambert"),
        organisation=community,
    )
    application = applications.start(call, community, rival)
    applications.describe(application, "Un guichet au marché", Theme.objects.all(), rival)
    for question in application.question_set.questions.all():
        applications.answer(application, question, "Une réponse courte.", 0, rival)
    applications.ask_endorsement(application, "dgs@val-d-orme.fr", "", rival)
    token = path_in(last_mail("dgs@val-d-orme.fr"), "/avis/").split("/")[2]
    applications.give_endorsement(token, "favourable", "", "Paul Brun", "directeur général")
    application.refresh_from_db()
    applications.submit(application, rival, "autre" * 8, timezone.now())
