"""Reads one picture of a stranger: a program of its own, which trusts neither it nor itself.

It takes the bytes from its standard input and answers on its standard output: a line of JSON, and
behind it the JPEG that was made anew and a small grey look at it. It imports Pillow and nothing of
ours, gives up what it does not need before it reads the first byte, and ends after one picture.
"""

import json
import resource
import sys
import warnings
from contextlib import suppress
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps, MpoImagePlugin, UnidentifiedImageError, WebPImagePlugin

NEEDED_LATER = MpoImagePlugin, WebPImagePlugin
"""Pillow imports these when it meets a file; by then no file can be opened any more."""
Image.preinit()

FORMATS = ("JPEG", "PNG", "WEBP")
PIXELS_MAX, SIDE_MAX = 40_000_000, 8_000
WIDTH_MAX, QUALITY, WHITE = 2_048, 85, (255, 255, 255)
LOOK_SIDE = 256
"""The grey look is a square of so many pixels, whatever shape the picture has."""
MEMORY_MAX, ANSWER_MAX = 1024**3, 16 * 1024**2
CPU_SECONDS, GRACE_SECONDS = 8, 1
"""At the first the signal says that it was too slow; nobody lives on after the second."""


class Refused(Exception):
    """The picture may not come in; its word is the reason."""


class MadeAnew(NamedTuple):
    """A picture made anew, and the look from which its fingerprint is taken."""

    content: bytes
    size: tuple[int, int]
    look: bytes


def make_anew(upload: bytes) -> MadeAnew:
    """Return the picture's pixels as a fresh JPEG. Raises Refused."""
    try:
        fresh = _on_white(_upright(_shrunk(_opened(upload))))
    except UnidentifiedImageError:
        raise Refused("not-a-picture") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Refused("too-many-pixels") from None
    except Exception:  # noqa: BLE001 - what broken files make of a decoder has no end
        raise Refused("damaged") from None
    content = BytesIO()
    fresh.save(content, "JPEG", quality=QUALITY)
    return MadeAnew(content.getvalue(), fresh.size, grey_look(fresh))


def grey_look(image: Image.Image) -> bytes:
    """Return a small grey square of a picture, without any encoding that could be wrong."""
    side = LOOK_SIDE, LOOK_SIDE
    return image.convert("L").resize(side, Image.Resampling.BOX).tobytes()


def _opened(upload: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = PIXELS_MAX
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        image = Image.open(BytesIO(upload), formats=FORMATS)
    if max(image.size) > SIDE_MAX:
        raise Image.DecompressionBombError
    return image


def _shrunk(image: Image.Image) -> Image.Image:
    """Shrink before anything else: every later step is cheap then."""
    if image.mode.startswith("I"):  # sixteen bits of grey, which Pillow would cut, not scale
        image = image.point(lambda grey: grey / 256).convert("L")
    if image.mode not in {"RGB", "L", "CMYK"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((WIDTH_MAX, WIDTH_MAX))
    image.load()
    return image


def _upright(image: Image.Image) -> Image.Image:
    with suppress(Exception):  # a camera's broken EXIF is no reason to lose its picture
        ImageOps.exif_transpose(image, in_place=True)
    return image


def _on_white(image: Image.Image) -> Image.Image:
    """Paste onto a fresh image, which knows nothing of the file the pixels came from."""
    fresh = Image.new("RGB", image.size, WHITE)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        fresh.paste(image, mask=image)
    else:
        fresh.paste(image.convert("RGB"))
    return fresh


def give_up_what_is_not_needed() -> None:
    """Bound memory, time and answer; open no file or connection, start nothing, leave no core."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_MAX),
        (resource.RLIMIT_FSIZE, ANSWER_MAX),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + GRACE_SECONDS))


def answer_to(upload: bytes) -> bytes:
    """Return what the program says about a picture."""
    try:
        content, size, look = make_anew(upload)
    except Refused as refused:
        return json.dumps({"refused": str(refused)}).encode()
    told = {"bytes": len(content), "size": size}
    return b"\n".join([json.dumps(told).encode(), content + look])


if __name__ == "__main__":
    give_up_what_is_not_needed()
    sys.stdout.buffer.write(answer_to(sys.stdin.buffer.read()))
