"""Column encryption: only this installation reads a value, and only where it was put."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.adapters.field_cipher import AesFieldCipher, key_id

CIPHER = AesFieldCipher("a field key of this installation")
PHONE = "13800138000"


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"), max_size=20))
def test_what_was_sealed_can_be_read_in_its_place(plain: str, place: str) -> None:
    assert CIPHER.decrypt(CIPHER.encrypt(plain, place=place), place=place) == plain


def test_the_sealed_text_shows_nothing_and_differs_every_time() -> None:
    sealed = {CIPHER.encrypt(PHONE, place="members:1") for _ in range(50)}
    assert len(sealed) == 50
    assert not any(PHONE in text for text in sealed)


def test_requirement_10_a_value_cannot_be_moved_to_another_row() -> None:
    sealed = CIPHER.encrypt(PHONE, place="members:1")
    with pytest.raises(ValueError, match="does not belong here"):
        CIPHER.decrypt(sealed, place="members:2")


def test_another_key_reads_nothing() -> None:
    sealed = CIPHER.encrypt(PHONE, place="members:1")
    with pytest.raises(ValueError, match="does not belong here"):
        AesFieldCipher("another key").decrypt(sealed, place="members:1")


@given(st.integers(0, 10_000))
def test_a_changed_bit_is_noticed(position: int) -> None:
    suite, name, nonce, body = CIPHER.encrypt(PHONE, place="members:1").split("|")
    raw = bytearray(base64.urlsafe_b64decode(body))
    raw[position % len(raw)] ^= 1 << position % 8
    changed = base64.urlsafe_b64encode(bytes(raw)).decode()
    with pytest.raises(ValueError, match="does not belong here"):
        CIPHER.decrypt(f"{suite}|{name}|{nonce}|{changed}", place="members:1")


@pytest.mark.parametrize(
    "sealed", ["", PHONE, "v1|x", "v0|AAAA|AAAA", "v1|AAAA|AAAA", "v1|é|é", "v1|a|b|c|d"]
)
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


OLD, NEW = "the key of last year", "the key of this year"
RING = AesFieldCipher(NEW, (OLD,), index_key="the key of the index")


def test_what_a_previous_key_sealed_is_read_and_what_is_sealed_now_needs_it_no_more() -> None:
    place = "members:1"
    before = AesFieldCipher(OLD).encrypt(PHONE, place=place)
    now = RING.encrypt(RING.decrypt(before, place=place), place=place)
    assert AesFieldCipher(NEW).decrypt(now, place=place) == PHONE
    assert (before.startswith(RING.prefix), now.startswith(RING.prefix)) == (False, True)
    assert RING.key_ids == {key_id(OLD), key_id(NEW)}


@pytest.mark.parametrize("key", [OLD, NEW])
def test_what_was_sealed_before_keys_had_ids_is_read_in_its_place_only(key: str) -> None:
    suite, _, nonce, body = AesFieldCipher(key).encrypt(PHONE, place="members:1").split("|")
    nameless = f"{suite}|{nonce}|{body}"
    assert RING.decrypt(nameless, place="members:1") == PHONE
    with pytest.raises(ValueError, match="does not belong here"):
        RING.decrypt(nameless, place="members:2")


def test_a_value_whose_key_is_gone_or_named_wrongly_is_refused() -> None:
    sealed = AesFieldCipher(OLD).encrypt(PHONE, place="members:1")
    renamed = sealed.replace(key_id(OLD), key_id(NEW))
    for cipher, value in ((AesFieldCipher(NEW), sealed), (RING, renamed)):
        with pytest.raises(ValueError, match="does not belong here"):
            cipher.decrypt(value, place="members:1")


def test_the_index_stays_when_the_sealing_key_changes() -> None:
    before = AesFieldCipher(OLD, index_key="the key of the index")
    assert before.index(PHONE, field="phone") == RING.index(PHONE, field="phone")
    assert AesFieldCipher(NEW).index(PHONE, field="phone") != RING.index(PHONE, field="phone")


def test_an_index_key_may_take_over_from_the_field_key_that_was_both() -> None:
    was_both = AesFieldCipher(OLD)
    now = AesFieldCipher(NEW, (OLD,), index_key=OLD)
    assert now.index(PHONE, field="phone") == was_both.index(PHONE, field="phone")
