"""Print-outs as they leave the printer: rendered at 150 dpi, read back by a decoder, measured."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw

from server.adapters.sheets import PdfSheets
from server.adapters.sheets.canvas import Box, Canvas, Style
from server.adapters.sheets.lines import NEVER_FIRST, NEVER_LAST, break_lines, plain
from server.kernel.sheets import (
    ActivityPoster,
    Card,
    DoorPlate,
    Mark,
    Piece,
    Printed,
    ShopPoster,
)

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)
DPI = 150
RARE = "\u4dae\U0002c11a"
LONG = "龙兴镇两江新区保税港区空港新城社区第二十三居民小组网格点"
CONTENT = "请大家带上手套、水杯和一顶遮阳的帽子；老人和孩子请家人陪着来，（每家可来两人）。" * 12
NUMBERS = ("128", "2", "10", "1-12", "50011000123", "甲字第12号", "007", "20261127-000345-0001")


def a_scene(number: int) -> str:
    return f"ABCDEFGHJKLMNP{number:02}".translate(str.maketrans("01", "YZ"))


def scenes(count: int) -> set[str]:
    return {a_scene(number) for number in range(count)}


def plates() -> list[DoorPlate]:
    villages = ("双龙村", LONG, f"{RARE}家湾村")
    return [
        DoorPlate(villages[place % 3], f"{RARE}塘组", number, Mark(a_scene(place)))
        for place, number in enumerate(NUMBERS)
    ]


def a_card(place: int) -> Card:
    return Card(LONG, NUMBERS[place], f"{RARE}** · 三组", Mark(a_scene(place)))


def an_activity(content: str = CONTENT) -> ActivityPoster:
    times = [f"12月{day}日 09:00—10:30" for day in range(1, 11)]
    title = f"“绿色小课堂”：{LONG}怎样分垃圾"
    mark = Mark(a_scene(0))
    return ActivityPoster("双龙村妇联", title, times, LONG, content, "刘主席", CONTENT, mark)


def drawn(pieces: Sequence[Piece]) -> Printed:
    return PdfSheets().draw(pieces, title="门牌 双龙村", at=AT)


def pictures(printed: Printed) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(printed.pdf)
    pages = [page.render(scale=DPI / 72).to_pil() for page in document]
    assert len(pages) == printed.pages
    return pages


def read(page: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(page)}


def test_every_plate_is_read_back_also_grey_and_worn() -> None:
    printed = drawn(plates())
    (page,) = pictures(printed)
    assert printed.unknown == ""
    assert read(page) == scenes(8)
    assert read(page.convert("L")) == scenes(8)

    (first,) = [found for found in zxingcpp.read_barcodes(page) if found.text == a_scene(0)]
    corner, side = first.position.top_left, first.position.top_right.x - first.position.top_left.x
    blotch = round(side * 0.1**0.5)  # ten in a hundred of its area
    x, y = corner.x + side // 2, corner.y + side // 3
    ImageDraw.Draw(page).ellipse((x, y, x + blotch, y + blotch), fill="white")
    assert read(page) == scenes(8)


def test_cards_and_posters_are_read_back() -> None:
    cards = pictures(drawn([a_card(place) for place in range(6)]))
    assert [read(page) for page in cards] == [scenes(5), {a_scene(5)}]
    goods = [(f"洗衣粉{number}（大瓶，1.8升装，本地老字号）1袋", "30分") for number in range(12)]
    shop = ShopPoster(LONG, goods, Mark(a_scene(0)))
    for poster in (an_activity(), an_activity("讲怎样分垃圾"), shop):
        (page,) = pictures(drawn([poster]))
        assert read(page) == {a_scene(0)}


def test_the_mini_programs_own_code_is_printed_as_it_was_fetched() -> None:
    picture = Image.new("RGB", (430, 430), "white")
    ImageDraw.Draw(picture).rectangle((50, 50, 380, 380), fill=(200, 0, 0))
    content = io.BytesIO()
    picture.save(content, "JPEG")
    (page,) = pictures(drawn([ShopPoster("双龙村", [], Mark(a_scene(0), content.getvalue()))]))
    assert read(page) == set()
    red, _, _ = page.split()
    assert min(red.crop((750, 1250, 1050, 1550)).tobytes()) > 150


def test_rare_characters_are_printed_and_unknown_ones_are_an_empty_box_and_told() -> None:
    printed = drawn([DoorPlate(f"{RARE}村", "三\u200b组", "😀12\U000e0101", Mark(a_scene(0)))])
    document = pypdfium2.PdfDocument(printed.pdf)
    text = document[0].get_textpage().get_text_bounded()
    assert printed.unknown == "😀"
    assert all(words in text for words in (f"{RARE}村", "三组", "□12"))


def test_the_same_order_gives_the_same_bytes_with_its_title_and_language() -> None:
    printed = drawn(plates()[:1])
    assert drawn(plates()[:1]) == printed
    told = pypdfium2.PdfDocument(printed.pdf).get_metadata_dict()
    assert (told["Title"], told["Author"]) == ("门牌 双龙村", "巴渝绿家")
    assert told["CreationDate"].startswith("D:20261127")
    assert b"/Lang (zh-CN)" in printed.pdf


def test_nothing_leaves_its_box_and_nothing_is_dropped() -> None:
    texts = (CONTENT, LONG * 3, NUMBERS[-1] * 4, "a\nb\n\nc", "（" * 20, "长" * 200)
    box = Box(20, 20, 40, 30)
    with Canvas("") as canvas:
        canvas.add_page()
        for text in texts:
            ends = [canvas.write(box, text, Style(size=9, lines=lines)) for lines in (1, 2, 30)]
            assert max(ends) - box.y <= box.height * 1.36
            written = canvas.lines(text, 40, 2)
            assert "".join(written) == text.replace("\n", "")
            assert all(len(line) * 2 <= 40 for line in written if not line.isascii())


def test_no_line_begins_or_ends_with_the_wrong_punctuation() -> None:
    lines = break_lines(plain(CONTENT), 17, len)
    assert len(lines) > 20
    assert not [line for line in lines if line[0] in NEVER_FIRST or line[-1] in NEVER_LAST]
