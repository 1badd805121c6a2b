"""The nets that catch everyone's mistakes are themselves tried."""

import socket

import pytest
from _pytest.outcomes import Failed
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.template import Context, Origin, Template, engines

from tests.reads_never_write import reads_never_write
from tests.undefined_variables import OURS


def render(source: str, folder: str, context: dict | None = None) -> str:
    template = Template(
        source, origin=Origin(f"{folder}/page.html"), engine=engines["django"].engine
    )
    return template.render(Context(context or {}))


@pytest.mark.parametrize(
    "source",
    [
        "{{ missing }}",
        "{{ missing|default:'x' }}",
        "{% if missing %}x{% endif %}",
        "{% if known and missing %}x{% endif %}",
        "{% for x in missing %}{{ x }}{% endfor %}",
        "{% with x=known.missing %}{{ x }}{% endwith %}",
    ],
)
def test_undefined_variable_fails_in_our_templates_only(source):
    context = {"known": {"a": 1}}
    with pytest.raises(Failed, match="missing"):
        render(source, OURS, context)
    assert render(source, "/elsewhere", context) in ("", "x")


def test_defined_but_empty_variables_pass():
    context = {"empty": "", "none": None, "nothing": []}
    source = "{{ empty }}{% if none %}x{% endif %}{% for x in nothing %}x{% endfor %}"
    assert render(source, OURS, context) == ""


@pytest.mark.django_db
def test_a_get_that_writes_fails(rf):
    def view(request):
        SessionStore().create()
        return HttpResponse()

    serve = reads_never_write(view)
    with pytest.raises(Failed, match="a écrit"):
        serve(rf.get("/"))
    assert serve(rf.post("/")).status_code == 200


def test_no_test_leaves_the_machine():
    with socket.socket() as outside, pytest.raises(Failed, match="sort de la machine"):
        outside.connect(("192.0.2.1", 80))
