"""What a linter of imports cannot see of the package order."""

import ast
import re
from functools import cache

import pytest

from tests.architecture.sources import (
    APPS,
    app_of,
    functions,
    is_ahead,
    our_models,
    parsed,
    python_files,
    short,
    template_name,
    templates,
)

DRAWERS = {"common", "core", "helpers", "misc", "services", "tools", "util", "utils", "signals"}
QUERY_CALLS = {
    *("filter", "exclude", "get", "annotate", "aggregate", "order_by", "values", "values_list"),
    *("select_related", "prefetch_related", "only", "defer", "Q", "F", "Count", "Sum", "Prefetch"),
    *("Exists", "Max", "Min", "Avg", "OuterRef", "distinct"),
}


def _is_between_us(field) -> bool:
    return bool(field.related_model) and field.related_model._meta.app_label in APPS


def test_foreign_keys_look_back():
    ahead = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in our_models()
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if _is_between_us(field)
        and is_ahead(model._meta.app_label, field.related_model._meta.app_label)
    ]
    assert not ahead


@cache
def names_ahead_of(app: str) -> frozenset[str]:
    """Reverse accessors that only exist because of a package ahead of ``app``."""
    ahead, behind = set(), set()
    for model in our_models():
        owner = model._meta.app_label
        if not is_ahead(app, owner):
            behind.update(name for name in dir(model) if not name.startswith("_"))
            behind.update(field.name for field in model._meta.fields)
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if not _is_between_us(field) or field.remote_field.hidden:
                continue
            accessor = field.remote_field.get_accessor_name()
            (ahead if is_ahead(app, owner) else behind).update(
                {accessor, field.related_query_name()}
            )
    # dir() of an earlier model also shows what later packages hang on it.
    hung = {
        relation.get_accessor_name()
        for model in our_models()
        if not is_ahead(app, model._meta.app_label)
        for relation in model._meta.related_objects
        if is_ahead(app, relation.related_model._meta.app_label)
    }
    return frozenset(ahead - (behind - hung))


def _lookups(node: ast.Call) -> list[str]:
    """The names that a queryset call walks through: a__b=…, "a__b", "-a"."""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name not in QUERY_CALLS:
        return []
    written = [keyword.arg for keyword in node.keywords if keyword.arg]
    written += [
        argument.value
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    return [part for text in written for part in text.lstrip("-").split("__")]


def test_no_reverse_accessor_of_a_later_package_in_python():
    found = []
    for path in python_files():
        if not (app := app_of(path)):
            continue
        for node in ast.walk(parsed(path)):
            used = [node.attr] if isinstance(node, ast.Attribute) else []
            used += _lookups(node) if isinstance(node, ast.Call) else []
            found += [
                f"{short(path)}:{node.lineno} .{name}"
                for name in used
                if name in names_ahead_of(app)
            ]
    assert not found


def test_no_reverse_accessor_of_a_later_package_in_templates():
    found = [
        f"{app_of(path)}/{template_name(path)} .{name}"
        for path in templates()
        for tag in re.findall(r"{[{%].*?[%}]}", path.read_text())
        for name in re.findall(r"\.(\w+)", re.sub(r"""(["']).*?\1""", "", tag))
        if name in names_ahead_of(app_of(path))
    ]
    assert not found


def test_no_import_hides_in_a_function():
    hidden = [
        f"{short(path)}:{node.lineno}"
        for path in python_files()
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


@pytest.mark.parametrize("app", APPS)
def test_no_drawer_module(app):
    modules = {path.stem for path in python_files() if app_of(path) == app}
    assert not modules & DRAWERS
