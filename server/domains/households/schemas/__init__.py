"""What the households domain reads and writes as JSON; never a whole phone number."""

from server.domains.households.schemas.joining import (
    ApprovalIn,
    JoinCodeOut,
    JoinRequestIn,
    JoinRequestOut,
    JoinRequestPage,
    JoinRequestQuery,
    PhoneJoinRequestIn,
    ProposedMemberOut,
)
from server.domains.households.schemas.myself import (
    MeOut,
    OfficeOut,
    PhoneIn,
    PhoneOut,
)
from server.domains.households.schemas.register import (
    ChildIn,
    DisclosureIn,
    DisclosureOut,
    HeadIn,
    HouseholdIn,
    HouseholdOut,
    HouseholdPage,
    HouseholdQuery,
    MemberIn,
    MemberOut,
    NewMemberIn,
    RelationIn,
    StatusIn,
)
from server.domains.households.schemas.relatives import (
    DeclaredRelativeIn,
    DeclaredRelativeOut,
    DeclaredRelativePage,
)

__all__ = [
    "ApprovalIn",
    "ChildIn",
    "DeclaredRelativeIn",
    "DeclaredRelativeOut",
    "DeclaredRelativePage",
    "DisclosureIn",
    "DisclosureOut",
    "HeadIn",
    "HouseholdIn",
    "HouseholdOut",
    "HouseholdPage",
    "HouseholdQuery",
    "JoinCodeOut",
    "JoinRequestIn",
    "JoinRequestOut",
    "JoinRequestPage",
    "JoinRequestQuery",
    "MeOut",
    "MemberIn",
    "MemberOut",
    "NewMemberIn",
    "OfficeOut",
    "PhoneIn",
    "PhoneJoinRequestIn",
    "PhoneOut",
    "ProposedMemberOut",
    "RelationIn",
    "StatusIn",
]
