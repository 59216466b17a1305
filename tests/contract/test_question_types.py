"""Every question type keeps every promise of `QuestionType`. A new type is walked by its registry entry."""

import json
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.bank.model import META_FIELDS
from quizapp.core.qtypes.base import BLANK, FormatError, Grade, Mark, Strict
from quizapp.core.qtypes.registry import QUESTION_TYPES

TYPES = list(QUESTION_TYPES.values())
CASES = [(qtype, example) for qtype in TYPES for example in qtype.examples()]
every_type = pytest.mark.parametrize("qtype", TYPES, ids=lambda qtype: qtype.name)
every_example = pytest.mark.parametrize(
    ("qtype", "example"), CASES, ids=[f"{qtype.name}-{i}" for i, (qtype, _) in enumerate(CASES)]
)


def content_of(qtype, mapping):
    return qtype.Content.model_validate(mapping)


def with_other_keys(mapping):
    """Give the contents that ask the same and differ in what is right, for any type there is."""
    bare = {k: v for k, v in mapping.items() if k not in ("feedback", "reject", "if_true", "if_false")}
    if "choices" in mapping:
        plain = [{"text": choice["text"]} for choice in mapping["choices"]]
        for right in range(len(plain)):
            choices = [{**choice, "correct": i == right} for i, choice in enumerate(plain)]
            yield {**bare, "choices": choices}
    if isinstance(mapping.get("answer"), bool):
        yield {**bare, "answer": not mapping["answer"]}
    elif "answer" in mapping:
        yield {**bare, "answer": mapping["answer"] + 1}
    if "accept" in mapping:
        yield {**bare, "accept": ["Something else"]}
    if "pairs" in mapping:
        answers = [pair["answer"] for pair in mapping["pairs"]]
        for turn in range(len(answers)):
            turned = answers[turn:] + answers[:turn]
            pairs = [
                {"premise": pair["premise"], "answer": answer}
                for pair, answer in zip(mapping["pairs"], turned, strict=True)
            ]
            yield {**bare, "pairs": pairs}
    if bare.keys() <= {"prompt", "fewest_words", "most_words", "rubric"}:
        yield bare
        yield {**bare, "rubric": [{"name": "Style", "levels": ["1: Good", "0: Not"]}]}
    if "gaps" in mapping:
        for turn in (1, 2):
            gaps = [{k: v for k, v in gap.items() if k != "feedback"} for gap in mapping["gaps"]]
            for gap in gaps:
                gap["accept"] = [gap["choices"][turn]] if "choices" in gap else [f"Something else {turn}"]
            yield {**bare, "gaps": gaps}
    if "items" in mapping:  # not every order: the one that is shown is never the right one
        a, b, *rest = mapping["items"]
        for items in ([a, *rest, b], [b, a, *rest], [*rest, b, a]):
            yield {**bare, "items": items}
    if "sentences" in mapping:
        plain = [{"text": sentence["text"]} for sentence in mapping["sentences"]]
        for right in range(len(plain)):
            yield {**bare, "sentences": [{**one, "correct": i == right} for i, one in enumerate(plain)]}
    if "statements" in mapping:
        for kinds in (["alleged", "analysis", "official"], ["documented", "reported", "predicted"]):
            statements = [
                {"text": one["text"], "status": kind}
                for one, kind in zip(mapping["statements"], kinds, strict=True)
            ]
            yield {**bare, "statements": statements}


def answers_of(qtype, content, example):
    parsed = [qtype.parse(content, answer.raw) for answer in example.answers]
    return [response for response in parsed if not isinstance(response, FormatError)]


def test_the_registry_lists_the_types_in_the_order_authors_see():
    assert list(QUESTION_TYPES) == [
        "multiple_choice",
        "multiple_response",
        "true_false",
        "short_text",
        "numeric",
        "matching",
        "claim_sort",
        "evidence",
        "ordering",
        "cloze",
        "essay",
    ]


@every_type
def test_a_type_says_what_it_is_to_an_author(qtype):
    assert QUESTION_TYPES[qtype.name] is qtype
    assert qtype.label
    assert qtype.hint.endswith(".")
    for name, field in qtype.Content.model_fields.items():
        assert field.title, name
        assert name not in META_FIELDS, "a bank file keeps both in one mapping"


