"""S53, F16: no answer of the antivirus, late, broken or absent, is ever taken for « clean »."""

import os
import socket
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.applications import actions, scanning
from essaim.applications.actions import scanning as job
from essaim.applications.exceptions import BadFile, NotReady
from essaim.applications.models import Attachment
from essaim.applications.readiness import Readiness
from essaim.applications.scanning import ScannerDown, ScannerFailed, Verdict, scan
from essaim.settings import scanner_from_url
from tests.applications.clamd import EICAR, clamd
from tests.applications.mailbox import last_mail, recipients
from tests.personas import client_of

__all__ = ["clamd"]
pytestmark = pytest.mark.django_db
Scan = Attachment.Scan


@pytest.fixture
def joined(draft, amel, pdf):
    return actions.add_attachment(draft, pdf("devis.pdf"), by=amel)


@pytest.fixture
def infected(clamd, joined):
    clamd.answer = b"stream: Win.Test.EICAR FOUND\0"
    actions.scan_due()
    joined.refresh_from_db()
    return joined


def state(attachment) -> str:
    attachment.refresh_from_db()
    return attachment.scan_status


def download_url(attachment) -> str:
    names = [attachment.application.public_id, attachment.public_id]
    return reverse("applications:attachment_download", args=names)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("", None),
        ("tcp://clamav:3311", ("clamav", 3311)),
        ("tcp://clamav", ("clamav", 3310)),
        ("unix:///run/clamd.ctl", "/run/clamd.ctl"),
    ],
)
def test_the_address_comes_from_the_environment(url, address):
    assert scanner_from_url(url) == address


def test_another_address_is_refused_at_once():
    with pytest.raises(ValueError, match="tcp"):
        scanner_from_url("http://clamav")


def test_the_file_arrives_whole_and_the_answer_is_read(clamd):
    content = os.urandom(300_000)
    assert scan(clamd.address, [content[:100_000], b"", content[100_000:]]) == Verdict.CLEAN
    assert clamd.received == [content]
    assert scan(clamd.address, [b"avant ", EICAR]) == Verdict.INFECTED
    clamd.answer = b"INSTREAM size limit exceeded. ERROR\0"
    assert scan(clamd.address, [b"x"]) == Verdict.UNREADABLE


def test_a_socket_of_this_machine_answers_too(tmp_path):
    with pytest.raises(ScannerDown):
        scan(str(tmp_path / "absent.ctl"), [b"x"])


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK",  # cut before its end
        b"stream: O",
        b"OK\0",
        b"stream: OK FOUNDX\0",
        b"stream: lstat() failed. ERROR\0",
        b"\xff" * 10_000,
        b"HTTP/1.1 200 OK\r\n\r\n\0",
    ],
)
def test_anything_else_is_no_answer(clamd, answer):
    clamd.answer = answer
    with pytest.raises(ScannerFailed):
        scan(clamd.address, [b"x"], seconds=2)


def test_a_late_answer_is_no_answer(clamd):
    clamd.pause = 3
    with pytest.raises(ScannerFailed):
        scan(clamd.address, [b"x"], seconds=0.3)


def test_a_crash_in_the_middle_is_no_answer(clamd):
    clamd.breaks_after = 65_536
    with pytest.raises(ScannerFailed):
        scan(clamd.address, (b"x" * 65_536 for _n in range(200)), seconds=5)


def test_without_antivirus_a_document_is_said_not_analysed(joined, amel):
    assert state(joined) == Scan.UNAVAILABLE
    page = client_of(amel).get(
        reverse("applications:attachment_list", args=[joined.application.public_id])
    )
    assert "non analysé" in page.text
    Attachment.objects.update(scan_status=Scan.PENDING)
    assert actions.scan_due() == 1
    assert state(joined) == Scan.UNAVAILABLE
    assert actions.scan_due() == 0


def test_a_document_waits_then_is_clean(clamd, joined):
    assert state(joined) == Scan.PENDING
    assert actions.scan_due() == 1
    assert state(joined) == Scan.CLEAN
    assert joined.scanned_at
    assert actions.scan_due() == 0


def test_what_was_joined_before_the_antivirus_is_analysed(joined, request):
    request.getfixturevalue("clamd")
    assert state(joined) == Scan.UNAVAILABLE
    actions.scan_due()
    assert state(joined) == Scan.CLEAN


