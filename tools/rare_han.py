"""Makes the font of rare Han signs that print-outs fall back to: `python -m tools.rare_han FILE`.

FILE is HanaMinB.ttf of 2017-09-04 (Debian: fonts-hanazono). Taken over are CJK extensions C, D and
E, where the names of people and places are that no other font has, without what Noto Sans has.
"""

import sys
from pathlib import Path

import pylopdf_fonts_zh_cn as noto
from fontTools import subset
from fontTools.ttLib import TTFont

FONT = Path(__file__).parents[1] / "server/adapters/sheets/fonts/RareHan.ttf"
EXTENSIONS = range(0x2A700, 0x2CEB0)
FAMILY, WHOLE, SHORT = 1, 4, 6
"""The names of a font: it may not be called like the one it was made from."""


def make_font(whole: Path) -> None:
    """Write the font of what Noto Sans lacks."""
    known = TTFont(noto.sans_path(), lazy=True).getBestCmap()
    options = subset.Options(layout_features=[], hinting=False, drop_tables=["FFTM"])
    font = subset.load_font(str(whole), options)
    picked = subset.Subsetter(options)
    picked.populate(unicodes=set(EXTENSIONS) - set(known))
    picked.subset(font)
    for name in (FAMILY, WHOLE, SHORT):
        font["name"].setName("RareHan", name, 3, 1, 0x409)
    font["name"].names = [each for each in font["name"].names if each.platformID == FONT_PLATFORM]
    font.save(FONT)


FONT_PLATFORM = 3

if __name__ == "__main__":
    make_font(Path(sys.argv[1]))
