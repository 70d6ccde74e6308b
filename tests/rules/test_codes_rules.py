"""What a scene looks like and to whom its target is shown."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domains.codes import rules
from server.kernel.ports import CodeOpening
from server.kernel.secrets import new_scene


@given(st.from_regex(r"[A-Za-z0-9_-]{1,32}", fullmatch=True))
def test_every_scene_wechat_carries_is_a_scene(text: str) -> None:
    assert rules.is_scene(text)


@pytest.mark.parametrize(
    "text", ["", "x" * 33, "H0000001 ", "H000\x000001", "户码户码户码户码", "ABCDEFGH\n"]
)
def test_nothing_else_is_a_scene(text: str) -> None:
    assert not rules.is_scene(text)


def test_new_scenes_are_scenes_that_nobody_guesses() -> None:
    """80 bits each: of 20,000 none comes twice, and none tells of a place or a number."""
    scenes = {new_scene() for _ in range(20_000)}
    assert len(scenes) == 20_000
    assert all(rules.is_scene(scene) and re.fullmatch(r"[2-9A-Z]{16}", scene) for scene in scenes)


def test_a_target_is_shown_only_with_facts() -> None:
    assert rules.shown_target(CodeOpening(7, {}, ("sign_in",))) is None
    assert rules.shown_target(CodeOpening(7, {"number": "001"}, ("open_household",))) == 7


def test_wechat_is_left_alone_for_a_minute_at_least() -> None:
    assert rules.pause_after(5) == timedelta(minutes=1)
    assert rules.pause_after(86_400) == timedelta(days=1)
