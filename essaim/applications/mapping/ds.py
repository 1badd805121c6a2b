"""Reads what the GraphQL API of Démarches Simplifiées (Démarche numérique) answers.

Its public schema: demarche.dossiers.nodes, or edges; groupeInstructeur.dossiers; dossier. One file
may hold one answer, several (a list, or one after the other), or a bare list of dossiers. A field
is known by the id of its descriptor, the same in every dossier. What a field holds is told by its
shape, so a query of one's own, with or without __typename, reads as well as the State's.
"""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from essaim.applications.exceptions import ImportRefused
from essaim.applications.mapping.records import (
    Field,
    Reading,
    Record,
    RemoteFile,
    Value,
    clean,
)

CONTAINERS = (
    *("data", "demarche", "groupeInstructeur", "dossiers", "dossier"),
    *("nodes", "edges", "node"),
)
# The aliases of the State's own query, then the names of the schema.
SCALARS = ("decimalNumber", "integerNumber", "datetime", "date", "civilite", "value")
TITLES = {"HeaderSectionChamp", "ExplicationChamp"}
DEPOSITED, EMAIL = "dossier.dateDepot", "dossier.usager"
BODY, PERSON = "dossier.demandeur", "dossier.personne"
SAMPLE_LENGTH = 120


def read_ds(content: bytes) -> Reading:
    """Raises ImportRefused when the file holds no dossier; a dossier is never half read."""
    pages = list(_documents(content))
    dossiers = list(_dossiers(pages))
    if not dossiers:
        raise ImportRefused(_why_empty(pages))
    labels = _fixed_labels()
    records = [_record(place, dossier, labels) for place, dossier in enumerate(dossiers, start=1)]
    return Reading(_fields(records, labels), records, _notes(pages))


def _documents(content: bytes) -> Iterator:
    """The JSON values of the file, one after the other."""
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    try:
        text = content.decode("utf-8-sig").strip()
        while text:
            document, end = decoder.raw_decode(text)
            yield document
            text = text[end:].lstrip(" \t\r\n,")
    except (ValueError, RecursionError):
        raise ImportRefused(
            _(
                "Ce fichier n’est pas du JSON complet. Enregistrez de nouveau la réponse de "
                "Démarches Simplifiées, sans la modifier, puis recommencez."
            )
        ) from None


def _refuse_constant(name: str):
    raise ValueError(name)


def _dossiers(node) -> Iterator[dict]:
    if isinstance(node, list):
        for item in node:
            yield from _dossiers(item)
    elif isinstance(node, dict):
        if "number" in node and ("champs" in node or "dateDepot" in node):
            yield node
            return
        for name in CONTAINERS:
            yield from _dossiers(node.get(name))


def _why_empty(pages: list) -> str:
    for page in pages:
        errors = page.get("errors") if isinstance(page, dict) else None
        if isinstance(errors, list) and errors and isinstance(errors[0], dict):
            return _(
                "Démarches Simplifiées a répondu par une erreur : « {message} ». "
                "Demandez de nouveau les dossiers, puis choisissez le nouveau fichier."
            ).format(message=clean(errors[0].get("message", ""))[:200])
    return _(
        "Ce fichier ne contient aucun dossier. Il faut la réponse de Démarches Simplifiées à la "
        "question « demarche », avec ses dossiers et leurs champs."
    )


def _notes(pages: list) -> tuple[str, ...]:
    """Whether pages are missing: the last one says that another follows."""
    infos = list(_page_infos(pages))
    if infos and infos[-1].get("hasNextPage"):
        return (
            _(
                "Ce fichier n’a pas tous les dossiers : la dernière page annonce une suite. "
                "Téléchargez les pages suivantes et reprenez-les aussi."
            ),
        )
    return ()


def _page_infos(node) -> Iterator[dict]:
    if isinstance(node, list):
        for item in node:
            yield from _page_infos(item)
    elif isinstance(node, dict):
        if isinstance(node.get("pageInfo"), dict):
            yield node["pageInfo"]
        for name in CONTAINERS[:4]:
            yield from _page_infos(node.get(name))


def _fixed_labels() -> dict[str, str]:
    return {
        DEPOSITED: _("Dossier : date de dépôt"),
        EMAIL: _("Dossier : adresse de l’usager"),
        BODY: _("Dossier : structure qui demande (SIRET)"),
        PERSON: _("Dossier : personne qui demande"),
    }


def _fields(records: list[Record], labels: dict[str, str]) -> list[Field]:
    samples: dict[str, str] = {}
    for record in records:
        for key, value in record.values.items():
            samples.setdefault(key, "")
            samples[key] = samples[key] or _sample(value)
    return [Field(key, label, samples[key]) for key, label in labels.items() if key in samples]


def _sample(value: Value) -> str:
    text = " ".join(value.text.split()) or ", ".join(file.name for file in value.files)
    return text if len(text) <= SAMPLE_LENGTH else text[: SAMPLE_LENGTH - 1] + "…"


