from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.library.pairs import LONGEST_LIVE_S, Member, companions
from rollsuggest.library.scan import kind_of
from rollsuggest.model import AssetId, Kind

AT = datetime(2025, 7, 4, 12)


def files(*names: str, **more: float) -> dict[str, str]:
    """Return which file is whose companion, by name; films last 3 s unless `more` says otherwise."""
    members = [
        Member(
            AssetId(n), name, kind_of(name) or Kind.PHOTO, taken_at=AT, duration_s=more.get("seconds", 3.0)
        )
        for n, name in enumerate(names)
    ]
    return {names[a]: names[b] for a, b in companions(members).items()}


def test_a_live_photo_is_one_asset() -> None:
    assert files("a/IMG_1.HEIC", "a/IMG_1.MOV") == {"a/IMG_1.MOV": "a/IMG_1.HEIC"}
    assert files("IMG_1.JPG", "img_1.mp4") == {"img_1.mp4": "IMG_1.JPG"}
    assert files("IMG_1.JPG", "IMG_1.HEIC", "IMG_1.MOV") == {"IMG_1.MOV": "IMG_1.HEIC"}


def test_a_longer_film_another_folder_or_another_name_is_its_own() -> None:
    assert files("IMG_1.HEIC", "IMG_1.MOV", seconds=5.2) == {}
    assert files("IMG_1.HEIC", "IMG_1.MOV", seconds=0) == {}
    assert files("a/IMG_1.HEIC", "b/IMG_1.MOV") == {}
    assert files("IMG_1.HEIC", "IMG_10.MOV", "IMG_1-edited.jpg", "IMG_E1.HEIC") == {}


def test_a_raw_is_the_companion_of_its_jpeg_and_its_film_too() -> None:
    assert files("DSC_1.NEF", "DSC_1.JPG") == {"DSC_1.NEF": "DSC_1.JPG"}
    assert files("a.DNG", "a.HEIC", "a.MOV") == {"a.DNG": "a.HEIC", "a.MOV": "a.HEIC"}
    assert files("a.DNG", "a.MOV") == {"a.MOV": "a.DNG"}
    assert files("a.DNG", "a.CR2") == {}


def test_a_number_that_came_round_again_is_no_pair() -> None:
    photo = Member(AssetId(1), "IMG_1.JPG", Kind.PHOTO, taken_at=AT)
    film = Member(AssetId(2), "IMG_1.MOV", Kind.VIDEO, taken_at=AT + timedelta(days=300), duration_s=3)
    raw = Member(AssetId(3), "IMG_1.CR2", Kind.PHOTO, taken_at=AT - timedelta(days=30))
    assert companions([photo, film, raw]) == {}


def test_identifiers_decide_where_both_tell_them() -> None:
    photo = Member(AssetId(1), "a/IMG_1.HEIC", Kind.PHOTO, "X")
    other = Member(AssetId(2), "b/IMG_7.HEIC", Kind.PHOTO, "Y")
    film = Member(AssetId(3), "b/IMG_7.MOV", Kind.VIDEO, "X", duration_s=2)
    assert companions([photo, other, film]) == {AssetId(3): AssetId(1)}
    assert companions([other, film]) == {}


STEMS, ENDINGS = (
    st.sampled_from(["a", "A", "b", "x/a"]),
    st.sampled_from(["JPG", "heic", "MOV", "mp4", "dng"]),
)


@st.composite
def rolls(draw: st.DrawFn) -> list[Member]:
    names = draw(st.lists(st.builds("{}.{}".format, STEMS, ENDINGS), unique=True, max_size=12))
    return [
        Member(
            AssetId(number),
            name,
            kind_of(name) or Kind.PHOTO,
            draw(st.sampled_from(["", "", "X", "Y"])),
            draw(st.sampled_from([None, AT, AT + timedelta(days=9)])),
            draw(st.sampled_from([None, 0.0, 2.5, 5.0, 60.0])),
        )
        for number, name in enumerate(names)
    ]


def test_an_edited_copy_and_a_backup_keep_their_own_films() -> None:
    """iOS gives the edited copy, and a backup of course, the identifier of the original."""
    names = ["a/IMG_1.HEIC", "a/IMG_1.MOV", "a/IMG_E1.HEIC", "a/IMG_E1.MOV", "b/IMG_1.HEIC", "b/IMG_1.MOV"]
    members = [
        Member(AssetId(n), name, kind_of(name) or Kind.PHOTO, identifier="X-1", taken_at=AT, duration_s=2.0)
        for n, name in enumerate(names)
    ]
    assert companions(members) == {1: 0, 3: 2, 5: 4}
    assert companions([*members[:1], members[3]]) == {3: 0}  # whose own photo is not there


def test_a_raw_beside_a_heic_is_its_companion() -> None:
    assert files("IMG_2.DNG", "IMG_2.HEIC") == {"IMG_2.DNG": "IMG_2.HEIC"}


@given(rolls(), st.randoms())
def test_what_is_shown_stays_shown(members: list[Member], chance: object) -> None:
    found = companions(members)
    by_id = {member.id: member for member in members}
    for companion, shown in found.items():
        assert shown not in found, "a companion of a companion would hide both"
        assert by_id[shown].kind is Kind.PHOTO
        film = by_id[companion]
        assert film.is_raw or (film.kind is Kind.VIDEO and 0 < (film.duration_s or 0) <= LONGEST_LIVE_S)


@given(rolls(), st.data())
def test_the_order_of_the_files_does_not_matter(members: list[Member], data: st.DataObject) -> None:
    assert companions(data.draw(st.permutations(members))) == companions(members)
