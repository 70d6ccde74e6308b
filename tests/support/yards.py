"""Pictures of yards (院坝) that nobody ever saw: drawn from a seed, with light and noise on top.

The same seed on another day is the same place under another light, a step aside, with some things
put elsewhere: what an honest household shows when it cleans up again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

WIDTH, HEIGHT = SIZE = 240, 180
GREEN = 60, 110, 50
Colour = tuple[int, int, int]


def a_yard(seed: int, *, day: int = 0) -> Image.Image:
    """Return a picture; the same seed and day, the same picture."""
    brush = Brush(np.random.default_rng([7, seed]), Image.new("RGB", SIZE))
    brush.floor()
    if brush.rng.random() < 0.75:
        brush.ground(horizon=brush.rng.uniform(0.05, 0.6) * HEIGHT)
        for _ in range(brush.rng.integers(0, 3)):
            brush.house()
    for _ in range(brush.rng.integers(2, 9)):
        brush.plant()
    for _ in range(brush.rng.integers(3, 12)):
        brush.thing()
    if day:
        brush = Brush(np.random.default_rng([9, seed, day]), brush.image)
        brush.step_aside()
    brush.light()
    return brush.image


@dataclass
class Brush:
    """Draws one picture; whatever is random comes from its generator."""

    rng: np.random.Generator
    image: Image.Image

    @property
    def _draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def floor(self) -> None:
        """Fill the picture with one surface, as seen from near."""
        self.image = self._grained(self._colour(40, 200), 120)

    def ground(self, horizon: float) -> None:
        """Draw a sky, and the ground below a hilly line."""
        hills = [(x, horizon + self.rng.normal(0, 8)) for x in np.linspace(0, WIDTH, 7)]
        below = Image.new("L", SIZE)
        ImageDraw.Draw(below).polygon([(0, HEIGHT), *hills, (WIDTH, HEIGHT)], fill=255)
        ground = self._grained(self._colour(50, 190), self.rng.uniform(30, 140))
        self.image = self._grained(self._colour(140, 250), self.rng.uniform(10, 90))
        self.image.paste(ground, mask=below)

    def house(self) -> None:
        """Draw walls, a roof, a door and windows."""
        x, y = self.rng.uniform(-0.2, 0.8) * WIDTH, self.rng.uniform(0.05, 0.45) * HEIGHT
        width, height = self.rng.uniform(0.2, 0.8) * WIDTH, self.rng.uniform(0.25, 0.6) * HEIGHT
        self._draw.rectangle((x, y, x + width, y + height), fill=self._colour(90, 240))
        top = x + width / 2, y - self.rng.uniform(6, 36)
        self._draw.polygon([(x - 9, y), top, (x + width + 9, y)], fill=self._colour(30, 150))
        for _ in range(self.rng.integers(1, 5)):
            left, upper = x + width * self.rng.random(), y + height * self.rng.uniform(0.1, 0.6)
            wide, high = self.rng.uniform(9, 40, 2)
            opening = left, upper, left + wide, upper + high
            self._draw.rectangle(opening, fill=self._colour(10, 120))

    def plant(self) -> None:
        """Draw a heap of leaves."""
        middle = self.rng.uniform(0, WIDTH), self.rng.uniform(0.2, 1) * HEIGHT
        spread, green = self.rng.uniform(5, 27, 2), self._near(GREEN, 60)
        for _ in range(self.rng.integers(10, 60)):
            x, y = self.rng.normal(middle, spread)
            wide = self.rng.uniform(0.01, 0.05) * WIDTH
            high = wide * self.rng.uniform(0.3, 1)
            self._draw.ellipse((x - wide, y - high, x + wide, y + high), fill=self._near(green, 40))

    def thing(self) -> None:
        """Draw a box, a tub, a heap or a fence."""
        x, y = self.rng.uniform(0, WIDTH), self.rng.uniform(0.35, 1) * HEIGHT
        wide, high = self.rng.uniform(6, 38, 2)
        colour, tip = self._colour(20, 235), self.rng.uniform(-wide, wide)
        match self.rng.integers(0, 4):
            case 0:
                self._draw.rectangle((x, y, x + wide, y + high), fill=colour)
            case 1:
                self._draw.ellipse((x - wide, y - high, x + wide, y + high), fill=colour)
            case 2:
                heap = [(x, y), (x + wide, y + tip), (x + tip, y + high)]
                self._draw.polygon(heap, fill=colour)
            case _:
                for post in np.arange(self.rng.integers(3, 12)) * wide / 4 + x:
                    self._draw.line((post, y, post, y + high), fill=colour, width=2)

    def step_aside(self) -> None:
        """Put some things elsewhere, and look from a step aside."""
        self.plant()
        for _ in range(3):
            self.thing()
        x, y = self.rng.uniform(0.02, 0.08, 2) * SIZE
        tilted = self.image.rotate(self.rng.uniform(-3, 3), Image.Resampling.BICUBIC)
        nearer = 6 + x, 6 + y, x + 0.88 * WIDTH, y + 0.88 * HEIGHT
        self.image = tilted.resize(SIZE, Image.Resampling.BICUBIC, box=nearer)

    def light(self) -> None:
        """Let clouds and the hour change what is bright, and the sensor add its noise."""
        light = (0.75 + 0.5 * self._clouds(2)) * self.rng.uniform(0.85, 1.15)
        noise = self.rng.normal(0, 5, (HEIGHT, WIDTH, 1))
        self.image = _picture(np.asarray(self.image) * light + noise)

    def _grained(self, colour: Colour, strength: float) -> Image.Image:
        return _picture(np.array(colour) + strength * (self._clouds(6) - 0.5))

    def _clouds(self, octaves: int) -> NDArray[np.float32]:
        """Return noise between 0 and 1 that is rough at every scale."""
        clouds = np.zeros((HEIGHT, WIDTH), np.float32)
        for octave in range(octaves):
            grid = Image.fromarray(self.rng.random((2 << octave, 3 << octave), np.float32))
            clouds += 0.6**octave * np.asarray(grid.resize(SIZE, Image.Resampling.BILINEAR))
        clouds -= clouds.min()
        clouds /= clouds.max()
        return clouds[..., None]

    def _colour(self, low: int, high: int) -> Colour:
        return self._near(((low + high) // 2,) * 3, (high - low) // 2)

    def _near(self, colour: Colour, by: int) -> Colour:
        red, green, blue = np.clip(colour + self.rng.integers(-by, by + 1, 3), 0, 255).tolist()
        return red, green, blue


def _picture(values: NDArray[np.floating]) -> Image.Image:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
