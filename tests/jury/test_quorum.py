from hypothesis import given
from hypothesis import strategies as st

from essaim.jury.quorum import Seat, sitting
from essaim.jury.running_order import running_order

SEATS = [Seat("chair"), Seat("ana"), Seat("bob", ("sub",)), Seat("cleo")]


def test_half_of_four_is_two():
    assert not sitting(SEATS, {"chair"}, set(), 50).has_quorum
    found = sitting(SEATS, {"chair", "ana"}, set(), 50)
    assert (found.voters, found.seats, found.needed) == (("chair", "ana"), 4, 2)
    assert found.has_quorum


def test_recused_members_are_out_of_the_count():
    found = sitting(SEATS, {"chair", "ana", "cleo"}, {"ana", "cleo"}, 60)
    assert (found.voters, found.seats, found.needed) == (("chair",), 2, 2)


def test_substitute_sits_for_the_absent_and_for_the_recused_never_beside():
    everyone = {"chair", "ana", "bob", "sub", "cleo"}
    assert "sub" not in sitting(SEATS, everyone, set(), 50).voters
    assert "sub" in sitting(SEATS, everyone - {"bob"}, set(), 50).voters
    stepped_in = sitting(SEATS, everyone, {"bob"}, 50)
    assert "sub" in stepped_in.voters
    assert stepped_in.seats == 4
    assert "sub" not in sitting(SEATS, everyone - {"bob"}, {"sub"}, 50).voters


def test_nobody_left_is_no_quorum():
    everyone = {"chair", "ana", "bob", "sub", "cleo"}
    assert not sitting(SEATS, everyone, everyone, 50).has_quorum


people = st.sets(st.sampled_from(["chair", "ana", "bob", "sub", "cleo"]))


@given(people, people, st.integers(1, 100))
def test_voters_are_present_free_and_counted_once(present, recused, percent):
    found = sitting(SEATS, present, recused, percent)
    assert set(found.voters) <= present - recused
    assert len(set(found.voters)) == len(found.voters) <= found.seats <= len(SEATS)
    assert found.needed >= 1


@given(st.lists(st.sets(st.integers(0, 5)), max_size=12))
def test_running_order_keeps_every_file_and_is_stable(leaving):
    recused = {number: frozenset(jurors) for number, jurors in enumerate(leaving)}
    order = running_order(recused)
    assert sorted(order) == list(recused)
    assert order == running_order(recused)


def test_running_order_puts_together_the_files_that_the_same_people_leave():
    recused = {1: frozenset("a"), 2: frozenset(), 3: frozenset("a"), 4: frozenset()}
    assert running_order(recused) == [2, 4, 1, 3]
