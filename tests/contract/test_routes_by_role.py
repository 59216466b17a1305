"""Every route, asked by everyone: who is let in, who is sent to the door, who is told it is not there."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.cast import Cast

# Whom each page is for. What a person is not meant to know of answers 404, what is plainly not for
# their kind of account 403; an anonymous visitor is sent to the door.
ROUTES: dict[str, str] = {
    "static": "anyone",
    "home": "home",
    "accounts.account": "signed in",
    "accounts.choose_password": "door",
    "accounts.one_time_link": "used link",
    "accounts.sign_in": "door",
    "accounts.sign_out": "door",
    "joining.join": "door",
    "joining.join_class": "door",
    "joining.self_join": "closed door",
    "classes.index": "staff",
    "classes.new": "staff",
    "classes.show": "class",
    "classes.edit": "class",
    "classes.archive": "class",
    "classes.code": "class",
    "classes.set_self_join": "class",
    "classes.sign_in_cards": "class",
    "classes.roster": "class",
    "classes.add_students": "class",
    "classes.rename": "class",
    "classes.remove_student": "class",
    "classes.reset_student": "class",
    "classes.restore_student": "class",
    "accommodations.of_class": "class",
    "accommodations.of_student": "class",
    "banks.index": "staff",
    "banks.show": "staff",
    "banks.cards": "staff",
    "banks.cards_for_anki": "staff",
    "banks.cards_as_table": "staff",
    "banks.cards_on_paper": "staff",
    "banks.import_cards": "admins",
    "banks.check_cards": "admins",
    "banks.undo_import_cards": "admins",
    "banks.edit_card": "admins, a card made here",
    "banks.new_card": "admins",
    "banks.question": "staff",
    "banks.revision": "staff",
    "banks.preview": "admins",
    "banks.choose_type": "admins",
    "banks.new_question": "admins",
    "banks.edit_question": "admins",
    "banks.keep_draft": "admins",
    "banks.keep_new_draft": "admins",
    "banks.discard_draft": "own unfinished",
    "banks.restore_draft": "own unfinished",
    "banks.set_status": "admins",
    "banks.comment": "staff",
    "banks.remove_comment": "own comment",
    "banks.restore_comment": "own comment",
    "banks.check_key": "staff",
    "banks.flagged": "staff",
    "banks.look_at_flagged": "admins",
    "banks.recheck": "staff",
    "banks.confirm_citations": "admins",
    "banks.bulk": "admins",
    "banks.undo_bulk": "admins, once there is an act",
    "banks.import_document": "staff",
    "banks.import_blocks": "own import",
    "banks.import_text": "own import",
    "banks.drafts": "admins",
    "banks.propose_drafts": "admins",
    "banks.decide_draft": "admins",
    "banks.edit_passage": "admins, a passage of one's own document",
    "banks.readings": "signed in",
    "banks.reading": "signed in",
    "quizzes.bank_files": "staff",
    "quizzes.index": "staff",
    "quizzes.new": "staff",
    "quizzes.quick": "staff",
    "quizzes.show": "class",
    "quizzes.edit": "class",
    "quizzes.choose": "class",
    "quizzes.preview": "class",
    "quizzes.assign": "class",
    "quizzes.archive": "class",
    "quizzes.restore": "class",
    "quizzes.copy": "class",
    "quizzes.put_back": "class",
    "quizzes.assignment": "class",
    "quizzes.access_code": "class",
    "quizzes.close_assignment": "class",
    "quizzes.reopen_assignment": "class",
    "quizzes.delete_assignment": "class",
    "quizzes.accommodations": "class",
    "quizzes.accommodate": "class",
    "reports.show": "class",
    "reports.students": "class",
    "reports.questions": "class",
    "reports.test": "class",
    "reports.reading": "class",
    "reports.response": "class, once handed in",
    "reports.answers": "class",
    "reports.claims": "class",
    "reports.follow_up": "class",
    "reports.sheet": "class",
    "reports.csv": "class",
    "reports.files": "class",
    "reports.table_file": "class",
    "reports.workbook": "class",
    "reports.class_files": "class",
    "reports.class_table": "class",
    "reports.gradebook_file": "class",
    "reports.all_files": "staff",
    "reports.responses": "class",
    "reports.class_responses": "class",
    "reports.all_responses": "staff",
    "admin.list_students": "admins",
    "admin.student": "admins",
    "admin.export_student": "admins",
    "admin.delete_student": "admins",
    "reports.marking": "class",
    "reports.mark_next": "class",
    "reports.mark": "class, once handed in",
    "reports.release_marks": "class",
    "reports.withhold_marks": "class",
    "reports.regrade": "class",
    "progress.gradebook": "class",
    "progress.gradebook_rules": "class",
    "progress.figure": "class",
    "progress.excuse_student": "class",
    "progress.count_student_again": "class",
    "progress.student": "class",
    "progress.sheet": "class",
    "progress.own": "students",
    "watching.show": "class",
    "watching.board": "class",
    "watching.student": "class",
    "watching.receipt": "class",
    "watching.give_time": "class",
    "watching.say": "class",
    "watching.take_back": "class",
    "watching.hand_in": "class",
    "watching.open_again": "class",
    "watching.put_back": "class",
    "watching.end": "class",
    "watching.undo_end": "class",
    "admin.index": "admins",
    "admin.audit": "admins",
    "admin.settings": "admins",
    "admin.people": "admins",
    "admin.new_person": "admins",
    "admin.person": "admins",
    "admin.person_link": "admins",
    "admin.set_role": "admins",
    "admin.deactivate": "admins",
    "admin.activate": "admins",
    "admin.confirm_remove_sample": "admins, once there is a sample",
    "admin.remove_sample": "admins",
    "admin.make_sample": "admins",
    "trying.as_student": "class",
    "attempts.todo": "students",
    "attempts.done": "students",
    "attempts.cover": "students of the class",
    "attempts.page": "own attempt",
    "attempts.save": "own attempt",
    "attempts.beat": "own attempt",
    "attempts.check": "own attempt",
    "attempts.submit": "own attempt",
    "attempts.take_break": "own attempt",
    "attempts.go_on": "own attempt",
    "attempts.review": "own attempt",
    "attempts.receipt": "own attempt",
    "attempts.practise": "own attempt",
    "cards.index": "students",
    "cards.study": "students",
    "cards.match": "students",
    "cards.kept": "students",
    "cards.token": "students",
    "cards.receive": "students",
    "cards.offline": "anyone",
    "cards.worker": "anyone",
    "cards.review": "own card",
    "cards.undo": "own review",
    "cards.add_deck": "students who may see the unit",
    "cards.deck": "own deck",
    "cards.remove_deck": "own deck",
    "cards.restore_deck": "own deck",
    "cards.take_out": "own deck",
    "cards.new_note": "students",
    "cards.edit_note": "own deck",
    "cards.delete_note": "own deck",
    "cards.restore_note": "own deck",
    "cards.settings": "students",
    "cards.mine_for_anki": "students",
    "cards.mine_as_table": "students",
    "cards.of_class": "class",
    "cards.send": "class",
    "cards.take_back": "class",
}

PEOPLE = ("anonymous", "heron", "wren", "outsider", "teacher", "outsider_teacher", "admin")
LET_IN = "let in"
TO_THE_DOOR = "to the door"

Expected = dict[str, int | str]


def expect(student: int | str, staff: int | str, **others: int | str) -> Expected:
    """Return what each person is answered, students and staff alike but for the `others` named."""
    everyone: Expected = {"anonymous": TO_THE_DOOR}
    everyone |= dict.fromkeys(("heron", "wren", "outsider"), student)
    everyone |= dict.fromkeys(("teacher", "outsider_teacher", "admin"), staff)
    return everyone | others


EXPECTED: dict[str, Expected] = {
    "anyone": expect(LET_IN, LET_IN, anonymous=LET_IN),
    "door": expect(LET_IN, LET_IN, anonymous=LET_IN),
    "closed door": expect(LET_IN, LET_IN, anonymous=403),
    "used link": expect(410, 410, anonymous=410),
    "home": expect(LET_IN, LET_IN),
    "signed in": expect(LET_IN, LET_IN),
    "staff": expect(403, LET_IN),
    "admins": expect(403, 403, admin=LET_IN),
    "admins, once there is a sample": expect(403, 403, admin=404),
    "admins, once there is an act": expect(403, 403, admin=404),
    "class, once handed in": expect(403, LET_IN, outsider_teacher=404),
    "class": expect(403, LET_IN, outsider_teacher=404),
    "own comment": expect(403, 404, teacher=LET_IN),
    "admins, a card made here": expect(403, 403, admin=404),
    "admins, a passage of one's own document": expect(403, 403, admin=404),
    "own import": expect(403, 404, teacher=LET_IN),
    "own unfinished": expect(403, 404, admin=LET_IN),
    "students": expect(LET_IN, 403),
    "students of the class": expect(LET_IN, 403, outsider=404),
    "own attempt": expect(404, 403, heron=LET_IN),
    "own card": expect(404, 403, heron=LET_IN),
    "own review": expect(404, 403, heron=LET_IN),
    "own deck": expect(404, 403, heron=LET_IN),
    "students who may see the unit": expect(LET_IN, 403),
}


def arguments(endpoint: str, cast: Cast, attempt: int) -> dict[str, object]:
    """Return something that exists for every argument that a route takes."""
    return {
        "class_id": cast.class_,
        "user_id": cast.teacher if endpoint.startswith("admin.") else cast.heron,
        "student_id": cast.outsider,
        "table": "students",
        "form": "csv",
        "quiz_id": cast.quiz,
        "assignment_id": cast.assignment,
        "attempt_id": attempt,
        "slot": 1,
        "import_id": cast.document,
        "draft_id": cast.draft,
        "event_id": cast.comment,
        "act_id": 1,
        "passage_id": 1,
        "unfinished_id": 1,  # the admin's, typed below
        "slug": "library",
        "cslug": "three-books",
        "qslug": "hours-opening",
        "number": 1,
        "type": "multiple_choice",
        "reading_slug": "rules",
        "message_id": 1,  # Ms Okafor's, sent below
        "token": "never-made",
        "code": "HRN-47K",
        "filename": "css/tokens.css",
        "deck_id": 1,  # Blue Heron's own, with the note below
        "card_id": 1,
        "note_id": 1,
        "sending_id": 1,  # Ms Okafor's, sent below
        "version": "0",
    }


BODIES: dict[str, Any] = {
    "banks.decide_draft": {"data": {"act": "discard"}},
    "banks.keep_draft": {"json": {"fields": [["prompt", "Why?"]]}},
    "banks.keep_new_draft": {"json": {"fields": [["prompt", "Why?"]]}},
    "attempts.save": {"json": {"seq": 1, "answer": {}}},
    "banks.preview": {"data": {"type": "multiple_choice"}},
    "banks.import_cards": {"data": {"text": "timetable\tA list of hours."}},
    "banks.check_key": {"data": {"act": "tick", "revision": "1"}},
    "banks.confirm_citations": {"data": {"passage": "1"}},
    "banks.look_at_flagged": {"data": {"question": "hours-opening", "reason": "The key is right."}},
    "cards.add_deck": {"data": {"bank": "library", "kind": "unit"}},
    "cards.review": {"data": {"card": "1", "rating": "3", "review": "a-review-of-herons"}},
    "cards.undo": {"data": {"entry": "1"}},
    "cards.receive": {"json": {"account": 4, "reviews": []}},
}


def make_cards(cast: Cast, client_of: Callable[[int], FlaskClient]) -> None:
    """Let Heron write a card and review it, and Ms Okafor send one."""
    heron, teacher = client_of(cast.heron), client_of(cast.teacher)
    note = {"kind": "basic", "front": "livre", "back": "book"}
    review = {"card": "1", "rating": "3", "review": "the-first-of-herons"}
    assert heron.post("/cards/notes/new", data=note).status_code == 303
    assert heron.post("/cards/study", data=review).status_code == 303
    assert teacher.post(f"/assignments/{cast.assignment}/cards", data={"slot": "1"}).status_code == 303


def rules_of(app: Flask, endpoint: str) -> list[Rule]:
    return list(app.url_map.iter_rules(endpoint))


def test_every_route_says_whom_it_is_for(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ROUTES)


@pytest.mark.parametrize("endpoint", ROUTES)
def test_each_person_gets_what_is_theirs(
    endpoint: str, app: Flask, cast: Cast, client_of: Callable[[int], FlaskClient]
) -> None:
    begun = client_of(cast.heron).post(f"/take/{cast.assignment}")
    typed = {"json": {"fields": [["prompt", "Why?"]]}}
    assert client_of(cast.admin).put("/bank/library/questions/new/essay/draft", **typed).status_code == 200
    cards = {"data": {"text": "timetable\tA list of hours."}}
    assert client_of(cast.admin).post("/bank/library/cards/import", **cards).status_code == 303
    words = {"data": {"text": "Ten minutes left."}}
    assert (
        client_of(cast.teacher).post(f"/assignments/{cast.assignment}/watch/message", **words).status_code
        == 303
    )
    if endpoint.startswith("cards."):
        make_cards(cast, client_of)
    attempt = int(begun.location.split("?")[0].rstrip("/").split("/")[-1])
    expected = EXPECTED[ROUTES[endpoint]]
    if ROUTES[endpoint].endswith("once handed in"):
        client_of(cast.heron).post(f"/attempts/{attempt}/submit")
    # Those who are turned away go first: those who are let in may archive what is asked for.
    for person in sorted(PEOPLE, key=lambda name: expected[name] == LET_IN):
        for rule in rules_of(app, endpoint):
            values = {name: arguments(endpoint, cast, attempt)[name] for name in rule.arguments}
            path = rule.build(values)[1]
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                client = app.test_client() if person == "anonymous" else client_of(getattr(cast, person))
                body = BODIES.get(endpoint, {})
                with client.open(path, method=method, **body) as answer:
                    said = f"{person}: {method} {path} gave {answer.status_code} {answer.location or ''}"
                    if expected[person] == TO_THE_DOOR:
                        assert answer.status_code in (302, 303, 401), said
                        assert answer.status_code == 401 or answer.location.startswith("/join"), said
                    elif expected[person] == LET_IN:
                        assert answer.status_code not in (401, 403, 404, 405, 500, 503), said
                        assert not (answer.location or "").startswith("/join?next"), said
                    else:
                        assert answer.status_code == expected[person], said
