"""An undefined variable in one of our templates fails the test that renders it.

Third-party templates (the admin's, allauth's) keep Django's usual leniency.
"""

import sys
from pathlib import Path

import pytest
from django.template.base import FilterExpression, Node, Variable, VariableDoesNotExist

OURS = str(Path(__file__).resolve().parent.parent / "essaim")


def _template_being_rendered() -> str:
    """The path of the template whose node is being rendered, from the stack."""
    frame = sys._getframe(1)
    while frame:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return node.origin.name
        frame = frame.f_back
    return ""


def refuse(variable: object) -> None:
    # pytest.fail raises a BaseException: neither a view nor {% if %} can swallow it.
    pytest.fail(f"« {variable} » n'est pas défini dans {_template_being_rendered()}")


class UndefinedVariable(str):
    """Django's string_if_invalid: empty for others' templates, a failure for ours."""

    def __bool__(self) -> bool:
        return _template_being_rendered().startswith(OURS)

    def __contains__(self, text: str) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        refuse(variable)
        return ""


def watch_conditions() -> None:
    """Make {% if %}, {% for %} and {% firstof %} as strict as {{ }}: Django ignores them there."""
    lenient = FilterExpression.resolve

    def resolve(self, context, ignore_failures=False):
        if ignore_failures and isinstance(self.var, Variable):
            try:
                self.var.resolve(context)
            except VariableDoesNotExist:
                if _template_being_rendered().startswith(OURS):
                    refuse(self.token)
        return lenient(self, context, ignore_failures)

    FilterExpression.resolve = resolve
