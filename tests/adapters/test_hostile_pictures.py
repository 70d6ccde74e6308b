"""Files that want to harm are refused, or nothing but their pixels survives; the caller goes on."""

import struct
import subprocess
import sys
import threading
import zlib
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from server.adapters.pictures import PillowPictures
from server.adapters.pictures.adapter import READER
from server.adapters.pictures.gate import Gate
from server.adapters.pictures.reader import Refused, make_anew
from server.kernel.pictures import UPLOAD_BYTES_MAX, PictureBusy, PictureRefused
from tests.support.pictures import a_file, a_scene, segments

PICTURES = PillowPictures()
JFIF, TABLES, FRAME, HUFFMAN = 0xFFE0, 0xFFDB, 0xFFC0, 0xFFC4
SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)


def reason_of(upload: bytes) -> str:
    """Return why the reader refuses a file."""
    with pytest.raises(Refused) as refused:
        make_anew(upload)
    return str(refused.value)


def told_reason_of(upload: bytes, pictures: PillowPictures = PICTURES) -> str:
    """Return why the port refuses a file, after its reader told so or ended otherwise."""
    with pytest.raises(PictureRefused) as refused:
        pictures.read(upload)
    return refused.value.reason


@pytest.mark.parametrize(
    "upload",
    [b"", b"<!doctype html>" + SCRIPT, SVG, HEIC, b"%PDF-1.7\n", b"PK\3\4", b"\xff\xd8", b"RIFF"],
    ids=["nothing", "HTML", "SVG", "HEIC", "PDF", "zip", "two bytes of a JPEG", "a bare RIFF"],
)
def test_ab_15_what_is_no_picture_is_refused_whatever_it_is_called(upload: bytes) -> None:
    assert reason_of(upload) == "not-a-picture"


@pytest.mark.parametrize("file_format", ["GIF", "AVIF", "BMP", "TIFF", "ICO", "PPM"])
def test_ab_15_other_kinds_of_pictures_are_not_even_opened(file_format: str) -> None:
    assert reason_of(a_file(file_format=file_format)) == "not-a-picture"


def test_ab_15_a_picture_behind_something_else_is_refused() -> None:
    assert reason_of(SCRIPT + a_file()) == "not-a-picture"


def test_ab_15_twenty_megabytes_are_refused_unread() -> None:
    closed = PillowPictures(Gate(0, 0))
    assert told_reason_of(a_file() + bytes(20_000_000), closed) == "too-many-bytes"
    with pytest.raises(PictureBusy):
        closed.read(a_file() + bytes(UPLOAD_BYTES_MAX - len(a_file())))


def a_bomb(width: int, height: int) -> bytes:
    """Return a PNG that says it is as large, and has hardly any pixels: to load it is to fail."""
    png = a_file(Image.new("1", (8, 8)), "PNG")
    head = b"IHDR" + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + head + struct.pack(">I", zlib.crc32(head)) + png[33:]


@pytest.mark.parametrize("side", [20_000, 10_000, 6_400])
def test_ab_15_a_bomb_is_refused_by_its_size_alone(side: int) -> None:
    """Left to itself Pillow refuses the first, only warns of the second and lets the third pass."""
    assert reason_of(a_bomb(side, side)) == "too-many-pixels"


def test_ab_15_no_side_is_longer_than_eight_thousand() -> None:
    assert reason_of(a_bomb(8_001, 1)) == "too-many-pixels"
    assert reason_of(a_bomb(8_000, 5_000)) == "damaged"


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_ab_15_half_a_picture_is_refused(file_format: str) -> None:
    whole = a_file(file_format=file_format)
    assert reason_of(whole[: len(whole) * 2 // 3]) == "damaged"


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (lambda: SVG, "not-a-picture"),
        (lambda: a_file()[:700], "damaged"),
        (lambda: a_bomb(10_000, 10_000), "too-many-pixels"),
    ],
    ids=["SVG", "half", "bomb"],
)
def test_ab_15_the_reader_tells_why(upload: Callable[[], bytes], reason: str) -> None:
    assert told_reason_of(upload()) == reason


def with_a_place() -> bytes:
    exif = Image.Exif()
    exif[0x0110] = SCRIPT.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 33.0, 0.0), 3: "E", 4: (106.0, 33.0, 0.0)})
    return a_file(exif=exif, comment=SCRIPT, icc_profile=b"profile" + SCRIPT, xmp=SCRIPT)


