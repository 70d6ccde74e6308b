"""Codes as pictures: an ordinary QR code stands in for WeChat's round one."""

import io

import segno
from PIL import Image

_SCALE = 8


def picture(content: str, *, width: int, kind: str) -> bytes:
    """Return a square picture, `jpeg` or `png`; a png has no background."""
    drawn, written = io.BytesIO(), io.BytesIO()
    light = None if kind == "png" else "white"
    segno.make(content, error="m", micro=False).save(drawn, kind="png", scale=_SCALE, light=light)
    image = Image.open(drawn).convert("RGBA" if kind == "png" else "RGB")
    image.resize((width, width)).save(written, kind)
    return written.getvalue()
