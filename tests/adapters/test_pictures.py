"""A picture is made anew from its pixels, upright and in the colours it had, and nothing else."""

import random
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from server.adapters.pictures import PillowPictures
from server.adapters.pictures.reader import FORMATS, Refused, make_anew
from server.kernel.pictures import FINGERPRINT_LENGTH_MAX, Picture
from tests.support.pictures import BLUE, RED, a_file, a_scene
from tests.support.yards import a_yard

PICTURES = PillowPictures()
STORED_AS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""What a camera that was held otherwise does to the picture, by the EXIF orientation it notes."""


def made_anew(upload: bytes) -> Image.Image:
    return Image.open(BytesIO(make_anew(upload).content))


def shows(image: Image.Image, expected: Image.Image) -> bool:
    """Tell whether two pictures are the same but for what compression does."""
    assert image.size == expected.size
    difference = ImageStat.Stat(ImageChops.difference(image, expected))
    return max(difference.mean) < 5


@pytest.mark.parametrize("file_format", FORMATS)
def test_what_phones_send_is_made_anew(file_format: str) -> None:
    picture = PICTURES.read(a_file(a_yard(1), file_format))
    image = Image.open(BytesIO(picture.content))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (240, 180))
    assert picture == Picture(picture.content, 240, 180, picture.fingerprint)
    assert len(picture.fingerprint) == FINGERPRINT_LENGTH_MAX
    assert PICTURES.look_alike(picture.fingerprint, {5: picture.fingerprint, 6: ""}) == [5]


@pytest.mark.parametrize("orientation", range(9))
def test_it_stands_upright(orientation: int) -> None:
    stored = a_scene()
    if orientation in STORED_AS:
        stored = stored.transpose(STORED_AS[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    for file_format in FORMATS:
        assert shows(made_anew(a_file(stored, file_format, exif=exif.tobytes())), a_scene())


def test_a_broken_note_of_the_camera_does_not_lose_its_picture() -> None:
    exif = b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12" * 9
    assert shows(made_anew(a_file(exif=exif)), a_scene())


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "YCbCr"])
def test_colours_of_a_jpeg_stay(mode: str) -> None:
    assert shows(made_anew(a_file(a_scene().convert(mode))), a_scene())


@pytest.mark.parametrize("mode", ["RGB", "P", "RGBA"])
def test_colours_of_a_png_stay(mode: str) -> None:
    scene = a_scene().convert(mode, palette=Image.Palette.ADAPTIVE)
    assert shows(made_anew(a_file(scene, "PNG")), scene.convert("RGB"))


def test_grey_of_sixteen_bits_is_as_bright_as_it_was() -> None:
    grey = Image.new("I;16", (8, 8), 0x8000)
    assert shows(made_anew(a_file(grey, "PNG")), Image.new("RGB", (8, 8), (128,) * 3))


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA"])
def test_what_is_transparent_becomes_white(mode: str) -> None:
    clear = Image.new("RGBA", (8, 8), (*RED, 0)).convert(mode)
    how = {"transparency": clear.getpixel((0, 0))} if mode == "P" else {}
    assert shows(made_anew(a_file(clear, "PNG", **how)), Image.new("RGB", (8, 8), "white"))


@pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
def test_of_what_moves_the_first_frame_is_kept(file_format: str) -> None:
    still, next_frame = Image.new("RGB", (8, 8), BLUE), Image.new("RGB", (8, 8), RED)
    moving = a_file(still, file_format, save_all=True, append_images=[next_frame])
    assert shows(made_anew(moving), still)


@pytest.mark.parametrize(
    ("size", "kept"),
    [((1, 1), (1, 1)), ((4096, 1024), (2048, 512)), ((1, 8000), (1, 2048)), ((2048, 3), (2048, 3))],
)
@pytest.mark.parametrize("file_format", ["JPEG", "PNG"])
def test_it_is_as_large_as_a_screen_needs(
    file_format: str, size: tuple[int, int], kept: tuple[int, int]
) -> None:
    assert made_anew(a_file(Image.new("RGB", size, BLUE), file_format)).size == kept


@pytest.mark.parametrize("file_format", FORMATS)
def test_whatever_is_broken_in_a_file_it_is_made_anew_or_refused(file_format: str) -> None:
    chance = random.Random(15)
    whole = a_file(file_format=file_format)
    reasons = set()
    for _ in range(60):
        broken = bytearray(
            whole[: chance.randrange(len(whole))] if chance.random() < 0.3 else whole
        )
        for _ in range(chance.randrange(1, 6) if broken else 0):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            assert Image.open(BytesIO(make_anew(bytes(broken)).content)).format == "JPEG"
        except Refused as refused:
            reasons.add(str(refused))
    assert "damaged" in reasons
    assert reasons <= {"damaged", "not-a-picture", "too-many-pixels"}
