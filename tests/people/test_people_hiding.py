import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, ClusterId, FaceId
from rollsuggest.people.cluster import FaceVector
from rollsuggest.people.hiding import HIDDEN_FROM, kept_hidden

HIDDEN, NAMED, OTHER = ClusterId(1), ClusterId(2), ClusterId(3)


def at(cosine: float) -> npt.NDArray[np.float32]:
    """Return a unit vector with this cosine to the hidden person's faces."""
    vector = np.zeros(192, np.float32)
    vector[:2] = cosine, (1 - cosine**2) ** 0.5
    return vector


def face(number: int, cosine: float) -> FaceVector:
    return FaceVector(FaceId(number), AssetId(number), at(cosine), 0.8)


def test_a_face_that_may_be_theirs_is_hidden_and_others_are_not() -> None:
    faces = [
        face(1, 1.0),
        face(2, HIDDEN_FROM + 0.01),
        face(3, HIDDEN_FROM - 0.05),
        face(4, 0.9),
        face(5, 0.6),
    ]
    assigned = {FaceId(1): HIDDEN, FaceId(2): None, FaceId(3): None, FaceId(4): NAMED, FaceId(5): OTHER}
    found = kept_hidden(faces, assigned, {HIDDEN}, {HIDDEN, NAMED})
    assert found == {
        FaceId(1): HIDDEN,
        FaceId(2): HIDDEN,
        FaceId(3): None,
        FaceId(4): NAMED,
        FaceId(5): HIDDEN,
    }


def test_with_nobody_hidden_nothing_changes() -> None:
    faces = [face(1, 1.0), face(2, 0.9)]
    assigned = {FaceId(1): OTHER, FaceId(2): None}
    assert kept_hidden(faces, assigned, set(), set()) == assigned


def test_of_two_hidden_persons_the_likelier_one() -> None:
    far = face(9, 0.0)
    faces = [face(1, 1.0), far, face(2, 0.8)]
    assigned = {FaceId(1): HIDDEN, FaceId(9): OTHER, FaceId(2): None}
    assert kept_hidden(faces, assigned, {HIDDEN, OTHER}, set())[FaceId(2)] == HIDDEN
