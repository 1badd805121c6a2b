"""What was learnt is published: the sheet, its parts, and its frozen versions."""

from essaim.cases.models.case import Case, CaseQuerySet
from essaim.cases.models.parts import Component, Result, Step
from essaim.cases.models.published import CaseVersion, CatalogueEntry

__all__ = ["Case", "CaseQuerySet", "CaseVersion", "CatalogueEntry", "Component", "Result", "Step"]
