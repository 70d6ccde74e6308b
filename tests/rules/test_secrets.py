"""Tokens and codes: unguessable, readable aloud, derived again from the same parts."""

import hashlib
import re

from hypothesis import given
from hypothesis import strategies as st

from server.kernel.secrets import SecretMint, digest, new_scene, new_token

MINT = SecretMint(b"a key of this installation")
PARTS = st.lists(st.integers(0, 10**9) | st.text("abc:/", max_size=8), min_size=1, max_size=4)


def test_tokens_hold_256_bits_and_never_repeat() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_scenes_are_short_enough_for_wechat_and_free_of_look_alikes() -> None:
    scenes = {new_scene() for _ in range(1000)}
    assert len(scenes) == 1000
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{16}", scene) for scene in scenes)


def test_the_database_keeps_a_sha_256() -> None:
    assert digest("口令") == hashlib.sha256("口令".encode()).hexdigest()


@given(PARTS, st.integers(1, 32))
def test_a_code_can_be_derived_again(parts: list[str | int], length: int) -> None:
    code = MINT.derive(*parts, length=length)
    assert code == MINT.derive(*parts, length=length)
    assert re.fullmatch(rf"[2-9A-HJ-NP-Z]{{{length}}}", code)


@given(PARTS, st.integers(1, 18))
def test_digits_have_the_length_asked_for(parts: list[str | int], length: int) -> None:
    digits = MINT.derive_digits(*parts, length=length)
    assert digits == MINT.derive_digits(*parts, length=length)
    assert re.fullmatch(rf"[0-9]{{{length}}}", digits)


@given(PARTS, PARTS)
def test_other_parts_give_another_code(parts: list[str | int], others: list[str | int]) -> None:
    is_same = [str(part) for part in parts] == [str(part) for part in others]
    codes_agree = MINT.derive(*parts, length=32) == MINT.derive(*others, length=32)
    assert codes_agree is is_same


def test_parts_are_told_apart_by_where_they_end() -> None:
    assert MINT.derive("ab", "c", length=16) != MINT.derive("a", "bc", length=16)


def test_another_installation_derives_other_codes() -> None:
    other = SecretMint(b"another key")
    assert other.derive("order", 1, length=16) != MINT.derive("order", 1, length=16)
    assert other.derive_digits("order", 1, length=8) != MINT.derive_digits("order", 1, length=8)


def test_the_key_is_not_shown() -> None:
    assert "installation" not in repr(MINT)


def test_the_signs_of_derived_codes_are_spread_evenly() -> None:
    signs = "".join(MINT.derive("spread", number, length=16) for number in range(4000))
    counts = [signs.count(sign) for sign in set(signs)]
    assert len(counts) == 32
    assert min(counts) > 0.85 * len(signs) / 32
