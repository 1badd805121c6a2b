"""Comparable scores in the jury: who sees what, in words, and never anything of a file closed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.jury import actions, exceptions
from essaim.jury.comparison import comparison_for, sentences
from essaim.jury.computing import compute
from essaim.jury.models import Computation, Conflict, Grade
from essaim.jury.table import marks_of
from tests.personas import client_of


@pytest.fixture
def compared(graded):
    """The reviews are closed and their marks compared."""
    graded.ranking = compute(Computation.objects.get(kind=Computation.Kind.RANKING))
    return graded


def seen_by(user, jury, is_named=True):
    closed = jury.panel.organisations_closed_to(user)
    return comparison_for(marks_of(jury.panel), closed, is_named)


def table_of(jury, user) -> str:
    return client_of(user).get(reverse("jury:score_table", args=[jury.panel.public_id])).text


def test_closing_the_reviews_asks_for_the_comparison(graded):
    assert Computation.objects.get().status == "queued"
    assert "ne sont pas encore calculées" in table_of(graded, graded.manager)


def test_raw_stands_beside_adjusted_with_a_range_of_places(compared):
    assert compared.ranking.status == "ready"
    found = seen_by(compared.chair, compared)
    assert [line.application for line in found.lines] == compared.files
    for line in found.lines:
        assert line.adjusted == pytest.approx(line.raw + line.correction, abs=2)
        assert 1 <= line.low <= line.high <= 4
    page = table_of(compared, compared.manager)
    assert page.count("es-range__likely") == 4
    assert "Correction" in page


def test_the_chair_alone_reads_what_each_juror_gives_more(compared):
    assert "Bob (4 lectures)" in table_of(compared, compared.chair)
    assert "Bob" not in table_of(compared, compared.manager)
    assert "Notes comparables" not in table_of(compared, compared.ana)


def test_what_a_chair_with_a_link_reads_does_not_depend_on_the_marks_of_that_file(graded):
    pessac = graded.files[1]
    kind = Conflict.Kind.PERSONAL
    actions.declare_conflict(graded.seats["chair"], pessac.organisation, kind, "", graded.chair)
    Computation.objects.all().delete()
    shown = []
    for mark in (0, 4):
        Grade.objects.filter(review__assignment__application=pessac).update(mark=mark)
        compute(actions.compare_scores(graded.panel, graded.manager))
        Computation.objects.update(seed=1)
        ranking = Computation.objects.latest_ready(graded.panel, "ranking")
        figures = {**ranking.result["seen"][pessac.public_id]}
        shown.append(figures)
        assert pessac.public_id not in str(figures["files"])
        found = seen_by(graded.chair, graded)
        assert pessac not in [line.application for line in found.lines]
        assert not found.is_stale
    assert shown[0]["hash"] == shown[1]["hash"]
    assert shown[0]["readings_sha256"] == shown[1]["readings_sha256"]
    assert shown[0]["sigma"] == shown[1]["sigma"]


def test_the_table_costs_a_dozen_queries_whatever_the_number_of_files(compared):
    client, url = (
        client_of(compared.chair),
        reverse("jury:score_table", args=[compared.panel.public_id]),
    )
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    assert len(queries) <= 12, "\n".join(query["sql"] for query in queries)


def test_a_late_link_asks_for_figures_without_that_file(compared):
    pessac = compared.files[1]
    kind = Conflict.Kind.PERSONAL
    actions.declare_conflict(compared.seats["chair"], pessac.organisation, kind, "", compared.chair)
    assert seen_by(compared.chair, compared) is None
    assert seen_by(compared.manager, compared, is_named=False).is_stale
    assert "ont changé depuis ce calcul" in table_of(compared, compared.manager)


def test_the_same_marks_and_seed_give_the_same_figures(compared):
    again = actions.compare_scores(compared.panel, compared.manager)
    again.seed = compared.ranking.seed
    compute(again)
    assert again.result == compared.ranking.result
    assert again.instance_hash == compared.ranking.instance_hash


def test_marks_are_compared_once_reviews_are_closed_and_by_those_who_run_the_jury(assigned, graded):
    with pytest.raises(exceptions.NotAllowed):
        actions.compare_scores(graded.panel, graded.ana)
    answer = client_of(graded.manager).post(
        reverse("jury:scores_compare", args=[graded.panel.public_id])
    )
    assert answer.url == Computation.objects.get().get_absolute_url()


def test_marks_are_not_compared_while_reviews_are_open(assigned):
    with pytest.raises(exceptions.ReviewsOpen):
        actions.compare_scores(assigned.panel, assigned.manager)


FOUND = {
    "readings": 3, "raw": 2.8333, "removed": 0.2, "low90": 2, "high90": 6, "first": 0.74,
    "zone": "to_discuss",
}  # fmt: skip
WHOLE = {"is_corrected": True, "parts": 1, "laureates": 4}


def test_each_file_is_explained_in_two_sentences():
    first, second = sentences(FOUND, WHOLE)
    assert "3 lectures, moyenne 2,83" in first
    assert "donnent 0,20 de plus que leurs collègues" in first
    assert second == (
        "Sa place est entre 2 et 6 (neuf chances sur dix), et il a 74 chances sur cent d’être "
        "parmi les 4 premiers\xa0: à discuter."
    )


@pytest.mark.parametrize(
    ("found", "whole", "told"),
    [
        ({"removed": -0.2}, {}, "donnent 0,20 de moins"),
        ({}, {"is_corrected": False}, "rien n’est corrigé"),
        ({"raw": None}, {}, "Personne n’a donné de note"),
        ({"low90": None}, {}, "ne distinguent pas"),
        ({"first": None}, {"parts": 2}, "reliés par des jurés communs"),
        ({"first": None}, {}, "entre 2 et 6 (neuf chances sur dix)."),
        ({"removed": 0.001}, {}, "donnent autant que leurs collègues"),
    ],
)
def test_the_sentences_say_what_is_not_known(found, whole, told):
    assert told in " ".join(sentences({**FOUND, **found}, {**WHOLE, **whole}))
