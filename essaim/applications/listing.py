"""The list of a call's files: what one may look for, in which order, and how many there are.

A search is a dictionary {key of the address: value} that keeps only the keys known here; an export
and a filter kept under a name store it as a query string, so that the three never disagree.
"""

from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models import Application, CriterionCheck, Endorsement, InfoRequest
from essaim.base.text import fold
from essaim.calls.models import AdmissibilityCriterion, Call

LONGEST_VALUE = 60
MINE, NOBODY, NO_OPINION = "moi", "personne", "aucun"
ORDERS = {
    "date": (_("Dernières déposées d’abord"), ("-submitted_at", "-pk")),
    "titre": (_("Titre"), ("title", "pk")),
    "structure": (_("Structure"), ("organisation__plain_name", "pk")),
    "etat": (_("État"), ("status", "-submitted_at", "-pk")),
}


def read_search(data) -> dict[str, str]:
    """What an address (a QueryDict, or any mapping of texts) asks for; the rest of it is dropped."""
    known = ("q", *CONDITIONS, "tri")
    values = {key: data.get(key, "").replace("\x00", "").strip() for key in known}
    return {key: value[:LONGEST_VALUE] for key, value in values.items() if value}


def query_of(search: dict[str, str]) -> str:
    """« etat=submitted&tri=titre »: the search as an address, always written the same way."""
    return urlencode(search)


def search_of(query: str) -> dict[str, str]:
    return read_search(QueryDict(query))


def files_of(call: Call) -> QuerySet:
    """Every deposited application of a call."""
    return Application.objects.deposited().filter(call=call)


def files_found(call: Call, search: dict[str, str], user: User) -> QuerySet:
    """The deposited applications that a search of this person keeps, in its order."""
    files = files_of(call)
    if "q" in search:
        files = files.filter(_with_words(search["q"]))
    for key, condition in CONDITIONS.items():
        if key in search:
            files = files.filter(condition(search[key], user))
    _label, order = ORDERS.get(search.get("tri", ""), ORDERS["date"])
    return files.order_by(*order)


def counts_by_state(call: Call) -> list[dict]:
    """How many in each state, in the order of the states; those at zero are left out. One query."""
    counted = files_of(call).order_by().values_list("status").annotate(n=Count("*"))
    by_state = dict(counted)
    return [
        {"status": state.value, "label": state.label, "n": by_state[state.value]}
        for state in Application.Status
        if state.value in by_state
    ]


def team_of(call: Call) -> QuerySet:
    """The people who may follow files of this call, by name."""
    return User.objects.filter(team_roles__programme=call.programme_id).order_by("name", "email")


def _with_words(words: str) -> Q:
    return (
        Q(title__icontains=words)
        | Q(organisation__plain_name__contains=fold(words) or words)
        | Q(receipt__number__iexact=words)
        | Q(external_number=words)
    )


def _followed_by(value: str, user: User) -> Q:
    if value == NOBODY:
        return Q(examiner=None)
    if value == MINE:
        return Q(examiner=user)
    return Q(examiner=_number(value))


def _number(value: str) -> int:
    """-1, which nothing has, for what is no number that a key could be."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


def _with_opinion(value: str, _user) -> Q:
    """By the last opinion asked for that still stands."""
    asked = Endorsement.objects.standing().filter(application=OuterRef("pk")).order_by("-pk")
    if value == NO_OPINION:
        return ~Q(Exists(asked))
    return Q(Exact(Subquery(asked.values("status")[:1]), value))


def _with_request(value: str, _user) -> Q:
    return Q(Exists(InfoRequest.objects.filter(application=OuterRef("pk"), status=value)))


def _unchecked(_value: str, _user) -> Q:
    """Not decided yet, and a line of the checklist without a finding (or no checklist at all)."""
    found = CriterionCheck.objects.filter(
        criterion=OuterRef("pk"), application=OuterRef(OuterRef("pk"))
    )
    criteria = AdmissibilityCriterion.objects.filter(call=OuterRef("call"))
    lacking = Exists(criteria.filter(~Exists(found))) | ~Exists(criteria)
    return Q(status=Application.Status.SUBMITTED) & lacking


def _in_wave(value: str, _user) -> Q:
    return Q(wave__number=_number(value))


CONDITIONS = {
    "etat": lambda value, _user: Q(status=value),
    "suivie": _followed_by,
    "vague": _in_wave,
    "theme": lambda value, _user: Q(themes__slug=value),
    "famille": lambda value, _user: Q(organisation__family=value),
    "avis": _with_opinion,
    "complement": _with_request,
    "constats": _unchecked,
}


def rows_shown(files: QuerySet) -> QuerySet:
    """With what a line of the list shows, in the same query."""
    asked = InfoRequest.objects.filter(
        application=OuterRef("pk"),
        status__in=[InfoRequest.Status.OPEN, InfoRequest.Status.ANSWERED],
    )
    return files.select_related("organisation", "examiner").annotate(
        receipt_number=F("receipt__number"), request_status=Subquery(asked.values("status")[:1])
    )
