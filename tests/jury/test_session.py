import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import LogEntry, OutboxMail
from essaim.base.states import IllegalTransition
from essaim.jury import actions, exceptions
from essaim.jury.models import Attendance, Conflict, Deliberation, Session
from tests.jury.conftest import make_file
from tests.personas import client_of

Outcome = Deliberation.Outcome


def session_url(jury, name="session_detail", file=None):
    args = [jury.session.public_id, *([file.public_id] if file else [])]
    return reverse(f"jury:{name}", args=args)


def test_convocation_goes_to_everyone_with_a_calendar(graded):
    panel = graded.panel
    client = client_of(graded.manager)
    page = reverse("jury:session_plan", args=[panel.public_id])
    past = client.post(page, {"planned_at": "2020-01-01T10:00", "place": "Rennes"})
    assert "Cette date est passée" in past.text
    client.post(page, {"planned_at": "2031-05-04T10:00", "place": "Salle 2, Rennes; 1er étage"})
    graded.session = Session.objects.get()
    client.post(session_url(graded, "session_convene"))
    mails = OutboxMail.objects.filter(kind="jury_summons")
    assert mails.count() == 5
    assert "/agenda.ics" in mails.first().text
    answer = client_of(graded.ana).get(session_url(graded, "session_calendar"))
    assert answer["Content-Type"].startswith("text/calendar")
    assert "DTSTART:20310504T080000Z\r\n" in answer.text
    assert "LOCATION:Salle 2\\, Rennes\\; 1er étage\r\n" in answer.text
    assert client_of(graded.outsider).get(session_url(graded)).status_code == 404


def test_only_those_who_preside_open_it_once_reviews_are_closed(assigned):
    session = actions.plan_session(assigned.panel, timezone.now(), "Rennes", assigned.manager)
    with pytest.raises(exceptions.ReviewsOpen):
        actions.open_session(session, assigned.chair)
    actions.close_reviews(assigned.panel, assigned.manager)
    with pytest.raises(exceptions.NobodyPresides):
        actions.open_session(session, assigned.manager)
    with pytest.raises(exceptions.NobodyPresides):
        actions.open_session(session, assigned.deputy)
    actions.record_attendance(session, assigned.seats["chair"], "excused", assigned.manager)
    actions.open_session(session, assigned.deputy)
    assert session.status == Session.Status.OPENED
    again = actions.plan_session(assigned.panel, timezone.now(), "Rennes", assigned.manager)
    with pytest.raises(exceptions.SessionNotReady, match="déjà une séance"):
        actions.open_session(again, assigned.chair)


def test_opening_records_known_links_and_the_recused_sees_only_that(sitting):
    renac = sitting.files[0]
    assert [str(r.juror) for r in sitting.session.recusals.all()] == ["Ana"]
    client = client_of(sitting.ana)
    page = client.get(session_url(sitting)).text
    assert "déport" in page
    assert "Projet Renac" not in page
    assert client.get(session_url(sitting, "deliberation_edit", renac)).status_code == 404
    assert (
        client.get(session_url(sitting, "deliberation_edit", sitting.files[1])).status_code == 200
    )
    assert (
        client_of(sitting.bob).get(session_url(sitting, "deliberation_edit", renac)).status_code
        == 200
    )


def test_substitute_votes_for_the_absent_member(sitting):
    actions.decide(sitting.items["pessac"], Outcome.LAUREATE, "Motif.", sitting.chair)
    voters = {str(juror) for juror in sitting.items["pessac"].voters.all()}
    assert voters == {"Chair", "Deputy", "Ana", "Sub"}
    actions.record_attendance(sitting.session, sitting.seats["bob"], "present", sitting.chair)
    actions.decide(sitting.items["pessac"], Outcome.LAUREATE, "Motif.", sitting.chair)
    voters = {str(juror) for juror in sitting.items["pessac"].voters.all()}
    assert voters == {"Chair", "Deputy", "Ana", "Bob"}


def test_no_decision_without_quorum(sitting):
    for name in ("deputy", "ana", "sub"):
        actions.record_attendance(sitting.session, sitting.seats[name], "absent", sitting.chair)
    page = session_url(sitting, "deliberation_edit", sitting.files[1])
    typed = {
        "outcome": "laureate",
        "method": "vote",
        "votes_for": "1",
        "votes_against": "0",
        "abstentions": "0",
        "reasons": "Un motif longuement écrit",
    }
    answer = client_of(sitting.chair).post(page, typed)
    assert answer.status_code == 409
    assert "quorum n’est pas atteint" in answer.text
    assert "Un motif longuement écrit" in answer.text
    sitting.items["pessac"].refresh_from_db()
    assert sitting.items["pessac"].outcome == ""


