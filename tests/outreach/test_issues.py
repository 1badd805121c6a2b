import pytest

from essaim.accounts.models import OutboxMail
from essaim.cases.models import Case
from essaim.outreach import actions
from essaim.outreach.models import Campaign
from tests.outreach.made import published_case
from tests.personas import client_of

pytestmark = pytest.mark.django_db
Status = Campaign.Status


def test_composed_on_the_page_approved_by_another(people, sheet, second_manager):
    author, reader = client_of(people.manager), client_of(second_manager)
    url = author.get("/lettres/preparer/").url
    assert sheet.title in author.get(url).text
    made = author.post(url, {"subject": "Idées", "introduction": "", "cases": [sheet.public_id]})
    campaign = Campaign.objects.get()
    assert made.url == campaign.get_absolute_url()
    approve = f"{made.url}approuver/"
    assert approve not in author.get(made.url).text
    assert author.post(approve).status_code == 403
    assert approve in reader.get(made.url).text
    assert reader.post(approve).status_code == 302
    campaign.refresh_from_db()
    assert campaign.status == Status.APPROVED
    assert campaign.content["items"][0]["title"] == sheet.title


def test_whoever_changes_an_approved_letter_does_not_approve_it(people, approved, second_manager):
    client = client_of(second_manager)
    url = f"{approved.get_absolute_url()}modifier/"
    assert "Trois idées" in client.get(url).text
    cases = [case.public_id for case in approved.cases.all()]
    client.post(url, {"subject": "Autre objet", "introduction": "", "cases": cases})
    approved.refresh_from_db()
    assert (approved.status, approved.approved_by, approved.content) == (Status.DRAFT, None, {})
    with pytest.raises(actions.ApprovedByItsAuthor):
        actions.approve(approved, second_manager)
    assert actions.approve(approved, people.manager).content["subject"] == "Autre objet"


def test_only_the_team_and_only_published_sheets(people, sheet, draft):
    programme = people.call.programme
    with pytest.raises(actions.NotInTheTeam):
        actions.compose(programme, "Idées", "", [sheet], people.examiner)
    with pytest.raises(actions.NotInTheTeam):
        actions.approve(draft, people.juror)
    for wrong in ([], [published_case() for _ in range(7)]):
        with pytest.raises(actions.WrongNumberOfSheets):
            actions.compose(programme, "Idées", "", wrong, people.manager)
    Case.objects.update(status=Case.Status.ARCHIVED)
    with pytest.raises(actions.WrongNumberOfSheets):
        actions.compose(programme, "Idées", "", [sheet], people.manager)


def test_too_many_sheets_on_the_form(people):
    cases = [published_case() for _ in range(7)]
    for case in cases:
        case.laureate.call.programme = people.call.programme
        case.laureate.call.save()
    answer = client_of(people.manager).post(
        f"/lettres/preparer/{people.call.programme.slug}/",
        {"subject": "Idées", "cases": [case.public_id for case in cases]},
    )
    assert "Six fiches au plus" in answer.text


def test_preview_is_what_leaves_and_stays_inside_its_frame(people, approved):
    client = client_of(people.manager)
    url = approved.get_absolute_url()
    assert "Trois idées à reprendre" in client.get(f"{url}apercu/").text
    html = client.get(f"{url}courrier.html")
    assert "script-src 'none'" in html["Content-Security-Policy"]
    assert "<h2><a href=" in html.text
    assert client.post(f"{url}essai/").status_code == 302
    assert client.post(f"{url}essai/").status_code == 302
    tests = OutboxMail.objects.filter(kind="campaign_test", recipient=people.manager.email)
    assert [mail.html for mail in tests] == [html.text] * 2


def test_who_sees_what(people, draft, second_manager):
    url = draft.get_absolute_url()
    for persona in ("visitor", "examiner", "juror", "adopter"):
        client = client_of(getattr(people, persona))
        assert client.get(url).status_code == 404
        assert "Trois idées" not in client.get("/lettres/").text
    for path in ("apercu/", "courrier.html", "modifier/"):
        assert client_of(people.examiner).get(url + path).status_code == 404
    assert client_of(people.examiner).get("/lettres/preparer/").status_code == 403
    actions.send(actions.approve(draft, second_manager), people.manager)
    page = client_of(None).get(url)
    assert "Trois idées" in page.text
    assert not page.cookies
    assert "Trois idées" in client_of(None).get("/lettres/").text


def test_same_queries_for_the_archive(client, people, sheet, second_manager, same_queries):
    def add():
        campaign = actions.compose(people.call.programme, "Idées", "", [sheet], people.manager)
        actions.send(actions.approve(campaign, second_manager), people.manager)

    same_queries(lambda: client.get("/lettres/"), add)


def test_same_queries_for_one_letter(people, draft, same_queries):
    client = client_of(people.manager)
    same_queries(
        lambda: client.get(draft.get_absolute_url()), lambda: draft.cases.add(published_case())
    )
