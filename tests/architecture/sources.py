"""The project's own text, as the architecture tests read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
ESSAIM = ROOT / "essaim"

# Bottom to top; the packages of one row do not know each other.
ROWS = (
    ("base",),
    ("territories",),
    ("accounts",),
    ("calls",),
    ("applications",),
    ("jury", "support"),
    ("cases",),
    ("replications", "outreach"),
    ("portal", "api"),
)
APPS = tuple(app for row in ROWS for app in row)


def is_ahead(app: str, other: str) -> bool:
    """Whether ``app`` may not know ``other``: it comes later, or stands on the same row.

    Apps that are not ours (auth, allauth's) are behind everyone.
    """
    row_of = {name: number for number, row in enumerate(ROWS) for name in row}
    return app != other and row_of.get(other, -1) >= row_of[app]


def app_of(path: Path) -> str:
    """The app of a file under essaim/, "" for the settings and the root urls."""
    parts = path.relative_to(ESSAIM).parts
    return parts[0] if len(parts) > 1 else ""


def python_files() -> list[Path]:
    return [path for path in sorted(ESSAIM.rglob("*.py")) if "migrations" not in path.parts]


def templates() -> list[Path]:
    """Every template of ours: pages, mails (text and HTML), SVG and XML documents."""
    found = ESSAIM.glob("*/templates/**/*")
    return sorted(path for path in found if path.is_file())


def template_name(path: Path) -> str:
    return path.relative_to(ESSAIM / app_of(path) / "templates").as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def our_models() -> list[type[Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
