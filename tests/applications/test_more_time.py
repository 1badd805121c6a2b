"""In time or late: at the second, for whom more time was given, by waves, whatever the clock does."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import OutboxMail
from essaim.applications import actions
from essaim.applications.exceptions import CallClosed, NoWaveLeft
from essaim.applications.models import Application, Receipt
from essaim.base.exceptions import LinkNotValid
from essaim.calls import actions as calls
from essaim.calls.models import Call
from tests.applications.mailbox import link_in
from tests.factories import OrganisationFactory, TeamMemberFactory, UserFactory
from tests.personas import client_of

SECOND, MINUTE, HOUR, DAY = (timedelta(**{u: 1}) for u in ("seconds", "minutes", "hours", "days"))


def url(name, application, *args):
    return reverse(f"applications:{name}", args=[application.public_id, *args])


@pytest.fixture
def manager(call):
    return TeamMemberFactory(programme=call.programme).user


@pytest.fixture
def granted(call, amel, manager):
    """Amel has two days more than everyone."""
    return calls.extend_for(call, amel.email, call.closes_at + DAY * 2, "Hôpital.", manager)


class TestNamed:
    def test_starts_writes_and_submits_after_the_closing(
        self, granted, call, amel, ready, question, submit, time_machine
    ):
        time_machine.move_to(call.closes_at + DAY, tick=False)
        actions.start(call, OrganisationFactory(), by=amel)
        actions.describe(ready, ready.title, list(ready.themes.all()), by=amel)
        actions.answer(ready, question("ailleurs"), "", 0, by=amel)
        client = client_of(amel)
        page = client.get(url("application_detail", ready)).text
        assert "rien n’est encore déposé" in page
        assert "À déposer avant le" in page
        assert "Commencer" in client.get(f"{call.get_absolute_url()}candidater/").text
        sent = {"idempotency_key": secrets.token_hex(32), "confirmed": "on"}
        assert client.post(url("application_submit", ready), sent).status_code == 302
        assert Receipt.objects.exists()

    @pytest.mark.parametrize(
        ("after", "is_taken"),
        [(-SECOND, True), (MINUTE * 15 - SECOND, True), (MINUTE * 15, False)],
    )
    def test_to_the_second(self, granted, ready, submit, time_machine, after, is_taken):
        moment = granted.closes_at + after
        time_machine.move_to(moment, tick=False)
        if is_taken:
            assert submit(ready, received_at=moment)
            return
        with pytest.raises(CallClosed):
            submit(ready, received_at=moment)

    def test_the_co_applicant_of_this_person_writes_too(
        self, granted, call, draft, amel, question, time_machine
    ):
        colin = UserFactory()
        actions.invite(draft, colin.email, "write", by=amel)
        actions.accept_invitation(link_in("invitation"), by=colin)
        time_machine.move_to(call.closes_at + DAY, tick=False)
        actions.answer(draft, question("contexte"), "Un mot.", 0, by=colin)

    def test_nobody_else_gains_anything(self, granted, call, question, time_machine):
        other = UserFactory()
        theirs = actions.start(call, OrganisationFactory(), by=other)
        time_machine.move_to(call.closes_at + DAY, tick=False)
        with pytest.raises(CallClosed):
            actions.answer(theirs, question("contexte"), "Un mot.", 0, by=other)
        with pytest.raises(CallClosed):
            actions.start(call, OrganisationFactory(), by=other)
        page = client_of(other).get(f"{call.get_absolute_url()}candidater/").text
        assert "ne reçoit pas de candidature" in page
        assert "Cet appel est clos" in client_of(other).get(call.get_absolute_url()).text


class TestWaves:
    @pytest.fixture
    def waves(self, call, manager):
        Call.objects.filter(pk=call.pk).update(is_rolling=True, closes_at=None)
        call.refresh_from_db()
        now = timezone.now()
        return [
            calls.add_wave(call, now + DAY * days, manager, f"209{days // 30}-05")
            for days in (30, 90)
        ]

    @pytest.fixture
    def ready(self, waves, ready):
        return Application.objects.get(pk=ready.pk)

    @pytest.mark.parametrize(
        ("after", "number"), [(-SECOND, 1), (MINUTE * 15 - SECOND, 1), (MINUTE * 15, 2)]
    )
    def test_a_deposit_gets_its_wave(self, ready, waves, submit, time_machine, after, number):
        moment = waves[0].closes_at + after
        time_machine.move_to(moment, tick=False)
        submit(ready, received_at=moment)
        ready.refresh_from_db()
        assert ready.wave.number == number

    def test_without_wave_left_one_writes_and_does_not_deposit(
        self, ready, waves, submit, amel, question, manager, call, time_machine
    ):
        time_machine.move_to(waves[1].closes_at + HOUR, tick=False)
        with pytest.raises(NoWaveLeft, match="n’est pas encore annoncée"):
            submit(ready)
        actions.answer(ready, question("ailleurs"), "", 0, by=amel)
        page = client_of(amel).get(url("application_detail", ready)).text
        assert "La prochaine vague n’est pas encore annoncée" in page
        calls.add_wave(call, timezone.now() + DAY * 30, manager)
        assert submit(Application.objects.get(pk=ready.pk))

    def test_the_results_of_a_wave_are_told_to_that_wave_only(self, ready, waves, submit, manager):
        submit(ready)
        selected = Application.objects.filter(pk=ready.pk)
        selected.update(status=Application.Status.NOT_SELECTED)
        assert selected.get().public_status == str(Application.UNDER_EXAMINATION)
        calls.record_wave_results(waves[0], manager)
        assert selected.get().public_status == "non retenue"
        page = client_of(ready.owner).get(url("application_detail", ready)).text
        assert "Résultats de la vague 1 publiés" in page
        selected.update(wave=waves[1])
        assert selected.get().public_status == str(Application.UNDER_EXAMINATION)

    def test_the_receipt_tells_when_the_wave_is_answered(self, ready, waves, submit, amel):
        submit(ready)
        mail = OutboxMail.objects.filter(kind="receipt").latest("pk")
        assert "mai 2091" in mail.text


class TestClockOfTheMachine:
    """The clock jumps while a request is treated, and between two: what counts is its arrival."""

    JUMPS = pytest.mark.parametrize("jump", [-HOUR, HOUR, DAY, -MINUTE * 10])

    def jumping(self, monkeypatch, time_machine, name, jump):
        """The clock jumps once the request has arrived, before the rule is applied."""
        act = getattr(actions, name)

        def jump_then_act(*args, **kwargs):
            time_machine.move_to(timezone.now() + jump, tick=False)
            return act(*args, **kwargs)

        monkeypatch.setattr(actions, name, jump_then_act)

    @JUMPS
    @pytest.mark.parametrize(("after", "is_taken"), [(-SECOND, True), (timedelta(0), False)])
    def test_deposit(self, ready, amel, time_machine, monkeypatch, jump, after, is_taken):
        end = ready.call.grace_ends_at
        time_machine.move_to(end - MINUTE * 5, tick=False)
        client = client_of(amel)
        time_machine.move_to(end + after, tick=False)
        self.jumping(monkeypatch, time_machine, "submit", jump)
        sent = {"idempotency_key": secrets.token_hex(32), "confirmed": "on"}
        answer = client.post(url("application_submit", ready), sent)
        assert answer.status_code == (302 if is_taken else 409)
        assert Receipt.objects.exists() == is_taken
        if is_taken:
            assert Receipt.objects.get().issued_at == end + after

    @JUMPS
    def test_a_deposit_done_stays_done_and_is_not_done_twice(
        self, ready, submit, time_machine, jump
    ):
        first = submit(ready, key="k" * 64)
        time_machine.move_to(timezone.now() + jump, tick=False)
        assert submit(ready, key="k" * 64) == first
        assert submit(ready, key="x" * 64) == first
        assert OutboxMail.objects.filter(kind="receipt").count() == 1

    @JUMPS
    def test_receipts_are_numbered_by_order_not_by_time(
        self, ready, call, submit, time_machine, jump
    ):
        Call.objects.filter(pk=call.pk).update(endorsement_rule="not_asked")
        first = submit(ready)
        time_machine.move_to(timezone.now() + jump, tick=False)
        other = actions.start(call, OrganisationFactory(), by=ready.owner)
        actions.describe(other, "Autre", list(ready.themes.all()), by=ready.owner)
        for entry in ready.answers.all():
            actions.answer(other, entry.question, entry.value, 0, by=ready.owner)
        assert submit(Application.objects.get(pk=other.pk)).sequence == first.sequence + 1

    @JUMPS
    def test_writing(self, draft, amel, question, time_machine, jump):
        """Versions, not times, tell which text is the last."""
        actions.answer(draft, question("contexte"), "Un.", 0, by=amel)
        time_machine.move_to(timezone.now() + jump, tick=False)
        actions.answer(draft, question("contexte"), "Deux.", 1, by=amel)
        stored = draft.answers.get()
        assert (stored.value, stored.version) == ("Deux.", 2)

    @JUMPS
    def test_a_used_link_does_not_live_again(self, draft, amel, time_machine, jump):
        colin = UserFactory()
        actions.invite(draft, colin.email, "write", by=amel)
        token = link_in("invitation")
        actions.accept_invitation(token, by=colin)
        time_machine.move_to(timezone.now() + jump, tick=False)
        with pytest.raises(LinkNotValid):
            actions.accept_invitation(token, by=UserFactory())

    @pytest.mark.parametrize(
        "closes_at",
        [
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the first 2:30 in Paris
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # the second one
            datetime(2027, 3, 28, 1, 0, tzinfo=UTC),  # 2:00 jumps to 3:00
            datetime(2028, 2, 29, 22, 59, tzinfo=UTC),
            datetime(2027, 12, 31, 22, 59, tzinfo=UTC),
        ],
    )
    def test_odd_nights(self, ready, submit, time_machine, closes_at):
        Call.objects.filter(pk=ready.call_id).update(
            opens_at=closes_at - DAY * 20, closes_at=closes_at
        )
        application = Application.objects.get(pk=ready.pk)
        end = closes_at + MINUTE * 15
        with pytest.raises(CallClosed):
            submit(application, received_at=end)
        assert submit(application, received_at=end - SECOND).issued_at == end - SECOND
