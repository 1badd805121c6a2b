"""The name under which a document is kept and given back: one that any system accepts."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_NAME = 100
# Windows gives these names to devices, whatever their extension.
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
EXTENSION = re.compile(r"(\.[A-Za-z0-9]{1,8})?$")
NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*]+')


def safe_name(name: str) -> str:
    """The base name, leading to no other folder, without control or direction characters; its
    extension is kept when it is shortened. « document » when nothing is left.
    """
    name = PurePosixPath(name.replace("\\", "/")).name
    name = unicodedata.normalize("NFC", name)
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    name = NOT_IN_A_NAME.sub("_", name).strip(" .") or "document"
    name = f"_{name}" if RESERVED.match(name) else name
    stem, suffix = _split(name)
    return f"{stem[: LONGEST_NAME - len(suffix)].rstrip(' .') or 'document'}{suffix}"


def distinct_name(name: str, taken: set[str]) -> str:
    """The safe name, numbered when it is in ``taken``, to which it is added.

    Two names that differ by case only are the same one: they are on Windows and macOS.
    """
    name = safe_name(name)
    stem, suffix = _split(name)
    number = 2
    while name.casefold() in taken:
        name, number = f"{stem} ({number}){suffix}", number + 1
    taken.add(name.casefold())
    return name


def _split(name: str) -> tuple[str, str]:
    suffix = EXTENSION.search(name)[0]
    return name.removesuffix(suffix), suffix
