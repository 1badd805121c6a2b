"""A case travels: the adopter's own record, linked to the version it comes from."""

from essaim.replications.models.records import Adaptation, LineageEdge, Verification
from essaim.replications.models.replication import Replication, ReplicationQuerySet

__all__ = ["Adaptation", "LineageEdge", "Replication", "ReplicationQuerySet", "Verification"]
