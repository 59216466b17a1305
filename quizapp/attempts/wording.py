"""The sentences that tell a student the rules, what is shown when, and how it went."""

from datetime import datetime, timedelta

from quizapp.attempts.models import ScoreChange
from quizapp.core.attempts.policy import Clock, Combine, Policy, ReviewPolicy, When
from quizapp.core.attempts.state import Reason, Refused
from quizapp.web.filters import clock_time, listed, moment, plural, points, span

PARTS = {
    "score": "your score",
    "correctness": "which answers are right",
    "key": "the right answers",
    "feedback": "the explanations",
    "passage": "where the reading says so",
}
LONGEST_TYPED = 200
"""Characters of an access code that are looked at."""
NO_CODE = "Type the access code that your teacher gives you."
SMALL = [
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
]


def refusal(refused: Refused) -> str:
    """Say why something was not done, and what stands instead."""
    at = refused.at
    return {
        Reason.NOT_OPEN_YET: f"This quiz is not open yet. It opens {moment(at)}.",
        Reason.CLOSED: f"This quiz closed {moment(at)}.",
        Reason.NO_ATTEMPTS_LEFT: "You have used every attempt at this quiz.",
        Reason.TOO_LATE: f"Time was up {moment(at)}. What was saved by then is handed in for you.",
        Reason.HANDED_IN: f"This was handed in {moment(at)}. Its answers can no longer be changed.",
        Reason.NO_SUCH_QUESTION: "There is no such question in this quiz.",
        Reason.WRONG_CODE: f"Too many wrong codes. Wait until {clock_time(at)}, then type it again."
        if at
        else "That is not the access code. Look at it again, or ask your teacher.",
        Reason.NO_WAY_BACK: "You have gone on from that question, so its answer can no longer be changed.",
        Reason.CHECKED: "You have checked this answer, so it can no longer be changed.",
        Reason.NOTHING_TO_CHECK: "There is nothing to check yet: give an answer first.",
        Reason.NO_BREAK_LEFT: "You have no minutes of break left.",
    }[refused.reason]


MINUTE = timedelta(minutes=1)


def limit(policy: Policy) -> str:
    """Say how long the time limit is: "60 minutes, extended from 30"; "" where there is none."""
    usual = policy.class_rules.time_limit if policy.class_rules else policy.time_limit
    if policy.time_limit is None or usual in (None, policy.time_limit):
        return span(policy.time_limit)
    assert usual
    if policy.time_limit <= 120 * MINUTE and not policy.time_limit % MINUTE and not usual % MINUTE:
        return f"{plural(policy.time_limit // MINUTE, 'minute')}, extended from {usual // MINUTE}"
    return f"{span(policy.time_limit)}, extended from {span(usual)}"


def closing(policy: Policy) -> str:
    """Say when it closes: "Mon 14 Sep, 10:00", and from when that was extended."""
    usual = policy.class_rules.closes_at if policy.class_rules else policy.closes_at
    own = moment(policy.closes_at)
    return own if usual == policy.closes_at else f"{own}, extended from {moment(usual)}"


def time_rule(policy: Policy, now: datetime) -> str:
    """Say how long one has who starts now."""
    left = policy.closes_at - now if policy.closes_at else None
    if left is not None and (policy.time_limit is None or left < policy.time_limit):
        until = f"The quiz closes {closing(policy)}"
        if policy.time_limit is None:
            return f"No time limit but this: {until[0].lower()}{until[1:]}."
        return f"{until}: start now and you have {span(left)}, not the full {limit(policy)}."
    if policy.time_limit is None:
        return "No time limit."
    return f"{limit(policy)}. The clock starts with you and goes on when you leave the page."


def break_rule(policy: Policy) -> str:
    """Say how breaks go; "" for who has none."""
    if not policy.break_time:
        return ""
    said = (
        f"{span(policy.break_time)} in all, in one break or several. Press “Take a break”: "
        "the questions are hidden and the clock stands still until you go on."
    )
    return f"{said} The quiz closes {moment(policy.closes_at)} all the same." if policy.closes_at else said


def clock_rule(policy: Policy) -> str:
    """Say that no clock is shown; "" where one is, or where nothing ends the quiz."""
    if policy.clock is Clock.SHOWN or not (policy.time_limit or policy.closes_at):
        return ""
    if policy.clock is Clock.WARNED:
        return "Not shown. You are told when five minutes are left, and when one is."
    return "Not shown."


COMBINED = {
    Combine.HIGHEST: "The highest score counts.",
    Combine.LAST: "The score of the last one counts.",
    Combine.FIRST: "The score of the first one counts.",
    Combine.AVERAGE: "The average of all scores counts.",
}


def attempts_rule(policy: Policy, taken: int) -> str:
    """Say how often one may still take it, and what counts of several."""
    allowed = policy.attempts_allowed
    if allowed == 1:
        return "One."
    if allowed is None:
        return f"As many as you like. {COMBINED[policy.combine]}"
    left = max(0, allowed - taken)
    usual = policy.class_rules.attempts_allowed if policy.class_rules else allowed
    extended = "" if usual == allowed else f", extended from {usual}"
    return f"{left or 'None'} of {allowed} left{extended}. {COMBINED[policy.combine]}"


