"""What people do to a photo before they show it again, by name."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageEnhance

Retake = Callable[[Image.Image, np.random.Generator], Image.Image]
TURNS = Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270


def turned(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Turn by 90°, 180° or 270°."""
    return image.transpose(TURNS[rng.integers(0, 3)])


def mirrored(image: Image.Image, _: np.random.Generator) -> Image.Image:
    """Swap left and right."""
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def cut(image: Image.Image, *sides: float) -> Image.Image:
    """Cut parts of the width or height off the left, the top, the right and the bottom."""
    left, top, right, bottom = sides
    width, height = image.size
    kept = left * width, top * height, (1 - right) * width, (1 - bottom) * height
    return image.crop((round(kept[0]), round(kept[1]), round(kept[2]), round(kept[3])))


def cut_on_some_sides(by: float, sides: int) -> Retake:
    """Cut so many sides, whichever."""
    which = [1] * sides + [0] * (4 - sides)
    return lambda image, rng: cut(image, *(by * rng.permutation(which)))


def brighter(by: float) -> Retake:
    """Make every pixel brighter or darker by a factor."""
    return lambda image, _: ImageEnhance.Brightness(image).enhance(by)


def compressed(image: Image.Image, _: np.random.Generator) -> Image.Image:
    """Save it as a JPEG of quality 40."""
    file = BytesIO()
    image.save(file, "JPEG", quality=40)
    return Image.open(file)


def all_at_once(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Cut unevenly, turn, change the brightness and compress."""
    image = turned(cut(image, *rng.uniform(0, 0.1, 4)), rng)
    return compressed(brighter(rng.uniform(0.7, 1.3))(image, rng), rng)


def tilted(image: Image.Image, _: np.random.Generator) -> Image.Image:
    """Turn by 15° and cut the empty corners away."""
    return cut(image.rotate(15, Image.Resampling.BICUBIC), *(0.2,) * 4)


MUST_BE_FOUND: dict[str, Retake] = {
    "turned by 90°, 180° or 270°": turned,
    "mirrored": mirrored,
    "cut by 5 % on every side": lambda image, _: cut(image, *(0.05,) * 4),
    "cut by 10 % on every side": lambda image, _: cut(image, *(0.1,) * 4),
    "cut by up to 10 % on every side": lambda image, rng: cut(image, *rng.uniform(0, 0.1, 4)),
    "cut by 10 % on one side": cut_on_some_sides(0.1, 1),
    "cut by 10 % on two sides": cut_on_some_sides(0.1, 2),
    "30 % darker": brighter(0.7),
    "30 % brighter": brighter(1.3),
    "compressed to quality 40": compressed,
}
WITHOUT_A_BAR: dict[str, Retake] = {
    "cut, turned, brightness and quality at once": all_at_once,
    "turned by 15°": tilted,
    "cut by 25 % on every side": lambda image, _: cut(image, *(0.25,) * 4),
    "cut by 25 % on one side": cut_on_some_sides(0.25, 1),
}
