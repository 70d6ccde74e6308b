"""What the households domain refuses."""

from collections.abc import Callable
from typing import Any

from server.kernel.errors import Conflict, DomainError, Forbidden, NotFound, RuleBroken


class HouseholdNotFound(NotFound):
    """No such household, or none in sight."""

    slug = "household-not-found"
    title = "没有找到这户"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这户人家，请核对户号。", **facts)


class MemberNotFound(NotFound):
    """No such member, or none in sight."""

    slug = "member-not-found"
    title = "没有找到这个人"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这位成员，请返回刷新后再选。", **facts)


class JoinCodeNotFound(NotFound):
    """The join code is unknown, used up or too old: the answer is the same (AB-12)."""

    slug = "join-code-not-found"
    title = "入户码不对"

    def __init__(self, **facts: Any) -> None:
        super().__init__("入户码不对、已用过或已过期，请家里人或村（社区）妇联再发一个。", **facts)


class JoinRequestNotFound(NotFound):
    """No such request to join, or none the caller may decide."""

    slug = "join-request-not-found"
    title = "没有找到这个申请"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这个入户申请，可能已经办完，请返回刷新。", **facts)


class DeclaredRelativeNotFound(NotFound):
    """The caller has made no such declaration."""

    slug = "declared-relative-not-found"
    title = "没有找到这条申明"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这条亲戚申明，请返回刷新。", **facts)


class TooManyTries(RuleBroken):
    """Too many wrong codes in a short time; the fact `minutes` says how long that is."""

    slug = "too-many-tries"
    title = "请等一会儿再试"

    def __init__(self, *, minutes: int, **facts: Any) -> None:
        super().__init__(f"试的次数太多了，请{minutes}分钟后再试。", minutes=minutes, **facts)


class HouseholdFull(Conflict):
    """A household holds so many members and no more; the fact `most` says how many."""

    slug = "household-full"
    title = "这户的人满了"

    def __init__(self, most: int, **facts: Any) -> None:
        super().__init__(f"一户最多登记{most}位成员，请找村（社区）妇联看看。", most=most, **facts)


class NumberTaken(Conflict):
    """Another household of the village has this number."""

    slug = "household-number-taken"
    title = "这个户号有人用了"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这里已经有这个户号，请换一个；不填的话系统会编一个。", **facts)


class HeadExists(Conflict):
    """A household has one head."""

    slug = "head-exists"
    title = "已有户主"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这户已经登记了户主，请选别的关系，或选中名单上的本人。", **facts)


class HeadChanged(Conflict):
    """The head is not the one the caller saw; somebody was faster."""

    slug = "head-changed"
    title = "户主刚刚换过"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这户的户主和您看到的不是同一位，请返回刷新后再看。", **facts)


class AlreadyInHousehold(Conflict):
    """A person belongs to one household at a time (HH-1)."""

    slug = "already-in-household"
    title = "已经在一户里"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这个人已经在一户里了，一人只能在一户。要换请找村（社区）妇联。", **facts)


class JoinRequestPending(Conflict):
    """A person asks one household at a time."""

    slug = "join-request-pending"
    title = "申请还在等"

    def __init__(self, **facts: Any) -> None:
        super().__init__("您已经有一个入户申请在等同意，请先等结果。", **facts)


class NoPhoneMatch(Conflict):
    """Nobody can be found by the caller's number: it is not known, or in several households."""

    slug = "no-phone-match"
    title = "手机号没有对上"

    def __init__(self, **facts: Any) -> None:
        super().__init__("按手机号没有找到您家，请向家里人或村（社区）妇联要一个入户码。", **facts)


class AlreadyDecided(Conflict):
    """Somebody was faster to decide the request."""

    slug = "join-request-decided"
    title = "已经办过了"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这个申请已经有人办过了，不用再办。", **facts)


class MemberTaken(Conflict):
    """Another person has joined as this member."""

    slug = "member-taken"
    title = "这位成员已经加入了"

    def __init__(self, **facts: Any) -> None:
        super().__init__("名单上的这位成员已经用手机加入了，请选别人或新加一位。", **facts)


