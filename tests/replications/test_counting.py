import pytest

from essaim.cases.models import Case
from essaim.replications.counting import Counts, Row, count, counts_for, total_for
from essaim.replications.models import Replication
from tests.factories import OrganisationFactory
from tests.replications.made import Level, Relation, Status, published_version, replicate

CONFIRMED = Level.CONFIRMED_BY_ORIGIN


def row(adopter=1, status=Status.IN_SERVICE, relation=Relation.ADAPTATION, level=CONFIRMED, **more):
    return Row(more.pop("case", 1), adopter, status, relation, level, **more)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], {}),
        ([row()], {"replications": 1, "adopters": 1}),
        ([row(status=Status.SUSTAINED)], {"replications": 1, "adopters": 1}),
        ([row(level=Level.EVIDENCED)], {"replications": 1, "adopters": 1}),
        ([row(level=Level.VERIFIED_BY_OPERATOR)], {"replications": 1, "adopters": 1}),
        ([row(level=Level.DECLARED)], {"declared": 1}),
        ([row(level=Level.CONTESTED)], {"contested": 1}),
        ([row(relation=Relation.INSPIRATION)], {"inspirations": 1}),
        ([row(status=Status.UNDERWAY)], {"in_progress": 1}),
        ([row(status=Status.INTERESTED, level=Level.DECLARED)], {"in_progress": 1}),
        ([row(status=Status.SUSPENDED)], {"suspended": 1}),
        ([row(status=Status.ABANDONED, relation=Relation.INSPIRATION)], {"abandoned": 1}),
        ([row(adopter=None)], {"unnamed": 1}),
        ([row(), row()], {"replications": 1, "adopters": 1}),
        ([row(status=Status.ABANDONED), row()], {"replications": 1, "adopters": 1}),
        ([row(case=1), row(case=2)], {"replications": 2, "adopters": 1}),
        (
            [row(1), row(2, is_second_hand=True)],
            {"replications": 2, "second_generation": 1, "adopters": 2},
        ),
        ([row(is_second_hand=True), row()], {"replications": 1, "adopters": 1}),
    ],
)
def test_rule_version_1(rows, expected):
    assert count(rows) == Counts(**expected)


@pytest.mark.django_db
def test_per_sheet_and_overall():
    first, second = published_version(), published_version()
    adopter = OrganisationFactory()
    replicate(first, adopter=adopter)
    replicate(second, adopter=adopter)
    replicate(second, through=replicate(second))
    replicate(second, adopter_label="10 centres de secours")
    replicate(second, visibility=Replication.Visibility.PRIVATE)
    replicate(second, verification=Level.DISMISSED)
    cases = [first.case, second.case]
    assert counts_for(cases) == {
        first.case.pk: Counts(replications=1, adopters=1),
        second.case.pk: Counts(replications=3, second_generation=1, adopters=3, unnamed=1),
    }
    assert total_for(Case.objects.published()).replications == 4
    assert total_for(cases).adopters == 3


@pytest.mark.django_db
def test_the_queryset_says_the_same():
    version = published_version()
    for status in Status:
        for level in Level:
            for relation in Relation:
                reason = "cost" if status == Status.ABANDONED else ""
                replicate(
                    version,
                    status=status,
                    verification=level,
                    relation=relation,
                    abandon_reason=reason,
                )
    counted = Replication.objects.counted()
    assert counted.count() == counts_for([version.case])[version.case.pk].replications


@pytest.mark.django_db
def test_one_query_for_any_number_of_sheets(django_assert_num_queries):
    cases = [published_version().case for _ in range(3)]
    with django_assert_num_queries(1):
        counts_for(cases)
