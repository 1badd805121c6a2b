from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import LogEntry, OutboxMail
from essaim.applications.content import fingerprint
from essaim.applications.exceptions import SameHands as LetterSameHands
from essaim.applications.models import Application, Laureate, Letter
from essaim.calls.models import Call
from essaim.jury import actions, exceptions
from essaim.jury.actions import results
from essaim.jury.models import Announcement, Minutes
from tests.factories import TeamMemberFactory
from tests.jury.conftest import make_file
from tests.personas import client_of


def url(jury, name):
    return reverse(f"jury:{name}", args=[jury.session.public_id])


def test_minutes_say_what_was_recorded(signed):
    minutes = Minutes.objects.get()
    content = minutes.content
    assert minutes.sha256 == fingerprint(content)
    assert content["rules_version"] == 1
    assert content["chaired_by"] == "Chair"
    presences = {member["name"]: member["presence"] for member in content["members"]}
    assert presences["Bob"] == "excusé"
    assert presences["Chair"] == "présent"
    said = {item["title"]: item for item in content["items"]}
    for item in signed.session.deliberations.select_related("application"):
        found = said[item.application.title]
        for name in (
            *("outcome", "reserve_rank", "reasons", "advice", "debate", "method", "votes_for"),
            *("votes_against", "abstentions", "present_count", "quorum_needed", "position"),
        ):
            assert found[name] == getattr(item, name), name
        assert found["voters"] == [str(juror) for juror in item.voters.all()]
        recused = signed.session.recusals.filter(application=item.application)
        assert [r["name"] for r in found["recused"]] == [str(r.juror) for r in recused]
    page = client_of(signed.bob).get(url(signed, "minutes_detail")).text
    for text in ("Débat A.", "Trop tôt &amp; encore flou.", "3 pour, 1 contre", minutes.sha256):
        assert text in page
    assert client_of(signed.outsider).get(url(signed, "minutes_detail")).status_code == 404


def test_minutes_hide_the_files_one_is_recused_from(signed):
    page = client_of(signed.ana).get(url(signed, "minutes_detail")).text
    assert "Débat A." not in page
    assert "Projet Renac" not in page
    assert "Équipe engagée." in page


def test_minutes_pdf_is_tagged(signed):
    answer = client_of(signed.chair).get(url(signed, "minutes_pdf"))
    assert answer.status_code == 200
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "fr"


def test_only_the_presidency_signs_and_only_once(decided):
    minutes = actions.close_session(decided.session, decided.chair)
    for user in (decided.manager, decided.deputy, decided.ana):
        with pytest.raises(exceptions.NobodyPresides):
            actions.sign_minutes(minutes, user)
    with pytest.raises(exceptions.ResultsNotReady, match="signer le procès-verbal"):
        actions.prepare_letters(decided.session, decided.manager)
    altered = Minutes.objects.get()
    altered.content = {**altered.content, "place": "Ailleurs"}
    with pytest.raises(exceptions.MinutesAltered):
        actions.sign_minutes(altered, decided.chair)
    client_of(decided.chair).post(url(decided, "minutes_sign"))
    minutes.refresh_from_db()
    assert minutes.signed_by == decided.chair
    assert client_of(decided.chair).post(url(decided, "minutes_sign")).status_code == 409


def test_letters_carry_the_reasons_and_never_the_word_rejected(signed):
    client_of(signed.manager).post(url(signed, "letters_prepare"))
    client_of(signed.manager).post(url(signed, "letters_prepare"))
    letters = {letter.application.title: letter for letter in Letter.objects.all()}
    assert len(letters) == 4
    assert "convention" in letters["Projet Renac"].body
    assert "au rang 1" in letters["Projet Vichy"].body
    no = letters["Projet Thau"]
    assert "Trop tôt & encore flou." in no.body
    assert "Nommer une équipe." in no.body
    assert "candidater de nouveau" in no.body
    assert not any("rejet" in letter.body.lower() for letter in letters.values())
    page = client_of(signed.chair).get(url(signed, "letter_list")).text
    assert page.count("Lire le courrier") == 4


