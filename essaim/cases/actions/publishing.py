"""Publication: a frozen version, the catalogue and the search, in one transaction."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.actions import advance
from essaim.applications.content import fingerprint
from essaim.base.exceptions import RuleBroken
from essaim.cases import emails, search
from essaim.cases.actions.writing import NotYours
from essaim.cases.content import freeze
from essaim.cases.models import Case, CaseVersion, CatalogueEntry
from essaim.cases.permissions import can_publish


class NotApproved(RuleBroken):
    sentence = _(
        "Cette fiche attend encore le bon à publier de l’équipe lauréate. Demandez-lui une relecture."
    )


class ChangesNotTold(RuleBroken):
    sentence = _("Dites en une phrase ce qui change depuis la version précédente.")


@transaction.atomic
def publish(case: Case, by, changes: str = "") -> CaseVersion:
    """Freeze the approved text as the next version and put it before the public.

    ``changes`` (what is new) is needed from the second version on. Raises NotYours, NotApproved or
    ChangesNotTold.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not can_publish(by, case):
        raise NotYours(_("Seule l’équipe du fonds publie une fiche."))
    if case.step != Case.Status.READY:
        raise NotApproved()
    latest = case.versions.first()
    if latest and not changes.strip():
        raise ChangesNotTold()
    version = _freeze(case, by, number=latest.number + 1 if latest else 1, changes=changes.strip())
    advance(
        case,
        Case.Status.PUBLISHED,
        by=by,
        note=f"v{version.number}",
        published_at=version.published_at,
        review_asked_at=None,
    )
    list_publicly(version)
    emails.published(version)
    return version


def _freeze(case: Case, by, number: int, changes: str) -> CaseVersion:
    content = freeze(case)
    return CaseVersion.objects.create(
        case=case,
        number=number,
        content=content,
        sha256=fingerprint(content),
        changes=changes[:300],
        published_at=timezone.now(),
        published_by=by,
    )


def list_publicly(version: CaseVersion) -> CatalogueEntry:
    """Write the catalogue's entry and the search index of a version, from its frozen content."""
    content, origin = version.content, version.content["origin"]
    entry, _is_new = CatalogueEntry.objects.update_or_create(
        case=version.case,
        defaults={
            "version": version,
            "title": content["title"],
            "one_line": content["one_line"] or content["summary"],
            "place": origin["label"],
            "family": origin["family"],
            "population": origin["population"],
            "departement_code": origin["departement_code"],
            "departement_name": origin["departement"],
            "region_code": origin["region_code"],
            "region_name": origin["region"],
            "stage": content["stage"],
            "themes": content["themes"],
            "published_at": version.published_at,
        },
    )
    search.index(entry, content)
    return entry


@transaction.atomic
def archive(case: Case, by, reason: str = "") -> Case:
    """Take a sheet away from the public, or close a draft. Its versions are kept."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not can_publish(by, case):
        raise NotYours(_("Seule l’équipe du fonds retire une fiche."))
    advance(case, Case.Status.ARCHIVED, by=by, note=reason)
    for entry in CatalogueEntry.objects.filter(case=case):
        search.forget(entry)
        entry.delete()
    return case
