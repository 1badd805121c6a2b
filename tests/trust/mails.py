"""Every mail that Essaim can write, app by app, with its links still unused."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

from django.test import override_settings
from django.utils import timezone

from essaim.accounts.actions import people as accounts
from essaim.accounts.actions import send_code
from essaim.accounts.models import OutboxMail
from essaim.applications import actions as applications
from essaim.applications.actions.imports import TELL_OWNERS
from essaim.applications.models import AdmissibilityCheck, Application
from essaim.applications.scanning import Verdict
from essaim.calls import actions as calls
from essaim.calls.models import Call, Programme
from essaim.cases import actions as cases
from essaim.jury import actions as jury
from essaim.jury.models import Panel
from essaim.outreach import actions as outreach
from essaim.outreach.models import Subscriber
from essaim.replications import actions as replications
from essaim.replications.models import Replication
from essaim.support import actions as support
from tests.applications.exchange_mails import write_exchange_mails
from tests.applications.mailbox import link_in
from tests.applications.opinion_mails import write_opinion_mails
from tests.factories import CallFactory, OrganisationFactory, ThemeFactory
from tests.world import build_world

SCAN = "essaim.applications.actions.scanning.scan"


def links_of(mail: OutboxMail) -> list[str]:
    """The paths of the links of this mail, in its text, its HTML and its headers."""
    written = " ".join([mail.text, mail.html, *mail.headers.values()])
    addresses = re.findall(r"https?://[^\s\"<>)]+", written)
    return list(dict.fromkeys(urlsplit(address).path or "/" for address in addresses))


def _accounts(world) -> None:
    accounts.send_sign_in_code("agent@exemple.fr", "123456")
    accounts.tell_security_change(world["people"].applicant, "Une clé a été ajoutée.")
    send_code(world["people"].applicant, "essai", "dgs@exemple.fr", "essayer")


def _applications(world) -> None:
    """A deposit with the direction's opinion, found admissible, then withdrawn."""
    people = world["people"]
    call, agent = people.call, people.applicant
    Programme.objects.update(contact_email="fonds@exemple.fr")
    draft = applications.start(call, OrganisationFactory(), agent)
    applications.describe(draft, "Un relais", [ThemeFactory()], agent)
    applications.answer(draft, world["question"], "Réponse", 0, agent)
    applications.ask_endorsement(draft, "maire@exemple.fr", "", agent)
    token = link_in("endorsement_request")
    applications.give_endorsement(token, "favourable", "", "Diane Guérin", "DGS")
    draft.refresh_from_db()
    applications.submit(draft, agent, "autre" * 8, timezone.now())
    draft.refresh_from_db()
    applications.assign([draft], people.examiner, people.manager)
    verdict = AdmissibilityCheck.Verdict.ADMISSIBLE
    applications.check_admissibility(draft, verdict, "Complet.", people.manager)
    draft.refresh_from_db()
    applications.withdraw(draft, agent)
    applications.apply_import(world["import_run"], people.manager, also=[TELL_OWNERS])
    write_opinion_mails(world)
    write_exchange_mails(world)
    _applications_due(world)
    with (
        override_settings(CLAMD="tcp://127.0.0.1:3310"),
        patch(SCAN, return_value=Verdict.INFECTED),
    ):
        applications.scan_due()


def _applications_due(world) -> None:
    """More time, a draft that ends in two days, the way back to it."""
    people, draft, now = world["people"], world["draft"], timezone.now()
    call = Call.objects.get(pk=draft.call_id)
    calls.extend(call, call.closes_at + timedelta(days=1), "Grève.", people.manager)
    applications.tell_extensions()
    Call.objects.filter(pk=call.pk).update(closes_at=now + timedelta(hours=40))
    Application.objects.filter(pk=draft.pk).update(created_at=now - timedelta(days=3))
    applications.remind_drafts()
    applications.send_resume_link(draft, people.applicant)


def _jury(world) -> None:
    people = world["people"]
    panel = jury.create_panel(CallFactory(programme=people.call.programme), people.manager)
    jury.invite_juror(panel, "luc@exemple.fr", "Luc Tardif", people.manager)
    jury.remind_jurors(panel, people.manager)
    item = world["session"].deliberations.select_related("application").first()
    Application.objects.filter(pk=item.application_id).update(status="reserve")
    world["session"].deliberations.filter(pk=item.pk).update(outcome="reserve", reserve_rank=1)
    Panel.objects.filter(pk=world["panel"].pk).update(reserve_until_on=date(2026, 1, 1))
    jury.expire_reserves()


def _support(world) -> None:
    people, journey = world["people"], world["journey"]
    support.dispute_time(world["time_entry"], "Une demi-journée de trop.", people.applicant)
    support.suspend(journey, "Été.", people.manager)
    support.begin(journey, people.manager)
    for phase in journey.phases.all():
        support.close_phase(phase, "Fait.", people.manager)
    support.complete(journey, people.manager)


def _cases(world) -> None:
    people, case = world["people"], world["case"]
    cases.edit(case, people.manager, solution="Un banc.", summary="Un banc.")
    case = cases.send_back(cases.ask_review(case, people.manager), people.applicant, "Un mot.")
    case = cases.approve(cases.ask_review(case, people.manager), people.applicant)
    cases.publish(case, people.manager)


def _replications(world) -> None:
    people = world["people"]
    relation = Replication.Relation.ADAPTATION
    version = world["case_version"]
    other = replications.declare(version, OrganisationFactory(), relation, people.other_applicant)
    replications.confirm(other, people.applicant)


def _outreach(world) -> None:
    """The one who already receives the letter asks for it again, the next day."""
    Subscriber.objects.update(asked_at=timezone.now() - timedelta(days=1))
    outreach.subscribe("mairie@exemple.fr")


MORE: dict[str, Callable] = {
    "accounts": _accounts,
    "applications": _applications,
    "jury": _jury,
    "support": _support,
    "cases": _cases,
    "replications": _replications,
    "outreach": _outreach,
}


def write_every_mail(app: str) -> dict:
    """The world of this app, after every act of it that writes to someone."""
    world = build_world(app)
    MORE[app](world)
    return world
