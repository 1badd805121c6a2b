"""The minutes equal the journal; signed, they never change: riders follow."""

from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from essaim.applications.content import canonical, fingerprint
from essaim.jury import actions, exceptions
from essaim.jury.actions.riders import seal_of
from essaim.jury.journal import content_from_journal
from essaim.jury.models import Minutes, Recusal, Rider
from tests.personas import client_of


def url(jury, name):
    return reverse(f"jury:{name}", args=[jury.session.public_id])


def test_minutes_equal_the_journal(decided):
    """A late recusal voids, a vote is taken again, a juror leaves, a file is withdrawn: every fact
    of the minutes is found again from the lines of the journal alone."""
    jury, chair, session = decided, decided.chair, decided.session
    actions.recuse(session, jury.seats["deputy"], jury.files[1], "Lien tardif", chair)
    actions.record_attendance(session, jury.seats["sub"], "absent", chair)
    actions.decide(
        jury.items["pessac"], "laureate", "Équipe.", chair, method="vote",
        votes_for=2, votes_against=0, abstentions=0, dissent="Ana aurait attendu.",
        criterion_reasons={jury.call.grid.criteria.first().code: "Public nommé.", "inconnu": " "},
    )  # fmt: skip
    actions.decide(jury.items["vichy"], "reserve", "Prometteur, vraiment.", chair, reserve_rank=2)
    minutes = actions.close_session(session, chair)
    again = content_from_journal(session)
    assert again == minutes.content
    assert fingerprint(again) == minutes.sha256
    item = next(i for i in again["items"] if i["title"] == "Projet Pessac")
    assert item["dissent"] == "Ana aurait attendu."
    assert [said["text"] for said in item["criterion_reasons"]] == ["Public nommé."]
    assert item["recused"][0]["left_at"]
    assert [file["title"] for file in again["reserve"]] == ["Projet Vichy"]


def test_the_journal_is_compared_and_not_copied(decided):
    """What is changed behind the back of the actions shows as a difference."""
    Recusal.objects.all().delete()
    decided.items["thau"].refresh_from_db()
    decided.items["thau"].reasons = "Motif écrit à la main."
    decided.items["thau"].save()
    minutes = actions.close_session(decided.session, decided.chair)
    again = content_from_journal(decided.session)
    assert again["items"] != minutes.content["items"]


def test_a_rider_is_dated_signed_and_sealed_upon_the_minutes(signed):
    sealed = canonical(Minutes.objects.get().content)
    page = url(signed, "rider_create")
    assert client_of(signed.ana).get(page).status_code == 404
    assert client_of(signed.chair).post(page, {"text": "Lire 3.", "reason": ""}).status_code == 422
    for text in ("Lire « trois voix ».", "Lire « quatre »."):
        answer = client_of(signed.chair).post(page, {"text": text, "reason": "Erreur de plume."})
        assert answer.status_code == 302
    first, second = Rider.objects.all()
    minutes = Minutes.objects.get()
    assert canonical(minutes.content) == sealed
    assert first.previous_sha256 == minutes.sha256
    assert second.previous_sha256 == first.sha256
    assert [first.number, second.number] == [1, 2]
    assert second.sha256 == seal_of(second)
    text = client_of(signed.chair).get(url(signed, "minutes_detail")).text
    assert "Lire « trois voix »." in text
    assert first.sha256 in text
    closed = client_of(signed.ana).get(url(signed, "minutes_detail")).text
    assert "Lire « trois voix »." not in closed
    pdf = client_of(signed.chair).get(url(signed, "minutes_pdf"))
    with pikepdf.open(BytesIO(pdf.content)) as document:
        assert document.Root.MarkInfo.Marked


def test_only_signed_minutes_have_riders_and_only_the_presidency_signs_them(decided):
    minutes = actions.close_session(decided.session, decided.chair)
    with pytest.raises(exceptions.MinutesUnsigned):
        actions.add_rider(minutes, "Texte.", "Motif.", decided.chair)
    actions.sign_minutes(minutes, decided.chair)
    for user in (decided.manager, decided.deputy, decided.ana):
        with pytest.raises(exceptions.NobodyPresides):
            actions.add_rider(minutes, "Texte.", "Motif.", user)


def test_the_page_of_a_decision_takes_reasons_by_criterion(sitting):
    criterion = sitting.call.grid.criteria.first()
    page = reverse(
        "jury:deliberation_edit", args=[sitting.session.public_id, sitting.files[3].public_id]
    )
    typed = {
        "outcome": "laureate", "method": "consensus", "reasons": "Motif.",
        f"criterion_{criterion.pk}": "Usage démontré.", "dissent": "Un avis.",
    }  # fmt: skip
    assert client_of(sitting.chair).post(page, typed).status_code == 302
    item = sitting.items["thau"]
    item.refresh_from_db()
    assert item.criterion_reasons == {criterion.code: "Usage démontré."}
    assert item.dissent == "Un avis."