def way_rule(policy: Policy) -> str:
    """Say how one goes through the questions."""
    if policy.one_page:
        return "All are on one page. You may change your answers until you hand in."
    if policy.forward_only:
        return "They come one by one, and you cannot go back: an answer stands once you have gone on."
    return "You may move between them and change your answers until you hand in."


def draw_rule(policy: Policy) -> str:
    """Say that questions are drawn, if they are."""
    if not any(section.ask for section in policy.sections):
        return ""
    again = ", and new ones at each attempt as far as there are any" if policy.attempts_allowed != 1 else ""
    return f"Each student gets other questions of the same kind{again}."


def check_rule(policy: Policy) -> str:
    """Say what one may see of each question before handing in; "" where nothing."""
    if not policy.checks:
        return ""
    seen = [words for part, words in PARTS.items() if getattr(policy.shown_during, part)]
    return f"As you go: press Check to see {listed(seen)}. A checked answer can no longer be changed."


def shown_after(policy: Policy) -> str:
    """Say what one will be shown after handing in, and when."""
    at_once = _parts(policy.review, When.DURING, When.SUBMITTED)
    later = _parts(policy.review, When.CLOSED)
    if not at_once and not later:
        return "Your answers go to your teacher. Nothing is shown here."
    also = "also " if at_once else ""
    sentences = []
    if at_once:
        sentences.append(f"As soon as you hand in: {listed(at_once)}.")
    if later:
        sentences.append(f"When the quiz has closed: {also}{listed(later)}.")
    return " ".join(sentences)


def still_to_come(policy: Policy, now: datetime) -> str:
    """Say what is not shown yet and when it will be; "" when nothing is to come."""
    later = _parts(policy.review, When.CLOSED)
    if policy.is_over(now) or not later:
        return ""
    when = f"closes, {moment(policy.closes_at)}" if policy.closes_at else "is closed by your teacher"
    return f"When the quiz {when}, you can see {listed(later)} here."


def unjudged(policy: Policy, now: datetime) -> str:
    """Say why a new answer is not judged in practice: the right ones are not shown yet, or never."""
    if policy.review.key is not When.CLOSED or policy.is_over(now):
        return "Your teacher keeps the right answers of this quiz, so a new answer is not marked here."
    when = f"closes, {moment(policy.closes_at)}" if policy.closes_at else "is closed by your teacher"
    return f"The right answers are shown when the quiz {when}. Until then a new answer is not marked here."


def _parts(review: ReviewPolicy, *when: When) -> list[str]:
    return [words for part, words in PARTS.items() if getattr(review, part) in when]


def outcome(
    score: float | None, maximum: float | None, to_look_at: int | None, *, waiting: bool = False
) -> str:
    """Say how it went: "8 of 12. Five to look at again." None leaves a part out.

    While the teacher's mark is awaited there is no score: a part of it would mislead.
    """
    sentences = []
    if waiting:
        sentences.append("Waiting for your teacher’s mark.")
    elif score is not None:
        sentences.append(f"{points(score)} of {points(maximum)}.")
    if to_look_at is not None:
        count = SMALL[to_look_at] if 0 < to_look_at < len(SMALL) else str(to_look_at)
        sentences.append(f"{count} to look at again." if to_look_at else "Nothing to look at again.")
    return " ".join(sentences) or "Handed in."


def score_changed(change: ScoreChange, number: int | None, *, reason: bool) -> str:
    """Say how a regrade changed one's score, and why; with the teacher's own reason if it may be shown."""
    entry = change.regrade
    question = f"question {number}" if number else "a question"
    what = {
        "key": f"{question} was graded by a corrected key",
        "accept": f"one more answer to {question} is accepted",
        "drop": f"{question} no longer counts",
        "full": f"everyone gets full marks for {question}",
        "undo": f"an earlier change of {question} was taken back",
    }[entry.kind]
    why = f" “{entry.reason}”" if reason and entry.reason else ""
    before, after = points(change.score), points(change.new_score)
    if change.max_score != change.new_max_score:
        before, after = (
            f"{before} of {points(change.max_score)}",
            f"{after} of {points(change.new_max_score)}",
        )
    when = moment(entry.at)
    on = "" if when.startswith("today") else "on "
    return f"Your score was changed {on}{when} from {before} to {after}: {what}.{why}"


def handed_in(submitted_at: datetime, by: str | None) -> str:
    """Say when an attempt was handed in, and by whom if not by the student."""
    if by == "deadline":
        return f"Handed in for you at the end of the time, {moment(submitted_at)}"
    if by == "teacher":
        return f"Handed in for you by your teacher, {moment(submitted_at)}"
    return f"Handed in {moment(submitted_at)}"


def time_left(seconds: float) -> str:
    """Write time left as on a clock: "12:40", "1:02:40"; in words from a day on."""
    whole = max(0, int(seconds))
    if whole >= 24 * 3600:
        return plural(whole // (24 * 3600), "day")
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