def _record(place: int, dossier: dict, labels: dict[str, str]) -> Record:
    values = _fixed_values(dossier)
    for name in ("champs", "annotations"):
        for champ in _dicts(dossier.get(name)):
            key = _key(champ)
            if key and champ.get("__typename") not in TITLES:
                values[key] = _value(champ)
                labels.setdefault(key, _label(champ, name))
    problem = ""
    if dossier.get("dateSuppressionParUsager"):
        problem = _("Le porteur a supprimé ce dossier à la source : il n’est pas à reprendre.")
    return Record(place, _text(dossier.get("number")), values, problem, _left_behind(dossier))


def _label(champ: dict, name: str) -> str:
    label = " ".join(_text(champ.get("label")).split()) or _("Champ sans nom")
    return _("Annotation : {label}").format(label=label) if name == "annotations" else label


def _left_behind(dossier: dict) -> tuple[str, ...]:
    """What is at the source and does not come along, in words."""
    left = []
    decided = {
        "accepte": _("accepté"),
        "refuse": _("refusé"),
        "sans_suite": _("classé sans suite"),
    }.get(_text(dossier.get("state")))
    if decided:
        left.append(
            _("Dossier {decision} à la source : la décision n’est pas reprise.").format(
                decision=decided
            )
        )
    if messages := len(_dicts(dossier.get("messages"))):
        left.append(
            _("Messages à la source, qui ne sont pas repris : {count}.").format(count=messages)
        )
    return tuple(left)


def _fixed_values(dossier: dict) -> dict[str, Value]:
    usager, asker = _dict(dossier.get("usager")), _dict(dossier.get("demandeur"))
    values = {
        DEPOSITED: Value(_text(dossier.get("dateDepot"))),
        EMAIL: Value(_text(usager.get("email"))),
    }
    if siret := _text(asker.get("siret")):
        values[BODY] = Value(_company(asker) or siret, code=siret)
    if person := " ".join(_text(asker.get(name)) for name in ("prenom", "nom")).strip():
        values[PERSON] = Value(person)
    return values


def _company(body: dict) -> str:
    company = _dict(body.get("entreprise"))
    return _text(company.get("raisonSociale")) or _text(company.get("nomCommercial"))


def _key(champ: dict) -> str:
    """The descriptor's id. That of the field itself, for an older answer, is the same at the root."""
    return _text(champ.get("champDescriptorId")) or _text(champ.get("id"))


def _value(champ: dict) -> Value:
    """What a field holds, told by its shape."""
    written = clean(champ.get("stringValue") or "")
    if rows := _rows(champ):
        return Value("\n".join(rows))
    if files := [*_dicts(champ.get("files")), *_dicts([champ.get("file")])]:
        return Value(written, files=tuple(_file(file) for file in files))
    if isinstance(champ.get("values"), list):
        parts = tuple(clean(part) for part in champ["values"] if part is not None)
        return Value(", ".join(parts) or written, parts=parts)
    if champ.get("primaryValue") or champ.get("secondaryValue"):
        pair = (_text(champ.get(name)) for name in ("primaryValue", "secondaryValue"))
        return Value(" / ".join(part for part in pair if part))
    return _place(champ, written) or _scalar(champ, written)


def _scalar(champ: dict, written: str) -> Value:
    for name in ("checked", "selected", "value"):
        if isinstance(champ.get(name), bool):
            return Value(_("oui") if champ[name] else _("non"))
    for name in SCALARS:
        if isinstance(champ.get(name), str | int | float):
            return Value(clean(champ[name]))
    return Value(written)


def _place(champ: dict, written: str) -> Value | None:
    """A body or a place, with its public code. An address is neither."""
    body = _dict(champ.get("etablissement"))
    if siret := _text(body.get("siret")):
        return Value(_company(body) or written or siret, code=siret)
    if "address" in champ:
        return None
    for name, prefix in (("commune", ""), ("epci", ""), ("departement", ""), ("region", "REG-")):
        place = _dict(champ.get(name))
        if code := _text(place.get("code")):
            return Value(_text(place.get("name")) or written or code, code=f"{prefix}{code}")
    return None


def _rows(champ: dict) -> list[str]:
    """A repeated block, one line per row: « label : text ; label : text »."""
    if "rows" in champ:
        rows = [_dicts(row.get("champs")) for row in _dicts(champ["rows"])]
    else:
        rows = [[inner] for inner in _dicts(champ.get("champs"))]
    lines = []
    for row in rows:
        cells = [(_text(inner.get("label")), _value(inner).text) for inner in row]
        lines.append(" ; ".join(f"{label}\u00a0: {text}" for label, text in cells if text))
    return [line for line in lines if line]


def _file(file: dict) -> RemoteFile:
    size = _text(file.get("byteSize") or file.get("byteSizeBigInt"))
    return RemoteFile(
        name=_text(file.get("filename"))[:200],
        url=_text(file.get("url")),
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 16 else 0,
        md5=_text(file.get("checksum")),
    )


def _dict(value) -> dict:
    return value if isinstance(value, dict) else {}


def _dicts(value) -> list[dict]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean(value).strip()
