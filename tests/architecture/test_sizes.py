"""Small parts. A breach is either mended or explained in docs/decisions/ (by its path and name)."""

import ast
import tomllib
from collections.abc import Iterator
from statistics import median

from tests.architecture.sources import (
    ESSAIM,
    ROOT,
    functions,
    python_files,
    short,
    templates,
)

FILE, FILE_FAILS, FUNCTION, VIEW, TEMPLATE, BASE, DEPENDENCIES = 300, 500, 30, 15, 150, 800, 18


def lines(path) -> int:
    return len(path.read_text().splitlines())


def body_lines(function: ast.FunctionDef) -> int:
    """From « def » to the end, without decorators and docstring."""
    length = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function):
        length -= first.end_lineno - first.lineno + 1
    return length


def is_view(path, function: ast.FunctionDef) -> bool:
    in_views = path.stem == "views" or path.parent.name == "views"
    return in_views and bool(function.args.args) and function.args.args[0].arg == "request"


def long_functions() -> Iterator[str]:
    for path in python_files():
        for function in functions(path):
            limit = VIEW if is_view(path, function) else FUNCTION
            if (length := body_lines(function)) > limit:
                yield f"{short(path)}:{function.name} : {length} lignes pour {limit}"


def explained() -> str:
    return "\n".join(path.read_text() for path in (ROOT / "docs/decisions").glob("*.md"))


def not_explained(breaches: Iterator[str]) -> list[str]:
    decisions = explained()
    return [breach for breach in breaches if breach.split(" : ")[0] not in decisions]


def test_files(capsys):
    sizes = {short(path): lines(path) for path in python_files()}
    with capsys.disabled():
        print(f"\nTailles : {len(sizes)} fichiers, médiane {median(sizes.values()):.0f} lignes")
        for path, size in sorted(sizes.items(), key=lambda item: -item[1]):
            if size > FILE:
                print(f"  à découper : {path} ({size} lignes pour {FILE})")
    assert not not_explained(
        f"{path} : {size} lignes" for path, size in sizes.items() if size > FILE_FAILS
    )


def test_functions_and_views():
    assert not not_explained(long_functions())


def test_templates():
    assert not not_explained(
        f"{short(path)} : {lines(path)} lignes" for path in templates() if lines(path) > TEMPLATE
    )


def test_base_stays_small():
    in_base = [path for path in python_files() if path.is_relative_to(ESSAIM / "base")]
    assert sum(lines(path) for path in in_base) <= BASE


def test_few_dependencies_each_with_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    reasons = (ROOT / "docs/dependencies.md").read_text()
    assert len(project["dependencies"]) <= DEPENDENCIES
    names = [line.split(">")[0].split("[")[0] for line in project["dependencies"]]
    assert not [name for name in names if f"| `{name}`" not in reasons]