def test_letters_are_approved_by_the_chair_as_they_were_read(signed):
    letters = actions.prepare_letters(signed.session, signed.manager)
    with pytest.raises(exceptions.NotAllowed):
        actions.approve_letters(signed.session, letters, signed.manager)
    first = letters[0]
    key = f"{first.public_id}:{first.version}"
    Letter.objects.filter(pk=first.pk).update(body="Autre texte", version=first.version + 1)
    answer = client_of(signed.chair).post(
        url(signed, "letters_approve"), {"letters": key}, follow=True
    )
    assert "relisez-le" in answer.text
    first.refresh_from_db()
    assert first.status == Letter.Status.DRAFT
    everything = [f"{x.public_id}:{x.version}" for x in Letter.objects.all()]
    client_of(signed.chair).post(url(signed, "letters_approve"), {"letters": everything})
    assert (
        Letter.objects.filter(status=Letter.Status.APPROVED, approved_by=signed.chair).count() == 4
    )


def test_chair_with_a_link_leaves_that_letter_to_the_deputy(sitting):
    pessac = sitting.files[1]
    actions.recuse(sitting.session, sitting.seats["chair"], pessac, "Lien", sitting.chair)
    for name in ("renac", "vichy", "thau"):
        actions.decide(sitting.items[name], "laureate", "Motif.", sitting.chair)
    actions.decide(sitting.items["pessac"], "not_selected", "Motif secret.", sitting.deputy)
    minutes = actions.close_session(sitting.session, sitting.chair)
    actions.sign_minutes(minutes, sitting.chair)
    letters = actions.prepare_letters(sitting.session, sitting.manager)
    with pytest.raises(exceptions.NotAllowed):
        actions.approve_letters(sitting.session, letters, sitting.chair)
    for name in ("letter_list", "results_detail", "minutes_detail"):
        text = client_of(sitting.chair).get(url(sitting, name)).text
        assert "Motif secret." not in text
        assert "Projet Pessac" not in text
    theirs = [letter for letter in letters if letter.application == pessac]
    actions.approve_letters(sitting.session, theirs, sitting.deputy)
    rest = [letter for letter in letters if letter.application != pessac]
    actions.approve_letters(sitting.session, rest, sitting.chair)
    assert results.what_prevents_announcing(sitting.session) == []


def test_results_wait_for_every_letter_and_for_another_person(signed):
    with pytest.raises(exceptions.ResultsNotReady, match="à préparer"):
        actions.announce_results(signed.session, signed.manager)
    letters = actions.prepare_letters(signed.session, signed.manager)
    actions.approve_letters(signed.session, letters[:3], signed.chair)
    with pytest.raises(exceptions.ResultsNotReady, match="à approuver"):
        actions.announce_results(signed.session, signed.manager)
    with pytest.raises(exceptions.NotAllowed):
        actions.announce_results(signed.session, signed.chair)
    TeamMemberFactory(programme=signed.call.programme, user=signed.chair)
    actions.approve_letters(signed.session, letters[3:], signed.chair)
    with pytest.raises(exceptions.SameHands):
        actions.announce_results(signed.session, signed.chair)


def test_the_call_then_tells_when_and_how_its_jury_met(approved):
    actions.announce_results(approved.session, approved.manager)
    call, session = Call.objects.get(pk=approved.call.pk), approved.session
    assert call.jury_met == timezone.localdate(session.opened_at).isoformat()
    assert call.jurors_count == session.attendances.filter(presence="present").count()
    assert call.files_before_jury == session.deliberations.count()
    assert call.laureates_announced == Laureate.objects.filter(call=call).count()


def test_a_decision_letter_cannot_leave_before_the_announcement(approved):
    for letter in Letter.objects.all():
        page = reverse("applications:letter_send", args=[letter.public_id])
        assert client_of(approved.manager).post(page).status_code == 409
    assert not Letter.objects.filter(status=Letter.Status.SENT).exists()


def test_nobody_approves_the_letters_they_wrote(signed):
    TeamMemberFactory(programme=signed.call.programme, user=signed.chair)
    letters = actions.prepare_letters(signed.session, signed.chair)
    with pytest.raises(LetterSameHands):
        actions.approve_letters(signed.session, letters, signed.chair)


def state_of(jury) -> dict:
    """Everything that an announcement changes."""
    return {
        "files": list(Application.objects.order_by("pk").values_list("pk", "status")),
        "letters": list(Letter.objects.order_by("pk").values_list("status", "number", "sent_at")),
        "laureates": Laureate.objects.count(),
        "mails": OutboxMail.objects.count(),
        "results_at": Call.objects.get(pk=jury.call.pk).results_at,
        "log": LogEntry.objects.count(),
    }


