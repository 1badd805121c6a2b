"""Brings one document from another tool's server, over HTTPS, and from nowhere else.

The address comes from a file that a person gave: it could name a machine of our own network. So the
host must be on a list (ESSAIM_IMPORT_HOSTS), every address it resolves to must be public, the
connection goes to the very address that was checked, and no redirect is followed.
"""

import base64
import hashlib
import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from essaim.applications.exceptions import BadFile

TIMEOUT_SECONDS = 10
LONGEST_SECONDS = 60
BLOCK = 64 * 1024
# An IPv4 address in an IPv6 one (RFC 6052): the translator would reach the inside.
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class NotReached(Exception):
    """The other server did not answer this time; later, it may."""


@dataclass(frozen=True)
class Answer:
    status: int
    read: Callable[[int], bytes]
    close: Callable[[], None]


def fetch(url: str, hosts: Collection[str], most: int, resolve=None, get=None) -> bytes:
    """The bytes at ``url``, ``most`` at the most.

    Raises BadFile, with what to do, when it must not or cannot be read; NotReached when trying
    again may help. ``resolve(host)`` gives addresses and ``get(host, address, path)`` an Answer.
    """
    host, path = _checked(url, hosts)
    address = _public_address((resolve or _addresses)(host))
    try:
        with closing((get or _get)(host, address, path)) as answer:
            return _read(answer, most)
    except (OSError, http.client.HTTPException) as error:
        raise NotReached(str(error)) from error


def matches(content: bytes, md5: str) -> bool:
    """Whether these bytes have this MD5, in base64. It tells a cut file; it proves no origin."""
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode() == md5


def _checked(url: str, hosts: Collection[str]) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme != "https" or port not in (None, 443) or parts.username is not None:
        raise BadFile(_("L’adresse de ce fichier n’est pas une adresse https ordinaire."))
    if host not in hosts:
        raise BadFile(
            _(
                "Ce fichier est sur « {host} », que cette installation n’a pas le droit de joindre. "
                "Demandez à qui l’administre, ou donnez un ZIP des fichiers."
            ).format(host=host[:100])
        )
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    if any(character <= " " or character > "~" for character in path):
        raise BadFile(_("L’adresse de ce fichier n’est pas une adresse https ordinaire."))
    return host, path


def _addresses(host: str) -> list[str]:
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotReached(str(error)) from error
    return [str(address[0]) for *_rest, address in found]


def _public_address(addresses: list[str]) -> str:
    """The first one, if all of them are public. Raises BadFile."""
    if not addresses or not all(is_public(address) for address in addresses):
        raise BadFile(_("Ce fichier est à une adresse intérieure à un réseau : il n’est pas lu."))
    return addresses[0]


def is_public(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6 and (ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip in TRANSLATED):
        return False
    if ip.version == 6 and ip.is_site_local:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


class _CheckedConnection(http.client.HTTPSConnection):
    """Connects to the address that was checked; the certificate must be that of the name."""

    def __init__(self, host: str, address: str):
        super().__init__(host, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
        self.address = address

    def connect(self):
        plain = socket.create_connection((self.address, 443), TIMEOUT_SECONDS)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def _get(host: str, address: str, path: str) -> Answer:
    connection = _CheckedConnection(host, address)
    connection.request("GET", path, headers={"Accept-Encoding": "identity", "User-Agent": "Essaim"})
    response = connection.getresponse()
    return Answer(response.status, response.read, connection.close)


def _read(answer: Answer, most: int) -> bytes:
    """Block by block: neither a file without end nor a server that drips holds the worker."""
    if answer.status != http.client.OK:
        raise BadFile(
            _(
                "Le serveur d’origine ne donne plus ce fichier (réponse {status}) : son lien a sans "
                "doute expiré. Téléchargez de nouveau les dossiers, ou donnez un ZIP."
            ).format(status=answer.status)
        )
    deadline = time.monotonic() + LONGEST_SECONDS
    blocks, size = [], 0
    while block := answer.read(BLOCK):
        size += len(block)
        if size > most:
            raise BadFile(_("Ce fichier est trop lourd : 20 Mo au plus."))
        if time.monotonic() > deadline:
            raise NotReached("slow")
        blocks.append(block)
    return b"".join(blocks)