@pytest.mark.parametrize(
    ("votes", "sentence"),
    [
        ((3, 2, 0), "5 voix comptées pour 4"),
        ((1, 0, 0), "1 voix comptées pour 4"),
        ((1, 3, 0), "n’adopte pas"),
        ((0, 0, 4), "n’adopte pas"),
        ((5, -1, 0), "trois nombres"),
        ((None, None, None), "trois nombres"),
    ],
)
def test_votes_that_do_not_carry_are_refused(sitting, votes, sentence):
    names = ("votes_for", "votes_against", "abstentions")
    with pytest.raises(exceptions.DecisionRefused, match=sentence):
        actions.decide(
            sitting.items["pessac"], Outcome.LAUREATE, "Motif.", sitting.chair,
            method="vote", **dict(zip(names, votes, strict=True)),
        )  # fmt: skip


def test_a_tie_goes_to_the_casting_vote_if_the_rules_say_so(sitting):
    tie = {"method": "vote", "votes_for": 2, "votes_against": 2, "abstentions": 0}
    item = sitting.items["pessac"]
    actions.decide(item, Outcome.LAUREATE, "Motif.", sitting.chair, **tie)
    assert item.is_by_casting_vote
    actions.set_panel(sitting.panel, sitting.manager, has_casting_vote=False)
    item = Deliberation.objects.get(pk=item.pk)
    with pytest.raises(exceptions.DecisionRefused):
        actions.decide(item, Outcome.RESERVE, "Motif.", sitting.chair, reserve_rank=1, **tie)


def test_reasons_and_rank_are_compulsory(sitting):
    item = sitting.items["pessac"]
    for outcome, reasons, rank in (
        ("laureate", " ", None),
        ("reserve", "M.", None),
        ("won", "M.", None),
    ):
        with pytest.raises(exceptions.DecisionRefused):
            actions.decide(item, outcome, reasons, sitting.chair, reserve_rank=rank)
    page = client_of(sitting.chair).post(
        session_url(sitting, "deliberation_edit", sitting.files[1]),
        {"outcome": "laureate", "method": "consensus", "reasons": ""},
    )
    assert page.status_code == 422


def test_the_chair_is_bound_and_the_deputy_decides_instead(sitting):
    pessac = sitting.files[1]
    actions.recuse(sitting.session, sitting.seats["chair"], pessac, "Ancien DGS", sitting.chair)
    item = sitting.items["pessac"]
    with pytest.raises(exceptions.NobodyPresides):
        actions.decide(item, Outcome.LAUREATE, "Motif.", sitting.chair)
    page = session_url(sitting, "deliberation_edit", pessac)
    typed = {"outcome": "laureate", "method": "consensus", "reasons": "Motif."}
    assert client_of(sitting.chair).get(page).status_code == 404
    assert client_of(sitting.chair).post(page, typed).status_code == 404
    assert client_of(sitting.deputy).post(page, typed).status_code == 302
    item.refresh_from_db()
    assert item.outcome == "laureate"
    assert "Chair" not in {str(juror) for juror in item.voters.all()}
    with pytest.raises(exceptions.NobodyPresides):
        actions.decide(sitting.items["vichy"], Outcome.LAUREATE, "Motif.", sitting.deputy)


def test_a_late_recusal_voids_the_decision_taken_with_that_person(decided):
    client = client_of(decided.deputy)
    url = session_url(decided, "deliberation_recuse", decided.files[1])
    assert client.post(url, {"juror": decided.seats["ana"].pk, "reason": "x"}).status_code == 302
    assert decided.session.recusals.count() == 1
    client.post(url, {"juror": decided.seats["deputy"].pk, "reason": "Beau-frère du maire"})
    item = Deliberation.objects.get(pk=decided.items["pessac"].pk)
    assert item.outcome == ""
    assert Conflict.objects.filter(juror=decided.seats["deputy"]).exists()
    assert LogEntry.objects.filter(verb="void").exists()
    with pytest.raises(exceptions.SessionIncomplete, match="sans décision"):
        actions.close_session(decided.session, decided.chair)
    actions.decide(item, Outcome.LAUREATE, "Motif.", decided.chair)
    assert actions.close_session(decided.session, decided.chair).pk