@every_type
def test_examples_show_every_outcome(qtype):
    outcomes = {str(answer.outcome) for example in qtype.examples() for answer in example.answers}
    assert outcomes >= {"blank", "malformed"}
    assert outcomes >= {"right", "wrong"} or outcomes >= {"waiting"}


@every_example
def test_examples_are_without_problems(qtype, example):
    assert qtype.problems(content_of(qtype, example.content)) == []


@every_example
def test_examples_are_graded_as_they_say(qtype, example):
    content = content_of(qtype, example.content)
    for answer in example.answers:
        response = qtype.parse(content, answer.raw)
        if answer.outcome == "malformed":
            assert isinstance(response, FormatError), answer
            assert response.message.endswith("."), answer
            continue
        assert response is None or isinstance(response, qtype.Response), answer
        grade = qtype.grade(content, response)
        assert grade.mark == answer.outcome, answer
        if answer.fraction is not None:
            assert grade.fraction == pytest.approx(answer.fraction, abs=1e-6), answer


@every_example
def test_no_answer_is_blank_and_has_no_words(qtype, example):
    content = content_of(qtype, example.content)
    assert qtype.parse(content, {}) is None
    assert qtype.grade(content, None) == BLANK == Grade(0.0, Mark.BLANK)
    assert qtype.say(content, None) == ""


@every_example
def test_an_answer_and_the_key_are_put_in_words(qtype, example):
    content = content_of(qtype, example.content)
    assert qtype.say_key(content)
    for response in answers_of(qtype, content, example):
        assert bool(qtype.say(content, response)) == (response is not None)


@every_example
def test_a_prompt_is_json_and_tells_no_secret(qtype, example):
    content = content_of(qtype, example.content)
    secrets = qtype.secrets(content)
    assert secrets
    assert all(secrets)
    for rng in (None, Random(1)):
        told = json.dumps(qtype.prompt(content, rng), ensure_ascii=False)
        assert json.loads(told)["prompt"] == content.prompt
        for secret in secrets:
            assert secret not in told


@every_example
@pytest.mark.parametrize("seed", [None, 0, 1, 2])
def test_a_prompt_is_the_same_whatever_the_key(qtype, example, seed):
    def told(mapping):
        rng = None if seed is None else Random(seed)
        return json.dumps(qtype.prompt(content_of(qtype, mapping), rng))

    others = list(with_other_keys(example.content))
    assert others, "teach `with_other_keys` what is right in this type"
    assert {told(other) for other in others} == {told(example.content)}


@every_example
def test_one_seed_gives_one_prompt_and_shuffling_loses_nothing(qtype, example):
    content = content_of(qtype, example.content)
    in_order = qtype.prompt(content)
    orders = set()
    for seed in range(20):
        shuffled = qtype.prompt(content, Random(seed))
        assert shuffled == qtype.prompt(content, Random(seed))
        assert shuffled.keys() == in_order.keys()
        for part, value in in_order.items():
            if isinstance(value, list):
                assert sorted(shuffled[part], key=str) == sorted(value, key=str)
            else:
                assert shuffled[part] == value
        orders.add(json.dumps(shuffled))
    assert (len(orders) > 1) == getattr(content, "shuffle", False)


hostile_text = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["\x00", "\ud800", "a" * 100_000, "9" * 100_000, "-", "1e999999", "nan", "Infinity", "٣", "1,200"]
    ),
)


@every_example
def test_whatever_a_browser_sends_is_read_or_refused_without_failing(qtype, example):
    content = content_of(qtype, example.content)
    known = [value for answer in example.answers for values in answer.raw.values() for value in values]
    values = st.lists(st.one_of(hostile_text, st.sampled_from(known)), max_size=4)
    names = sorted({"answer", *(part for answer in example.answers for part in answer.raw)})
    parts = st.one_of(st.sampled_from(names), st.text(max_size=10))

    @settings(max_examples=60, deadline=None, database=None)
    @given(raw=st.dictionaries(parts, values, max_size=3))
    def holds(raw):
        response = qtype.parse(content, raw)
        if isinstance(response, FormatError):
            return
        grade = qtype.grade(content, response)
        assert 0 <= grade.fraction <= 1
        assert (grade.mark is Mark.BLANK) == (response is None)
        assert grade.mark is not Mark.WAITING or grade.fraction == 0
        assert (grade.mark is Mark.RIGHT) == (grade.fraction == 1)
        assert (grade.mark is Mark.PARTLY) == (0 < grade.fraction < 1)
        assert all(grade.feedback)
        qtype.say(content, response).encode()
        qtype.summarise(content, [response])
        if response is not None:
            stored = response.model_dump_json()
            assert "\\u0000" not in stored
            assert qtype.Response.model_validate_json(stored) == response

    holds()


