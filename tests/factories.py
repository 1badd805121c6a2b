"""The smallest valid objects. Anything with rules is made through its action instead."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from essaim.accounts.models import Membership, User
from essaim.applications.models import Application, Laureate
from essaim.calls.models import (
    Anchor,
    Call,
    Criterion,
    Grid,
    Programme,
    Question,
    QuestionSet,
    TeamMember,
    Theme,
)
from essaim.territories.models import Family, Organisation


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")
    name = factory.Sequence(lambda n: f"Personne {n}")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    family = Family.COMMUNE
    insee_code = factory.Sequence(lambda n: f"{35000 + n:05d}")
    name = factory.Sequence(lambda n: f"Commune-{n}")
    departement_code = "35"
    population = 1000


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    slug = factory.Sequence(lambda n: f"theme-{n}")
    name = factory.Sequence(lambda n: f"Thème {n}")


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.Sequence(lambda n: f"Programme {n}")


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember

    programme = factory.SubFactory(ProgrammeFactory)
    user = factory.SubFactory(UserFactory)
    role = TeamMember.Role.MANAGER


class CallFactory(DjangoModelFactory):
    """An open call."""

    class Meta:
        model = Call

    programme = factory.SubFactory(ProgrammeFactory)
    slug = factory.Sequence(lambda n: f"appel-{n}")
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Appel {n}")
    status = Call.Status.PUBLISHED
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=20))


class QuestionSetFactory(DjangoModelFactory):
    class Meta:
        model = QuestionSet

    call = factory.SubFactory(CallFactory)
    published_at = factory.LazyAttribute(lambda o: o.call.opens_at)


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    question_set = factory.SubFactory(QuestionSetFactory)
    code = factory.Sequence(lambda n: f"question-{n}")
    position = factory.Sequence(lambda n: n)
    section = "Le projet"
    label = factory.Sequence(lambda n: f"Question {n} ?")


class GridFactory(DjangoModelFactory):
    class Meta:
        model = Grid

    call = factory.SubFactory(CallFactory)


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    grid = factory.SubFactory(GridFactory)
    code = factory.Sequence(lambda n: f"critere-{n}")
    position = factory.Sequence(lambda n: n)
    name = factory.Sequence(lambda n: f"Critère {n}")
    weight = 25


class AnchorFactory(DjangoModelFactory):
    class Meta:
        model = Anchor

    criterion = factory.SubFactory(CriterionFactory)
    mark = 0
    text = "Personne d’identifié"


class ApplicationFactory(DjangoModelFactory):
    """A draft; pass status=… and submitted_at=… for a later state."""

    class Meta:
        model = Application

    call = factory.SubFactory(CallFactory)
    question_set = factory.LazyAttribute(
        lambda o: o.call.question_sets.first() or QuestionSetFactory(call=o.call)
    )
    organisation = factory.SubFactory(OrganisationFactory)
    owner = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Projet {n}")


class LaureateFactory(DjangoModelFactory):
    class Meta:
        model = Laureate

    call = factory.SubFactory(CallFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    subject = factory.Sequence(lambda n: f"Sujet {n}")
