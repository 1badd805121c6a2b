"""The web process stays light: what computes for the jury is loaded by the worker's own processes."""

import os
import subprocess
import sys

HEAVY = ("numpy", "scipy", "ortools")
LOADING = """
import sys, django
django.setup()
import essaim.urls, essaim.wsgi, essaim.portal.jobs
from django.urls import get_resolver
assert len(get_resolver().url_patterns) > 3
print(*(name for name in {heavy!r} if name in sys.modules))
"""


def test_neither_the_pages_nor_the_turns_of_the_worker_load_the_libraries_of_computing():
    """75 MB, in each web process: see docs/dependencies.md."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "essaim.settings"}
    code = LOADING.format(heavy=HEAVY)
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == []
