import os
import secrets
from pathlib import Path

from django.core.files.storage import FileSystemStorage


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class DurableStorage(FileSystemStorage):
    """Files on disk that survive a power cut once save() has returned.

    Django's own storage never calls fsync. Here the bytes go to a temporary name, the file is
    fsynced, renamed, and its folder fsynced; only then may a row refer to it.
    """

    def _save(self, name, content):
        target = Path(self.path(name))
        self._make_folder(target.parent)
        draft = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with open(draft, "xb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(draft, 0o640)
            os.rename(draft, target)
        finally:
            draft.unlink(missing_ok=True)
        _fsync(target.parent)
        return name

    def _make_folder(self, folder: Path) -> None:
        """Each missing folder, for its owner and group only, itself written for good."""
        if not folder.is_dir():
            self._make_folder(folder.parent)
            folder.mkdir(exist_ok=True, mode=0o750)
            _fsync(folder.parent)
