import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.replications.lineage import build_tree, walk, would_loop

keys = st.integers(1, 12)
any_edges = st.lists(st.tuples(keys, st.none() | keys), max_size=30)
# A child only cites an older one: no loop is possible.
acyclic_edges = st.lists(keys, unique=True, max_size=12).flatmap(
    lambda children: st.tuples(
        *(
            st.tuples(st.just(c), st.none() | st.sampled_from([None, *children[:i]]))
            for i, c in enumerate(children)
        )
    )
)


def shape(nodes):
    return [(node.key, node.generation, shape(node.children)) for node in nodes]


def test_three_generations():
    edges = [("a", None), ("b", "a"), ("c", "b"), ("d", None), ("e", "a")]
    assert shape(build_tree(edges, "edcba")) == [
        ("d", 1, []),
        ("a", 1, [("e", 2, []), ("b", 2, [("c", 3, [])])]),
    ]


def test_hidden_parent_leaves_its_children_with_their_true_generation():
    edges = [("a", None), ("b", "a"), ("c", "b")]
    assert shape(build_tree(edges, ["a", "c"])) == [("a", 1, [("c", 3, [])])]


@given(any_edges, st.sets(keys))
def test_each_visible_child_once_whatever_the_rows(edges, visible):
    shown = [node.key for node in walk(build_tree(edges, sorted(visible)))]
    children = {child for child, _parent in edges}
    assert sorted(shown) == sorted(children & visible)


@given(acyclic_edges)
def test_without_loop_each_hangs_from_the_parent_it_named(edges):
    tree = build_tree(edges, [child for child, _parent in edges])
    generation = {node.key: node.generation for node in walk(tree)}
    assert generation == {
        child: 1 if parent is None else generation[parent] + 1 for child, parent in edges
    }
    for node in walk(tree):
        assert all((child.key, node.key) in edges for child in node.children)


@given(any_edges, keys, keys)
def test_would_loop_is_reachability(edges, child, parent):
    above, grew = {parent}, True
    while grew:
        more = {p for c, p in edges if c in above and p is not None} - above
        above, grew = above | more, bool(more)
    assert would_loop(edges, child, parent) == (child in above)


@pytest.mark.parametrize("length", [1, 3000])
def test_long_chains_do_not_exhaust_the_stack(length):
    edges = [(1, None)] + [(n + 1, n) for n in range(1, length)]
    assert sum(1 for _node in walk(build_tree(edges, range(1, length + 1)))) == length