def with_text() -> bytes:
    text = PngInfo()
    text.add_text("Comment", SCRIPT.decode())
    text.add_itxt("XML:com.adobe.xmp", SCRIPT.decode(), zip=True)
    return a_file(file_format="PNG", pnginfo=text)


@pytest.mark.parametrize(
    "hiding",
    [
        with_a_place,
        with_text,
        lambda: a_file() + b"PK\3\4" + SCRIPT,
        lambda: a_file(file_format="PNG") + SCRIPT,
        lambda: a_file(file_format="WEBP", exif=b"Exif\0\0" + SCRIPT, xmp=SCRIPT),
        lambda: a_file(file_format="MPO", save_all=True, append_images=[a_scene()]) + SCRIPT,
    ],
    ids=["EXIF, GPS, ICC, XMP, comment", "PNG text", "zip tail", "PNG tail", "WEBP", "MPO"],
)
def test_ab_15_nothing_but_pixels_survives(hiding: Callable[[], bytes]) -> None:
    made = PICTURES.read(hiding()).content
    assert set(segments(made)) == {JFIF, TABLES, FRAME, HUFFMAN}
    assert b"script" not in made
    assert not Image.open(BytesIO(made)).getexif()


TRYING = """
import runpy, socket
give_up = runpy.run_path({reader!r})["give_up_what_is_not_needed"]
def tried(what):
    try:
        what()
    except (MemoryError, OSError) as error:
        return type(error).__name__
tries = [lambda: bytes(1024**3), lambda: open("/etc/passwd"), socket.socket]
print([tried(what) for what in tries])
give_up()
print([tried(what) for what in tries])
"""


def test_requirement_17_the_reader_has_no_more_memory_files_or_network_than_it_needs() -> None:
    program = [sys.executable, "-I", "-c", TRYING.format(reader=str(READER))]
    told = subprocess.run(program, capture_output=True, text=True, check=True).stdout.split("\n")
    assert told[0] == "[None, None, None]"
    assert told[1] == "['MemoryError', 'OSError', 'OSError']"


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("os.kill(os.getpid(), signal.SIGXCPU)", "too-slow"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "damaged"),
    ],
)
def test_requirement_17_a_reader_that_is_ended_or_dies_is_a_refusal(
    tmp_path: Path, does: str, reason: str
) -> None:
    reader = tmp_path / "reader.py"
    reader.write_text(f"import os, signal\n{does}\n", encoding="utf-8")
    pictures = PillowPictures(Gate(1, 0), reader=reader)
    assert [told_reason_of(a_file(), pictures) for _ in range(2)] == [reason] * 2


def test_requirement_17_a_reader_that_hangs_keeps_nobody(tmp_path: Path) -> None:
    reader = tmp_path / "reader.py"
    reader.write_text("while True: pass", encoding="utf-8")
    pictures = PillowPictures(Gate(1, 0), reader=reader, seconds=0.3)
    for _ in range(2):
        with pytest.raises(PictureBusy):
            pictures.read(a_file())


def test_a_reader_that_does_not_start_is_no_fault_of_the_picture(tmp_path: Path) -> None:
    reader = tmp_path / "reader.py"
    reader.write_text("raise SystemExit(3)", encoding="utf-8")
    with pytest.raises(RuntimeError, match="does not work on this machine"):
        PillowPictures(reader=reader).read(a_file())


def test_requirement_17_two_are_read_two_wait_and_the_others_are_refused_at_once() -> None:
    gate, callers = Gate(2, 2, seconds=30), 12
    counts: Counter[str] = Counter()
    changed, may_leave = threading.Condition(), threading.Event()

    def count(what: str) -> None:
        with changed:
            counts[what] += 1
            changed.notify()

    def call(_: int) -> None:
        try:
            with gate.place():
                count("in")
                may_leave.wait(30)
        except PictureBusy:
            count("refused")

    with ThreadPoolExecutor(callers) as threads:
        calls = threads.map(call, range(callers))
        with changed:
            assert changed.wait_for(lambda: counts.total() == callers - 2, timeout=30)
        assert counts == {"in": 2, "refused": callers - 4}
        may_leave.set()
        list(calls)
    assert counts == {"in": 4, "refused": callers - 4}


def test_who_waited_long_enough_is_asked_to_come_back() -> None:
    gate = Gate(1, 1, seconds=0.01)
    with gate.place(), pytest.raises(PictureBusy), gate.place():
        pytest.fail("there was no place")
    with gate.place():
        pass
