"""Settings come from the environment as addresses; a wrong one says so at once."""

import pytest

from essaim.settings import database_from_url, files_url, mailer_from_url, storage_from_url


def test_sqlite_waits_for_its_turn_and_for_the_disk():
    found = database_from_url("sqlite:////srv/essaim.sqlite3")
    assert found["NAME"] == "/srv/essaim.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


def test_postgresql_with_a_password_that_must_be_quoted():
    found = database_from_url("postgresql://essaim:p%40ss@db:5433/essaim?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "essaim",
        "p@ss",
        "db",
        "5433",
    )
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_mail_by_smtp_or_to_a_folder():
    found = mailer_from_url("smtp://moi:mot@relais:587?starttls=1")
    assert found["OPTIONS"]["use_tls"]
    assert not found["OPTIONS"]["use_ssl"]
    assert mailer_from_url("file:///tmp/mails")["OPTIONS"] == {"file_path": "/tmp/mails"}


def test_files_in_a_folder():
    assert storage_from_url("file:///srv/pieces")["OPTIONS"] == {"location": "/srv/pieces"}


@pytest.mark.parametrize("read", [database_from_url, mailer_from_url, storage_from_url])
def test_an_unknown_scheme_is_refused_by_name(read):
    with pytest.raises(ValueError, match="ftp"):
        read("ftp://ailleurs/")


def test_files_come_from_another_host_or_from_the_site():
    site = "https://essaim.example"
    assert files_url("", site) == ""
    assert files_url("https://Fichiers.essaim.example/", site) == "https://fichiers.essaim.example"
    wrong = ("ftp://a.fr", "a.fr", site, f"{site}:8443", "https://a.fr/chemin", "https://a.fr?b")
    for url in wrong:
        with pytest.raises(ValueError, match="FILES_URL"):
            files_url(url, site)
