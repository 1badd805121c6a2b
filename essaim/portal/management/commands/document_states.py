from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

DOCUMENT = "docs/states.md"
HEADER = """# États

Fait par `make docs` à partir des tables `TRANSITIONS` des modèles : ne rien y écrire à la main.
Ce que l'horloge sait (ouvert, clos, en retard) n'y figure pas : ces états-là se déduisent.
"""


def _has_states(model) -> bool:
    return model.__module__.startswith("essaim.") and hasattr(model, "TRANSITIONS")


def _diagram(model) -> str:
    field = model._meta.get_field("status")
    title = str(model._meta.verbose_name).capitalize()
    lines = [f"\n## {title} (`{model._meta.label}`)\n", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {value} : {label}" for value, label in field.choices]
    lines.append(f"    [*] --> {field.default}")
    for value, _label in field.choices:
        following = model.TRANSITIONS.get(value, [])
        lines += [f"    {value} --> {after}" for after in following or ["[*]"]]
    return "\n".join([*lines, "```", ""])


def states_document() -> str:
    """The text of docs/states.md: one diagram per model that has states, in the journey's order."""
    with translation.override("fr"):
        return HEADER + "".join(
            _diagram(model) for model in apps.get_models() if _has_states(model)
        )


class Command(BaseCommand):
    help = "Récrit docs/states.md à partir des tables d’états."

    def handle(self, **options):
        (settings.BASE_DIR / DOCUMENT).write_text(states_document())
        self.stdout.write(f"{DOCUMENT} est à jour.")
