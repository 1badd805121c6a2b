"""The real programme and the played demonstration, over the few bodies they name: no long import."""

import json
from io import StringIO

from django.core.management import call_command

from essaim.portal.history import DATA, load
from essaim.territories.models import Family, Organisation

# By its official code, as the directory has it: name, département, population.
BODIES = {
    "75056": ("Paris", "75", 2_103_778),
    "83057": ("Flassans-sur-Issole", "83", 3_706),
    "33318": ("Pessac", "33", 67_339),
    "35237": ("Renac", "35", 1_027),
    "58227": ("Saint-Amand-en-Puisaye", "58", 1_216),
    "59295": ("Hazebrouck", "59", 21_912),
    "38317": ("Le Pont-de-Claix", "38", 10_956),
    "200066744": ("CC Haute-Corrèze Communauté", "19", 31_994),
    "200070738": ("CC Mad et Moselle", "54", 19_144),
}


def load_the_programme() -> None:
    """The calls, laureates, sheets and chain that the installation loads."""
    for code, (name, departement, population) in BODIES.items():
        is_commune = len(code) == 5
        Organisation.objects.create(
            family=Family.COMMUNE if is_commune else Family.EPCI_FP,
            insee_code=code if is_commune else "",
            siren=None if is_commune else code,
            name=name,
            departement_code=departement,
            population=population,
        )
    facts = json.loads(DATA.read_text(encoding="utf-8"))
    bodies = [laureate["organisation"] for laureate in facts["laureates"]]
    codes = {body.get("departement") or body.get("new", {}).get("departement") for body in bodies}
    for code in {*codes, *(row[1] for row in BODIES.values())} - {None}:
        Organisation.objects.create(
            family=Family.DEPARTEMENT,
            insee_code=code,
            departement_code=code,
            name=f"Département {code}",
            short_name=f"Département {code}",
        )
    load()


def load_everything() -> None:
    """The programme, then the whole demonstration, up to the newsletter."""
    load_the_programme()
    call_command("demo", stdout=StringIO())
