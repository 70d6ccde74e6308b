"""What the points books refuse, in words a villager can act on."""

from collections.abc import Callable

from server.kernel.errors import (
    Conflict,
    DomainError,
    Forbidden,
    InvalidInput,
    NotFound,
    RuleBroken,
)


class CatalogueRefused(InvalidInput):
    """A catalogue has faulty rules; `errors` names each, with the clause for GOV-1 (AB-22)."""

    slug = "rule-catalogue-refused"
    title = "积分规则不能启用"


class CatalogueChanged(Conflict):
    """A version that is loaded came again with another content."""

    slug = "rule-catalogue-changed"
    title = "版本号用过了"


class RuleSetNotFound(NotFound):
    """No such version of the catalogue."""

    slug = "rule-set-not-found"
    title = "没有这套积分规则"


class RuleNotInForce(RuleBroken):
    """The village has no such rule in force on the day of the deed (PT-7)."""

    slug = "rule-not-in-force"
    title = "这条规则没有启用"


class AdoptionRefused(RuleBroken):
    """A resolution cannot be recorded as it is."""

    slug = "adoption-refused"
    title = "决议登记不了"


class AlreadyAdopted(Conflict):
    """Another resolution takes effect on the same day."""

    slug = "rules-already-adopted"
    title = "已经登记过决议"


class ClaimRefused(RuleBroken):
    """A claim does not fit its rule; `errors` names everything that does not."""

    slug = "claim-refused"
    title = "这一条报不了"


class AlreadyClaimed(Conflict):
    """The household has this deed on that day already (PT-5)."""

    slug = "already-claimed"
    title = "已经报过了"


class ExclusiveClaim(Conflict):
    """Another rule that excludes this one was claimed for the same stretch of time."""

    slug = "exclusive-claim"
    title = "不能重复计分"


class ClaimNotFound(NotFound):
    """No such claim, or none the person may see."""

    slug = "claim-not-found"
    title = "没有这条积分"


class NotYoursToDecide(Forbidden):
    """Claims of this level are decided by another office."""

    slug = "not-yours-to-decide"
    title = "要请别人办"


class ClaimAlreadyDecided(Conflict):
    """Somebody was faster; `state` says what became of the claim."""

    slug = "claim-already-decided"
    title = "已经办过了"


class NothingToPublish(RuleBroken):
    """No confirmed claim waits for a public notice."""

    slug = "nothing-to-publish"
    title = "没有要公示的积分"


class InsufficientPoints(RuleBroken):
    """Less can be spent than is asked for; `usable_on` says when more comes (AB-11)."""

    slug = "insufficient-points"
    title = "可兑换的分不够"


class NothingHeld(Conflict):
    """The order holds no points any more."""

    slug = "nothing-held"
    title = "已经办过了"


class BalanceChanged(Conflict):
    """A balance would leave its bounds; nothing was posted."""

    slug = "balance-changed"
    title = "积分刚刚变了"


CLAIM_MISSING = "没有找到这条积分，请返回刷新。"
OWN_HOUSEHOLD = "自家和亲戚家的积分，要请村里别的人来办。"


def already_claimed() -> DomainError:
    """Return the refusal of a second claim for the same deed."""
    return AlreadyClaimed("您家这一天的这件事已经报过了，不用再报。")


def already_adopted() -> DomainError:
    """Return the refusal of a second resolution for the same month."""
    return AlreadyAdopted("下个月用哪套规则，已经登记过决议了。要换请下个月再登记。")


CONSTRAINTS: dict[str, Callable[[], DomainError]] = {
    "uq_points_claims_standing_deed": already_claimed,
    "uq_rule_adoptions_village_id_effective_on": already_adopted,
}
