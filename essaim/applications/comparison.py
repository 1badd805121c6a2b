"""Two frozen versions of an application, side by side: only what differs, field by field."""

from django.utils.translation import gettext as _

from essaim.applications.completion import Change
from essaim.applications.models import ApplicationVersion
from essaim.calls.models import Theme


def differences(older: ApplicationVersion, newer: ApplicationVersion) -> list[Change]:
    """In the order of the application: title, themes, answers, documents."""
    before, after = _fields(older.content), _fields(newer.content)
    found = [
        Change(label, before.get(key, ("", ""))[1], text) for key, (label, text) in after.items()
    ]
    found += [Change(label, text, "") for key, (label, text) in before.items() if key not in after]
    return [change for change in found if change.is_changed]


def _fields(content: dict) -> dict[str, tuple[str, str]]:
    """Key → (label, text)."""
    names = dict(Theme.objects.filter(slug__in=content["themes"]).values_list("slug", "name"))
    themes = ", ".join(names.get(slug, slug) for slug in content["themes"])
    answers = {
        f"question:{answer['code']}": (answer["label"], answer["value"])
        for answer in content["answers"]
    }
    files = "\n".join(file["name"] for file in content["attachments"])
    return {
        "title": (_("Titre"), content["title"]),
        "themes": (_("Thèmes"), themes),
        **answers,
        "files": (_("Fichiers joints"), files),
    }
