"""Column encryption: only this installation reads a value, and only where it was put."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.adapters.field_cipher import AesFieldCipher

CIPHER = AesFieldCipher("a field key of this installation")
PHONE = "13800138000"


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"), max_size=20))
def test_what_was_sealed_can_be_read_in_its_place(plain: str, place: str) -> None:
    assert CIPHER.decrypt(CIPHER.encrypt(plain, place=place), place=place) == plain


def test_the_sealed_text_shows_nothing_and_differs_every_time() -> None:
    sealed = {CIPHER.encrypt(PHONE, place="members:1") for _ in range(50)}
    assert len(sealed) == 50
    assert not any(PHONE in text for text in sealed)


def test_a_value_cannot_be_moved_to_another_row() -> None:
    sealed = CIPHER.encrypt(PHONE, place="members:1")
    with pytest.raises(ValueError, match="does not belong here"):
        CIPHER.decrypt(sealed, place="members:2")


def test_another_key_reads_nothing() -> None:
    sealed = CIPHER.encrypt(PHONE, place="members:1")
    with pytest.raises(ValueError, match="does not belong here"):
        AesFieldCipher("another key").decrypt(sealed, place="members:1")


@given(st.integers(0, 10_000))
def test_a_changed_bit_is_noticed(position: int) -> None:
    suite, nonce, body = CIPHER.encrypt(PHONE, place="members:1").split("|")
    raw = bytearray(base64.urlsafe_b64decode(body))
    raw[position % len(raw)] ^= 1 << position % 8
    changed = base64.urlsafe_b64encode(bytes(raw)).decode()
    with pytest.raises(ValueError, match="does not belong here"):
        CIPHER.decrypt(f"{suite}|{nonce}|{changed}", place="members:1")


@pytest.mark.parametrize("sealed", ["", PHONE, "v1|x", "v0|AAAA|AAAA", "v1|AAAA|AAAA", "v1|é|é"])
def test_what_was_never_sealed_is_refused(sealed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        CIPHER.decrypt(sealed, place="members:1")


def test_an_unknown_suite_is_named() -> None:
    with pytest.raises(ValueError, match="unknown cipher suite"):
        CIPHER.decrypt("v2|AAAA|AAAA", place="members:1")


def test_equal_values_are_found_by_their_index() -> None:
    index = CIPHER.index(PHONE, field="phone")
    assert index == CIPHER.index(PHONE, field="phone")
    assert PHONE not in index
    assert len(index) == 64


def test_the_index_of_another_value_field_or_installation_differs() -> None:
    indexes = {
        CIPHER.index(PHONE, field="phone"),
        CIPHER.index("13800138001", field="phone"),
        CIPHER.index(PHONE, field="id_card"),
        AesFieldCipher("another key").index(PHONE, field="phone"),
    }
    assert len(indexes) == 4