def test_a_scanner_that_is_down_leaves_it_waiting_and_is_told(settings, joined):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.CLAMD = closed.getsockname()
    Attachment.objects.update(scan_status=Scan.PENDING)
    with pytest.raises(ScannerDown, match="clamd"):  # an OSError: the worker tells it, and waits
        actions.scan_due()
    assert state(joined) == Scan.PENDING
    assert joined.scan_tries == 0


def test_a_broken_answer_leaves_it_waiting_longer_and_longer(clamd, joined, caplog):
    clamd.answer = b"stream: something ERROR\0"
    assert actions.scan_due() == 0
    assert state(joined) == Scan.PENDING
    assert joined.scan_tries == 1
    assert joined.public_id in caplog.text
    assert not Attachment.objects.due_for_scan(timezone.now()).exists()
    assert Attachment.objects.due_for_scan(timezone.now() + timedelta(minutes=2)).exists()
    Attachment.objects.update(scan_tries=50)
    assert not Attachment.objects.due_for_scan(timezone.now() + timedelta(minutes=50)).exists()
    assert Attachment.objects.due_for_scan(timezone.now() + timedelta(minutes=61)).exists()


def test_one_document_that_breaks_it_does_not_stop_the_others(clamd, draft, amel, pdf, monkeypatch):
    first, second = (actions.add_attachment(draft, pdf(), by=amel) for _n in range(2))
    real, calls = job.scan, []

    def breaks_once(*args):
        calls.append(args)
        if len(calls) == 1:
            raise ScannerFailed("cut")
        return real(*args)

    monkeypatch.setattr(job, "scan", breaks_once)
    assert actions.scan_due() == 1
    assert {state(first), state(second)} == {Scan.PENDING, Scan.CLEAN}


def test_a_virus_is_told_once_with_what_to_do(infected, amel):
    assert recipients("infected") == [amel.email]
    text = last_mail("infected").text
    assert "Retirez ce fichier" in text
    assert "/fichiers/" in text
    stale = Attachment.objects.get(pk=infected.pk)
    stale.scan_status = Scan.PENDING  # as another worker read it before
    assert not job._settle(stale, Verdict.INFECTED)
    assert recipients("infected") == [amel.email]


def test_nobody_opens_an_infected_document(infected, amel):
    answer = client_of(amel).get(download_url(infected))
    assert answer.status_code == 403
    assert "virus" in answer.text
    page = client_of(amel).get(
        reverse("applications:attachment_list", args=[infected.application.public_id])
    )
    assert "virus trouvé" in page.text
    assert download_url(infected) + '"' not in page.text


def test_a_document_not_analysed_yet_opens_for_whoever_added_it_alone(people, clamd, pdf):
    application = people.application
    attachment = Attachment(application=application, added_by=people.applicant, name="devis.pdf")
    attachment.content_type, attachment.size, attachment.sha256 = "application/pdf", 3, "0" * 64
    attachment.file.save("devis.pdf", pdf())
    url = download_url(attachment)
    assert b"".join(client_of(people.applicant).get(url)).startswith(b"%PDF")
    for other in (people.co_applicant, people.examiner):
        answer = client_of(other).get(url)
        assert answer.status_code == 423
        assert "analyse antivirus" in answer.text
    assert client_of(people.other_applicant).get(url).status_code == 404
    actions.scan_due()
    assert b"".join(client_of(people.examiner).get(url)).startswith(b"%PDF")


def test_no_deposit_with_an_infected_document(ready, amel, pdf, clamd, submit):
    attachment = actions.add_attachment(ready, pdf("devis.pdf"), by=amel)
    Attachment.objects.update(scan_status=Scan.INFECTED)
    assert any("virus" in sentence for sentence in Readiness(ready).missing)
    with pytest.raises(NotReady, match="virus"):
        submit(ready)
    attachment.refresh_from_db()
    with pytest.raises(BadFile, match="virus"):
        actions.files.check_files([attachment])


def test_a_deposit_does_not_wait_for_the_antivirus(filled, amel, pdf, clamd, endorse, submit):
    attachment = actions.add_attachment(filled, pdf(), by=amel)
    endorse(filled)
    filled.refresh_from_db()
    assert submit(filled).number
    assert state(attachment) == Scan.PENDING


def test_a_missing_file_is_no_clean_file(clamd, joined, caplog):
    joined.file.storage.delete(joined.file.name)
    assert actions.scan_due() == 0
    assert state(joined) == Scan.PENDING


def test_a_minute_is_the_longest_wait():
    assert scanning.MOST_SECONDS <= 60
