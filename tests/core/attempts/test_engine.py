"""What may happen to an attempt."""

from datetime import UTC, datetime, timedelta

from quizapp.core.attempts import engine
from quizapp.core.attempts.drawing import Slot
from quizapp.core.attempts.policy import Policy, ReviewPolicy, When
from quizapp.core.attempts.scoring import Asked
from quizapp.core.attempts.state import (
    AlreadyNewer,
    AnswerSaved,
    AttemptState,
    Checked,
    Reason,
    Refused,
    Saved,
    Started,
    Submitted,
    WentOn,
    receipt,
)
from quizapp.core.bank.model import Question, read_question

NINE = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
GRACE = timedelta(seconds=30)
SLOTS = tuple(Slot(slot, 100 + slot) for slot in range(1, 5))
LAYOUT = ((1, 101), (2, 102), (3, 103), (4, 104))
TRUE, FALSE = '{"answer":true}', '{"answer":false}'


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def statement() -> Question:
    question, findings = read_question(
        {"id": "open", "type": "true_false", "prompt": "The library opens at nine.", "answer": True}
    )
    assert question, findings
    return question


ASKED = [Asked(slot, statement(), 1.0) for slot, _ in LAYOUT]


def begun(policy: Policy = Policy(), now: datetime = NINE) -> AttemptState:  # noqa: B008  a frozen value
    state, _ = engine.start(policy, (), SLOTS, seed=7, now=now)
    assert state
    return state


def test_an_attempt_begins_with_the_questions_in_their_own_order() -> None:
    state, events = engine.start(Policy(shuffle_choices=False), (), SLOTS, seed=7, now=NINE)
    assert state == AttemptState(number=1, seed=0, layout=LAYOUT, started_at=NINE)
    assert events == (Started(),)


