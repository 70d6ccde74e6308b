"""Pictures of strangers: what comes in is made anew from its pixels, the rest is refused."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from server.adapters.pictures import PillowPictures
from server.kernel.pictures import FINGERPRINT_LENGTH_MAX, Picture, PictureRefused

PICTURES = PillowPictures()


def a_file(image: Image.Image, file_format: str = "JPEG", **how: Any) -> bytes:
    """Return an image as a file of a format."""
    file = BytesIO()
    image.save(file, file_format, **how)
    return file.getvalue()


def a_scene(width: int = 120, height: int = 80) -> Image.Image:
    """Return a dark left half beside a bright right one."""
    image = Image.new("RGB", (width, height), (30, 60, 30))
    image.paste((220, 200, 180), (width // 2, 0, width, height))
    return image


def opened(picture: Picture) -> Image.Image:
    return Image.open(BytesIO(picture.content))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_anew(file_format: str) -> None:
    picture = PICTURES.read(a_file(a_scene(), file_format))
    image = opened(picture)
    assert (image.format, image.size) == ("JPEG", (120, 80))
    assert (picture.width, picture.height) == image.size
    assert 0 < len(picture.fingerprint) <= FINGERPRINT_LENGTH_MAX


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (b"<html><script>alert(1)</script></html>", "not-a-picture"),
        (a_file(a_scene())[:500], "damaged"),
        (a_file(a_scene()) + bytes(5 * 1024 * 1024), "too-many-bytes"),
        (a_file(Image.new("1", (10_000, 10_000)), "PNG"), "too-many-pixels"),
    ],
)
def test_what_is_no_picture_is_refused(upload: bytes, reason: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        PICTURES.read(upload)
    assert refused.value.reason == reason