@every_example
def test_a_response_survives_being_stored(qtype, example):
    content = content_of(qtype, example.content)
    for response in answers_of(qtype, content, example):
        if response is None:
            continue
        assert isinstance(response, Strict)
        assert qtype.Response.model_validate_json(response.model_dump_json()) == response
        assert (
            qtype.Response.model_validate(json.loads(json.dumps(response.model_dump(mode="json"))))
            == response
        )


@every_example
def test_a_summary_adds_up(qtype, example):
    content = content_of(qtype, example.content)
    responses = answers_of(qtype, content, example) * 3
    whole = qtype.summarise(content, responses)
    assert whole.n == len(responses)
    assert whole.blank == responses.count(None)
    added = Counter()
    for response in responses:
        one = qtype.summarise(content, [response])
        assert (one.n, one.blank) == (1, int(response is None))
        assert {tally.count for tally in one.tallies} <= {0, 1}
        assert any(tally.count for tally in one.tallies) == (response is not None)
        assert len({tally.key for tally in one.tallies}) == len(one.tallies)
        added.update({tally.key: tally.count for tally in one.tallies})
    assert {tally.key: tally.count for tally in whole.tallies} == dict(added)
    assert qtype.summarise(content, []).n == 0


@every_example
def test_a_wrong_answer_is_found_among_the_tallies(qtype, example):
    content = content_of(qtype, example.content)
    for answer in example.answers:
        if answer.outcome == "malformed":
            continue
        most = qtype.summarise(content, [qtype.parse(content, answer.raw)]).most_chosen_wrong
        assert most is None or (most.count == 1 and answer.outcome in (Mark.WRONG, Mark.PARTLY))


@every_example
def test_the_exchange_form_gives_the_content_back(qtype, example):
    content = content_of(qtype, example.content)
    item = qtype.to_item(content)
    json.dumps(item.settings)
    assert qtype.from_item(item) == content


@every_type
def test_an_item_of_another_kind_is_refused(qtype):
    for other in TYPES:
        item = other.to_item(content_of(other, other.examples()[0].content))
        if item.interaction != qtype.to_item(content_of(qtype, qtype.examples()[0].content)).interaction:
            with pytest.raises(ValueError):
                qtype.from_item(item)


@every_example
def test_content_survives_being_stored_without_its_defaults(qtype, example):
    content = content_of(qtype, example.content)
    for mode in ("python", "json"):
        assert content_of(qtype, content.model_dump(mode=mode, exclude_defaults=True)) == content
        assert content_of(qtype, content.model_dump(mode=mode)) == content


@every_example
def test_answers_picked_at_random_earn_a_part_of_the_points_and_never_all(qtype, example):
    guessed = qtype.guessed(content_of(qtype, example.content))
    assert 0 <= guessed < 1


@every_example
def test_what_the_author_says_of_an_answer_is_kept_from_students(qtype, example):
    content = content_of(qtype, example.content)
    summary = qtype.summarise(content, answers_of(qtype, content, example))
    said = {qtype.why(content, tally) for tally in summary.tallies}
    assert said <= {"", *qtype.secrets(content)}


def test_of_every_type_with_reasons_one_is_said():
    said = {
        qtype.name
        for qtype, example in CASES
        for content in [content_of(qtype, example.content)]
        for tally in qtype.summarise(content, answers_of(qtype, content, example)).tallies
        if qtype.why(content, tally)
    }
    assert said == {
        "multiple_choice", "multiple_response", "true_false", "short_text", "numeric", "matching",
        "claim_sort", "evidence", "cloze",
    }  # fmt: skip
