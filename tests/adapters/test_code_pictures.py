"""The picture of a code is a PNG of about 300 pixels that holds the text."""

import base64
import struct

import pytest
import segno

from server.adapters.code_pictures import PIXELS, QrPictures

PREFIX = "data:image/png;base64,"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


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


def test_it_is_drawn_so_that_a_worn_plate_reads() -> None:
    assert segno.make("ABCDEFGHJKLMNPQR", error="m", micro=False).error in {"M", "Q", "H"}
