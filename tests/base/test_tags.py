import re
from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from essaim.base.templatetags.essaim import own_links


class Name(forms.Form):
    name = forms.CharField(label="Nom")


Names = forms.formset_factory(Name, min_num=2, extra=0, validate_min=True)


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_the_summary_gathers_the_errors_of_every_form_of_the_page():
    html = render(
        "{% error_prefix %}{% error_summary %}",
        form=Name({}),
        other=Name({}, prefix="other"),
        fine=Name({"name": "Renac"}),
    )
    assert html.startswith("Erreur : ")
    assert 'role="alert"' in html
    assert 'href="#id_name"' in html
    assert 'href="#id_other-name"' in html
    assert html.count("Remplissez ce champ") == 2


def test_the_summary_says_the_same_words_as_the_field():
    form = Name({})
    sentence = form["name"].errors[0]
    assert sentence in render("{% error_summary %}", form=form)
    assert sentence in str(form)


def test_the_forms_of_a_formset_count_too():
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "Renac"}
    names = Names(data)
    html = render("{% error_summary %}", formset=names)
    assert 'href="#id_form-0-name"' not in html
    assert 'href="#id_form-1-name"' in html


def test_a_page_without_error_has_neither_prefix_nor_summary():
    assert render("{% error_prefix %}{% error_summary %}", form=Name()).strip() == ""


def test_only_a_page_with_a_form_loads_our_script():
    assert "base/essaim.js" in render("{% form_scripts %}", search=Name())
    assert render("{% form_scripts %}") == ""


def test_looking_for_forms_leaves_lazy_values_asleep():
    def wake_up():
        pytest.fail("un jeton CSRF réveillé donne un cookie à qui ne fait que lire")

    assert (
        render("{% error_summary %}{% form_scripts %}", token=SimpleLazyObject(wake_up)).strip()
        == ""
    )


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("/fiches/", "/fiches/", ' aria-current="page"'),
        ("/fiches/bcdf/", "/fiches/", ' aria-current="true"'),
        ("/appels/", "/fiches/", ""),
    ],
)
def test_the_navigation_says_where_one_is(here, there, expected):
    request = RequestFactory().get(here)
    assert render("{% current there %}", request=request, there=there) == expected


def test_styles_and_scripts_carry_their_fingerprint():
    assert re.fullmatch(
        r'<link rel="stylesheet" href="/static/base/essaim\.css" integrity="sha384-[\w+/=]{64}">',
        render('{% stylesheet "base/essaim.css" %}'),
    )
    assert " defer></script>" in render('{% script "base/essaim.js" %}')


def test_a_file_that_does_not_exist_is_a_mistake_of_the_template():
    with pytest.raises(TemplateSyntaxError):
        render('{% stylesheet "base/nothing.css" %}')


def test_moments_are_told_with_their_zone():
    moment = datetime(2026, 5, 24, 16, 5, tzinfo=UTC)
    assert render("{{ m|at_time }}", m=moment) == "24 mai 2026 à 18\u00a0h\u00a005 (heure de Paris)"


def test_partial_dates_stay_partial():
    assert render('{{ "2021-09"|fuzzy_date }}') == "septembre 2021"
    assert render('{{ ""|fuzzy_date }}') == "date non connue"


def test_states_are_words_and_are_escaped():
    assert render('{% es_tag state "green" %}', state="<b>") == (
        '<strong class="govuk-tag govuk-tag--green">&lt;b&gt;</strong>'
    )


def test_the_map_links_only_the_places_that_have_something():
    html = render(
        '{% map_departements counts links "Carte" %}',
        counts={"33": 2, "2A": 0, "974": 1},
        links={"33": "/territoires/33/", "974": "/territoires/974/"},
    )
    assert html.count("<a href") == 2
    assert "<title>Gironde : 2</title>" in html
    assert "<title>La Réunion : 1</title>" in html
    assert len(html) < 20_000


def test_only_our_own_addresses_become_links_in_a_mail(settings):
    settings.SITE_URL = "https://essaim.exemple.fr"
    text = "Voir https://essaim.exemple.fr/avis/abc/ et https://piege.exemple/<b>"
    found = own_links(text)
    assert found.count("<a ") == 1
    assert '<a href="https://essaim.exemple.fr/avis/abc/">' in found
    assert "&lt;b&gt;" in found
