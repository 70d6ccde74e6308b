"""Read the catalogue and what villages resolved."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.points import (
    EarningRule,
    RuleAdoption,
    RuleSet,
)


def find_rule(session: Session, village_id: int, code: str, on: date) -> EarningRule | None:
    """Return a rule by the resolution in force in a village on a day, or None (PT-7)."""
    rule_set_id = find_rule_set_id(session, village_id, on)
    if rule_set_id is None:
        return None
    return session.scalar(
        select(EarningRule).where(EarningRule.rule_set_id == rule_set_id, EarningRule.code == code)
    )


def find_rule_set_id(session: Session, village_id: int, on: date) -> int | None:
    """Return the rule set in force in a village on a day, or None."""
    adoption = find_adoption(session, village_id, on)
    return adoption.rule_set_id if adoption else None


def find_adoption(session: Session, village_id: int, on: date) -> RuleAdoption | None:
    """Return the resolution in force in a village on a day, or None."""
    return session.scalar(
        select(RuleAdoption)
        .where(RuleAdoption.village_id == village_id, RuleAdoption.effective_on <= on)
        .order_by(RuleAdoption.effective_on.desc())
        .limit(1)
    )


def list_adoptions(session: Session, village_ids: Collection[int]) -> Sequence[RuleAdoption]:
    """Return every resolution of some villages, the one that took effect last first."""
    return session.scalars(
        select(RuleAdoption)
        .where(RuleAdoption.village_id.in_(village_ids))
        .order_by(RuleAdoption.effective_on.desc())
    ).all()


def rules_by_code(
    session: Session, rule_set_ids: Collection[int], codes: Collection[str]
) -> dict[tuple[int, str], EarningRule]:
    """Return rules of some sets by set and code."""
    rows = session.scalars(
        select(EarningRule).where(
            EarningRule.rule_set_id.in_(rule_set_ids), EarningRule.code.in_(codes)
        )
    )
    return {(rule.rule_set_id, rule.code): rule for rule in rows}


def list_rules(session: Session, rule_set_id: int) -> Sequence[EarningRule]:
    """Return the rules of a set in the order of the catalogue."""
    return session.scalars(
        select(EarningRule).where(EarningRule.rule_set_id == rule_set_id).order_by(EarningRule.id)
    ).all()


def rules_by_id(session: Session, rule_ids: Collection[int]) -> dict[int, EarningRule]:
    """Return rules by their ids, also of versions no longer in force."""
    rows = session.scalars(select(EarningRule).where(EarningRule.id.in_(rule_ids)))
    return {rule.id: rule for rule in rows}


def find_newest_set(session: Session) -> RuleSet | None:
    """Return the version loaded last."""
    return session.scalar(select(RuleSet).order_by(RuleSet.id.desc()).limit(1))
