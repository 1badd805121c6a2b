"""S52: documents come from a host name of their own when one is set; that host gives nothing else."""

from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from essaim.applications import actions
from essaim.applications.filehost import LASTS, SALT
from essaim.applications.models import Attachment
from tests.applications.mailbox import link_in
from tests.factories import TeamMemberFactory, UserFactory
from tests.personas import client_of

HOST = "fichiers.essaim.example"


@pytest.fixture
def apart(settings):
    settings.FILES_URL = f"https://{HOST}"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, HOST]


@pytest.fixture
def joined(draft, amel, pdf):
    return actions.add_attachment(draft, pdf("devis.pdf"), by=amel)


def page_of(attachment) -> str:
    names = [attachment.application.public_id, attachment.public_id]
    return reverse("applications:attachment_download", args=names)


def address_of(attachment, user) -> str:
    answer = client_of(user).get(page_of(attachment))
    assert answer.status_code == 302
    return answer.headers["Location"]


def there(address: str, **how):
    """Opened in a browser that never signed in on that host."""
    return Client(headers={"host": HOST}).get(urlsplit(address).path, **how)


def test_without_it_all_stays_as_it_is(joined, amel):
    answer = client_of(amel).get(page_of(joined))
    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"%PDF")


def test_the_page_sends_to_the_other_host_which_gives_the_file(apart, joined, amel):
    address = address_of(joined, amel)
    assert address.startswith(f"https://{HOST}/")
    answer = there(address)
    assert b"".join(answer).startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="devis.pdf"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not answer.cookies


def test_the_address_lasts_two_minutes(apart, joined, amel, time_machine):
    address = address_of(joined, amel)
    now = joined.added_at.timestamp()
    time_machine.move_to(now + LASTS - 5)
    assert there(address).getvalue()
    time_machine.move_to(now + LASTS + 30)
    answer = there(address)
    assert answer.status_code == 410
    assert "a expiré" in answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_it_is_bound_to_its_file_and_its_reader(apart, joined, amel, pdf):
    other = actions.add_attachment(joined.application, pdf("autre.pdf"), by=amel)
    tokens = [urlsplit(address_of(one, amel)).path.strip("/") for one in (joined, other)]
    assert tokens[0] != tokens[1]
    content, rest = tokens[0].split(":", 1)
    mixed = f"{tokens[1].split(':', 1)[0]}:{rest}"
    for wrong in (mixed, f"{content}x:{rest}", tokens[0][:-1], f"{tokens[0]}a"):
        assert there(f"/{wrong}/").status_code == 404


def test_the_right_is_checked_again_when_it_is_opened(apart, joined, amel, marie):
    address = address_of(joined, marie)
    joined.application.members.all().delete()
    assert there(address).status_code == 404
    gone = address_of(joined, amel)
    type(amel).objects.filter(pk=amel.pk).update(is_active=False)
    assert there(gone).status_code == 404


def test_the_scan_is_looked_at_again_too(apart, joined, amel):
    address = address_of(joined, amel)
    Attachment.objects.filter(pk=joined.pk).update(scan_status=Attachment.Scan.INFECTED)
    answer = there(address)
    assert answer.status_code == 403
    assert "virus" in answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_who_may_not_open_it_gets_no_address(apart, joined, amel):
    assert client_of(UserFactory()).get(page_of(joined)).status_code == 404
    answer = client_of(None).get(page_of(joined))
    assert HOST not in answer.headers["Location"]
    Attachment.objects.filter(pk=joined.pk).update(scan_status=Attachment.Scan.INFECTED)
    answer = client_of(amel).get(page_of(joined))
    assert answer.status_code == 403
    assert "Ce n’est pas possible" in answer.text


def every_path() -> list[str]:
    """The pages of the site whose address takes no argument, and what else it serves."""
    found = [
        f"/{app.pattern}{page.pattern}"
        for app in get_resolver().url_patterns
        for page in getattr(app, "url_patterns", [])
        if isinstance(page, URLPattern) and not page.pattern.converters
    ]
    return ["/static/base/essaim.css", *(path for path in found if path.isascii())]


def test_that_host_gives_nothing_else(apart, joined, amel):
    paths = [*every_path(), page_of(joined), joined.application.get_absolute_url(), "/inconnu/"]
    assert len(paths) > 20
    signed_in = client_of(amel)
    for path in paths:
        answer = signed_in.get(path, headers={"host": HOST})
        assert answer.status_code == 404, path
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8", path
        assert not answer.cookies, path


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_nor_does_it_take_anything(apart, joined, amel, method):
    path = urlsplit(address_of(joined, amel)).path
    answer = getattr(Client(headers={"host": HOST}), method)(path)
    assert answer.status_code == 405


def test_a_signature_for_a_page_opens_no_page(apart, joined, amel):
    """Even signed by ourselves, only what gives a document is answered there."""
    for path in (joined.application.get_absolute_url(), "/administration/", "/inconnu/"):
        token = signing.dumps([path, amel.pk], salt=SALT)
        assert there(f"/{token}/").status_code == 404


def test_head_looks(apart, joined, amel):
    path = urlsplit(address_of(joined, amel)).path
    answer = Client(headers={"host": HOST}).head(path)
    assert answer.status_code == 200
    answer.getvalue()  # a file is closed once it has been read


def test_the_direction_reads_without_account(apart, filled, amel, pdf):
    joined = actions.add_attachment(filled, pdf("devis.pdf"), by=amel)
    actions.ask_endorsement(filled, "dgs@exemple.fr", "", by=amel)
    url = reverse(
        "applications:endorsement_file", args=[link_in("endorsement_request"), joined.public_id]
    )
    address = Client().get(url).headers["Location"]
    assert address.startswith(f"https://{HOST}/")
    assert b"".join(there(address)).startswith(b"%PDF")


def test_the_export_of_a_team_too(apart, call, ready, submit):
    submit(ready)
    manager = TeamMemberFactory(programme=call.programme).user
    export = actions.ask_export(call, "csv", "", manager)
    while actions.go_on_exporting():
        pass
    url = reverse("applications:export_download", args=[export.public_id])
    address = client_of(manager).get(url).headers["Location"]
    assert there(address).getvalue()


def test_another_host_is_still_the_site(apart, joined, amel):
    assert client_of(amel).get("/", headers={"host": "localhost"}).status_code == 200
