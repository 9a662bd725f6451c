from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.library.moves import Vanished, by_content, by_stamp
from rollsuggest.library.scan import Found
from rollsuggest.model import AssetId, Kind, RollId

ROLLS = st.integers(1, 2).map(RollId)
PLACES = st.tuples(ROLLS, st.text("ab/", min_size=1, max_size=3).map(lambda text: f"{text.strip('/')}x.jpg"))
HASHES = st.binary(max_size=1)


def vanished(
    number: int, path: str, *, roll: int = 1, size: int = 5, at: int = 7, content: bytes = b""
) -> Vanished:
    return Vanished(AssetId(number), RollId(roll), path, size, at, content or None)


def new(*files: tuple[int, str, int, int]) -> dict[tuple[RollId, str], Found]:
    return {(RollId(roll), path): Found(path, size, at, Kind.PHOTO) for roll, path, size, at in files}


@given(
    st.dictionaries(PLACES, st.tuples(HASHES, st.integers(1, 99)), max_size=6),
    st.dictionaries(PLACES, HASHES),
)
def test_equal_content_is_matched_each_asset_once_and_as_often_as_can_be(
    before: dict[tuple[RollId, str], tuple[bytes, int]], now: dict[tuple[RollId, str], bytes]
) -> None:
    gone = [
        Vanished(AssetId(n), roll, path, 5, 7, content)
        for n, ((roll, path), (content, _)) in enumerate(before.items())
    ]
    found = by_content(gone, now)
    assert len({held.asset for held in found.values()}) == len(found)
    assert all(held.content == now[place] for place, held in found.items())
    for content in set(now.values()):
        held = sum(v.content == content for v in gone)
        there = [place for place in now if now[place] == content]
        assert sum(place in found for place in there) == min(held, len(there))


def test_a_copy_of_the_same_roll_is_taken_first() -> None:
    gone = [vanished(1, "a.jpg", roll=2, content=b"c"), vanished(2, "b.jpg", roll=1, content=b"c")]
    here, there = (RollId(1), "z.jpg"), (RollId(2), "a/z.jpg")
    found = by_content(gone, {here: b"c", there: b"c"})
    assert (found[here].asset, found[there].asset) == (2, 1)


def test_a_file_that_nobody_ever_read_is_not_told_by_content() -> None:
    assert by_content([vanished(1, "a.jpg")], {(RollId(1), "b.jpg"): b""}) == {}


def test_name_size_and_time_tell_a_moved_file_in_whatever_roll() -> None:
    found = by_stamp([vanished(1, "DCIM/a.jpg")], new((2, "2026/a.jpg", 5, 7)))
    assert {place: held.asset for place, held in found.items()} == {(2, "2026/a.jpg"): 1}


def test_one_of_three_alone_tells_nothing() -> None:
    gone = [vanished(1, "a.jpg")]
    assert by_stamp(gone, new((1, "z/b.jpg", 5, 7))) == {}
    assert by_stamp(gone, new((1, "z/a.jpg", 6, 7))) == {}
    assert by_stamp(gone, new((1, "z/a.jpg", 5, 8))) == {}


def test_what_two_share_is_not_trusted() -> None:
    gone = [vanished(1, "a/x.jpg"), vanished(2, "b/x.jpg")]
    assert by_stamp(gone, new((1, "c/x.jpg", 5, 7))) == {}
    assert by_stamp(gone[:1], new((1, "c/x.jpg", 5, 7), (1, "d/x.jpg", 5, 7))) == {}
    assert by_stamp([vanished(1, "a.jpg", size=0)], new((1, "z/a.jpg", 0, 7))) == {}


def test_a_file_back_at_its_own_place_is_the_same_whoever_else_is_like_it() -> None:
    gone = [vanished(1, "a/x.jpg"), vanished(2, "b/x.jpg"), vanished(3, "c/x.jpg")]
    found = by_stamp(gone, new((1, "a/x.jpg", 5, 7), (1, "b/x.jpg", 5, 7), (1, "d/x.jpg", 5, 7)))
    assert {place[1]: held.asset for place, held in found.items()} == {
        "a/x.jpg": 1,
        "b/x.jpg": 2,
        "d/x.jpg": 3,
    }
