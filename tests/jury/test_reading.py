import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from essaim.applications.models import Attachment
from essaim.jury import actions, exceptions
from essaim.jury.models import Assignment, Conflict, Grade, InterestDeclaration, Juror, Review
from tests.factories import CriterionFactory, MembershipFactory
from tests.jury.conftest import HIDDEN, VISIBLE, hand_in, make_file, reading_of
from tests.personas import client_of


def page_of(reading, name="reading_detail"):
    return reverse(f"jury:{name}", args=[reading.public_id])


def test_nothing_opens_before_the_declaration_is_signed(jury):
    client = client_of(jury.ana)
    seat = jury.seats["ana"]
    reading = Assignment.objects.create(juror=seat, application=jury.files[0])
    assert "D’abord, votre déclaration" in client.get(reverse("jury:my_readings")).text
    assert client.get(page_of(reading)).status_code == 404
    url = reverse("jury:interests_declare", args=[jury.panel.public_id])
    shown = client.get(url).text
    assert "Ville de Renac" in shown
    assert "Projet Renac" not in shown
    unsigned = client.post(url, {})
    assert unsigned.status_code == 422
    assert "Cochez la case pour signer" in unsigned.text
    pessac = jury.files[1].organisation.pk
    client.post(
        url, {"is_signed": "on", f"kind_{pessac}": "elected_in", f"reason_{pessac}": "adjointe"}
    )
    declaration = InterestDeclaration.objects.get(juror=seat)
    assert "Ville de Renac" in declaration.text
    assert Conflict.objects.get().kind == "elected_in"
    assert client.get(page_of(reading)).status_code == 200
    with pytest.raises(exceptions.DeclarationSigned):
        actions.declare_interests(seat, [], jury.ana)


def test_own_organisation_is_ticked_and_own_application_closed_anyway(jury):
    renac, pessac = jury.files[:2]
    MembershipFactory(user=jury.ana, organisation=renac.organisation)
    url = reverse("jury:interests_declare", args=[jury.panel.public_id])
    form = client_of(jury.ana).get(url).context["form"]
    assert form.fields[f"kind_{renac.organisation.pk}"].initial == "employed_by"
    pessac.owner = jury.bob
    pessac.save()
    actions.declare_interests(jury.seats["bob"], [], jury.bob)
    assert Conflict.objects.get().organisation == pessac.organisation


def test_file_page_shows_the_frozen_file_without_what_jurors_must_not_read(assigned):
    reading = reading_of(assigned, "bob", assigned.files[0])
    text = client_of(assigned.bob).get(page_of(reading)).text
    assert VISIBLE in text
    assert HIDDEN not in text
    assert "Repère 4 de Utilité" in text
    assert "Sans avis" in text


def test_draft_is_kept_then_checked_then_handed_in(assigned):
    client = client_of(assigned.bob)
    reading = reading_of(assigned, "bob", assigned.files[0])
    first, second = assigned.call.grid.criteria.all()
    client.post(page_of(reading), {f"mark_{first.pk}": "3", f"reason_{first.pk}": ""})
    assert Grade.objects.get().mark == 3
    check = client.get(page_of(reading, "review_submit")).text
    assert "le motif de la note pour Utilité" in check
    assert "pour Nouveauté" in check
    refused = client.post(page_of(reading, "review_submit"))
    assert refused.status_code == 422
    full = {
        f"mark_{first.pk}": "3",
        f"reason_{first.pk}": "Besoin mesuré",
        f"mark_{second.pk}": "none",
        "comment": "Solide",
        "rendre": "1",
    }
    assert client.post(page_of(reading), full).url == page_of(reading, "review_submit")
    client.post(page_of(reading, "review_submit"))
    reading.refresh_from_db()
    assert reading.status == "reviewed"
    assert Grade.objects.get(criterion=second).mark is None
    assert "Évaluations rendues : 1 sur 4" in client.get(reverse("jury:my_readings")).text
    assert client.post(page_of(reading), full).status_code == 409
    client.post(page_of(reading, "review_take_back"))
    assert client.post(page_of(reading), full).status_code == 302


@pytest.mark.parametrize("mark", [5, -1, 2.5, True])
def test_mark_outside_the_scale_is_refused(assigned, mark):
    reading = reading_of(assigned, "bob", assigned.files[0])
    criterion = assigned.call.grid.criteria.first()
    with pytest.raises(exceptions.MarkOutOfScale, match="de 0 à 4") as refusal:
        actions.grade(reading, {criterion: (mark, "motif")}, "", "", assigned.bob)
    assert refusal.value.status == 422
    page = client_of(assigned.bob).post(page_of(reading), {f"mark_{criterion.pk}": str(mark)})
    assert page.status_code == 422
    assert not Review.objects.exists()


