"""Fetching from another server: never an inside address, never a redirect, never without end."""

import io
import socket
import ssl

import pytest

from essaim.applications import fetching
from essaim.applications.exceptions import BadFile
from essaim.applications.fetching import Answer, NotReached, fetch, is_public

HOST = "fichiers.exemple.fr"
URL = f"https://{HOST}/devis.pdf?signature=abc"
PRIVATE = """
127.0.0.1 127.1.2.3 0.0.0.0 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1
192.168.255.255 169.254.0.1 169.254.169.254 100.64.0.1 100.127.255.255 192.0.0.1 192.0.2.1
198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1
255.255.255.255 ::1 :: ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:8.8.8.8
fe80::1 fe80::1%eth0 febf::1 fc00::1 fd00::1 fdff::1 fec0::1 ff02::1 ff0e::1 2001:db8::1
2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::a9fe:a9fe 2001::1
100::1 localhost 127.1 0x7f000001 2130706433
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_inside_address_is_never_joined(address):
    assert not is_public(address)
    for found in ([address], ["8.8.8.8", address]):
        with pytest.raises(BadFile, match="intérieure"):
            fetch(URL, {HOST}, 100, resolve=lambda _host, found=found: found, get=pytest.fail)


def test_a_public_address_is_joined_and_no_other():
    asked = []

    def get(host, address, path):
        asked.append((host, address, path))
        return Answer(200, io.BytesIO(b"abc").read, lambda: None)

    assert fetch(URL, {HOST}, 100, resolve=lambda host: ["93.184.216.34"], get=get) == b"abc"
    assert asked == [(HOST, "93.184.216.34", "/devis.pdf?signature=abc")]


@pytest.mark.parametrize(
    "url",
    [
        f"http://{HOST}/a",
        f"ftp://{HOST}/a",
        f"https://{HOST}:8443/a",
        f"https://moi@{HOST}/a",
        f"https://{HOST}@ailleurs.fr/a",
        f"https://{HOST}.ailleurs.fr/a",
        "https://ailleurs.fr/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://[/a",
        f"https://{HOST}:99999/a",
        f"https://{HOST}/a\r\nX: y",
        f"https://{HOST}/é",
        f"//{HOST}/a",
        "file:///etc/passwd",
        "",
    ],
)
def test_an_address_off_the_list_is_not_even_resolved(url):
    with pytest.raises(BadFile):
        fetch(url, {HOST}, 100, resolve=pytest.fail, get=pytest.fail)


@pytest.mark.parametrize("status", [301, 302, 307, 403, 404, 500])
def test_a_redirect_is_not_followed(status):
    with pytest.raises(BadFile, match=str(status)):
        fetch(
            URL,
            {HOST},
            100,
            resolve=lambda host: ["93.184.216.34"],
            get=lambda *asked: Answer(status, pytest.fail, lambda: None),
        )


def test_a_body_too_long_or_too_slow_is_dropped(monkeypatch):
    def endless(size):
        return b"x" * size

    where = {"resolve": lambda host: ["93.184.216.34"]}
    where["get"] = lambda *asked: Answer(200, endless, lambda: None)
    with pytest.raises(BadFile, match="lourd"):
        fetch(URL, {HOST}, 10**6, **where)
    monkeypatch.setattr(fetching, "LONGEST_SECONDS", -1)
    with pytest.raises(NotReached):
        fetch(URL, {HOST}, 10**6, **where)


def test_the_connection_goes_to_the_address_and_checks_the_name(monkeypatch):
    joined = []

    def connect(address, timeout):
        joined.append(address)
        return socket.socket()

    def wrap(context, plain, server_hostname):
        plain.close()
        joined.append((server_hostname, context.verify_mode, context.check_hostname))
        raise ssl.SSLError("refusé")

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", wrap)
    with pytest.raises(NotReached):
        fetch(URL, {HOST}, 100, resolve=lambda host: ["93.184.216.34"])
    assert joined == [("93.184.216.34", 443), (HOST, ssl.CERT_REQUIRED, True)]
