"""The process in which a file is read: little memory, little time, nothing of ours within reach.

The libraries that read PDF and images are written in C++ and C. A file made to crash them, or to
fill the memory, ends this process and not the one that serves everybody. It is given the bytes on
its standard input, and answers one line of JSON, then the bytes to keep.
"""

import json
import resource
import sys
from collections.abc import Callable

from essaim.applications.parsing.problems import Problem, Refused

MOST_MEMORY = 384 * 2**20  # of addresses, shared libraries included
MOST_SECONDS = 20

# (bytes) → (bytes to keep, codes of what to tell those who open it). Raises Refused.
Check = Callable[[bytes], tuple[bytes, list[str]]]


def serve(check: Check, most_memory: int = MOST_MEMORY) -> None:
    """Check what comes on the standard input, under limits that nothing here can lift."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
    content = b""
    answer: dict[str, str | list[str]] = {}
    try:
        content, answer["warnings"] = check(sys.stdin.buffer.read())
    except Refused as refused:
        answer["problem"] = refused.problem
    except (MemoryError, RecursionError):
        answer["problem"] = Problem.BOMB
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)
