"""Small pictures as files, and what a JPEG file is made of."""

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image

RED, BLUE = (200, 30, 30), (30, 30, 200)


def a_scene(width: int = 96, height: int = 64) -> Image.Image:
    """Return a blue picture whose upper left quarter is red."""
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    return image


def a_file(image: Image.Image | None = None, file_format: str = "JPEG", **how: Any) -> bytes:
    """Return an image (a scene) as a file."""
    file = BytesIO()
    (image or a_scene()).save(file, file_format, **how)
    return file.getvalue()


def segments(jpeg: bytes) -> Iterator[int]:
    """Yield the markers of a JPEG file; there must be nothing behind its end."""
    assert jpeg.startswith(b"\xff\xd8")
    place = 2
    while jpeg[place + 1] != 0xDA:
        marker, length = struct.unpack(">HH", jpeg[place : place + 4])
        yield marker
        place += 2 + length
    assert jpeg.index(b"\xff\xd9", place) == len(jpeg) - 2
