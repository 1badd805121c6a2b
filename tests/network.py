"""No test talks to the outside: only loopback addresses and local sockets answer."""

import ipaddress
import socket

import pytest


def _is_local(family: int, address) -> bool:
    if family == socket.AF_UNIX:
        return True
    host = address[0]
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


@pytest.fixture(autouse=True, scope="session")
def no_network():
    connect = socket.socket.connect

    def guarded(self, address):
        if not _is_local(self.family, address):
            pytest.fail(f"Un essai a voulu joindre {address} : aucun essai ne sort de la machine.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield
