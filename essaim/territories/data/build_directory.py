"""Builds the directory shipped with Essaim from the official package of the French State.

    npm pack @etalab/decoupage-administratif@6.0.0
    tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python essaim/territories/data/build_directory.py package/data

Data under Licence Ouverte. Writes directory-2026.csv.xz beside this script: one line for each
body, in an order where whatever a line refers to by its code comes before it. The same input
gives the same bytes.
"""

import csv
import io
import json
import lzma
import sys
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).with_name("directory-2026.csv.xz")
COLUMNS = (
    *("famille", "nature", "siren", "insee", "nom", "nom_court", "codes_postaux", "population"),
    *("epci", "ept", "departement", "region", "remplacee_par"),
)
# INSEE's TNCC code: the article that a name takes after « Département… ».
ARTICLES = ("de ", "d’", "du ", "de la ", "des ", "de l’", "des ", "de las ", "de los ")
FORMER_KINDS = {"commune-deleguee": "COMD", "commune-associee": "COMA"}


def typographic(name: str) -> str:
    return name.replace("'", "’")


def regions(data: dict, population: Counter):
    for item in data["regions"]:
        name = typographic(item["nom"])
        overseas = item["zone"] == "com"
        yield {
            "famille": "region",
            "nature": "COM" if overseas else "",
            "insee": item["code"],
            "nom": name if overseas else f"Région {name}",
            "nom_court": name,
            "population": population["region", item["code"]] or "",
            "region": item["code"],
        }


def departements(data: dict, population: Counter):
    for item in data["departements"]:
        name = typographic(item["nom"])
        overseas = item["zone"] == "com"
        article = ARTICLES[item["typeLiaison"]]
        yield {
            "famille": "departement",
            "nature": "COM" if overseas else "",
            "insee": item["code"],
            "nom": name if overseas else f"Département {article}{name}",
            "nom_court": name,
            "population": population["departement", item["code"]] or "",
            "departement": item["code"],
            "region": item["region"],
        }


def groupings(items: list, family: str, communes: dict):
    """EPCI or EPT; their département is the one where most of their inhabitants live."""
    for item in items:
        people = Counter()
        for member in item["membres"]:
            commune = communes[member["code"]]
            people[commune["departement"], commune["region"]] += commune["population"]
        (departement, region), _count = people.most_common(1)[0]
        yield {
            "famille": family,
            "nature": "" if family == "ept" else item["type"],
            "siren": item["code"],
            "nom": typographic(item["nom"]),
            "population": item.get("populationMunicipale", sum(people.values())),
            "departement": departement,
            "region": region,
        }


def current_communes(data: dict, communes: dict):
    epci_of = {m["code"]: e["code"] for e in data["epci"] for m in e["membres"]}
    ept_of = {m["code"]: e["code"] for e in data["ept"] for m in e["membres"]}
    for code, item in communes.items():
        yield {
            "famille": "commune",
            "siren": item.get("siren", ""),
            "insee": code,
            "nom": typographic(item["nom"]),
            "codes_postaux": " ".join(item.get("codesPostaux", [])),
            "population": item.get("population", ""),
            "epci": epci_of.get(code, ""),
            "ept": ept_of.get(code, ""),
            "departement": item["departement"],
            "region": item["region"],
        }


def former_communes(data: dict, communes: dict):
    """Merged communes. The package gives the successor of each, a name for some, and no date."""
    named = {c["code"]: c for c in data["communes"] if c["type"] in FORMER_KINDS}
    successors = {old: code for code, c in communes.items() for old in c.get("anciensCodes", [])}
    for code, successor in sorted(successors.items()):
        former = named.get(code)
        yield {
            "famille": "commune",
            "nature": FORMER_KINDS[former["type"]] if former else "",
            "insee": code,
            "nom": typographic(former["nom"]) if former else f"Ancienne commune {code}",
            "departement": communes[successor]["departement"],
            "region": communes[successor]["region"],
            "remplacee_par": successor,
        }


def lines(data: dict):
    communes = {c["code"]: c for c in data["communes"] if c["type"] == "commune-actuelle"}
    population = Counter()
    for commune in communes.values():
        for level in ("departement", "region"):
            population[level, commune[level]] += commune.get("population", 0)
    yield from regions(data, population)
    yield from departements(data, population)
    yield from groupings(data["epci"], "epci_fp", communes)
    yield from groupings(data["ept"], "ept", communes)
    yield from current_communes(data, communes)
    yield from former_communes(data, communes)


def main(folder: Path) -> None:
    names = ("regions", "departements", "epci", "ept", "communes")
    data = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in names}
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines(data))
    TARGET.write_bytes(lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
