"""An issue of the letter is composed, read by another person, approved."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.actions import advance, log
from essaim.base.exceptions import RuleBroken
from essaim.calls.permissions import can_manage_programme
from essaim.cases.models import Case
from essaim.outreach.emails import test_mail
from essaim.outreach.letter import content_of
from essaim.outreach.models import Campaign
from essaim.outreach.permissions import can_approve


class NotInTheTeam(RuleBroken):
    status = 403
    sentence = _("Seule l’équipe du programme prépare et envoie ses lettres.")


class WrongNumberOfSheets(RuleBroken):
    sentence = _("Choisissez de une à six fiches publiées.")


class NoLongerEditable(RuleBroken):
    sentence = _("Cette lettre est partie : elle ne peut plus être modifiée.")


class ApprovedByItsAuthor(RuleBroken):
    status = 403
    sentence = _(
        "Vous avez préparé ou modifié cette lettre : une autre personne de l’équipe l’approuve."
    )


@transaction.atomic
def compose(programme, subject: str, introduction: str, cases, by) -> Campaign:
    """A draft made of one to six published sheets."""
    if not can_manage_programme(by, programme):
        raise NotInTheTeam()
    campaign = Campaign.objects.create(
        programme=programme,
        subject=_one_line(subject),
        introduction=introduction.strip(),
        prepared_by=by,
    )
    _choose_sheets(campaign, cases)
    log(campaign, "compose", by=by)
    return campaign


@transaction.atomic
def edit(campaign: Campaign, subject: str, introduction: str, cases, by) -> Campaign:
    """Change a letter that has not left. An approved one goes back to be approved again, and
    whoever changes it becomes its author: what leaves was always read by a second person."""
    campaign = _locked(campaign)
    if not can_manage_programme(by, campaign.programme):
        raise NotInTheTeam()
    if not campaign.is_editable:
        raise NoLongerEditable()
    if campaign.status == Campaign.Status.APPROVED:
        advance(
            campaign,
            Campaign.Status.DRAFT,
            by=by,
            approved_by=None,
            approved_at=None,
            content={},
        )
    campaign.subject, campaign.introduction = _one_line(subject), introduction.strip()
    campaign.prepared_by = by
    campaign.save(update_fields=["subject", "introduction", "prepared_by"])
    _choose_sheets(campaign, cases)
    log(campaign, "edit", by=by)
    return campaign


@transaction.atomic
def approve(campaign: Campaign, by) -> Campaign:
    """Freeze what will leave, word for word. Never by whoever prepared it."""
    campaign = _locked(campaign)
    if not can_manage_programme(by, campaign.programme):
        raise NotInTheTeam()
    if not can_approve(by, campaign):
        raise ApprovedByItsAuthor()
    content = content_of(campaign)
    if len(content["items"]) != campaign.cases.count():
        raise WrongNumberOfSheets()
    advance(
        campaign,
        Campaign.Status.APPROVED,
        by=by,
        approved_by=by,
        approved_at=timezone.now(),
        content=content,
    )
    return campaign


@transaction.atomic
def send_test(campaign: Campaign, to: str, by) -> None:
    """Send the letter, as it stands, to one address of the team."""
    if not can_manage_programme(by, campaign.programme):
        raise NotInTheTeam()
    test_mail(campaign, current_content(campaign), to)
    log(campaign, "send_test", by=by, note=to)


def current_content(campaign: Campaign) -> dict:
    """What was approved, or for a draft what would be."""
    return campaign.content or content_of(campaign)


def _locked(campaign: Campaign) -> Campaign:
    campaigns = Campaign.objects.select_for_update(of=("self",)).select_related("programme")
    return campaigns.get(pk=campaign.pk)


def _one_line(subject: str) -> str:
    return " ".join(subject.split())


def _choose_sheets(campaign: Campaign, cases) -> None:
    keys = {case.pk for case in cases}
    published = Case.objects.published().filter(pk__in=keys)
    if not 1 <= len(keys) <= Campaign.MOST_SHEETS or published.count() != len(keys):
        raise WrongNumberOfSheets()
    campaign.cases.set(published)
