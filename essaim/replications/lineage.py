"""Who took it from whom: the tree of one sheet, built from its edges in memory.

Pure: rows in, nodes out, no database. Each child is shown once, under the parent it named. A child
whose parent is hidden from the reader hangs from its nearest visible ancestor, with its true
generation. Rows that would loop (the actions refuse to write them) cannot make this loop: whatever
is not reached from the sheet is hung from it.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field


@dataclass
class Node:
    """One replication in the tree; generation 1 took it from the sheet itself."""

    key: Hashable
    generation: int
    children: list["Node"] = field(default_factory=list)


def build_tree(
    edges: Iterable[tuple[Hashable, Hashable | None]], visible: Iterable[Hashable]
) -> list[Node]:
    """The first generation, with its descendants.

    ``edges`` are (child, parent) pairs, parent None for the sheet itself; the first pair of a
    child wins. ``visible`` are the children to show, in the order to show them.
    """
    order = {key: rank for rank, key in enumerate(visible)}
    parent_of = _one_parent_each(edges)
    below = defaultdict(list)
    for child, parent in parent_of.items():
        below[parent].append(child)
    roots: list[Node] = []
    stack = [(child, 1, roots) for child in below[None]]
    while stack:
        key, generation, siblings = stack.pop()
        if key in order:
            node = Node(key, generation)
            siblings.append(node)
            siblings = node.children
        stack += [(child, generation + 1, siblings) for child in below[key]]
    _sort(roots, order)
    return roots


def _one_parent_each(edges) -> dict[Hashable, Hashable | None]:
    """{child: parent}, where every chain of parents ends at None."""
    parent_of: dict[Hashable, Hashable | None] = {}
    for child, parent in edges:
        parent_of.setdefault(child, parent)
    for child in parent_of:
        seen = {child}
        ancestor = parent_of[child]
        while ancestor is not None:
            if ancestor in seen or ancestor not in parent_of:
                parent_of[child] = None
                break
            seen.add(ancestor)
            ancestor = parent_of[ancestor]
    return parent_of


def _sort(nodes: list[Node], order: dict) -> None:
    pending = [nodes]
    while pending:
        siblings = pending.pop()
        siblings.sort(key=lambda node: order[node.key])
        pending += [node.children for node in siblings]


def walk(nodes: list[Node]) -> Iterable[Node]:
    """Every node, parents before their children, in the order shown."""
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        yield node
        stack += reversed(node.children)


def would_loop(
    edges: Iterable[tuple[Hashable, Hashable | None]], child: Hashable, parent: Hashable
) -> bool:
    """Whether ``child`` is ``parent`` itself or one of its ancestors, by any of its parents."""
    parents_of = defaultdict(set)
    for known_child, known_parent in edges:
        parents_of[known_child].add(known_parent)
    seen, pending = set(), [parent]
    while pending:
        key = pending.pop()
        if key == child:
            return True
        if key is None or key in seen:
            continue
        seen.add(key)
        pending += parents_of[key]
    return False
