import numpy as np
import numpy.typing as npt
import pytest

from rollsuggest.model import AssetId, ClusterId, FaceId
from rollsuggest.people.cluster import SAME_PERSON, FaceVector
from rollsuggest.people.hiding import HIDDEN_FROM, MANY, perhaps_theirs

HIDDEN, NAMED, OTHER = ClusterId(1), ClusterId(2), ClusterId(3)


def at(cosine: float) -> npt.NDArray[np.float32]:
    """Return a unit vector with this cosine to the hidden person's faces."""
    vector = np.zeros(192, np.float32)
    vector[:2] = cosine, (1 - cosine**2) ** 0.5
    return vector


def face(number: int, cosine: float, photo: int | None = None) -> FaceVector:
    return FaceVector(FaceId(number), AssetId(photo or number), at(cosine), 0.8)


def test_a_face_that_may_be_theirs_is_hidden_and_others_are_not() -> None:
    faces = [
        face(1, 1.0),
        face(2, HIDDEN_FROM + 0.01),
        face(3, HIDDEN_FROM - 0.05),
        face(4, 0.9),
        face(5, 0.6),
    ]
    assigned = {FaceId(1): HIDDEN, FaceId(2): None, FaceId(3): None, FaceId(4): NAMED, FaceId(5): OTHER}
    assert perhaps_theirs(faces, assigned, {HIDDEN}, {HIDDEN, NAMED}) == ((2, HIDDEN), (5, HIDDEN))


def test_with_nobody_hidden_there_is_no_doubt() -> None:
    faces = [face(1, 1.0), face(2, 0.9)]
    assert perhaps_theirs(faces, {FaceId(1): OTHER, FaceId(2): None}, set(), set()) == ()


def test_one_that_may_be_of_two_hidden_persons_is_hidden_by_both() -> None:
    """Else showing the likelier one again would show the other."""
    faces = [face(1, 1.0), face(9, 0.8), face(2, 0.9)]
    assigned = {FaceId(1): HIDDEN, FaceId(9): OTHER, FaceId(2): None}
    assert perhaps_theirs(faces, assigned, {HIDDEN, OTHER}, set()) == ((2, HIDDEN), (2, OTHER))


def test_one_photo_never_holds_the_hidden_person_twice() -> None:
    faces = [face(1, 1.0, 1), face(2, 0.9, 1), face(3, 0.8, 2), face(4, 0.9, 2)]
    assigned = {FaceId(1): HIDDEN, FaceId(2): None, FaceId(3): None, FaceId(4): None}
    assert perhaps_theirs(faces, assigned, {HIDDEN}, set()) == ((4, HIDDEN),)


@pytest.mark.parametrize(
    ("cosine", "surely_other"), [(SAME_PERSON - 0.03, True), (SAME_PERSON + 0.03, False)]
)
def test_one_of_many_that_are_somebody_is_theirs_unless_it_is_too_like(
    cosine: float, surely_other: bool
) -> None:
    faces = [face(1, 1.0), *(face(n, cosine) for n in range(10, 10 + MANY))]
    assigned = {FaceId(1): HIDDEN} | {FaceId(n): OTHER for n in range(10, 10 + MANY)}
    found = perhaps_theirs(faces, assigned, {HIDDEN}, {HIDDEN})
    assert found == (() if surely_other else tuple((n, HIDDEN) for n in range(10, 10 + MANY)))
    few = {**assigned, FaceId(10): None}
    assert (10, HIDDEN) in perhaps_theirs(faces, few, {HIDDEN}, {HIDDEN})  # it stands alone


@pytest.mark.parametrize("seed", range(5))
def test_of_random_faces_none_is_taken_twice_for_one_person_in_a_photo(seed: int) -> None:
    dice = np.random.default_rng(seed)
    vectors = dice.normal(size=(60, 192)) + 12 * dice.normal(size=192) / 192**0.5
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    faces = [
        FaceVector(FaceId(n), AssetId(int(dice.integers(25))), v.astype(np.float32), 0.8)
        for n, v in enumerate(vectors)
    ]
    assigned = {f.face: [HIDDEN, OTHER, None][int(dice.integers(3))] for f in faces}
    found = perhaps_theirs(faces, assigned, {HIDDEN, OTHER}, set())
    assert found
    photos = {f.face: f.asset for f in faces}
    seen = [(cluster, photos[face]) for face, cluster in found]
    there = {(own, photos[face]) for face, own in assigned.items()}
    assert len(set(seen)) == len(seen)
    assert not there & set(seen)
