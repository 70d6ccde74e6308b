"""Which offices there are: what they are called, where they are held, what cannot be combined."""

from collections.abc import Collection

from models.vocabulary import DivisionLevel, OrganisationLevel, Role

TITLES: dict[Role, str] = {
    Role.VILLAGE_CHAIR: "妇联主席",
    Role.VILLAGE_EXECUTIVE: "妇联执委",
    Role.ASSESSOR: "评议小组成员",
    Role.SHOPKEEPER: "积分超市管理员",
    Role.SUPERVISOR: "监督员",
    Role.TOWN_OFFICER: "镇街妇联干部",
    Role.DISTRICT_OFFICER: "区县妇联干部",
    Role.CITY_OFFICER: "市妇联干部",
    Role.PARTNER: "合作单位（只看）",
    Role.SYSTEM_ADMINISTRATOR: "系统管理员",
    Role.SECURITY_ADMINISTRATOR: "安全管理员",
    Role.AUDIT_ADMINISTRATOR: "审计管理员",
}
ADMINISTRATORS = frozenset(
    {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
)
"""The three that check each other (三员分开, SEC-2); each holds no other office."""

HEADS: dict[OrganisationLevel, Role] = {
    OrganisationLevel.VILLAGE: Role.VILLAGE_CHAIR,
    OrganisationLevel.TOWN: Role.TOWN_OFFICER,
    OrganisationLevel.DISTRICT: Role.DISTRICT_OFFICER,
    OrganisationLevel.CITY: Role.CITY_OFFICER,
}
"""The office without which a federation is vacant."""

BELOW: dict[OrganisationLevel, OrganisationLevel] = {
    OrganisationLevel.CITY: OrganisationLevel.DISTRICT,
    OrganisationLevel.DISTRICT: OrganisationLevel.TOWN,
    OrganisationLevel.TOWN: OrganisationLevel.VILLAGE,
}

DIVISIONS: dict[OrganisationLevel, DivisionLevel] = {
    OrganisationLevel.CITY: DivisionLevel.CITY,
    OrganisationLevel.DISTRICT: DivisionLevel.COUNTY,
    OrganisationLevel.TOWN: DivisionLevel.TOWN,
    OrganisationLevel.VILLAGE: DivisionLevel.VILLAGE,
}
"""Which administrative divisions a federation of a level may belong to."""

_VILLAGE = frozenset({OrganisationLevel.VILLAGE})
_ADMINISTERED = frozenset({OrganisationLevel.CITY, OrganisationLevel.DISTRICT})
LEVELS: dict[Role, frozenset[OrganisationLevel]] = {
    Role.VILLAGE_CHAIR: _VILLAGE,
    Role.VILLAGE_EXECUTIVE: _VILLAGE,
    Role.ASSESSOR: _VILLAGE,
    Role.SHOPKEEPER: _VILLAGE,
    Role.SUPERVISOR: _VILLAGE,
    Role.TOWN_OFFICER: frozenset({OrganisationLevel.TOWN}),
    Role.DISTRICT_OFFICER: frozenset({OrganisationLevel.DISTRICT}),
    Role.CITY_OFFICER: frozenset({OrganisationLevel.CITY}),
    Role.PARTNER: frozenset(OrganisationLevel),
    **dict.fromkeys(ADMINISTRATORS, _ADMINISTERED),
}


def belongs_to(role: Role, level: OrganisationLevel) -> bool:
    """Tell whether an office exists at a level."""
    return level in LEVELS[role]


def can_be_combined(role: Role, held: Collection[Role]) -> bool:
    """Tell whether one person may hold an office beside others: an administrator holds just one."""
    return not held or not ADMINISTRATORS & {role, *held}
