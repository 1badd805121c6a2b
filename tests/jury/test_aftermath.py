"""Letters told apart, the order called back, what happens after the results."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import LogEntry, OutboxMail
from essaim.applications.actions import edit_letter
from essaim.applications.models import Application, Laureate, Letter
from essaim.jury import actions, exceptions
from essaim.jury.models import Announcement, Grade, Panel, ResultVersion, Review, Session
from essaim.jury.placeholders import fill, unknown_placeholders
from essaim.jury.statistics import grouped
from tests.factories import TeamMemberFactory
from tests.personas import client_of

BODY = "Bonjour {porteur},\n\n{motifs}\n\nRang {rang}."


def url(jury, name, *more):
    return reverse(f"jury:{name}", args=[jury.session.public_id, *more])


@pytest.fixture
def published(approved):
    actions.announce_results(approved.session, approved.manager)
    approved.session = Session.objects.get(pk=approved.session.pk)
    return approved


def late(order):
    Announcement.objects.filter(pk=order.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def test_ssti_a_letter_text_is_never_a_template():
    """S46: placeholders from a closed list, put in once."""
    hostile = "{{ settings.SECRET_KEY }} {% load static %} {motifs} {0.__class__}"
    assert unknown_placeholders(hostile)
    filled = fill(hostile, {"motifs": "{rang} {{ 7|add:7 }}", "rang": "9"})
    assert "{rang} {{ 7|add:7 }}" in filled
    assert "{0.__class__}" in filled
    assert "{% load static %}" in filled


def test_ssti_a_text_with_an_unknown_placeholder_is_refused_in_words(signed):
    page = reverse("jury:letter_text_edit", args=[signed.panel.public_id, "reserve"])
    client = client_of(signed.manager)
    for body, word in (
        ("{{ settings.SECRET_KEY }} {motifs}", "n’existe pas"),
        ("{motif}", "{présidence}"),
        ("Bonjour", "Gardez le repère {motifs}"),
        ("{motifs} Votre dossier est rejeté.", "non retenue"),
    ):
        answer = client.post(page, {"subject": "Objet", "body": body})
        assert answer.status_code == 422
        assert word in answer.text
        assert "Objet" in answer.text
    signed.items["vichy"].reasons = "Bien {rang} {{ 7|add:7 }}"
    signed.items["vichy"].criterion_reasons = {}
    signed.items["vichy"].save()
    assert client.post(page, {"subject": "Appel {appel}", "body": BODY}).status_code == 302
    letters = {
        x.application.title: x for x in actions.prepare_letters(signed.session, signed.manager)
    }
    own = letters["Projet Vichy"]
    assert own.subject == "Appel Huitième appel"
    assert "Bien {rang} {{ 7|add:7 }}" in own.body
    assert own.body.endswith("Rang 1.")
    with pytest.raises(exceptions.NotAllowed):
        actions.set_letter_text(signed.panel, "reserve", "S", BODY, signed.chair)


def test_letters_carry_the_reasons_by_criterion(decided):
    criterion = decided.call.grid.criteria.first()
    actions.decide(
        decided.items["thau"], "not_selected", "Trop tôt.", decided.chair,
        criterion_reasons={criterion.code: "Public à préciser."},
    )  # fmt: skip
    actions.sign_minutes(actions.close_session(decided.session, decided.chair), decided.chair)
    letters = actions.prepare_letters(decided.session, decided.manager)
    body = next(x.body for x in letters if x.application.title == "Projet Thau")
    assert f"– {criterion.name}\xa0: Public à préciser." in body


def test_the_preview_tells_the_difference_file_by_file(approved):
    letters = {x.application.title: x for x in Letter.objects.all()}
    edit_letter(letters["Projet Renac"], "Autre", "Autre texte", approved.manager)
    Letter.objects.filter(pk=letters["Projet Vichy"].pk).update(status="cancelled")
    Letter.objects.filter(pk=letters["Projet Pessac"].pk).update(kind="reserve")
    Application.objects.filter(title="Projet Thau").update(status="withdrawn")
    page = client_of(approved.manager).get(url(approved, "letter_list")).text
    for word in ("changé depuis l’approbation", "manque", "dit autre chose", "en trop"):
        assert word in page, word
    with pytest.raises(exceptions.ResultsNotReady, match="en trop"):
        actions.schedule_announcement(approved.session, approved.manager)


def test_ten_minutes_to_call_the_publication_back(approved):
    order = actions.schedule_announcement(approved.session, approved.manager)
    assert order.due_at - order.asked_at == pytest.approx(
        timedelta(minutes=10), abs=timedelta(seconds=1)
    )
    assert actions.schedule_announcement(approved.session, approved.manager) == order
    mails = OutboxMail.objects.count()
    assert actions.publish_due() == 0
    assert Letter.objects.filter(status="sent").count() == 0
    assert OutboxMail.objects.count() == mails
    page = client_of(approved.manager).get(url(approved, "results_detail")).text
    assert "Annuler la publication" in page
    client_of(approved.chair).post(url(approved, "announcement_cancel"))
    late(order)
    assert actions.publish_due() == 0
    again = client_of(approved.manager).post(url(approved, "announcement_cancel"))
    assert again.status_code == 409
    late(actions.schedule_announcement(approved.session, approved.manager))
    assert actions.publish_due() == 1
    assert actions.publish_due() == 0
    assert Letter.objects.filter(status="sent").count() == 4
    assert Laureate.objects.filter(call=approved.call).count() == 2


def test_what_changed_during_the_window_refuses_the_order(approved):
    order = actions.schedule_announcement(approved.session, approved.manager)
    edit_letter(Letter.objects.first(), "Autre", "Autre texte", approved.manager)
    late(order)
    assert actions.publish_due() == 0
    order.refresh_from_db()
    assert order.status == "refused"
    assert "à approuver" in order.error
    assert not Laureate.objects.exists()
    assert order.error in client_of(approved.manager).get(url(approved, "results_detail")).text


def test_whoever_approved_does_not_order_and_a_juror_orders_nothing(approved):
    for user in (approved.chair, approved.ana):
        with pytest.raises(exceptions.NotAllowed):
            actions.schedule_announcement(approved.session, user)


def test_a_laureate_gives_up_and_the_reserve_list_is_called_in_order(published):
    jury, renac, vichy = published, published.files[0], published.files[2]
    page = url(jury, "laureate_withdraw", renac.public_id)
    assert client_of(jury.manager).post(page, {"reason": ""}).status_code == 422
    assert client_of(jury.chair).post(page, {"reason": "x"}).status_code == 403
    assert (
        client_of(jury.manager).post(page, {"reason": "Changement de priorité."}).status_code == 302
    )
    assert [x.application for x in Laureate.objects.all()] == [jury.files[1]]
    with pytest.raises(exceptions.AftermathRefused, match="approuver"):
        actions.call_up(jury.session, jury.manager)
    letter = Letter.objects.get(application=vichy, kind="laureate")
    assert "Prometteur." in letter.body
    key = f"{letter.public_id}:{letter.version}"
    client_of(jury.chair).post(url(jury, "letters_approve"), {"letters": key})
    assert client_of(jury.manager).post(url(jury, "reserve_call")).status_code == 302
    vichy.refresh_from_db()
    letter.refresh_from_db()
    assert (vichy.status, letter.status) == ("laureate", "sent")
    versions = list(ResultVersion.objects.order_by("number"))
    assert [len(version.laureates) for version in versions] == [2, 1, 2]
    assert versions[1].reason == "Changement de priorité."
    assert LogEntry.objects.filter(verb="call_up").count() == 1
    public = client_of(None).get("/laureats/").text
    assert "Changement de priorité." in public
    assert "Projet Renac" not in public
    assert "Projet Vichy" in public
    inside = client_of(jury.manager).get(url(jury, "results_detail")).text
    assert "Version 3" in inside
    with pytest.raises(exceptions.AftermathRefused, match="Plus personne"):
        actions.call_up(jury.session, jury.manager)


def test_nobody_is_called_without_a_free_place(published):
    with pytest.raises(exceptions.AftermathRefused, match="Aucune place"):
        actions.call_up(published.session, published.manager)


def test_a_reserve_list_past_its_date_calls_nobody_and_tells_those_who_waited(published):
    assert actions.expire_reserves() == 0
    yesterday = timezone.localdate() - timedelta(days=1)
    Panel.objects.update(reserve_until_on=yesterday)
    item = published.items["renac"]
    item.refresh_from_db()
    assert actions.withdraw_laureate(item, "Motif.", published.manager) is None
    assert actions.expire_reserves() == 1
    assert actions.expire_reserves() == 0
    published.files[2].refresh_from_db()
    assert published.files[2].status == "not_selected"
    assert OutboxMail.objects.filter(kind="reserve_over").count() == 1


def test_a_correction_rests_on_a_rider_and_is_a_new_version(published):
    jury, thau = published, published.files[3]
    page = url(jury, "result_correct", thau.public_id)
    typed = {"outcome": "laureate", "reason": "Erreur de lecture du procès-verbal."}
    refused = client_of(jury.manager).post(page, typed)
    assert "avenant" in refused.text
    assert ResultVersion.objects.count() == 1
    actions.add_rider(jury.minutes, "Lire : lauréate.", "Erreur de plume.", jury.chair)
    assert client_of(jury.manager).post(page, typed).status_code == 302
    thau.refresh_from_db()
    assert thau.status == "laureate"
    assert [len(v.laureates) for v in ResultVersion.objects.order_by("number")] == [2, 3]
    assert "Erreur de lecture" in client_of(None).get("/laureats/").text
    assert Letter.objects.get(application=thau, kind="laureate").status == "draft"
    back = {"outcome": "not_selected", "reason": "Encore."}
    assert "avenant" in client_of(jury.manager).post(page, back).text


def test_a_link_closes_the_aftermath_too(published):
    """Ana works for the first organisation; were she a manager, its result is not hers to change."""
    TeamMemberFactory(programme=published.call.programme, user=published.ana)
    for name in ("laureate_withdraw", "result_correct"):
        page = url(published, name, published.files[0].public_id)
        assert client_of(published.ana).get(page).status_code == 404


class Of:
    def __init__(self, label, status="not_selected"):
        self.organisation, self.status = label, status


def test_small_groups_are_put_together():
    files = [Of("a", "laureate")] * 5 + [Of("b")] * 3 + [Of("c", "laureate")]
    groups = grouped(files, str)
    assert [(g.files, g.laureates) for g in groups] == [(5, 5), (4, 1)]
    assert grouped([Of("a")] * 2, str) == []
    assert [g.files for g in grouped([Of("a")] * 3, str)] == [3]


def test_statistics_open_with_the_results(approved):
    page = reverse("jury:statistics_detail", args=[approved.panel.public_id])
    table = reverse("jury:statistics_csv", args=[approved.panel.public_id])
    assert client_of(approved.manager).get(page).status_code == 404
    actions.announce_results(approved.session, approved.manager)
    shown = client_of(approved.manager).get(page)
    assert shown.status_code == 200
    assert "Dossiers lus" in shown.text
    answer = client_of(approved.chair).get(table)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "Lectures;Chair;" in answer.text
    for user in (approved.ana, approved.outsider, approved.files[0].owner):
        assert client_of(user).get(page).status_code == 404
        assert client_of(user).get(table).status_code == 404


def test_comments_are_erased_after_their_time_and_the_team_is_told_before(published):
    Panel.objects.update(comments_kept_months=6)
    assert Review.objects.exclude(comment="").exists()
    assert actions.erase_due_comments() == 0
    page = client_of(published.manager).get(published.panel.get_absolute_url()).text
    assert "seront effacés le" in page
    assert (
        "seront effacés"
        not in client_of(published.ana).get(published.panel.get_absolute_url()).text
    )
    ResultVersion.objects.update(made_at=timezone.now() - timedelta(days=190))
    marks = Grade.objects.exclude(mark=None).count()
    assert actions.erase_due_comments() == 1
    assert actions.erase_due_comments() == 0
    assert not Review.objects.exclude(comment="", questions="").exists()
    assert not Grade.objects.exclude(reason="").exists()
    assert Grade.objects.exclude(mark=None).count() == marks
    assert LogEntry.objects.filter(verb="erase_comments").count() == 1
