"""Cut our fonts for CJK, Devanagari and Arabic out of Noto; needs fonttools and brotli.

    python packaging/fonts.py FOLDER    FOLDER/NAME/package holds what `npm pack @fontsource/NAME` unpacks to

resources/fonts/README.md says of which versions. Run again only for newer ones: these files are in git.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
UNUSED = ["DSIG", "BASE", "STAT", "VORG", "vhea", "vmtx", "gasp", "prep"]
LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x180), 0x20AC, *map(ord, "–—‘’“”…•")}
CJK = {*range(0x3000, 0x3040), *range(0xFF01, 0xFF66), *map(ord, "·・ー")}
JOYO = set(
    map(
        ord,
        "丼傲刹剝勃勾匂喉唾嗅嘲填塡奉娘妖嫉妬尻弄恣惧慄憬戚拉拭拶挨摯旺枕柵桁梗椎毀汰沃溺煎爪璃瓦畏眉睦瞳箋箸緻罵羨脇膝臆艶苛葛蔑藤虎蜂詣諦謎貌貪貼賂賭遡那酎醒釜錦鍋鍵闇阪隙韓頃須頓頬顎餅駒骸鶴鹿麓亀",
    )
)


class Cut(NamedTuple):
    package: str
    part: str  # the package's own name for the script
    out: str
    letters: set[int]  # of the script; empty: all, with what shapes them


def encoded(codec: str, rows: range, columns: range, before: bytes = b"") -> Iterator[int]:
    """Yield the characters that a national standard has in these rows."""
    for row in rows:
        for column in columns:
            try:
                yield ord((before + bytes((row, column))).decode(codec))
            except (UnicodeDecodeError, TypeError):
                continue


WIDE = range(0xA1, 0xFF)
KANJI = set(encoded("iso2022_jp", range(0x30, 0x75), range(0x21, 0x7F), b"\x1b$B")) | JOYO
KANA = set(range(0x3040, 0x3100))
CUTS = (
    Cut("noto-serif-jp", "japanese", "NotoSerifJP-Medium.ttf", KANJI | KANA | CJK),
    Cut("noto-serif-sc", "chinese-simplified", "NotoSerifSC-Medium.ttf",
        set(encoded("gb2312", range(0xB0, 0xD8), WIDE)) | KANA | CJK),
    Cut("noto-serif-kr", "korean", "NotoSerifKR-Medium.ttf",
        set(encoded("euc_kr", range(0xB0, 0xC9), WIDE)) | {*range(0x3131, 0x318F)} | CJK),
    Cut("noto-serif-devanagari", "devanagari", "NotoSerifDevanagari-Medium.ttf", set()),
    Cut("noto-naskh-arabic", "arabic", "NotoNaskhArabic-Medium.ttf", set()),
)  # fmt: skip


def cut(source: Path, letters: set[int], shaped: bool, out: Path) -> set[int]:
    """Write a font's part that has these letters (all: an empty set); return which they are."""
    font = TTFont(source)
    font.flavor = None
    kept = set(font.getBestCmap()) & letters if letters else set(font.getBestCmap())
    options = Options(hinting=False, notdef_outline=True, layout_features=["*"] if shaped else [])
    options.drop_tables += UNUSED if shaped else [*UNUSED, "GSUB", "GPOS", "GDEF"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(kept))
    subsetter.subset(font)
    font.save(out)
    return kept


def main() -> None:
    for one in CUTS:
        files = Path(sys.argv[1]) / one.package / "package" / "files"
        with tempfile.TemporaryDirectory() as name:
            script, latin = Path(name) / "script.ttf", Path(name) / "latin.ttf"
            file = f"{one.package}-{one.part}-500-normal.woff2"
            have = cut(files / file, one.letters, not one.letters, script)
            cut(files / f"{one.package}-latin-500-normal.woff2", LATIN - have, False, latin)
            Merger().merge([str(script), str(latin)]).save(FONTS / one.out)


if __name__ == "__main__":
    main()
