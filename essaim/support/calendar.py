"""How long a journey lasts and how its four phases share that time. Dates only, no database."""

from calendar import monthrange
from datetime import date, timedelta

DEFAULT_MONTHS = 5
# Months of each phase over five: hypotheses, co-construction, field test, sharing.
SHARES = {"hypotheses": 1.5, "co_design": 1.5, "field_test": 1.0, "sharing": 1.0}


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last of that month: 31 October + 4 → 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def phase_dates(starts_on: date, months: int = DEFAULT_MONTHS) -> dict[str, tuple[date, date]]:
    """First and last day of each phase, in order, without gap or overlap."""
    end = add_months(starts_on, months)
    total_days, total_share = (end - starts_on).days, sum(SHARES.values())
    found, spent = {}, 0.0
    first = starts_on
    for kind, share in SHARES.items():
        spent += share
        after = starts_on + timedelta(days=round(total_days * spent / total_share))
        found[kind] = (first, after - timedelta(days=1))
        first = after
    return found
