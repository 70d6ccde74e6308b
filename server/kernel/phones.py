"""Phone numbers as all domains treat them: one way to find them, one way to show them."""

PHONE_FIELD = "members.phone"
"""The one index of numbers: a person's and a member's are found by the same digest."""

_SHOWN_START, _SHOWN_END, _HIDDEN_MIN = 3, 4, 3


def mask_phone(phone: str) -> str:
    """Return what is shown of a phone number: three signs, four asterisks, four signs.

    Of a short one from abroad less is shown at the end, so that three signs stay hidden.
    """
    end = max(len(phone) - _SHOWN_END, _SHOWN_START + _HIDDEN_MIN)
    return f"{phone[:_SHOWN_START]}****{phone[end:]}"
