"""Who lives in the demo: offices and households, the same ones from the same seed."""

import random
from dataclasses import dataclass

from models.vocabulary import Relation, Role, Zone
from tools.wechat_standin.phone_codes import made_up_number

SEED = 20211013
SURNAMES = "王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程"
_GIVEN = (
    "淑芬桂英秀兰玉珍素华永芳天秀明珍光琼世碧朝英德芳晓梅春燕红霞小琴丽娟建国"
    "志强永贵大海文斌国华家明正兴光荣子涵雨桐欣怡浩然"
)
GIVEN = [_GIVEN[start : start + 2] for start in range(0, len(_GIVEN), 2)]
GROUPS = ("一组", "二组", "三组", "四组", "五组")
TOWN_OFFICER = "demo-town"
GUESTS = ("demo-guest-1", "demo-guest-2")
APPLICANT = "daughter"
"""In each place, who has asked to join the first household and waits."""


@dataclass(frozen=True, slots=True)
class Place:
    """A village or community of the real table; `key` begins the openids of its people."""

    key: str
    division_code: str
    name: str
    zone: Zone
    households: int


RURAL = Place("rural", "500110108207", "福禄村妇联", Zone.RURAL, 40)
URBAN = Place("urban", "500110108001", "石角社区妇联", Zone.URBAN, 20)
PLACES = (RURAL, URBAN)
COUNTY_CODE, TOWN_CODE = "500110000000", "500110108000"

OFFICES: tuple[tuple[str, Role, str], ...] = (
    ("chair", Role.VILLAGE_CHAIR, "妇联主席"),
    ("executive-1", Role.VILLAGE_EXECUTIVE, "妇联执委"),
    ("executive-2", Role.VILLAGE_EXECUTIVE, "妇联执委"),
    *((f"assessor-{n}", Role.ASSESSOR, "评议小组成员") for n in range(1, 6)),
    ("shopkeeper", Role.SHOPKEEPER, "积分超市管理员"),
    ("supervisor", Role.SUPERVISOR, "监督员"),
)


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A member; `openid` is None for somebody without a phone.

    `registered_phone` is a guest's: she is found by it when she gives it.
    """

    name: str
    relation: Relation
    openid: str | None
    registered_phone: str | None = None


@dataclass(frozen=True, slots=True)
class DemoHousehold:
    """A household of the demo."""

    group: str
    members: tuple[DemoMember, ...]


def openid(place: Place, office: str) -> str:
    """Return the openid with which the holder of an office signs in."""
    return f"demo-{place.key}-{office}"


def phone_of(place: Place, number: int) -> str:
    """Return the openid of the head of a household who has a phone."""
    return f"demo-{place.key}-household-{number:03}"


def households_of(place: Place) -> list[DemoHousehold]:
    """Return the place's households: one in five has no phone at all."""
    chance = random.Random(f"{SEED}-{place.key}")  # noqa: S311 - a seed, not a secret
    return [_household(place, number, chance) for number in range(1, place.households + 1)]


def _household(place: Place, number: int, chance: random.Random) -> DemoHousehold:
    surname = chance.choice(SURNAMES)
    relations = [Relation.HEAD, Relation.SPOUSE, Relation.CHILD, Relation.PARENT]
    members = tuple(
        DemoMember(
            name=(surname if relation is not Relation.SPOUSE else chance.choice(SURNAMES))
            + chance.choice(GIVEN),
            relation=relation,
            openid=_phone(place, number, relation),
            registered_phone=_guests_phone(place, number, relation),
        )
        for relation in relations[: chance.randint(1, len(relations))]
    )
    return DemoHousehold(chance.choice(GROUPS), members)


def _guests_phone(place: Place, number: int, relation: Relation) -> str | None:
    """Return the number WeChat's stand-in knows of a guest, for a head without a phone."""
    guest, others = divmod(number, 5)
    is_hers = place is RURAL and relation is Relation.HEAD and others == 0
    return made_up_number(GUESTS[guest - 1]) if is_hers and guest <= len(GUESTS) else None


def _phone(place: Place, number: int, relation: Relation) -> str | None:
    has_phone = number % 5 != 0 and relation is Relation.HEAD
    return phone_of(place, number) if has_phone else None
