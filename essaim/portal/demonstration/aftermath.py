"""After the decision: support, the sheet, its replication, the newsletter."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from essaim.applications.models import Laureate
from essaim.calls.models import Programme, Theme
from essaim.cases import actions as cases
from essaim.cases.models import Case
from essaim.outreach import actions as outreach
from essaim.outreach.models import Campaign
from essaim.portal.demonstration import texts
from essaim.portal.demonstration.people import body, person
from essaim.portal.demonstration.stages import the_call, token_mailed
from essaim.replications import actions as replications
from essaim.replications.models import Adaptation, Replication
from essaim.support import actions as support
from essaim.support.models import Activity, Journey


def the_laureate() -> Laureate:
    return Laureate.objects.get(call=the_call(), organisation=body("villebourg"))


def play_support() -> None:
    """Five months with a coach: milestones, activities, days given and validated."""
    laureate, manager, coach = the_laureate(), person("equipe"), person("accompagnatrice")
    if Journey.objects.filter(laureate=laureate).exists():
        return
    journey = support.open_journey(laureate, timezone.localdate() - timedelta(days=150), manager)
    sponsor, skill = "Agence de la Ruche (démonstration)", "design de service"
    support.add_coach(journey, coach.email, coach.name, sponsor, skill, manager)
    support.promise_days(journey, sponsor, skill, Decimal(20), manager)
    support.begin(journey, manager)
    for phase, told in zip(journey.phases.all(), texts.PHASES, strict=True):
        _live_through(phase, told, coach)
    support.complete(journey, manager)


def _live_through(phase, told: dict, coach) -> None:
    support.write_activity(
        phase,
        coach,
        kind=Activity.Kind(told["kind"]),
        title=told["title"],
        held_on=phase.starts_on,
        learnt=told["learnt"],
    )
    milestone = support.add_milestone(phase, told["milestone"], phase.ends_on, coach)
    support.reach_milestone(milestone, coach, on=phase.ends_on)
    entry = support.enter_time(phase.journey, phase.starts_on, Decimal(1), told["title"], coach)
    support.validate_time(entry, person("agent"))
    support.close_phase(phase, told["learnt"], coach, on=phase.ends_on)


def play_cases() -> None:
    """The sheet, prefilled from the file, is completed, approved by the laureate team and published."""
    laureate, manager, agent = the_laureate(), person("equipe"), person("agent")
    if Case.objects.filter(laureate=laureate).exists():
        return
    case = cases.open_case(laureate, manager)
    cases.edit(case, agent, **texts.CASE)
    cases.set_parts(case, texts.COMPONENTS, texts.STEPS, texts.RESULTS, by=agent)
    cases.ask_review(case, manager)
    cases.approve(case, agent)
    cases.publish(case, manager)


def play_replications() -> None:
    """A smaller commune adapts the sheet and says what it changes; the origin confirms."""
    case = Case.objects.get(laureate=the_laureate())
    adopter, town = person("repreneur"), body("saintaubin")
    if Replication.objects.filter(adopter=town).exists():
        return
    replication = replications.declare(
        case.versions.first(),
        town,
        Replication.Relation.ADAPTATION,
        adopter,
        motive="Une seule personne à l’accueil, absente deux jours par semaine.",
        changes_summary="Le relais se fait avec la mairie voisine ; le carnet est gardé tel quel.",
    )
    replications.describe_adaptation(
        replication,
        component=texts.COMPONENTS[0]["name"],
        nature=Adaptation.Nature.MODIFIED,
        reason=Adaptation.Reason.SIZE,
        note="Deux demi-journées par semaine, avec la commune voisine.",
        by=adopter,
    )
    replications.move_forward(replication, Replication.Status.IN_SERVICE, adopter)
    replications.confirm(replication, person("agent"), comment="Nous les avons reçus une matinée.")


def play_outreach() -> None:
    """Someone subscribes and confirms; the team composes an issue, a second person approves, it leaves."""
    programme, manager = Programme.objects.get(slug="fonds-mnt"), person("equipe")
    if Campaign.objects.filter(programme=programme, prepared_by=manager).exists():
        return
    reader = "lectrice@demo.essaim.invalid"
    outreach.subscribe(reader, body("saintaubin"), Theme.objects.filter(slug="accueil"))
    outreach.confirm_subscription(token_mailed("subscription_confirm", reader))
    campaign = outreach.compose(
        programme,
        "Démonstration : trois idées pour l’accueil",
        "Ceci est une lettre de démonstration.",
        list(Case.objects.published().filter(themes__slug="accueil")[:3]),
        manager,
    )
    campaign = outreach.approve(campaign, person("equipe2"))
    outreach.send(campaign, manager)