@pytest.mark.parametrize(
    ("name", "nth"),
    [
        *(("select", 1), ("select", 2), ("put_on_reserve", 1), ("leave_unselected", 1)),
        *(("send_letter", 1), ("send_letter", 2), ("send_letter", 3), ("send_letter", 4)),
        *(("record_results", 1), ("write_version", 1), ("log", 1)),
    ],
)
def test_announcement_is_all_or_nothing(approved, monkeypatch, name, nth):
    """Whichever step breaks, nothing at all has happened."""
    real, calls = getattr(results, name), []

    def broken(*args, **kwargs):
        calls.append(args)
        if len(calls) == nth:
            raise RuntimeError("panne")
        return real(*args, **kwargs)

    before = state_of(approved)
    monkeypatch.setattr(results, name, broken)
    for outcome, act in results.APPLY.items():
        if act is real:
            monkeypatch.setitem(results.APPLY, outcome, broken)
    with pytest.raises(RuntimeError):
        actions.announce_results(approved.session, approved.manager)
    assert state_of(approved) == before
    monkeypatch.undo()
    actions.announce_results(approved.session, approved.manager)
    assert Laureate.objects.count() == 2


def pages_outside(jury) -> list[str]:
    """What a visitor and the applicants see."""
    visitor = client_of(None)
    seen = []
    for path in (
        "/",
        "/laureats/",
        jury.call.get_absolute_url(),
        "/api/v1/laureates",
        "/sitemap.xml",
    ):
        seen.append(visitor.get(path).text)
    for file in jury.files:
        seen.append(client_of(file.owner).get(file.get_absolute_url()).text)
        seen.append(client_of(file.owner).get("/mon-espace/").text)
    return seen


def test_nothing_shows_before_and_everything_at_once(decided):
    before = pages_outside(decided)
    minutes = actions.close_session(decided.session, decided.chair)
    actions.sign_minutes(minutes, decided.chair)
    letters = actions.prepare_letters(decided.session, decided.manager)
    actions.approve_letters(decided.session, letters, decided.chair)
    assert pages_outside(decided) == before
    answer = client_of(decided.manager).post(url(decided, "results_announce"))
    assert answer.status_code == 302
    assert pages_outside(decided) == before
    Announcement.objects.update(due_at=timezone.now())
    assert actions.publish_due() == 1
    states = [Application.objects.get(pk=file.pk).status for file in decided.files]
    assert states == ["laureate", "laureate", "reserve", "not_selected"]
    assert Laureate.objects.filter(call=decided.call).count() == 2
    assert Letter.objects.filter(status=Letter.Status.SENT).count() == 4
    assert Call.objects.get(pk=decided.call.pk).results_at
    assert "Projet Renac" in client_of(None).get("/laureats/").text
    again = client_of(decided.manager).post(url(decided, "results_announce"))
    assert again.status_code == 409
    assert "déjà publiés" in again.text


def test_pages_after_the_sitting_open_to_their_audience(approved):
    for name, juror in (("letter_list", 404), ("results_detail", 404), ("minutes_detail", 200)):
        for user, status in (
            (approved.manager, 200),
            (approved.chair, 200),
            (approved.bob, juror),
            (approved.outsider, 404),
            (approved.files[0].owner, 404),
        ):
            assert client_of(user).get(url(approved, name)).status_code == status
    for name in ("results_announce", "letters_approve", "letters_prepare"):
        assert client_of(approved.bob).post(url(approved, name)).status_code == 404
        assert client_of(approved.manager).get(url(approved, name)).status_code == 405


def test_lists_cost_the_same_with_one_file_and_three(approved, same_queries):
    def add():
        file = make_file(approved.call, "Ailleurs")
        position = approved.session.deliberations.count() + 1
        approved.session.deliberations.create(application=file, position=position)
        Letter.objects.create(
            application=file, kind="laureate", subject="S", body="B", prepared_by=approved.manager
        )

    for name in ("letter_list", "results_detail"):
        for user in (approved.manager, approved.chair):
            same_queries(lambda user=user, name=name: client_of(user).get(url(approved, name)), add)
