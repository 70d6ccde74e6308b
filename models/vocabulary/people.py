"""The closed lists about who is who: federations, offices, households and their codes."""

from enum import StrEnum


class OrganisationLevel(StrEnum):
    """A level of the federation tree (妇联层级)."""

    CITY = "city"
    DISTRICT = "district"
    TOWN = "town"
    VILLAGE = "village"


class DivisionLevel(StrEnum):
    """A level of the administrative divisions (行政区划), which is not the federation tree."""

    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


class Role(StrEnum):
    """An office held by a role grant (任职). A resident needs no grant."""

    VILLAGE_CHAIR = "village_chair"
    VILLAGE_EXECUTIVE = "village_executive"
    ASSESSOR = "assessor"
    SHOPKEEPER = "shopkeeper"
    SUPERVISOR = "supervisor"
    TOWN_OFFICER = "town_officer"
    DISTRICT_OFFICER = "district_officer"
    CITY_OFFICER = "city_officer"
    PARTNER = "partner"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"


class Zone(StrEnum):
    """Which of the two lists of standards a household answers (农村/城市)."""

    RURAL = "rural"
    URBAN = "urban"


class HouseholdStatus(StrEnum):
    """Whether the household lives in the village (常住/外出/空挂)."""

    RESIDENT = "resident"
    AWAY = "away"
    EMPTY = "empty"


class Relation(StrEnum):
    """A member's relation to the head of the household (与户主关系)."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    OTHER = "other"


class JoinState(StrEnum):
    """A request to join a household (入户申请)."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class FoundBy(StrEnum):
    """How the household of a request to join was found (怎么找到的)."""

    CODE = "code"
    PHONE = "phone"


class PhoneMatch(StrEnum):
    """In how many households somebody without a phone of her own has this number (手机号对上)."""

    ONE = "one"
    SEVERAL = "several"
    NONE = "none"


class ProxyChannel(StrEnum):
    """How the leader heard the household's wish (代办方式)."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"


class CorrectionField(StrEnum):
    """What somebody asks to be corrected (更正的事项)."""

    NAME = "name"
    PHONE = "phone"
    RELATION = "relation"
    HOUSEHOLD = "household"
    OTHER = "other"


class CorrectionState(StrEnum):
    """How far a request for a correction is (更正申请的进度)."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CodeKind(StrEnum):
    """What a printed code opens (二维码)."""

    DOOR_PLATE = "door_plate"
    ACTIVITY = "activity"
    SHOP = "shop"
    CARD = "card"


class SceneKind(StrEnum):
    """What a scanned scene is: a printed code, or one that is derived and not kept (码的种类)."""

    DOOR_PLATE = "door_plate"
    ACTIVITY = "activity"
    SHOP = "shop"
    CARD = "card"
    VOUCHER = "voucher"
    JOIN = "join"


class RevokeReason(StrEnum):
    """Why a printed code was revoked (停用原因)."""

    LOST = "lost"
    COPIED = "copied"
    WORN = "worn"
    OTHER = "other"


class DisclosureReason(StrEnum):
    """Why an officer is told a minor's name (为什么要看孩子的名字)."""

    VISIT = "visit"
    SAFETY = "safety"
    CORRECTION = "correction"
    COMPLAINT = "complaint"


class ConsentPurpose(StrEnum):
    """What somebody is asked to agree to, each by itself (同意的事)."""

    SERVICE = "service"
    PHONE = "phone"
    PUBLIC_NAME = "public_name"
    PUBLIC_PHOTO = "public_photo"
    LOCATION = "location"


class ConsentChannel(StrEnum):
    """How a consent was given: by herself, by her guardian, or on paper (怎么同意的)."""

    SELF = "self"
    GUARDIAN = "guardian"
    PAPER = "paper"


class ConsentState(StrEnum):
    """How a consent stands; only a given one counts (同意的状态)."""

    NONE = "none"
    GIVEN = "given"
    OUTDATED = "outdated"
    WITHDRAWN = "withdrawn"
