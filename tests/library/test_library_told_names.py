from pathlib import Path

from PIL import Image

from rollsuggest.library.face_regions import NamedRegion
from rollsuggest.library.named_faces import Seen, Told, matched
from rollsuggest.library.told_names import read
from rollsuggest.model import AssetId, Box, ClusterId, FaceId

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><mwg-rs:Regions><mwg-rs:RegionList><rdf:Bag>
<rdf:li><rdf:Description mwg-rs:Name="{name}" mwg-rs:Type="Face">
<mwg-rs:Area stArea:x="{x}" stArea:y="{y}" stArea:w="0.2" stArea:h="0.2"/></rdf:Description></rdf:li>
</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></x:xmpmeta>"""


def seen(face: int, asset: int, box: Box, cluster: int | None = None) -> Seen:
    return Seen(FaceId(face), AssetId(asset), box, None if cluster is None else ClusterId(cluster))


def test_a_photo_its_sidecar_and_picasa_tell_names(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (60, 40)).save(photo, exif=exif, xmp=XMP.format(name="Ana", x=0.5, y=0.5).encode())
    (tmp_path / "a.jpg.xmp").write_text(XMP.format(name="Rui", x=0.2, y=0.2), "utf-8")
    (tmp_path / ".picasa.ini").write_text(
        "[Contacts2]\nab=Eva;;\n[a.jpg]\nfaces=rect64(00000000ffffffff),ab\n", "utf-8"
    )
    told = read(photo)
    assert told.orientation == 6
    assert [region.name for region in told.regions] == ["Ana", "Rui", "Eva"]


def test_what_cannot_be_read_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    assert read(tmp_path / "broken.jpg").regions == ()
    assert read(tmp_path / "gone.jpg").regions == ()


def test_names_meet_faces_whichever_way_the_writer_saw_the_picture() -> None:
    stored = Box(0.1, 0.1, 0.2, 0.2)  # turned clockwise (6) this lies at the top right
    told = {
        AssetId(1): Told(6, (NamedRegion("Ana", stored),)),
        AssetId(2): Told(6, (NamedRegion("Ana", Box(0.7, 0.1, 0.2, 0.2)),)),
    }
    faces = [seen(1, 1, Box(0.72, 0.12, 0.15, 0.15), 5), seen(2, 2, Box(0.72, 0.12, 0.15, 0.15), 5)]
    (found,) = matched(told, faces)
    assert (found.name, found.faces, found.cluster, found.agree) == ("Ana", (1, 2), 5, 2)


def test_each_face_gets_one_name_and_a_frame_round_the_whole_body_none() -> None:
    told = {
        AssetId(1): Told(
            1,
            (
                NamedRegion("Ana", Box(0.1, 0.1, 0.2, 0.2)),
                NamedRegion("Rui", Box(0.14, 0.1, 0.2, 0.2)),
                NamedRegion("Body", Box(0.0, 0.0, 1.0, 1.0)),
            ),
        )
    }
    faces = [seen(1, 1, Box(0.12, 0.12, 0.15, 0.15), 3)]
    assert [(found.name, found.faces) for found in matched(told, faces)] == [("Ana", (1,))]


def test_the_cluster_with_most_of_its_faces_stands_for_a_name() -> None:
    box = Box(0.4, 0.4, 0.2, 0.2)
    told = {AssetId(n): Told(1, (NamedRegion("Ana", box),)) for n in range(4)}
    faces = [seen(10, 0, box, 7), seen(11, 1, box, 7), seen(12, 2, box, 8), seen(13, 3, box, None)]
    (found,) = matched(told, faces)
    assert (found.cluster, found.agree, len(found.faces)) == (7, 2, 4)


TAGS = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><digiKam:TagsList><rdf:Seq>
<rdf:li>People/Family/Ana &amp; Co</rdf:li><rdf:li>Places/Faro</rdf:li><rdf:li>People</rdf:li></rdf:Seq>
</digiKam:TagsList><Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>{name}</rdf:li></rdf:Bag>
</Iptc4xmpExt:PersonInImage></x:xmpmeta>"""
MIDDLE = Box(0.4, 0.4, 0.2, 0.2)


def test_who_is_in_the_picture_is_read_from_tags_and_iptc(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    Image.new("RGB", (60, 40)).save(photo, xmp=TAGS.format(name="Rui").encode())
    (tmp_path / "a.jpg.xmp").write_text(TAGS.format(name="Eva").replace("People/", "Personen/"), "utf-8")
    assert read(photo).people == ("Ana & Co", "Rui", "Eva")
    assert read(photo).regions == ()


def test_one_name_and_one_face_belong_together_as_a_guess() -> None:
    told = {AssetId(n): Told(1, (), ("Ana",)) for n in (1, 2, 3, 4)}
    told[AssetId(3)] = Told(1, (NamedRegion("Ana", MIDDLE),), ("Ana",))
    told[AssetId(5)] = Told(1, (), ("Ana", "Rui"))  # which of them?
    told[AssetId(6)] = Told(1, (NamedRegion("Rui", Box(0, 0, 0.1, 0.1)),), ("Ana",))  # Rui's was not found
    faces = [seen(1, 1, MIDDLE, 7), seen(3, 3, MIDDLE, 7), seen(5, 5, MIDDLE, 7), seen(6, 6, MIDDLE, 7)]
    faces += [seen(20, 2, MIDDLE, 7), seen(21, 2, Box(0, 0, 0.2, 0.2), 8), seen(4, 4, MIDDLE, None)]
    (found,) = matched(told, faces)
    assert (found.name, found.faces) == ("Ana", (1, 3, 4))
    assert sorted(found.guessed) == [1, 4]


def test_a_guess_does_not_speak_against_what_is_surer() -> None:
    told = {AssetId(n): Told(1, (), ("Ana",)) for n in (1, 2, 3)}
    told[AssetId(4)] = Told(1, (), ("Rui",))
    faces = [seen(1, 1, MIDDLE, 7), seen(2, 2, MIDDLE, 7), seen(3, 3, MIDDLE, 8), seen(4, 4, MIDDLE, 7)]
    (found,) = matched(told, faces)
    assert (found.name, found.faces, found.cluster) == ("Ana", (1, 2), 7)
    told[AssetId(4)] = Told(1, (NamedRegion("Rui", MIDDLE),))  # that is said of the very face
    assert [name.name for name in matched(told, faces)] == ["Ana", "Rui"]