def test_unknown_criterion_and_someone_elses_reading_are_refused(assigned):
    reading = reading_of(assigned, "bob", assigned.files[0])
    with pytest.raises(exceptions.UnknownCriterion):
        actions.grade(reading, {CriterionFactory(): (1, "")}, "", "", assigned.bob)
    with pytest.raises(exceptions.NotAssigned) as refusal:
        actions.grade(reading, {}, "", "", assigned.ana)
    assert refusal.value.status == 403
    for user in (assigned.ana, assigned.chair, assigned.manager, assigned.outsider):
        assert client_of(user).get(page_of(reading)).status_code == 404
        assert client_of(user).post(page_of(reading), {}).status_code == 404


def test_after_the_deadline_nothing_is_written(assigned):
    reading = reading_of(assigned, "bob", assigned.files[0])
    hand_in(assigned, "bob", assigned.files[1])
    assigned.panel.reviews_due_at = timezone.now() - timedelta(seconds=1)
    assigned.panel.save()
    client = client_of(assigned.bob)
    answer = client.post(page_of(reading), {"comment": "trop tard"})
    assert answer.status_code == 409
    assert "Les évaluations sont closes" in answer.text
    done = reading_of(assigned, "bob", assigned.files[1])
    for name in ("review_submit", "review_take_back"):
        assert client.post(page_of(done, name)).status_code == 409
    assert "n’est pas compté" in client.get(page_of(reading)).text


def test_attachment_passes_through_the_jurors_own_reading(assigned):
    renac = assigned.files[0]
    attachment = Attachment(
        application=renac, name="plan.pdf", content_type="application/pdf", size=4,
        sha256="0" * 64, added_by=renac.owner,
    )  # fmt: skip
    attachment.file.save("plan.pdf", ContentFile(b"%PDF"), save=False)
    attachment.save()
    reading = reading_of(assigned, "bob", renac)
    url = reverse("jury:reading_attachment", args=[reading.public_id, attachment.public_id])
    answer = client_of(assigned.bob).get(url)
    assert b"".join(answer.streaming_content) == b"%PDF"
    assert "attachment" in answer["Content-Disposition"]
    other = reading_of(assigned, "bob", assigned.files[1])
    wrong = reverse("jury:reading_attachment", args=[other.public_id, attachment.public_id])
    assert client_of(assigned.bob).get(wrong).status_code == 404
    assert client_of(assigned.outsider).get(url).status_code == 404
    actions.declare_conflict(
        assigned.seats["bob"], renac.organisation, Conflict.Kind.OTHER, "", assigned.bob
    )
    assert client_of(assigned.bob).get(url).status_code == 404


def test_a_link_declared_on_the_file_closes_it_and_its_marks_stop_counting(assigned):
    reading = hand_in(assigned, "bob", assigned.files[0])
    client = client_of(assigned.bob)
    answer = client.post(
        page_of(reading, "reading_recuse"), {"kind": "personal", "reason": "frère"}
    )
    assert answer.url == reverse("jury:my_readings")
    for name in ("reading_detail", "review_submit", "reading_recuse"):
        assert client.get(page_of(reading, name)).status_code == 404
    assert "Projet Renac" not in client.get(reverse("jury:my_readings")).text
    assert Review.objects.filter(assignment=reading).exists()
    with pytest.raises(exceptions.JurorRecused):
        actions.grade(reading, {}, "", "", assigned.bob)
    actions.close_reviews(assigned.panel, assigned.manager)
    table = client_of(assigned.manager).get(
        reverse("jury:score_table", args=[assigned.panel.public_id])
    )
    assert {row.figures.readings for row in table.context["rows"]} == {0}
    assert "déport" in client.get(reverse("jury:score_table", args=[assigned.panel.public_id])).text


def test_marks_of_others_stay_sealed_until_the_reviews_close(assigned):
    hand_in(assigned, "bob", assigned.files[1], (4, 1))
    hand_in(assigned, "ana", assigned.files[1], (0, 1))
    table = reverse("jury:score_table", args=[assigned.panel.public_id])
    detail = reverse(
        "jury:score_detail", args=[assigned.panel.public_id, assigned.files[1].public_id]
    )
    for user in (assigned.ana, assigned.bob, assigned.chair, assigned.manager):
        client = client_of(user)
        assert client.get(table).context["rows"] == []
        assert client.get(detail).status_code == 404
        assert (
            "Motif de ana"
            not in client.get(page_of(reading_of(assigned, "bob", assigned.files[1]))).text
        )
    actions.close_reviews(assigned.panel, assigned.chair)
    for user in (assigned.ana, assigned.manager):
        text = client_of(user).get(detail).text
        assert "Motif de ana" in text
        assert ">Ana" not in text.replace("Motif de ana", "")
        assert "Bob" not in text
    assert "Bob" in client_of(assigned.chair).get(detail).text


