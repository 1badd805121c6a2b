import threading

import pytest
from django.db import connection, connections, transaction

from essaim.accounts.models import OutboxMail
from essaim.base.exceptions import LinkNotValid
from essaim.replications import actions
from essaim.replications.models import Verification
from tests.personas import client_of
from tests.replications.made import Level, Relation, published_version, replicate


@pytest.fixture
def declared(people, version, adopter_body):
    return actions.declare(
        version,
        adopter_body,
        Relation.ADAPTATION,
        people.adopter,
        contact_email="dgs@adopte.fr",
        status="in_service",
    )


@pytest.mark.django_db
def test_scanners_consume_nothing_then_the_human_confirms(
    people, declared, mailed_token, refreshed
):
    url = f"/reprises/confirmer/{mailed_token(people.applicant.email)}/"
    visitor = client_of(None)
    assert visitor.head(url).status_code == 200
    for _ in range(5):
        assert "sans compte ni mot de passe" in visitor.get(url).text
    assert refreshed(declared).verification == Level.DECLARED
    done = visitor.post(url, {"verdict": "confirmed", "comment": "Bravo"})
    assert "votre réponse est enregistrée" in done.text
    assert refreshed(declared).verification == Level.CONFIRMED_BY_ORIGIN
    told = OutboxMail.objects.get(kind="replication_answered")
    assert told.recipient == "dgs@adopte.fr"
    assert "Bravo" in told.text
    assert visitor.post(url, {"verdict": "confirmed"}).status_code == 410
    assert visitor.get(url).status_code == 410


@pytest.mark.django_db
def test_contest_needs_a_reason_and_the_programme_settles(
    people, declared, mailed_token, refreshed
):
    url = f"/reprises/confirmer/{mailed_token(people.applicant.email)}/"
    visitor = client_of(None)
    assert "Dites pourquoi" in visitor.post(url, {"verdict": "contested"}).text
    visitor.post(url, {"verdict": "contested", "comment": "Nous ne les connaissons pas."})
    assert refreshed(declared).verification == Level.CONTESTED
    page = visitor.get(declared.get_absolute_url()).text
    assert "Contestée par l’origine" in page
    assert "Nous ne les connaissons pas" not in page
    assert (
        "Nous ne les connaissons pas"
        in client_of(people.adopter).get(declared.get_absolute_url()).text
    )
    actions.contest(refreshed(declared), people.manager, "Fausse déclaration")
    assert visitor.get(declared.get_absolute_url()).status_code == 404
    actions.confirm(refreshed(declared), people.manager)
    assert refreshed(declared).verification == Level.VERIFIED_BY_OPERATOR


@pytest.mark.django_db
def test_signed_in_origin_confirms_on_the_page(people, declared, refreshed):
    url = declared.get_absolute_url() + "repondre/"
    assert (
        "Confirmer ou contester"
        in client_of(people.applicant).get(declared.get_absolute_url()).text
    )
    assert client_of(people.applicant).get(url).status_code == 200
    assert client_of(people.applicant).post(url, {"verdict": "confirmed"}).status_code == 302
    assert refreshed(declared).verification == Level.CONFIRMED_BY_ORIGIN
    assert Verification.objects.get().verified_by == people.applicant
    with pytest.raises(actions.AlreadyAnswered):
        actions.confirm(refreshed(declared), people.applicant)


@pytest.mark.django_db
def test_saying_that_one_works_for_the_origin_gives_no_voice(people, version, declared):
    people.juror.memberships.create(organisation=version.case.origin)
    for person in (people.juror, people.adopter, people.other_applicant):
        with pytest.raises(actions.NotTheOrigin):
            actions.confirm(declared, person)
        assert client_of(person).get(declared.get_absolute_url() + "repondre/").status_code == 404


@pytest.mark.django_db
def test_nobody_answers_their_own_declaration(people, version, adopter_body):
    own = actions.declare(version, adopter_body, Relation.ADAPTATION, people.applicant)
    with pytest.raises(actions.NotTheOrigin):
        actions.confirm(own, people.applicant)


@pytest.mark.django_db
def test_the_contact_address_of_the_sheet_speaks_once_signed_in(people, adopter_body, refreshed):
    version = published_version(laureate=people.laureate, contact_email=people.juror.email.upper())
    replication = actions.declare(version, adopter_body, Relation.ADAPTATION, people.adopter)
    actions.confirm(replication, people.juror)
    assert refreshed(replication).verification == Level.CONFIRMED_BY_ORIGIN


@pytest.mark.django_db
def test_a_manager_s_link_gives_the_programme_s_level_while_in_the_team(
    people, version, adopter_body, mailed_token, refreshed
):
    own = actions.declare(version, adopter_body, Relation.ADAPTATION, people.applicant)
    token = mailed_token(people.manager.email)
    people.manager.team_roles.all().delete()
    with pytest.raises(LinkNotValid):
        actions.confirm_by_link(token)
    people.manager.team_roles.create(programme=people.call.programme, role="manager")
    actions.confirm_by_link(token)
    assert refreshed(own).verification == Level.VERIFIED_BY_OPERATOR


@pytest.mark.django_db
def test_unknown_link(client):
    assert client.get("/reprises/confirmer/inconnu/").status_code == 410


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_only_one_wins(people, version, adopter_body, mailed_token):
    actions.declare(version, adopter_body, Relation.ADAPTATION, people.adopter)
    token = mailed_token(people.applicant.email)
    start, outcomes = threading.Barrier(2), []

    def answer():
        start.wait()
        try:
            with transaction.atomic():
                actions.confirm_by_link(token)
            outcomes.append("won")
        except (LinkNotValid, actions.AlreadyAnswered):
            outcomes.append("lost")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["lost", "won"]
    assert Verification.objects.count() == 1
    assert OutboxMail.objects.filter(kind="replication_answered").count() == 1
    connection.close()


@pytest.mark.django_db
def test_two_readers_of_one_state_only_one_wins(people, declared, refreshed):
    stale = refreshed(declared)
    actions.confirm(declared, people.applicant)
    with pytest.raises(actions.AlreadyAnswered):
        actions.contest(stale, people.applicant, "trop tard")


@pytest.mark.django_db
def test_a_link_does_not_outlive_an_answer_given_on_the_page(people, declared, mailed_token):
    token = mailed_token(people.applicant.email)
    actions.confirm(declared, people.applicant)
    with pytest.raises(LinkNotValid):
        actions.confirm_by_link(token)


@pytest.mark.django_db
def test_private_records_show_to_their_parties_only(people, version):
    private = replicate(version, declared_by=people.adopter, visibility="private")
    seen = {
        name: client_of(getattr(people, name)).get(private.get_absolute_url()).status_code
        for name in ("visitor", "adopter", "applicant", "manager", "juror", "other_applicant")
    }
    assert seen == {
        "visitor": 404,
        "adopter": 200,
        "applicant": 200,
        "manager": 200,
        "juror": 404,
        "other_applicant": 404,
    }
    assert str(private.adopter) not in client_of(None).get(version.case.get_absolute_url()).text
    assert str(private.adopter) not in client_of(None).get("/reprises/").text
