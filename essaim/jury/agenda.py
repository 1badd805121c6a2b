"""The sitting of a session, item by item, as one person may see it."""

from dataclasses import dataclass

from essaim.jury.models import Deliberation, Juror, Session
from essaim.jury.quorum import Sitting
from essaim.jury.sitting import Room, items_of


@dataclass(frozen=True)
class Item:
    """One file on the agenda. When ``is_closed`` (the viewer's recusal) a page says only that."""

    deliberation: Deliberation
    is_closed: bool
    sitting: Sitting
    recused: list[Juror]


def agenda_of(session: Session, user) -> list[Item]:
    """Every file in running order. The quorum of a file closed to the viewer is computed, not shown."""
    room = Room(session)
    closed = session.panel.organisations_closed_to(user)
    return [
        Item(
            item,
            item.application.organisation_id in closed,
            room.sitting_on(item.application_id),
            room.people(room.recused.get(item.application_id, set())),
        )
        for item in items_of(session)
    ]
