"""Z26: before the results, no score, vote or decision in a log, a task, or a mail."""

import logging
import traceback
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import LogEntry, MailLink, OutboxMail, User
from essaim.jury import actions
from essaim.jury.models import Announcement, Assignment, Computation
from tests.jury.conftest import hand_in
from tests.personas import client_of

CANARY = "canari-7f3a"


def sinks(caplog, printed) -> str:
    """Everything that leaves the tables of the jury."""
    return "\n".join(
        [
            caplog.text,
            printed,
            *(str(vars(mail)) for mail in OutboxMail.objects.all()),
            *(str(vars(link)) for link in MailLink.objects.all()),
            *(str((c.parameters, c.error)) for c in Computation.objects.all()),
            *(str((a.status, a.error)) for a in Announcement.objects.all()),
        ]
    )


def judged(jury):
    """Read, discussed, voted, signed, letters approved and publication ordered."""
    for reading in Assignment.objects.exclude(status=Assignment.Status.RECUSED):
        hand_in(jury, str(reading.juror).lower(), reading.application)
        review = reading.review
        review.comment, review.questions = f"{CANARY}-commentaire", f"{CANARY}-question"
        review.save()
        review.grades.update(reason=f"{CANARY}-motif")
    actions.close_reviews(jury.panel, jury.manager)
    actions.ask_computation(jury.panel, "ranking", {}, jury.manager)
    session = actions.plan_session(jury.panel, timezone.now(), "Rennes", jury.manager)
    actions.convene(session, jury.manager)
    actions.open_session(session, jury.chair)
    seats = dict.fromkeys(jury.seats.values(), "present")
    actions.record_attendances(session, seats, jury.chair)
    outcomes = ["laureate", "laureate", "reserve", "not_selected"]
    code = jury.call.grid.criteria.first().code
    for outcome, item in zip(outcomes, session.deliberations.order_by("pk"), strict=True):
        actions.decide(
            item, outcome, f"{CANARY}-decision", jury.chair,
            reserve_rank=1 if outcome == "reserve" else None,
            debate=f"{CANARY}-debat", advice=f"{CANARY}-conseil", dissent=f"{CANARY}-avis",
            criterion_reasons={code: f"{CANARY}-critere"},
        )  # fmt: skip
    actions.sign_minutes(actions.close_session(session, jury.chair), jury.chair)
    letters = actions.prepare_letters(session, jury.manager)
    actions.approve_letters(session, letters, jury.chair)
    return session


def test_z26_no_sink_holds_a_score_or_a_decision_before_the_results(assigned, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    session = judged(assigned)
    urls = [
        reverse(f"jury:{name}", args=[session.public_id])
        for name in ("minutes_detail", "letter_list", "results_detail", "session_detail")
    ]
    for user in (assigned.manager, assigned.chair, assigned.ana, assigned.outsider):
        for address in urls:
            client_of(user).get(address)
    actions.schedule_announcement(session, assigned.manager)
    client_of(assigned.outsider).post(reverse("jury:results_announce", args=[session.public_id]))
    Announcement.objects.update(due_at=timezone.now())
    told = sinks(caplog, "".join(capfd.readouterr()))
    assert CANARY not in told
    mails = "\n".join(f"{m.subject}\n{m.text}" for m in OutboxMail.objects.all())
    for word in ("lauréate", "non retenue", "liste complémentaire"):
        assert word not in mails
    assert actions.publish_due() == 1
    assert OutboxMail.objects.filter(kind="letter").exists()


def test_z26_a_publication_that_breaks_tells_no_text(assigned, caplog, monkeypatch):
    """What the worker writes of an order it could not carry out holds no word of a letter."""
    caplog.set_level(logging.DEBUG)
    session = judged(assigned)
    order = actions.schedule_announcement(session, assigned.manager)
    Announcement.objects.update(due_at=timezone.now())
    monkeypatch.setattr("essaim.jury.actions.results.send_letter", _broken)
    printed = StringIO()
    with pytest.raises(RuntimeError) as broken:
        call_command("work", "--once", stdout=printed, stderr=printed)
    order.refresh_from_db()
    assert order.status == "waiting"
    trace = "".join(traceback.format_exception(broken.value))
    assert CANARY not in sinks(caplog, printed.getvalue() + trace)


def _broken(letter, by):
    raise RuntimeError("panne")


def test_the_journal_of_the_administrator_tells_no_decision_before_the_results(assigned, settings):
    judged(assigned)
    admin = User.objects.create_superuser("ada@exemple.fr", name="Ada Ministratrice")
    client = client_of(admin)
    listed = reverse("admin:accounts_logentry_changelist")
    entries = LogEntry.objects.filter(verb__in=("decide", "prepare", "approve", "void"))
    pages = [f"{listed}?all=", *(f"{listed}{entry.pk}/change/" for entry in entries)]
    assert len(pages) > 4
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        for word in (
            CANARY,
            "laur",
            "Lauréate",
            "non retenu",
            "liste complémentaire",
            "not_selected",
        ):
            assert word not in answer.text.lower().replace("/laureats/", ""), (page, word)
