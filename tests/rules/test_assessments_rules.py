"""Who passes, what is a full set of answers, how long 达标 holds: as laws."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import AssessmentState, ClauseAnswer
from server.domains.assessments import policy, rules
from server.domains.assessments.policy import Action, Barrier, Progress, Standing
from server.domains.assessments.rules import Clause, ReasonKind, Threshold
from server.kernel.errors import InvalidInput

YES, NO, ABSENT = ClauseAnswer.YES, ClauseAnswer.NO, ClauseAnswer.NOT_APPLICABLE
MAY_BE_ABSENT = {2, 3, 12, 15}
URBAN = [
    Clause(
        code=f"U{n:02}",
        position=n,
        title=f"第{n}条",
        allows_not_applicable=n in MAY_BE_ABSENT,
        is_required=n == 7,
        is_self_declared=n % 2 == 0,
    )
    for n in range(1, 19)
]
MARK = Threshold(pass_mark=12, not_applicable_max=3)
CODES = [clause.code for clause in URBAN]
ANSWERS = st.fixed_dictionaries(
    {
        c.code: st.sampled_from([YES, NO, ABSENT] if c.allows_not_applicable else [YES, NO])
        for c in URBAN
    }
)


def all_yes_but(**others: ClauseAnswer) -> dict[str, ClauseAnswer]:
    return dict.fromkeys(CODES, YES) | others


def words_of(answers: dict[str, ClauseAnswer]) -> list[tuple[str, str]]:
    return [(code, answer.value) for code, answer in answers.items()]


def faults_of(given: list[tuple[str, str]]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        rules.full_set(URBAN, given)
    return [(fault["pointer"], fault["detail"]) for fault in refused.value.facts["errors"]]


def test_ab_03_all_four_not_applicable_and_fourteen_met_do_not_pass() -> None:
    result = rules.assess(URBAN, all_yes_but(U02=ABSENT, U03=ABSENT, U12=ABSENT, U15=ABSENT), MARK)
    assert (result.met, result.not_applicable, result.is_passed) == (14, 4, False)
    assert [(reason.kind, reason.text) for reason in result.reasons] == [
        (ReasonKind.TOO_MANY_NOT_APPLICABLE, "“我家没有这个情况”选了4条，最多只能选3条。")
    ]
    assert result.next_steps == ()


def test_not_applicable_counts_towards_the_mark() -> None:
    six_open = {f"U{n:02}": NO for n in (1, 4, 5, 6, 8, 9)}
    exact = rules.assess(URBAN, all_yes_but(**six_open, U02=ABSENT, U03=ABSENT), MARK)
    assert (exact.met, exact.not_applicable, exact.is_passed) == (10, 2, True)
    short = rules.assess(URBAN, all_yes_but(**six_open, U02=ABSENT, U03=NO), MARK)
    assert not short.is_passed
    assert short.reasons[0].text == "做到的和没有这个情况的一共11条，要12条，还差1条。"


def test_a_required_clause_stops_everybody_who_has_not_met_it() -> None:
    result = rules.assess(URBAN, all_yes_but(U07=NO), MARK)
    assert [(reason.kind, reason.codes) for reason in result.reasons] == [
        (ReasonKind.REQUIRED_NOT_MET, ("U07",))
    ]


def test_the_next_steps_are_the_three_easiest_open_clauses() -> None:
    result = rules.assess(URBAN, all_yes_but(U01=NO, U05=NO, U10=NO, U18=NO), MARK)
    assert [clause.code for clause in result.next_steps] == ["U10", "U18", "U01"]


@given(ANSWERS)
def test_the_sum_is_of_the_answers_and_passing_means_no_reason(
    answers: dict[str, ClauseAnswer],
) -> None:
    result = rules.assess(URBAN, answers, MARK)
    met, absent = list(answers.values()).count(YES), list(answers.values()).count(ABSENT)
    assert (result.met, result.not_applicable) == (met, absent)
    expected = met + absent >= 12 and absent <= 3 and answers["U07"] is YES
    assert result.is_passed == expected
    assert {answers[clause.code] for clause in result.next_steps} <= {NO}
    assert len(result.next_steps) == min(3, list(answers.values()).count(NO))


@given(ANSWERS, st.sampled_from(CODES))
def test_doing_one_more_never_loses_the_pass(answers: dict[str, ClauseAnswer], code: str) -> None:
    before = rules.assess(URBAN, answers, MARK)
    after = rules.assess(URBAN, answers | {code: YES}, MARK)
    assert after.is_passed >= before.is_passed


@given(ANSWERS, st.randoms(use_true_random=False))
def test_a_full_set_is_taken_in_any_order(answers: dict[str, ClauseAnswer], random: object) -> None:
    given_words = words_of(answers)
    random.shuffle(given_words)  # type: ignore[attr-defined]
    assert rules.full_set(URBAN, given_words) == answers


def test_ab_01_seventeen_answers_name_the_missing_one() -> None:
    assert faults_of(words_of(all_yes_but())[:-1]) == [
        ("#/answers", "一共18条，每条都要答一次，这里有17条。"),
        ("#/answers", "还差第18条（第18条）。"),
    ]


def test_ab_01_nineteen_answers_name_the_doubled_one() -> None:
    assert faults_of([*words_of(all_yes_but()), ("U05", "no")]) == [
        ("#/answers/18/code", "第5条（第5条）答了不止一次，请只留一个。"),
        ("#/answers", "一共18条，每条都要答一次，这里有19条。"),
    ]


def test_ab_01_every_fault_of_a_wild_set_is_named_at_once() -> None:
    wild = [("R01", "yes"), ("U04", "na"), ("U05", "maybe"), *words_of(all_yes_but())[5:]]
    assert faults_of(wild) == [
        ("#/answers/0/code", "有一条不在这份自评里，请返回刷新后再填。"),
        ("#/answers/1/answer", "第4条（第4条）不能选“我家没有这个情况”，请选做到了或还没做到。"),
        ("#/answers/2/answer", "请选“做到了”“还没做到”或“我家没有这个情况”。"),
        ("#/answers", "一共18条，每条都要答一次，这里有16条。"),
        ("#/answers", "还差第1条（第1条）。"),
        ("#/answers", "还差第2条（第2条）。"),
        ("#/answers", "还差第3条（第3条）。"),
    ]


@given(
    st.lists(st.tuples(st.sampled_from([*CODES, "R01", ""]), st.sampled_from(["yes", "na", "x"])))
)
def test_nothing_but_the_exact_set_is_taken(given_words: list[tuple[str, str]]) -> None:
    is_exact = sorted(code for code, _ in given_words) == CODES
    assert is_exact or faults_of(given_words)


def test_one_answer_must_belong_to_the_set_and_fit_the_clause() -> None:
    assert rules.one_answer(URBAN, "U02", ABSENT) is ABSENT
    assert rules.one_answer(URBAN, "U01", NO) is NO
    for code, answer, pointer in (("R01", YES, "#/code"), ("U01", ABSENT, "#/answer")):
        with pytest.raises(InvalidInput) as refused:
            rules.one_answer(URBAN, code, answer)
        assert refused.value.facts["errors"][0]["pointer"] == pointer


def test_a_draft_with_open_clauses_is_refused_by_name() -> None:
    rules.require_complete(URBAN, all_yes_but())
    with pytest.raises(InvalidInput) as refused:
        rules.require_complete(URBAN, {"U01": YES, "U02": ABSENT})
    assert refused.value.detail == "还有16条没有答，答完再交。"
    assert len(refused.value.facts["errors"]) == 16


def test_remarks_are_put_in_the_order_of_the_list() -> None:
    checked = rules.checked_remarks(URBAN, [("U09", "后看"), ("U02", "先看")])
    assert [(clause.code, reason) for clause, reason in checked] == [
        ("U02", "先看"),
        ("U09", "后看"),
    ]


def test_foreign_and_doubled_remarks_are_all_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.checked_remarks(URBAN, [("R01", "x"), ("U02", "x"), ("U02", "y")])
    assert [fault["pointer"] for fault in refused.value.facts["errors"]] == [
        "#/remarks/0/code",
        "#/remarks/1/code",
        "#/remarks/2/code",
    ]


@pytest.mark.parametrize(
    ("confirmed_on", "months", "last"),
    [
        (date(2026, 11, 10), 12, date(2027, 11, 9)),
        (date(2027, 1, 1), 12, date(2027, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 27)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 30)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_a_pass_holds_through_the_day_before(confirmed_on: date, months: int, last: date) -> None:
    assert rules.last_valid_day(confirmed_on, months) == last


@given(st.dates(date(2021, 1, 1), date(2099, 1, 1)), st.integers(1, 60))
def test_a_later_confirmation_never_ends_earlier(confirmed_on: date, months: int) -> None:
    last = rules.last_valid_day(confirmed_on, months)
    next_last = rules.last_valid_day(confirmed_on + timedelta(days=1), months)
    assert confirmed_on < last <= next_last


@given(st.dates(date(2021, 1, 1), date(2099, 1, 1)))
def test_a_year_of_validity_has_365_or_366_days(confirmed_on: date) -> None:
    assert (rules.last_valid_day(confirmed_on, 12) - confirmed_on).days + 1 in {365, 366}


LEADER = Standing(may_answer=True, reviews_here=True, is_barred=False, took_part=False)
MEMBER = Standing(may_answer=True, reviews_here=False, is_barred=True, took_part=True)
OVERSEER = Standing(may_answer=False, reviews_here=False, is_barred=False, took_part=False)
BARRED = Standing(may_answer=True, reviews_here=True, is_barred=True, took_part=True)
HELPER = Standing(may_answer=True, reviews_here=True, is_barred=False, took_part=True)
ANSWERING = (Action.ANSWER, Action.SUBMIT)
REVIEWING = (Action.CONFIRM, Action.RETURN)


@pytest.mark.parametrize(
    ("standing", "state", "allowed"),
    [
        (MEMBER, AssessmentState.DRAFT, ANSWERING),
        (MEMBER, AssessmentState.RETURNED, ANSWERING),
        (MEMBER, AssessmentState.SUBMITTED, ()),
        (LEADER, AssessmentState.DRAFT, ANSWERING),
        (LEADER, AssessmentState.SUBMITTED, REVIEWING),
        (LEADER, AssessmentState.CONFIRMED, ()),
        (BARRED, AssessmentState.SUBMITTED, ()),
        (HELPER, AssessmentState.SUBMITTED, ()),
        (OVERSEER, AssessmentState.DRAFT, ()),
        (OVERSEER, AssessmentState.SUBMITTED, ()),
    ],
)
def test_who_may_do_what_in_which_state(
    standing: Standing, state: AssessmentState, allowed: tuple[Action, ...]
) -> None:
    assert (
        policy.actions(standing, Progress(state, is_this_year=True, submissions_left=4)) == allowed
    )


def test_a_past_year_is_not_answered_and_a_fifth_submission_not_offered() -> None:
    past = Progress(AssessmentState.DRAFT, is_this_year=False, submissions_left=4)
    used_up = Progress(AssessmentState.RETURNED, is_this_year=True, submissions_left=0)
    assert policy.actions(MEMBER, past) == ()
    assert policy.actions(MEMBER, used_up) == (Action.ANSWER,)


def test_the_own_household_is_the_first_barrier() -> None:
    assert policy.review_barrier(BARRED) is Barrier.OWN_OR_RELATIVE
    assert policy.review_barrier(HELPER) is Barrier.TOOK_PART
    assert policy.review_barrier(LEADER) is None
