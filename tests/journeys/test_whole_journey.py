"""From the open call to a published replication, as thirteen people, by the pages only."""

import pytest

from tests.applications.files import pdf_bytes
from tests.journeys import cast as people
from tests.journeys import judging, opening, publishing, spreading, supporting, writing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def test_from_the_call_to_a_replication(new_person, tmp_path):
    cast = people.gather(new_person)
    people.set_the_scene(cast)

    opening.publishes_the_call(cast.manager)

    document = tmp_path / "devis.pdf"
    document.write_bytes(pdf_bytes())
    writing.starts(cast.agent)
    writing.writes(cast.agent)
    writing.joins_a_document(cast.agent, document)
    writing.invites(cast.agent, cast.colleague)
    writing.answers_one_question(cast.colleague)
    writing.asks_the_direction(cast.agent)
    writing.endorses(cast.direction)
    number = writing.deposits(cast.agent)
    writing.keeps_the_receipt(cast, number)

    people.deposit_another_application(cast)
    judging.examines(cast.examiner)
    judging.gathers_a_jury(cast)
    judging.declare_their_interests(cast)
    judging.deals_the_readings(cast.manager)
    judging.read_and_grade(cast)
    judging.convenes(cast.manager)
    judging.presides(cast.chair)
    judging.prepares_the_letters(cast.manager)
    judging.approves_the_letters(cast.chair)
    judging.announces(cast.manager)

    supporting.live_the_support(cast)
    sheet = publishing.publish_the_sheet(cast)

    spreading.declares(cast.adopter)
    spreading.confirms(cast.agent)
    spreading.looks_around(cast.visitor, sheet)
    spreading.tell_everyone(cast)

    faults = [fault for person in vars(cast).values() for fault in person.faults]
    assert not faults, "\n".join(faults)