def test_the_chair_notes_anyones_departure(sitting):
    url = session_url(sitting, "deliberation_recuse", sitting.files[2])
    client_of(sitting.chair).post(url, {"juror": sitting.seats["sub"].pk, "reason": "Lien"})
    assert sitting.session.recusals.filter(juror=sitting.seats["sub"]).exists()
    assert (
        client_of(sitting.sub)
        .get(session_url(sitting, "deliberation_edit", sitting.files[2]))
        .status_code
        == 404
    )


def test_closing_is_refused_until_everything_is_settled(sitting):
    chair, items = sitting.chair, sitting.items
    with pytest.raises(exceptions.SessionIncomplete) as refusal:
        actions.close_session(sitting.session, chair)
    assert "1, 2, 3, 4" in str(refusal.value)
    assert "de 2 à 4 lauréats" in str(refusal.value)
    actions.decide(items["renac"], Outcome.LAUREATE, "Motif.", chair)
    for name in ("pessac", "vichy"):
        actions.decide(items[name], Outcome.RESERVE, "Motif.", chair, reserve_rank=1)
    actions.decide(items["thau"], Outcome.LAUREATE, "Motif.", chair)
    with pytest.raises(exceptions.SessionIncomplete, match="Rang donné deux fois"):
        actions.close_session(sitting.session, chair)
    actions.decide(items["vichy"], Outcome.RESERVE, "Motif.", chair, reserve_rank=2)
    Deliberation.objects.filter(pk=items["thau"].pk).update(present_count=0)
    with pytest.raises(exceptions.SessionIncomplete, match="sans quorum"):
        actions.close_session(sitting.session, chair)
    actions.decide(items["thau"], Outcome.NOT_SELECTED, "Motif.", chair)
    with pytest.raises(exceptions.SessionIncomplete, match="vous en avez 1"):
        actions.close_session(sitting.session, chair)
    actions.decide(items["thau"], Outcome.LAUREATE, "Motif.", chair)
    with pytest.raises(exceptions.NobodyPresides):
        actions.close_session(sitting.session, sitting.manager)
    actions.close_session(sitting.session, chair)
    items["thau"].refresh_from_db()
    with pytest.raises(exceptions.SessionNotReady):
        actions.decide(
            Deliberation.objects.get(pk=items["thau"].pk), Outcome.RESERVE, "Motif.", chair
        )
    with pytest.raises(exceptions.SessionNotReady):
        actions.record_attendance(sitting.session, sitting.seats["bob"], "present", chair)


def test_a_file_withdrawn_during_the_sitting_leaves_the_agenda(sitting):
    thau = sitting.files[3]
    thau.status = "withdrawn"
    thau.save()
    page = client_of(sitting.chair).get(session_url(sitting))
    assert "Projet Thau" not in page.text


def test_an_adjourned_sitting_keeps_what_was_decided(decided):
    session = decided.session
    client = client_of(decided.chair)
    client.post(session_url(decided, "session_adjourn"), {"reason": "Plus de quorum"})
    session.refresh_from_db()
    assert session.status == Session.Status.ADJOURNED
    actions.convene(session, decided.manager)
    actions.open_session(session, decided.chair)
    assert session.deliberations.exclude(outcome="").count() == 4
    with pytest.raises(IllegalTransition):
        actions.convene(session, decided.manager)


def test_presences_page_notes_everyone_and_jurors_cannot(sitting):
    url = session_url(sitting, "attendance_edit")
    assert client_of(sitting.ana).get(url).status_code == 404
    assert client_of(sitting.chair).get(url).status_code == 200
    key = f"juror_{sitting.seats['bob'].public_id}"
    client_of(sitting.manager).post(url, {key: "present"})
    assert Attendance.objects.get(juror=sitting.seats["bob"]).presence == "present"


def test_agenda_costs_the_same_with_one_file_and_three(sitting, same_queries):
    def add():
        file = make_file(sitting.call, "Ailleurs")
        position = sitting.session.deliberations.count() + 1
        sitting.session.deliberations.create(application=file, position=position)

    for user in (sitting.chair, sitting.ana, sitting.manager):
        same_queries(lambda user=user: client_of(user).get(session_url(sitting)), add)