class AlreadyDeclared(Conflict):
    """The caller has declared this household before."""

    slug = "relative-already-declared"
    title = "已经申明过"

    def __init__(self, **facts: Any) -> None:
        super().__init__("您已经申明过这户是亲戚，不用再申明。", **facts)


class NoJoinCodeFree(Conflict):
    """Every code tried belongs to somebody already; it takes another moment."""

    slug = "no-join-code-free"
    title = "现在发不出码"

    def __init__(self, **facts: Any) -> None:
        super().__init__("现在发不出新的入户码，请过一会儿再试。", **facts)


class NameNotChecked(Conflict):
    """Nobody becomes a new member under a name that has not passed its content check."""

    slug = "name-not-checked"
    title = "名字还没有通过检查"

    def __init__(self, **facts: Any) -> None:
        super().__init__("过一会儿再看；她是登记过的成员，就选那一位。", **facts)


class GuardianNeeded(Forbidden):
    """A child under 14 comes through a guardian only: an adult of her household (PR-3)."""

    slug = "guardian-needed"
    title = "请家里大人来添加孩子"

    def __init__(self, **facts: Any) -> None:
        super().__init__(
            "不满14岁的孩子，要家里大人同意了再添加；家里大人不用手机的，请村（社区）妇联用纸来办。",
            **facts,
        )


class GuardianAsked(Forbidden):
    """Nothing new is done for a child under 14 before a guardian agreed to the text in force."""

    slug = "guardian-asked"
    title = "要家里大人先同意"

    def __init__(self, **facts: Any) -> None:
        super().__init__(
            "这个孩子不满14岁，要家里大人先替孩子同意；大人不用手机的，请村（社区）妇联用纸来办。",
            **facts,
        )


class BirthDayByLeader(Forbidden):
    """At home, a guardian tells the day of birth of a child without a phone, and of nobody else."""

    slug = "birth-day-by-leader"
    title = "请村（社区）妇联来登记"

    def __init__(self, **facts: Any) -> None:
        super().__init__(
            "家里大人只登记家里没有手机的孩子；别人的出生日期，请村（社区）妇联来登记。", **facts
        )


class ConsentIsHers(Conflict):
    """An adult decides about her own consents: on her phone, or on paper with a leader."""

    slug = "consent-is-hers"
    title = "要本人来定"

    def __init__(self, **facts: Any) -> None:
        super().__init__(
            "满18岁的人自己定：有手机的在自己的手机上点，没有手机的请村（社区）妇联用纸来办。",
            **facts,
        )


class OwnJoinRequest(Forbidden):
    """Nobody lets herself into a household."""

    slug = "own-join-request"
    title = "不能自己同意"

    def __init__(self, **facts: Any) -> None:
        super().__init__("自己的申请要由这户的人或另一位妇联干部同意。", **facts)


class OwnHousehold(Forbidden):
    """Nobody decides about, or hands out to, her own or a declared relative's household (AB-4)."""

    slug = "own-or-relative-household"
    title = "自家和亲戚家的要请别人办"


class DisclosedTooOften(RuleBroken):
    """Thirty looks at names of minors a day are enough for who looks after a village."""

    slug = "disclosed-too-often"
    title = "今天看的次数够了"

    def __init__(self, **facts: Any) -> None:
        super().__init__("今天看孩子名字的次数用完了，请明天再看，急事请直接问孩子家里。", **facts)


class BehalfRequired(RuleBroken):
    """A leader says for whom she acts, why, and how she heard it (GOV-2)."""

    slug = "on-behalf-required"
    title = "请写明替谁办"

    def __init__(self, **facts: Any) -> None:
        super().__init__("请写明替哪位成员办、为什么、是当面还是电话说的。", **facts)


class BehalfNotNeeded(RuleBroken):
    """A member acts for her own household in her own name."""

    slug = "on-behalf-not-needed"
    title = "自己家的事直接办"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这是您自己家的事，直接办就行，不用写替谁办。", **facts)


CONSTRAINTS: dict[str, Callable[[], DomainError]] = {
    "uq_households_village_id_number": NumberTaken,
    "uq_members_person_in_one_household": AlreadyInHousehold,
    "uq_members_one_head": HeadExists,
    "uq_join_requests_one_pending": JoinRequestPending,
    "uq_declared_relatives_once": AlreadyDeclared,
}