def test_the_choices_of_each_slot_have_an_order_of_their_own_that_stays() -> None:
    orders = [engine.choice_order(7, slot) for slot in range(1, 11)]
    assert orders == [engine.choice_order(7, slot) for slot in range(1, 11)]
    assert len(set(orders)) > 5
    one, same, other = (engine.shuffler(order) for order in (orders[0], orders[0], orders[1]))
    assert one
    assert same
    assert other
    drawn = [rng.random() for rng in (one, same, other)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_without_a_seed_the_choices_stand_as_their_author_put_them() -> None:
    assert engine.choice_order(0, 1) is None
    assert engine.shuffler(None) is None


def test_every_order_of_four_choices_comes_up_and_no_place_is_much_likelier_than_another() -> None:
    orders = []
    for order in range(engine.ORDERS):
        rng = engine.shuffler(order)
        assert rng
        orders.append("".join(rng.sample("abcd", 4)))
    assert len(set(orders)) == 24
    firsts = [sum(dealt[0] == choice for dealt in orders) for choice in "abcd"]
    assert max(firsts) < 1.5 * min(firsts)


def test_starting_twice_gives_the_open_attempt() -> None:
    state = begun()
    assert engine.start(Policy(), (state,), SLOTS, seed=9, now=NINE + minutes(1)) == (state, ())


def test_an_open_attempt_goes_on_after_the_quiz_has_closed_for_others() -> None:
    state = begun()
    policy = Policy(closes_at=NINE + minutes(1))
    assert engine.start(policy, (state,), SLOTS, seed=9, now=NINE + minutes(2)) == (state, ())


def test_nothing_begins_before_the_opening() -> None:
    policy = Policy(opens_at=NINE)
    assert engine.start(policy, (), SLOTS, seed=7, now=NINE - minutes(1)) == (
        None,
        (Refused(Reason.NOT_OPEN_YET, NINE),),
    )


def test_nothing_begins_from_the_closing_on() -> None:
    policy = Policy(closes_at=NINE)
    assert engine.start(policy, (), SLOTS, seed=7, now=NINE) == (None, (Refused(Reason.CLOSED, NINE),))


def test_no_more_attempts_begin_than_are_allowed() -> None:
    done, _ = engine.submit(begun(), ASKED, now=NINE + minutes(1))
    assert engine.start(Policy(), (done,), SLOTS, seed=7, now=NINE + minutes(2)) == (
        None,
        (Refused(Reason.NO_ATTEMPTS_LEFT),),
    )


def test_a_second_attempt_that_is_allowed_has_the_next_number() -> None:
    done, _ = engine.submit(begun(), ASKED, now=NINE + minutes(1))
    state, events = engine.start(Policy(attempts_allowed=2), (done,), SLOTS, seed=7, now=NINE + minutes(2))
    assert state
    assert state.number == 2
    assert events == (Started(),)


def test_an_attempt_ends_at_its_limit_or_at_the_closing_whichever_is_first() -> None:
    assert begun(Policy(time_limit=minutes(20))).deadline_at == NINE + minutes(20)
    assert begun(Policy(time_limit=minutes(20), closes_at=NINE + minutes(5))).deadline_at == NINE + minutes(5)
    assert begun(Policy()).deadline_at is None


def test_an_answer_is_kept() -> None:
    state, events = engine.save(begun(), 2, seq=1, now=NINE, grace=GRACE, response=TRUE)
    assert events == (AnswerSaved(2, Saved(1, TRUE, False, NINE)),)
    assert state.answered(2)
    assert not state.answered(1)


def test_an_answer_no_newer_than_the_one_kept_changes_nothing() -> None:
    state, _ = engine.save(begun(), 2, seq=5, now=NINE, grace=GRACE, response=TRUE)
    for seq in (5, 4):
        assert engine.save(state, 2, seq=seq, now=NINE, grace=GRACE, response=FALSE) == (
            state,
            (AlreadyNewer(2, Saved(5, TRUE, False, NINE)),),
        )


def test_an_answer_can_be_emptied_and_is_then_no_answer() -> None:
    state, _ = engine.save(begun(), 2, seq=1, now=NINE, grace=GRACE, response=TRUE)
    state, _ = engine.save(state, 2, seq=2, now=NINE, grace=GRACE, response=None)
    assert not state.answered(2)


def test_a_flag_is_set_without_touching_the_answer_and_an_answer_without_touching_the_flag() -> None:
    state, _ = engine.save(begun(), 2, seq=1, now=NINE, grace=GRACE, response=TRUE)
    state, _ = engine.save(state, 2, seq=2, now=NINE, grace=GRACE, keep=True, flagged=True)
    assert (state.answers[2].response, state.flagged(2)) == (TRUE, True)
    state, _ = engine.save(state, 2, seq=3, now=NINE, grace=GRACE, response=FALSE)
    assert (state.answers[2].response, state.flagged(2)) == (FALSE, True)


def test_an_answer_counts_within_the_grace_and_is_refused_after_it() -> None:
    policy = Policy(time_limit=minutes(10), grace=timedelta(seconds=30))
    state = begun(policy)
    end = NINE + minutes(10)
    _, events = engine.save(
        state, 1, seq=1, now=end + timedelta(seconds=29), grace=policy.grace, response=TRUE
    )
    assert isinstance(events[0], AnswerSaved)
    after = end + timedelta(seconds=30)
    assert engine.save(state, 1, seq=1, now=after, grace=policy.grace, response=TRUE) == (
        state,
        (Refused(Reason.TOO_LATE, end),),
    )


def test_nothing_is_saved_into_a_question_that_the_attempt_does_not_ask() -> None:
    _, events = engine.save(begun(), 9, seq=1, now=NINE, grace=GRACE, response=TRUE)
    assert events == (Refused(Reason.NO_SUCH_QUESTION),)


def test_nothing_is_saved_after_handing_in() -> None:
    done, _ = engine.submit(begun(), ASKED, now=NINE + minutes(1))
    _, events = engine.save(done, 1, seq=1, now=NINE + minutes(2), grace=GRACE, response=TRUE)
    assert events == (Refused(Reason.HANDED_IN, NINE + minutes(1)),)


def test_handing_in_grades_what_was_saved() -> None:
    state, _ = engine.save(begun(), 1, seq=1, now=NINE, grace=GRACE, response=TRUE)
    state, _ = engine.save(state, 2, seq=1, now=NINE, grace=GRACE, response=FALSE)
    done, (event,) = engine.submit(state, ASKED, now=NINE + minutes(3))
    assert isinstance(event, Submitted)
    assert (event.result.total, event.result.maximum) == (1.0, 4.0)
    assert event.result.vector == (1.0, 0.0, None, None)
    assert (done.submitted_at, done.submitted_by) == (NINE + minutes(3), "student")


def test_handing_in_twice_changes_nothing() -> None:
    done, _ = engine.submit(begun(), ASKED, now=NINE + minutes(1))
    assert engine.submit(done, ASKED, now=NINE + minutes(2)) == (done, ())


def test_from_the_deadline_on_it_is_the_deadline_that_hands_in() -> None:
    state = begun(Policy(time_limit=minutes(10)))
    done, _ = engine.submit(state, ASKED, now=NINE + minutes(10) + timedelta(seconds=5))
    assert (done.submitted_at, done.submitted_by) == (NINE + minutes(10), "deadline")


def test_an_attempt_expires_when_its_grace_is_over_and_not_before() -> None:
    policy = Policy(time_limit=minutes(10), grace=timedelta(seconds=30))
    state = begun(policy)
    assert engine.expire(state, ASKED, policy, now=NINE + minutes(10)) == (state, ())
    done, events = engine.expire(state, ASKED, policy, now=NINE + minutes(60))
    assert (done.submitted_at, done.submitted_by) == (NINE + minutes(10), "deadline")
    assert len(events) == 1


def test_the_number_of_an_answer_counts_time_so_that_two_windows_agree() -> None:
    state = begun()
    assert engine.next_seq(state, 1, NINE) == 1
    assert engine.next_seq(state, 1, NINE + timedelta(seconds=12)) == 120
    state, _ = engine.save(state, 1, seq=500, now=NINE, grace=GRACE, response=TRUE)
    assert engine.next_seq(state, 1, NINE + timedelta(seconds=12)) == 501


def test_a_receipt_follows_from_the_answers() -> None:
    state, _ = engine.save(begun(), 1, seq=1, now=NINE, grace=GRACE, response=TRUE)
    other, _ = engine.save(begun(), 1, seq=1, now=NINE, grace=GRACE, response=FALSE)
    assert receipt(12, state) == "D2EF-3CF0"
    assert receipt(12, other) != receipt(12, state)
    assert receipt(13, state) != receipt(12, state)


# ---- an access code


def test_a_code_is_asked_of_who_begins_and_not_of_who_goes_on() -> None:
    policy = Policy(access_code="HRN-4")
    assert engine.start(policy, (), SLOTS, seed=7, now=NINE, code="hrn 5") == (
        None,
        (Refused(Reason.WRONG_CODE),),
    )
    state, events = engine.start(policy, (), SLOTS, seed=7, now=NINE, code=" hrn4 ")
    assert state
    assert events == (Started(),)
    assert engine.start(policy, (state,), SLOTS, seed=8, now=NINE) == (state, ())


def test_a_quiz_that_is_not_open_does_not_tell_whether_the_code_is_right() -> None:
    policy = Policy(access_code="HRN4", opens_at=NINE)
    for code in ("HRN4", "other"):
        assert engine.start(policy, (), SLOTS, seed=7, now=NINE - minutes(1), code=code) == (
            None,
            (Refused(Reason.NOT_OPEN_YET, NINE),),
        )


# ---- no way back

ONE_WAY = Policy(forward_only=True)


def put(state: AttemptState, slot: int, policy: Policy, seq: int = 1, response: str | None = TRUE):  # type: ignore[no-untyped-def]
    return engine.save(state, slot, seq=seq, now=NINE, grace=GRACE, response=response, one_way=policy.one_way)


def test_without_a_way_back_only_the_question_one_is_at_takes_an_answer() -> None:
    state = begun(ONE_WAY)
    _, events = put(state, 2, ONE_WAY)
    assert events == (Refused(Reason.NO_WAY_BACK),)
    state, _ = put(state, 1, ONE_WAY)
    state, events = engine.go_on(state, 1, ONE_WAY, now=NINE)
    assert events == (WentOn(2),)
    _, events = put(state, 1, ONE_WAY, seq=2)
    assert events == (Refused(Reason.NO_WAY_BACK),)
    _, events = put(state, 2, ONE_WAY)
    assert isinstance(events[0], AnswerSaved)


def test_going_on_twice_from_the_same_question_goes_one_step() -> None:
    once, _ = engine.go_on(begun(ONE_WAY), 1, ONE_WAY, now=NINE)
    assert engine.go_on(once, 1, ONE_WAY, now=NINE) == (once, ())
    assert engine.go_on(once, 3, ONE_WAY, now=NINE) == (once, ())
    assert once.reached == 2


def test_after_the_last_question_there_is_nowhere_to_go() -> None:
    state = begun(ONE_WAY)
    for number in (1, 2, 3, 4):
        state, _ = engine.go_on(state, number, ONE_WAY, now=NINE)
    assert state.reached == 4


def test_on_one_page_there_is_always_a_way_back() -> None:
    policy = Policy(forward_only=True, one_page=True)
    _, events = put(begun(policy), 3, policy)
    assert isinstance(events[0], AnswerSaved)


def test_nobody_goes_on_after_the_time_is_over() -> None:
    policy = Policy(forward_only=True, time_limit=minutes(10))
    state = begun(policy)
    assert engine.go_on(state, 1, policy, now=NINE + minutes(11)) == (
        state,
        (Refused(Reason.TOO_LATE, NINE + minutes(10)),),
    )


# ---- checking an answer while the attempt goes on

PRACTICE = Policy(review=ReviewPolicy(correctness=When.DURING, key=When.DURING))


def test_a_checked_answer_stands() -> None:
    state, _ = put(begun(PRACTICE), 1, PRACTICE)
    state, events = engine.check(state, 1, PRACTICE, now=NINE)
    assert events == (Checked(1),)
    assert state.checked(1)
    assert not state.checked(2)
    _, events = put(state, 1, PRACTICE, seq=2, response=FALSE)
    assert events == (Refused(Reason.CHECKED),)
    _, events = put(state, 1, PRACTICE, seq=2, response=None)
    assert events == (Refused(Reason.CHECKED),)
    assert engine.check(state, 1, PRACTICE, now=NINE) == (state, ())


def test_a_checked_answer_can_still_be_flagged_and_stays_checked() -> None:
    state, _ = put(begun(PRACTICE), 1, PRACTICE)
    state, _ = engine.check(state, 1, PRACTICE, now=NINE)
    state, _ = engine.save(state, 1, seq=2, now=NINE, grace=GRACE, keep=True, flagged=True)
    assert state.flagged(1)
    assert state.checked(1)
    assert state.answers[1].response == TRUE


def test_a_blank_is_not_checked_and_nothing_is_where_the_rules_show_nothing() -> None:
    nothing = (Refused(Reason.NOTHING_TO_CHECK),)
    state = begun(PRACTICE)
    assert engine.check(state, 1, PRACTICE, now=NINE) == (state, nothing)
    answered, _ = put(state, 1, PRACTICE)
    assert engine.check(answered, 1, Policy(), now=NINE) == (answered, nothing)
    one_page = Policy(one_page=True, review=PRACTICE.review)
    assert engine.check(answered, 1, one_page, now=NINE) == (answered, nothing)
