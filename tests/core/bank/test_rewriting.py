"""What the app holds goes back into the files, and never over what a person wrote there."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.core.bank.files import load_unit
from quizapp.core.bank.model import Question, read_question
from quizapp.core.bank.rewriting import CHANGED_IN_FILE, NotProvenError, plan_writing, prove
from quizapp.paths import questions_dir

SHIPPED = questions_dir() / "election-interference"


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def standing(unit):
    return {one.meta.id: (one.digest, one.meta.status.value) for one in unit.questions}


def edited(unit, name, **changes):
    """Return the unit with one question saying something else."""
    by_id = {one.meta.id: one for one in unit.questions}
    mapping = {**by_id[name].as_mapping(), **changes}
    by_id[name], _ = read_question({key: value for key, value in mapping.items() if value is not None})
    return replace(unit, questions=tuple(by_id.values()))


def added(unit, name, like):
    (old,) = [one for one in unit.questions if one.meta.id == like]
    new = Question(old.meta.model_copy(update={"id": name}), old.content)
    return replace(unit, questions=(*unit.questions, new))


def ids(unit):
    return {one.meta.id: one for one in unit.questions}


def planned(wanted, folder, **more):
    unit, _ = load_unit(folder)
    plan = plan_writing(wanted, standing(unit), texts(folder), unit, **more)
    prove(plan, texts(folder))
    return plan


def test_the_shipped_unit_unedited_is_left_byte_for_byte():
    unit, _ = load_unit(SHIPPED)
    plan = planned(unit, SHIPPED)
    assert plan.files == {}
    assert plan.left == {}
    assert set(plan.settled) == set(ids(unit))


def test_the_shipped_unit_in_a_new_folder_loads_to_the_same():
    unit, _ = load_unit(SHIPPED)
    plan = plan_writing(unit, {}, {}, None)
    prove(plan, {})
    assert {name.split("/")[0] for name in plan.files} == {path.name for path in SHIPPED.iterdir()}
    assert len(plan.added) == len(unit.questions)
    assert ids(plan.unit) == ids(unit)
    assert {name: one.digest for name, one in ids(plan.unit).items()} == {
        name: one.digest for name, one in ids(unit).items()
    }
    assert (plan.unit.meta, plan.unit.readings) == (unit.meta, unit.readings)
    assert (plan.unit.flashcards, plan.unit.quizzes) == (unit.flashcards, unit.quizzes)
    assert (plan.unit.glossary, plan.unit.timeline) == (unit.glossary, unit.timeline)


def test_of_a_file_with_comments_one_line_changes(folder):
    file = folder / "questions" / "all.yaml"
    file.write_text("# Ours.\n\n" + file.read_text().replace("- id: open-days", "\n# Days\n- id: open-days"))
    unit, _ = load_unit(folder)
    plan = planned(edited(unit, "open-days", prompt="On which days is it open?"), folder)
    prompt = "According to the timetable, on which of these days does the library open?"
    assert plan.files == {"questions/all.yaml": file.read_text().replace(prompt, "On which days is it open?")}
    assert plan.changed == ["open-days"]


def test_every_question_can_change_in_each_of_its_texts_where_it_stands(folder):
    unit, _ = load_unit(folder)
    wanted = unit
    changes = {"level": "apply", "difficulty": None, "feedback": "Now: it says why.", "points": 2.5}
    for name in ids(unit):
        wanted = edited(wanted, name, **changes)
    plan = planned(wanted, folder)
    assert ids(plan.unit) == ids(wanted)
    assert plan.changed == list(ids(unit))
    written = plan.files["questions/all.yaml"]
    before = (folder / "questions" / "all.yaml").read_text()
    assert re.sub(r"  (level|difficulty|feedback|points): .*\n", "", written) == re.sub(
        r"  (level|difficulty|feedback|points): .*\n", "", before
    )


def test_a_new_question_goes_to_the_file_of_the_app_and_a_retired_one_keeps_its_place(folder):
    unit, _ = load_unit(folder)
    plan = planned(edited(added(unit, "new-one", "closed-day"), "open-days", status="retired"), folder)
    assert set(plan.files) == {"questions/all.yaml", "questions/written-in-the-app.yaml"}
    assert plan.files["questions/written-in-the-app.yaml"].startswith("- id: new-one\n  type: short_text\n")
    assert ids(plan.unit)["open-days"].meta.status == "retired"
    assert (plan.added, plan.changed) == (["new-one"], ["open-days"])


def test_a_new_question_stands_apart_as_the_others_of_its_file_do(folder):
    file = folder / "questions" / "written-in-the-app.yaml"
    all_of_them = (folder / "questions" / "all.yaml").read_text()
    (folder / "questions" / "all.yaml").unlink()
    file.write_text(all_of_them.replace("\n- id", "\n\n- id"))
    unit, _ = load_unit(folder)
    written = planned(added(unit, "new-one", "closed-day"), folder).files[f"questions/{file.name}"]
    assert "\n\n- id: new-one\n" in written
    assert written.startswith(file.read_text())


def test_an_edit_of_the_file_is_left_alone_and_told_unless_forced(folder):
    loaded, _ = load_unit(folder)
    file = folder / "questions" / "all.yaml"
    file.write_text(file.read_text().replace("title: The days it opens", "title: Days of opening"))
    unit, _ = load_unit(folder)
    wanted = edited(loaded, "open-days", title="Opening days")
    for force, title in ((False, "Days of opening"), (True, "Opening days")):
        plan = plan_writing(wanted, standing(loaded), texts(folder), unit, force)
        prove(plan, texts(folder))
        assert ids(plan.unit)["open-days"].meta.title == title
        assert plan.left == ({} if force else {"open-days": CHANGED_IN_FILE})
        assert ("open-days" in plan.settled) is force


def test_what_only_the_files_have_stays(folder):
    unit, _ = load_unit(folder)
    wanted = replace(unit, questions=unit.questions[1:], flashcards=(), quizzes=())
    plan = planned(wanted, folder)
    assert plan.files == {}
    assert ids(plan.unit) == ids(unit)


def test_a_question_that_no_file_may_hold_is_left_out_and_the_quiz_that_asks_it_too(folder):
    unit, _ = load_unit(folder)
    wanted = edited(unit, "opening-hour", choices=[{"text": "At eight"}, {"text": "At nine"}])
    plan = plan_writing(wanted, {}, {}, None)
    prove(plan, {})
    assert set(plan.left) == {"opening-hour", "Quiz reading-check"}
    assert "opening-hour" not in ids(plan.unit)
    gone = plan_writing(edited(unit, "opening-hour", cites=["the-timetable/gone"]), {}, {}, None)
    assert gone.left["opening-hour"] == "There is no passage “the-timetable/gone”."


def test_a_reading_that_says_something_else_is_newer_and_left(folder):
    unit, _ = load_unit(folder)
    reading = folder / "readings" / "the-timetable.md"
    reading.write_text(reading.read_text().replace("opens at nine", "opens at ten"))
    plan = planned(unit, folder)
    assert list(plan.left) == ["readings/the-timetable.md"]
    assert plan.files == {}


def test_a_new_objective_and_reading_are_added_to_the_unit_file(folder):
    (folder / "unit.yaml").write_text("# Ours\n" + (folder / "unit.yaml").read_text())
    unit, _ = load_unit(folder)
    (old,) = unit.readings
    reading = replace(old, id="second", title="C#: a text")
    passages = tuple(replace(one, section="C #", sources=()) for one in reading.passages)
    objective = unit.meta.objectives[0].model_copy(update={"id": "compare"})
    meta = unit.meta.model_copy(
        update={
            "objectives": (*unit.meta.objectives, objective),
            "readings": (*unit.meta.readings, "second"),
        }
    )
    wanted = replace(unit, meta=meta, readings=(old, replace(reading, passages=passages)))
    plan = planned(wanted, folder)
    assert plan.left == {}
    before = (folder / "unit.yaml").read_text()
    assert plan.files["unit.yaml"] == before.replace(
        "sources:\n", "  - id: compare\n    text: Find an hour in a timetable.\nsources:\n"
    ).replace("  - the-timetable\n", "  - the-timetable\n  - second\n")
    assert "## C # ##\n\n<!-- passage: weekdays -->\n" in plan.files["readings/second.md"]


def test_a_list_in_brackets_is_not_touched(folder):
    unit, _ = load_unit(folder)
    kept = next(one for one in unit.questions if one.meta.id == "closes-at-four")
    (folder / "quizzes.yaml").unlink()
    (folder / "questions" / "all.yaml").write_text(json.dumps([kept.as_mapping()]))
    unit, _ = load_unit(folder)
    plan = planned(edited(unit, "closes-at-four", answer=True), folder)
    assert plan.files == {}
    assert list(plan.left) == ["closes-at-four"]


def test_what_would_load_to_something_else_is_not_proven(folder):
    unit, _ = load_unit(folder)
    plan = plan_writing(unit, {}, {}, None)
    plan.files["unit.yaml"] = plan.files["unit.yaml"].replace("The library's", "A library's")
    with pytest.raises(NotProvenError, match="load to something else"):
        prove(plan, {})
    plan.files["unit.yaml"] = "id: [\n"
    with pytest.raises(NotProvenError, match="not YAML"):
        prove(plan, {})
