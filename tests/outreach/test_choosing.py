from hypothesis import given
from hypothesis import strategies as st

from essaim.outreach.choosing import Reader, arranged

codes = st.sampled_from(["", "35", "14", "2A"])
items = st.lists(
    st.fixed_dictionaries(
        {
            "themes": st.dictionaries(st.sampled_from("abc"), st.just("Nom"), max_size=3),
            "departement_code": codes,
            "region_code": codes,
        }
    ),
    max_size=6,
)
readers = st.builds(
    Reader,
    themes=st.frozensets(st.sampled_from("abc")),
    departement_code=codes,
    region_code=codes,
)


def item(title, themes=(), departement="", region=""):
    return {
        "title": title,
        "themes": {slug: slug.title() for slug in themes},
        "departement_code": departement,
        "region_code": region,
    }


def test_themes_and_place_come_first_and_say_why():
    issue = [
        item("loin"),
        item("région", region="53"),
        item("thème", ["accueil"]),
        item("département", departement="35", region="53"),
        item("les deux", ["accueil"], "35", "53"),
    ]
    found = arranged(issue, Reader(frozenset({"accueil"}), "35", "53"))
    assert [choice.item["title"] for choice in found] == [
        "les deux",
        "thème",
        "département",
        "région",
        "loin",
    ]
    assert found[0].themes == ("Accueil",)
    assert found[0].is_same_departement
    assert not found[-1].is_for_reader


@given(items, readers)
def test_every_sheet_once_in_order_of_points(issue, reader):
    found = arranged(issue, reader)
    assert sorted(map(id, issue)) == sorted(id(choice.item) for choice in found)
    points = [choice.points for choice in found]
    assert points == sorted(points, reverse=True)


@given(items)
def test_who_told_nothing_gets_the_order_of_the_issue(issue):
    assert [choice.item for choice in arranged(issue, Reader())] == issue
