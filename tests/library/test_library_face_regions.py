import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from rollsuggest.library.face_regions import NamedRegion, of_packet, of_picasa, turned
from rollsuggest.library.pixels import _TURNS
from rollsuggest.model import Box

LIGHTROOM = """<x:xmpmeta><rdf:RDF><rdf:Description>
<mwg-rs:Regions rdf:parseType="Resource">
 <mwg-rs:AppliedToDimensions stDim:w="4000" stDim:h="3000" stDim:unit="pixel"/>
 <mwg-rs:RegionList><rdf:Bag>
  <rdf:li><rdf:Description mwg-rs:Name="Ana &amp; co" mwg-rs:Type="Face">
   <mwg-rs:Area stArea:x="0.5" stArea:y="0.4" stArea:w="0.2" stArea:h="0.3" stArea:unit="normalized"/>
  </rdf:Description></rdf:li>
  <rdf:li><rdf:Description mwg-rs:Name="Rex" mwg-rs:Type="Pet">
   <mwg-rs:Area stArea:x="0.1" stArea:y="0.1" stArea:w="0.1" stArea:h="0.1"/></rdf:Description></rdf:li>
  <rdf:li><rdf:Description mwg-rs:Type="Face">
   <mwg-rs:Area stArea:x="0.1" stArea:y="0.1" stArea:w="0.1" stArea:h="0.1"/></rdf:Description></rdf:li>
 </rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>"""

DIGIKAM = """<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>
 <rdf:li rdf:parseType="Resource">
  <mwg-rs:Area rdf:parseType="Resource"><stArea:x>0.25</stArea:x><stArea:y>0.5</stArea:y>
   <stArea:w>0.1</stArea:w><stArea:h>0.2</stArea:h></mwg-rs:Area>
  <mwg-rs:Name>João</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></rdf:li>
</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
<MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag>
 <rdf:li MPReg:Rectangle="0.6, 0.1, 0.2, 0.2" MPReg:PersonDisplayName="Rui"/>
</rdf:Bag></MPRI:Regions></MP:RegionInfo>"""

PICASA = """[Picasa]
name=Holiday
[Contacts2]
8e62398ebda8c1a5=Ana Silva;;
[IMG_1.JPG]
faces=rect64(3fff7fffbfffffff),8e62398ebda8c1a5;rect64(1),ffffffffffffffff
backuphash=1
"""


def boxes(regions: tuple[NamedRegion, ...]) -> dict[str, tuple[float, ...]]:
    return {r.name: tuple(round(v, 3) for v in (r.box.x, r.box.y, r.box.w, r.box.h)) for r in regions}


def test_regions_of_lightroom_are_read_and_what_is_no_named_face_is_not() -> None:
    assert boxes(of_packet(LIGHTROOM)) == {"Ana & co": (0.4, 0.25, 0.2, 0.3)}


def test_regions_of_digikam_and_microsoft_are_read() -> None:
    assert boxes(of_packet(DIGIKAM)) == {"João": (0.2, 0.4, 0.1, 0.2), "Rui": (0.6, 0.1, 0.2, 0.2)}


def test_regions_in_pixels_are_of_the_size_they_apply_to() -> None:
    text = LIGHTROOM.replace("normalized", "pixel")
    for share, pixels in (("0.5", "2000"), ("0.4", "1200"), ("0.2", "800"), ("0.3", "900")):
        text = text.replace(f'"{share}"', f'"{pixels}"', 1)
    assert boxes(of_packet(text)) == {"Ana & co": (0.4, 0.25, 0.2, 0.3)}


def test_picasas_contacts_name_the_faces_of_a_folder() -> None:
    found = of_picasa(PICASA)
    assert list(found) == ["img_1.jpg"]
    assert boxes(found["img_1.jpg"]) == {"Ana Silva": (0.25, 0.5, 0.5, 0.5)}


@given(st.text(max_size=400), st.integers(0, len(LIGHTROOM)), st.integers(0, 200))
def test_whatever_is_written_nothing_is_raised_and_boxes_lie_inside(noise: str, at: int, cut: int) -> None:
    for source in (LIGHTROOM, DIGIKAM, PICASA):
        text = source[:at] + noise + source[at + cut :]
        regions = [*of_packet(text), *(r for found in of_picasa(text).values() for r in found)]
        for region in regions:
            box = region.box
            assert region.name.strip()
            assert 0 <= box.x < 1 and 0 <= box.y < 1 and box.w > 0 and box.h > 0
            assert box.x + box.w <= 1 + 1e-9 and box.y + box.h <= 1 + 1e-9


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_box_turns_with_its_picture(orientation: int) -> None:
    stored = np.zeros((40, 60), np.uint8)
    stored[10:20, 6:30] = 255  # x .1, y .25, w .4, h .25
    turn = _TURNS.get(orientation)
    image = Image.fromarray(stored)
    upright = np.asarray(image if turn is None else image.transpose(turn))
    rows, columns = np.nonzero(upright)
    height, width = upright.shape
    box = turned(Box(0.1, 0.25, 0.4, 0.25), orientation)
    assert (box.x * width, (box.x + box.w) * width) == pytest.approx((columns.min(), columns.max() + 1))
    assert (box.y * height, (box.y + box.h) * height) == pytest.approx((rows.min(), rows.max() + 1))
