"""What is asked about a text, what follows from a verdict, and when it is asked again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import CheckState
from server.domains.moderation import rules
from server.kernel.wechat import Verdict


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("公示\u200b栏\ufeff看\u2060不\u00ad清", "公示栏看不清"),
        ("ＡＢＣ①㈱", "ABC1(株)"),
        ("好\u202e的\u3164\ufe0f\U000e0101", "好的"),
        ("第一行\n\t第二行\x07", "第一行\n\t第二行"),
        ("👩\u200d👧 家", "👩👧 家"),
        ("\u200b\u200b", ""),
    ],
)
def test_a_text_is_checked_as_it_reads(written: str, read: str) -> None:
    assert rules.normalise(written) == read


@given(st.text(max_size=80))
def test_reading_twice_reads_the_same_and_a_hidden_sign_makes_no_other_text(text: str) -> None:
    once = rules.normalise(text)
    assert rules.normalise(once) == once
    hidden = rules.normalise("\u200b".join(text))
    assert rules.digest_of(hidden) == rules.digest_of(once)


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (Verdict.PASS, CheckState.PASSED),
        (Verdict.RISKY, CheckState.REFUSED),
        (Verdict.REVIEW, CheckState.FOR_PEOPLE),
        (Verdict.UNKNOWN, None),
    ],
)
def test_only_a_pass_lets_a_text_pass(verdict: Verdict, state: CheckState | None) -> None:
    assert rules.outcome(verdict) is state


def test_it_is_asked_again_soon_and_then_every_hour() -> None:
    pauses = [rules.pause_after(attempts) for attempts in range(1, 40)]
    assert pauses[:3] == [timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=40)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=1)
    assert sum(pauses[:5], timedelta()) < timedelta(minutes=6)
