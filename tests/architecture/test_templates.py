"""What every template owes: it compiles, it leads somewhere, it stays inside the strict CSP."""

import ast
import re

import pytest
from django.template.loader import get_template
from django.urls import get_resolver

from tests.architecture.sources import parsed, python_files, short, template_name, templates

FORBIDDEN = {
    "style dans la page": re.compile(r"<style\b|\sstyle\s*="),
    "script dans la page": re.compile(r"<script\b(?![^>]*(?:\bsrc=|application/json))|javascript:"),
    "attribut on…": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*="),
    "texte non échappé": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
    "adresse extérieure chargée": re.compile(r"<(?:script|img|link|iframe)[^>]*\"(?:https?:)?//"),
}
EXISTS_IN_DEBUG_ONLY = re.compile(r"accounts:dev_")


def may_contain_anything(path) -> bool:
    """A text mail is not HTML; mail readers know no stylesheet but the one inside the message."""
    return path.suffix == ".txt" or path.parent.name == "mails"


def url_names(resolver=None, prefix: str = "") -> set[str]:
    """Every name that {% url %} may use, with its namespace."""
    resolver = resolver or get_resolver()
    names = {f"{prefix}{key}" for key in resolver.reverse_dict if isinstance(key, str)}
    for namespace, (_pattern, inner) in resolver.namespace_dict.items():
        names |= url_names(inner, f"{prefix}{namespace}:")
    return names


@pytest.mark.parametrize("path", templates(), ids=short)
def test_template(path):
    get_template(template_name(path))
    text = path.read_text()
    if not may_contain_anything(path):
        assert not [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    used = set(re.findall(r"""{%\s*url\s+["']([^"']+)["']""", text))
    assert not {name for name in used - url_names() if not EXISTS_IN_DEBUG_ONLY.match(name)}


def test_only_constants_are_declared_safe_in_python():
    assert not [
        f"{short(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("mark_safe", "SafeString")
        and not isinstance(node.args[0], ast.Constant)
    ]


@pytest.mark.parametrize(
    "path", [path for path in templates() if path.parent.name == "mails"], ids=short
)
def test_mails_have_text_and_subject(path):
    if path.name == "base.html":
        return
    text = path.with_suffix(".txt")
    assert text.exists()
    subject, _newline, body = text.read_text().strip().partition("\n")
    assert subject
    assert body.strip()
