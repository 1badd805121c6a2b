"""F13: no room left on the disk: refused in words, nothing broken, and on again without restart.

In full, on a small file system of its own (root only); at one tenth, by forbidding the server to
make any file longer, which works for anyone.
"""

import resource
import secrets
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.faults.clients import deposit, is_acknowledged, read, send
from tests.faults.site import SCALE, Site, scaled
from tests.faults.test_kills import pdf

pytestmark = pytest.mark.faults


class NoLongerFiles:
    """The server's processes may not write beyond the present length of any file."""

    def __init__(self, site: Site):
        self.processes = site.processes

    def fill(self) -> None:
        for process in self.processes():
            resource.prlimit(process, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def free(self) -> None:
        for process in self.processes():
            unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(process, resource.RLIMIT_FSIZE, unlimited)


class SmallDisk:
    """A file system of 64 MB around the site's folder, filled by a file and emptied again."""

    def __init__(self, site: Site):
        self.ballast = Path(site.folder, "ballast")

    def fill(self) -> None:
        with self.ballast.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:
                return

    def free(self) -> None:
        self.ballast.unlink()


@pytest.fixture
def small_site():
    with tempfile.TemporaryDirectory(prefix="essaim-small-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder]
        is_mounted = SCALE >= 1 and subprocess.run(mount, check=False).returncode == 0
        site = Site.new(folder if is_mounted else None)
        yield site, SmallDisk(site) if is_mounted else NoLongerFiles(site)
        site.close()
        if is_mounted:
            # Lazily: the killed server's processes may still be letting go of their files.
            subprocess.run(["umount", "--lazy", folder], check=True)


def test_f13_writes_are_refused_reads_go_on_and_all_is_well_once_there_is_room(small_site):
    site, disk = small_site
    times = scaled(30)
    seeded = site.seed("drafts", clients=1, each=times)
    (person,) = seeded["clients"]
    site.start()
    for public_id in person["drafts"]:
        one = f"/candidatures/{public_id}"
        question = f"{one}/questions/{seeded['question']}/"
        text = secrets.token_hex(2_000)
        assert read(site, person, question).status == 200
        document = {"file": ("plan.pdf", pdf(200_000))}
        disk.fill()
        refused = [send(site, person, f"{one}/fichiers/", {}, document)]
        if site.is_sqlite:  # elsewhere the database has a disk of its own
            refused.append(send(site, person, question, {"value": text, "version": 1}))
            refused.append(deposit(site, person, public_id, secrets.token_hex(32)))
        for reply in refused:
            assert reply.status == 503, reply
            assert "n’est pas enregistré" in reply.body
        assert read(site, person, question).status == 200
        disk.free()
        assert send(site, person, question, {"value": text, "version": 1}).status == 302
        assert send(site, person, f"{one}/fichiers/", {}, document).status == 302
        assert is_acknowledged(deposit(site, person, public_id, secrets.token_hex(32)))
    assert site.violations() == []
