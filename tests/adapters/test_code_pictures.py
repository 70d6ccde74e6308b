"""The picture of a code is a PNG of about 300 pixels that a worn plate can still be read from."""

import base64
import struct

import pytest

from server.adapters.code_pictures import PIXELS, QrPictures

PREFIX = "data:image/png;base64,"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
SMALLEST, NEXT = 29, 33
"""How many modules wide the two smallest codes are, with their quiet zone."""


def size_of(picture: str) -> tuple[int, int]:
    png = base64.b64decode(picture.removeprefix(PREFIX), validate=True)
    assert png.startswith(SIGNATURE)
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("text", ["ABCDEFGHJKLMNPQR", "ABCDEFGHJKLMNPQRSTUV", "X" * 32])
def test_it_is_square_and_about_as_wide_as_wanted(text: str) -> None:
    width, height = size_of(QrPictures().draw(text))

    assert width == height
    assert abs(width - PIXELS) <= 20


def test_two_texts_have_two_pictures_and_one_text_has_one() -> None:
    pictures = QrPictures()

    assert pictures.draw("A" * 16) == pictures.draw("A" * 16)
    assert pictures.draw("A" * 16) != pictures.draw("B" * 16)


@pytest.mark.parametrize(("signs", "modules"), [(20, SMALLEST), (21, NEXT), (25, NEXT)])
def test_it_is_drawn_so_that_a_worn_plate_reads(signs: int, modules: int) -> None:
    """The smallest code holds 25 signs at the weakest level of correction, 20 at the second."""
    width, _ = size_of(QrPictures().draw("A" * signs))

    assert width % modules == 0
