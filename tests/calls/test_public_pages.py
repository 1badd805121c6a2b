"""What everyone reads of a call, before, during and after."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from essaim.calls import actions
from essaim.calls.models import Call, Partner, TeamMember
from tests.factories import CallFactory, TeamMemberFactory, UserFactory
from tests.personas import client_of

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def read(path: str, client=None) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def archived(**known) -> Call:
    return CallFactory(status=Call.Status.ARCHIVED, opens_at=None, closes_at=None, **known)


class TestList:
    def test_an_open_call_says_until_when(self):
        CallFactory(title="Appel de mai", closes_at=datetime(2099, 5, 24, 23, 59, tzinfo=PARIS))
        page = read("/appels/")
        assert "Appel de mai" in page
        assert "24 mai 2099 à 23 h 59 (heure de Paris)" in page

    def test_without_open_call_it_says_what_to_do(self):
        page = read("/appels/")
        assert "Aucun appel n’est ouvert" in page
        assert 'href="/abonnement/"' in page

    def test_the_past_is_told_as_it_is_known(self):
        archived(
            opened="2020-10",
            closed="2020-12-31",
            jury_met="2021-02-24",
            jurors_count=10,
            files_before_jury=4,
        )
        archived(jury_met="2021-09", is_number_deduced=True)
        archived()
        page = read("/appels/")
        assert (
            "ouverture : octobre 2020 · clôture : 31 décembre 2020 · jury : 24 février 2021 · 10 jurés, 4 dossiers"
            in page
        )
        assert "jury : septembre 2021 · ouverture, clôture : dates non connues" in page
        assert "Numéro déduit de l’ordre des jurys" in page
        assert "année non connue" in page
        assert "None" not in page

    def test_drafts_show_to_the_team_only(self):
        draft = CallFactory(status=Call.Status.DRAFT, title="Appel secret")
        manager = TeamMemberFactory(programme=draft.programme).user
        assert "Appel secret" not in read("/appels/")
        assert "Appel secret" not in read("/appels/", client_of(UserFactory()))
        assert "Appel secret" in read("/appels/", client_of(manager))

    def test_a_demonstration_is_said_to_be_one(self):
        CallFactory(is_demonstration=True)
        assert "démonstration" in read("/appels/")

    def test_real_calls_come_before_the_demonstration(self):
        soon = timezone.now() + timedelta(days=1)
        CallFactory(title="Exemple", is_demonstration=True, closes_at=soon)
        CallFactory(title="Véritable")
        page = read("/appels/")
        assert page.index("Véritable") < page.index("Exemple")

    def test_no_cookie_and_same_queries(self, same_queries):
        client = Client()
        same_queries(lambda: client.get("/appels/"), CallFactory)
        assert not client.cookies


class TestDetail:
    @pytest.fixture
    def call(self):
        call = CallFactory(
            slug="appel-2099",
            summary="Présentation",
            eligibility="Tous les agents",
            offer="Cinq mois",
            opens_at=timezone.now() - timedelta(days=1),
            closes_at=datetime(2099, 5, 24, 23, 59, tzinfo=PARIS),
            results_expected="2099-07",
        )
        actions.set_default_questions(call)
        actions.set_default_grid(call)
        actions.publish_rules(call, "Article 1 – Objet\nUn appel.\n\n- un\n- deux", None)
        Partner.objects.create(programme=call.programme, name="AMF", full_name="Maires de France")
        return call

    def test_everything_a_candidate_wants_to_know(self, call):
        page = read("/appels/appel-2099/")
        for text in (
            *("24 mai 2099 à 23 h 59 (heure de Paris)", "9 questions, environ 1 h 30"),
            *("Tous les agents", "Cinq mois", "juillet 2099", "AMF"),
            *("Quel problème voulez-vous résoudre", "Potentiel de reprise", "Lié à ce seul lieu"),
            *("Ce que vous enregistrez est gardé", "Vérifier un accusé"),
        ):
            assert text in page, text
        assert 'href="/appels/appel-2099/candidater/"' in page

    def test_the_clocks_of_overseas(self, call):
        page = read("/appels/appel-2099/")
        assert "<dt>Heure de Guadeloupe et de Martinique</dt><dd>24 mai 2099 à 17 h 59</dd>" in page
        assert "<dt>Heure de Guyane</dt><dd>24 mai 2099 à 18 h 59</dd>" in page
        assert "<dt>Heure de La Réunion</dt><dd>25 mai 2099 à 1 h 59</dd>" in page
        assert "<dt>Heure de Mayotte</dt><dd>25 mai 2099 à 0 h 59</dd>" in page

    def test_no_cookie(self, call):
        client = Client()
        client.get("/appels/appel-2099/")
        assert not client.cookies

    def test_the_queries_do_not_grow_with_the_questions(self, call, django_assert_max_num_queries):
        with django_assert_max_num_queries(10):
            Client().get("/appels/appel-2099/")

    @pytest.mark.parametrize(
        ("when", "text"),
        [
            (timedelta(days=-30), "Ouvre le"),
            (timedelta(hours=1), "Candidatures jusqu’au"),
            (timedelta(days=40_000), "Cet appel est clos"),
        ],
    )
    def test_each_phase_says_what_to_do(self, call, time_machine, when, text):
        time_machine.move_to(call.opens_at + when)
        page = read("/appels/appel-2099/")
        assert text in page
        assert ("candidater/" in page) == (text == "Candidatures jusqu’au")

    def test_decided_leads_to_the_laureates(self, call):
        actions.record_results(call, None)
        assert 'href="/laureats/#appel-2099"' in read("/appels/appel-2099/")

    def test_cancelled_says_why(self, call):
        manager = TeamMemberFactory(programme=call.programme).user
        actions.cancel(call, manager, "Le partenaire s’est retiré.")
        page = read("/appels/appel-2099/")
        assert "Le partenaire s’est retiré." in page
        assert "candidater/" not in page

    def test_an_archive_says_what_is_not_known(self):
        call = archived(jury_met="2022-04-07", sources="La Gazette")
        page = read(call.get_absolute_url())
        assert "date non connue" in page
        assert "nombre non connu" in page
        assert "La Gazette" in page

    def test_unknown_is_a_french_404(self):
        answer = Client().get("/appels/inconnu/")
        assert answer.status_code == 404
        assert 'lang="fr"' in answer.content.decode()

    def test_drafts_are_invisible_everywhere(self):
        draft = CallFactory(status=Call.Status.DRAFT, slug="secret", title="Appel secret")
        examiner = TeamMemberFactory(programme=draft.programme, role=TeamMember.Role.EXAMINER).user
        for path in ("/appels/secret/", "/appels/secret/reglement/"):
            assert Client().get(path).status_code == 404
        assert "secret" not in Client().get("/appels/calendrier.ics").content.decode()
        assert client_of(examiner).get("/appels/secret/").status_code == 200

    def test_what_a_team_writes_is_text(self, call):
        call.summary = call.eligibility = "<script>alert(1)</script>"
        call.save()
        actions.publish_rules(call, "# <b>x</b>\n<i>y</i>", None)
        for path in ("/appels/appel-2099/", "/appels/appel-2099/reglement/", "/appels/"):
            page = read(path)
            assert "<script>alert" not in page
            assert "<b>x" not in page
            assert "<i>y" not in page


class TestRules:
    def test_versions_are_kept(self):
        call = CallFactory()
        for text in ("Article 1 – Objet\nAncien", "Article 1 – Objet\nNouveau"):
            actions.publish_rules(call, text, None)
        url = f"{call.get_absolute_url()}reglement/"
        assert "<h2>Article 1 – Objet</h2><p>Nouveau</p>" in read(url)
        old = read(f"{url}?version=1")
        assert "Ancien" in old
        assert "Cette version a été remplacée" in old
        for version in ("3", "x", "1'"):
            assert Client().get(url, {"version": version}).status_code == 404

    def test_without_rules_there_is_no_page(self):
        assert Client().get(f"{CallFactory().get_absolute_url()}reglement/").status_code == 404
