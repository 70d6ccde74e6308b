"""A person's phone number, for which WeChat vouches: asked for with a code, bound once, masked."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Date, bindparam, delete, exists, text, update
from sqlalchemy.orm import aliased

from models.identity import PersonPhone
from server.domains.identity import queries
from server.domains.identity.errors import PhoneCodeUsed, PhoneTriedTooOften, SessionEnded
from server.domains.identity.service.closing import privileges_changed
from server.domains.identity.service.sessions import hold
from server.kernel.phones import PHONE_FIELD, mask_phone
from server.kernel.ports import FieldCipher, Ports
from server.kernel.sealed_columns import SealedColumn
from server.kernel.secrets import digest
from server.kernel.wechat import WeChatPhone
from server.kernel.work import Work

PHONE_TRIES_MAX = 3
SEALED_COLUMNS = (
    SealedColumn("person_phones", "phone_sealed", "person_phones.phone", "phone_index"),
)
(_PHONES,) = SEALED_COLUMNS
_HOME_COUNTRY = "86"

_CLAIM_TRY = text(
    """
    INSERT INTO phone_tries (person_id, tried_on, taken, code_hash)
    VALUES (:person, :today, 1, :hash)
    ON CONFLICT (person_id) DO UPDATE SET
        taken = CASE WHEN phone_tries.tried_on <> excluded.tried_on THEN 1
                     WHEN phone_tries.code_hash = excluded.code_hash THEN phone_tries.taken
                     ELSE phone_tries.taken + 1 END,
        tried_on = excluded.tried_on,
        code_hash = excluded.code_hash
    WHERE phone_tries.tried_on <> excluded.tried_on
       OR phone_tries.code_hash = excluded.code_hash
       OR phone_tries.taken < :most
    RETURNING taken
    """
).bindparams(bindparam("today", type_=Date()))


@dataclass(frozen=True, slots=True)
class PhoneQuestion:
    """What WeChat is asked: whose number the code stands for, which must be this openid's."""

    code: str = field(repr=False)
    openid: str = field(repr=False)


def ask_for_phone(work: Work, code: str) -> PhoneQuestion | None:
    """Return what to ask WeChat, or None when this code has given the actor her number already.

    Each call may cost money: it is claimed, three a day; the same code again is the same try.
    Raises PhoneTriedTooOften, and SessionEnded when she did not come by WeChat.
    """
    code_hash = digest(code)
    bound = queries.find_phone(work.session, work.person_id)
    if bound is not None and bound.code_hash == code_hash:
        return None
    app_id = work.ports.subscriptions.app_id
    openid = queries.find_openid(work.session, app_id, work.person_id)
    if openid is None:
        raise SessionEnded("请重新进入小程序，再点一次。")
    _claim_try(work, code_hash)
    return PhoneQuestion(code, openid)


def exchange_phone(ports: Ports, question: PhoneQuestion) -> WeChatPhone:
    """Ask WeChat for the number; runs while no transaction is open."""
    return ports.wechat.exchange_phone_code(question.code, openid=question.openid)


def bind_phone(work: Work, code: str, found: WeChatPhone | None) -> PersonPhone:
    """Keep the number that a code stood for as the actor's only one; None: it was kept already.

    Another number than before is a change of privileges. Raises PhoneCodeUsed.
    """
    hold(work, work.person_id)
    bound, code_hash = queries.find_phone(work.session, work.person_id), digest(code)
    if bound is not None and bound.code_hash == code_hash:
        return bound
    if found is None:
        raise PhoneCodeUsed
    before = _number(work.ports.cipher, bound) if bound else None
    row = bound or _new_phone(work, code_hash)
    _seal(work.ports.cipher, row, found)
    row.code_hash, row.bound_at = code_hash, work.now
    work.session.flush()
    if before not in {None, _number(work.ports.cipher, row)}:
        privileges_changed(work, work.person_id)
    work.audit("bind_phone", "person", work.person_id)
    return row


def take_back_phone(work: Work) -> None:
    """Forget the actor's number; repeating it changes nothing."""
    work.session.execute(delete(PersonPhone).where(PersonPhone.person_id == work.person_id))
    work.audit("take_back_phone", "person", work.person_id)


def hand_on_phone(work: Work, person_id: int, other_id: int) -> None:
    """Give a person's number to another account of hers, unless that one has a number."""
    has_one = exists().where(aliased(PersonPhone).person_id == other_id)
    work.session.execute(
        update(PersonPhone)
        .where(PersonPhone.person_id == person_id, ~has_one)
        .values(person_id=other_id)
        .execution_options(synchronize_session=False)
    )


def phone_index_of(work: Work, person_id: int) -> str | None:
    """Return by what a person's number is found; None without one, and for one from abroad."""
    bound = queries.find_phone(work.session, person_id)
    return bound.phone_index if bound else None


def masked_phones(work: Work, person_ids: Collection[int]) -> dict[int, str]:
    """Return what is shown of people's numbers, for those who gave theirs."""
    cipher = work.ports.cipher
    rows = queries.phones_of(work.session, person_ids)
    return {row.person_id: mask_phone(_number(cipher, row)) for row in rows}


def phone_of(work: Work, row: PersonPhone) -> str:
    """Return a person's number whole, for herself."""
    return _number(work.ports.cipher, row)


def _claim_try(work: Work, code_hash: str) -> None:
    values = {
        "person": work.person_id,
        "today": work.today,
        "hash": code_hash,
        "most": PHONE_TRIES_MAX,
    }
    if work.session.execute(_CLAIM_TRY, values).scalar_one_or_none() is None:
        raise PhoneTriedTooOften
    work.audit("ask_for_phone", "person", work.person_id)


def _new_phone(work: Work, code_hash: str) -> PersonPhone:
    """Add a row, whose id is known before the number is sealed for it."""
    row = PersonPhone(
        person_id=work.person_id, phone_sealed="", code_hash=code_hash, bound_at=work.now
    )
    work.session.add(row)
    work.session.flush()
    return row


def _seal(cipher: FieldCipher, row: PersonPhone, found: WeChatPhone) -> None:
    """Keep a number from abroad with its country code; no member is found by it."""
    is_home = found.country_code == _HOME_COUNTRY
    number = found.number if is_home else f"+{found.country_code}{found.number}"
    row.phone_sealed = cipher.encrypt(number, place=_PHONES.place(row.id))
    row.phone_index = cipher.index(number, field=PHONE_FIELD) if is_home else None


def _number(cipher: FieldCipher, row: PersonPhone) -> str:
    return cipher.decrypt(row.phone_sealed, place=_PHONES.place(row.id))