def test_figures_are_raw_and_in_the_order_of_deposit(graded):
    client = client_of(graded.manager)
    rows = client.get(reverse("jury:score_table", args=[graded.panel.public_id])).context["rows"]
    assert [row.application for row in rows] == graded.files
    renac = rows[0].figures
    # chair 0, deputy 1, bob 3, sub 3 on the first criterion (75 %); 1 on the second, sub without.
    assert renac.readings == 4
    assert renac.low == pytest.approx(0.25)
    assert renac.high == pytest.approx(3)
    assert renac.mean == pytest.approx((0.25 + 1 + 2.5 + 3) / 4)


def test_chair_with_a_link_sees_none_of_that_files_figures(graded):
    renac = graded.files[0]
    actions.declare_conflict(
        graded.seats["chair"], renac.organisation, Conflict.Kind.SUPPLIER_TO, "", graded.chair
    )
    client = client_of(graded.chair)
    rows = client.get(reverse("jury:score_table", args=[graded.panel.public_id])).context["rows"]
    assert rows[0].is_closed
    assert rows[0].figures is None
    detail = reverse("jury:score_detail", args=[graded.panel.public_id, renac.public_id])
    assert client.get(detail).status_code == 404


def test_lists_cost_the_same_with_one_file_and_three(assigned, same_queries):
    def add():
        file = make_file(assigned.call, "Ailleurs")
        for seat in Juror.objects.filter(panel=assigned.panel):
            reading = Assignment.objects.create(juror=seat, application=file)
            Review.objects.create(assignment=reading, status="submitted")

    panel = assigned.panel
    for user, name, args in (
        (assigned.bob, "my_readings", []),
        (assigned.manager, "plan_edit", [panel.public_id]),
    ):
        same_queries(
            lambda u=user, n=name, a=args: client_of(u).get(reverse(f"jury:{n}", args=a)), add
        )
    panel.reviews_due_at = timezone.now()
    panel.save()
    for user in (assigned.bob, assigned.chair):
        url = reverse("jury:score_table", args=[panel.public_id])
        same_queries(lambda u=user, url=url: client_of(u).get(url), add)


def sent(jury, comment, version=None) -> dict:
    """The grid as a browser posts it."""
    first, second = jury.call.grid.criteria.all()
    posted = {
        f"mark_{first.pk}": "3",
        f"reason_{first.pk}": f"Motif, {comment}",
        f"mark_{second.pk}": "none",
        "comment": comment,
        "questions": "",
    }
    return posted if version is None else {**posted, "version": version}


def test_two_windows_never_overwrite_each_other_unseen(assigned):
    reading, client = reading_of(assigned, "bob", assigned.files[1]), client_of(assigned.bob)
    url = reading.get_absolute_url()
    assert client.post(url, sent(assigned, "De la première", 0)).status_code == 302
    answer = client.post(url, sent(assigned, "De la seconde", 0))
    assert answer.status_code == 409
    assert "De la première" in answer.text
    assert "De la seconde" in answer.text
    assert Review.objects.get().comment == "De la première"
    kept = re.search(r'name="version" value="(\d+)"', answer.text).group(1)
    assert client.post(url, sent(assigned, "Les deux", kept)).status_code == 302
    assert Review.objects.get().comment == "Les deux"


def test_a_juror_recused_with_the_page_open_gets_back_what_they_typed(assigned):
    reading, client = reading_of(assigned, "bob", assigned.files[1]), client_of(assigned.bob)
    organisation = assigned.files[1].organisation
    actions.declare_conflict(
        assigned.seats["bob"], organisation, Conflict.Kind.OTHER, "", assigned.bob
    )
    answer = client.post(reading.get_absolute_url(), sent(assigned, "Une heure de travail"))
    assert answer.status_code == 403
    assert "Une heure de travail" in answer.text
    assert str(organisation) not in answer.text
    assert not Review.objects.exists()


def test_a_reading_that_is_not_ones_own_is_absent_even_to_writing(assigned):
    reading = reading_of(assigned, "bob", assigned.files[1])
    absent = reading.get_absolute_url().replace(reading.public_id, "a" * 14)
    client = client_of(assigned.ana)
    answers = [
        client.post(url, sent(assigned, "x")) for url in (reading.get_absolute_url(), absent)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_after_the_deadline_what_was_typed_stays_on_the_page(assigned):
    reading, client = reading_of(assigned, "bob", assigned.files[1]), client_of(assigned.bob)
    actions.close_reviews(assigned.panel, assigned.manager)
    answer = client.post(reading.get_absolute_url(), sent(assigned, "Trop tard ?"))
    assert answer.status_code == 409
    assert "closes" in answer.text
