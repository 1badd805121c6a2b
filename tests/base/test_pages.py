import gzip
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

STATIC = Path(__file__).resolve().parents[2] / "essaim" / "base" / "static" / "base"
WITH_REQUEST = ["403.html", "403_csrf.html", "404.html", "429.html", "refused.html"]


@pytest.fixture
def request_of_a_visitor(db):
    request = RequestFactory().get("/nulle-part/")
    request.session = {}
    return request


@pytest.mark.parametrize("name", WITH_REQUEST)
def test_every_refusal_says_what_to_do_next(name, request_of_a_visitor):
    html = render_to_string(name, {"sentence": "C’est clos."}, request=request_of_a_visitor)
    main = html.split("<main")[1].split("</main>")[0]
    assert main.count("<h1") == 1
    assert 'href="/' in main


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_pages_of_a_failure_need_nothing_from_the_request(name):
    html = render_to_string(name)
    assert html.count("<h1") == 1
    assert 'href="/' in html


def test_no_template_holds_inline_style_or_script():
    for template in STATIC.parents[1].joinpath("templates").rglob("*.html"):
        source = template.read_text("utf-8")
        assert " style=" not in source, template
        assert "<script>" not in source, template
        if template.parent.name != "mails":
            assert "<style" not in source, template


def test_style_and_script_keep_to_their_budget_and_call_no_one():
    css = (STATIC / "essaim.css").read_text("utf-8")
    assert len(gzip.compress(css.encode())) < 25_000
    assert "url(" not in css
    assert "@font-face" not in css
    scripts = b"".join((STATIC / name).read_bytes() for name in ("essaim.js", "htmx.min.js"))
    assert len(gzip.compress(scripts)) < 30_000


def test_a_mail_reads_without_image_and_with_one_title(settings):
    settings.SITE_URL = "https://a.fr"
    html = render_to_string("mails/base.html", {"subject": "Reçu", "text": "Voir https://a.fr/\n"})
    assert html.count("<h1") == 1
    assert "<img" not in html
    assert '<a href="https://a.fr/"' in html
