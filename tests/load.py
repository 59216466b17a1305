"""A class of browsers: a school to load the server with, and clients that count what they were promised.

    school = make_school(folder, students=30)          # a data folder for `quizapp serve`
    promises = Promises()
    async with Browser(url, school, school.students[0], promises) as browser:
        await browser.start()
        await browser.page(1)
        await browser.save(1)
        await browser.submit()
        await browser.review()
    assert not broken(promises, school.database_url)

Each browser keeps one connection open, as browsers do, and opens another where the server closed it.
"""

import asyncio
import contextlib
import json
import os
import random
import shutil
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import create_engine, select

from quizapp import create_app
from quizapp.accounts import sessions
from quizapp.accounts.models import Role, User
from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.models import Bank, Question
from quizapp.banks.service import content_of
from quizapp.classes.models import Class, Enrolment
from quizapp.cli.load_banks import load_units_into_db
from quizapp.cli.school import close
from quizapp.config import read_settings
from quizapp.core.attempts.policy import ReviewPolicy
from quizapp.core.bank.files import load_units
from quizapp.core.bank.model import Question as Content
from quizapp.core.bank.model import Status
from quizapp.core.qtypes.base import FormatError
from quizapp.db.schema import bring_up_to_date
from quizapp.extensions import db
from quizapp.paths import questions_dir
from quizapp.quizzes.models import Assignment, AssignmentSlot, Quiz, QuizQuestion
from quizapp.web import clock

T = TypeVar("T")
AGENT = "quizapp-load/1"
ASKED = ("multiple_choice", "true_false", "multiple_response", "short_text", "numeric")
"""The types asked, in turn: those whose answer is one field."""


# ---- the school


@dataclass(frozen=True)
class Person:
    """Somebody signed in: the cookie and the token that their browser holds."""

    id: int
    name: str
    cookie: str
    token: str


@dataclass(frozen=True)
class Reply:
    """An answer as a browser sends it, and as the database keeps it."""

    raw: list[str]
    stored: str


@dataclass(frozen=True)
class School:
    """A data folder with a class that was given a quiz. `replies` are possible answers by slot."""

    data_dir: Path
    database_url: str
    assignment: int
    class_: int
    bank: int
    students: Sequence[Person]
    teacher: Person
    replies: dict[int, list[Reply]]
    timezone: str = "UTC"

    def copied_to(self, folder: Path) -> "School":
        """Return a copy of the school, which nobody uses, with its data in a new folder."""
        shutil.copytree(self.data_dir, folder)
        return replace(self, data_dir=folder, database_url=f"sqlite:///{folder / 'quizapp.sqlite3'}")

    @property
    def environment(self) -> dict[str, str]:
        """Return what `quizapp serve` needs to find it, besides the port."""
        return {
            "QUIZAPP_DATA_DIR": str(self.data_dir),
            "QUIZAPP_DATABASE_URL": self.database_url,
            "QUIZAPP_TIMEZONE": self.timezone,
        }


def make_school(
    data_dir: Path, students: int, *, questions: int = 10, database_url: str = "", **rules: Any
) -> School:
    """Fill an empty data folder with the shipped banks, a class, and an assignment of shipped questions.

    `rules` are columns of the Assignment; without any it has no time limit and one attempt.
    """
    settings = read_settings(
        {
            "QUIZAPP_DATA_DIR": str(data_dir),
            "QUIZAPP_DATABASE_URL": database_url,
            "QUIZAPP_TIMEZONE": "UTC",
        }
    )
    before = os.umask(0o077)  # as the command has it
    app = create_app(settings)
    now = clock.now()
    try:
        bring_up_to_date(app, now=now)
        with app.app_context():
            units, _ = load_units(questions_dir())
            load_units_into_db(units, now=now)
            made = _fill(students, questions, now, rules)
            db.session.commit()
        people = _signed_in(app, [made["teacher"], *made["students"]])
        return School(
            data_dir, settings.database_url, made["assignment"], made["class_"], made["bank"],
            people[1:], people[0], made["replies"],
        )  # fmt: skip
    finally:
        close(app)
        os.umask(before)


def _fill(students: int, questions: int, now: datetime, rules: dict[str, Any]) -> dict[str, Any]:
    teacher = User(role=Role.ADMIN, name="Ms Okafor", username="okafor", created_at=now)
    pupils = [
        User(role=Role.STUDENT, name=f"Student {n:04}", created_at=now, pin_used_at=now)
        for n in range(1, students + 1)
    ]
    class_ = Class(teacher=teacher, name="History 10B", code="HRN-47K", created_at=now)
    class_.enrolments = [
        Enrolment(user=pupil, name_key=pupil.name.casefold(), created_at=now) for pupil in pupils
    ]
    bank = db.session.execute(select(Bank).order_by(Bank.id).limit(1)).scalar_one()
    asked = _asked(bank, questions)
    quiz = Quiz(owner=teacher, bank=bank, title="Under load", created_at=now)
    quiz.questions = [QuizQuestion(question=one, position=n) for n, one in enumerate(asked, 1)]
    rules = {
        "opens_at": now - timedelta(hours=3),
        "review": ReviewPolicy(key="submitted", feedback="submitted", passage="submitted").model_dump(
            mode="json"
        ),
        "shuffle_questions": True,
        **rules,
    }
    assignment = Assignment(quiz=quiz, class_=class_, created_at=now, **rules)
    assignment.slots = [
        AssignmentSlot(slot=n, revision_id=one.current_id, points=content_of(one.current).meta.points)
        for n, one in enumerate(asked, 1)
    ]
    db.session.add_all([teacher, class_, quiz, assignment])
    db.session.flush()
    return {
        "teacher": teacher.id,
        "students": [pupil.id for pupil in pupils],
        "assignment": assignment.id,
        "class_": class_.id,
        "bank": bank.id,
        "replies": {n: possible_replies(content_of(one.current)) for n, one in enumerate(asked, 1)},
    }


def _asked(bank: Bank, count: int) -> list[Question]:
    """Return approved questions of the types ASKED, one of each type in turn."""
    by_type = {
        name: [
            one
            for one in sorted(bank.questions, key=lambda one: one.id)
            if one.status == Status.APPROVED and one.current.type == name
        ]
        for name in ASKED
    }
    asked: list[Question] = []
    while len(asked) < count and any(by_type.values()):
        asked += [rows.pop(0) for rows in by_type.values() if rows]
    assert len(asked) >= count, f"The bank has only {len(asked)} questions to ask."
    return asked[:count]


def possible_replies(question: Content) -> list[Reply]:
    """Return answers that a student might give to a question of one field, right and wrong, and none."""
    qtype, content = question.qtype, question.content
    keys = [choice["key"] for choice in qtype.prompt(content).get("choices", ())]
    raws = [[key] for key in keys] + [keys[:2]] if keys else [["1995"], ["7"], ["the council"], ["honey"]]
    if qtype.name == "true_false":
        raws = [["true"], ["false"]]
    replies = []
    for raw in raws:
        response = qtype.parse(content, {"answer": raw})
        if response is not None and not isinstance(response, FormatError):
            replies.append(Reply(raw, response.model_dump_json()))
    assert len(replies) >= 2, f"No answers known to {question.meta.id}."
    return replies


def _signed_in(app: Flask, ids: Sequence[int]) -> list[Person]:
    """Sign people in by the app's own session: what the door does once the password is right.

    Outside any context of the app: inside one, all would share the token that `g` keeps.
    """
    people = []
    for user_id in ids:
        with app.test_request_context(
            headers={"User-Agent": AGENT}, environ_base={"REMOTE_ADDR": "127.0.0.1"}
        ):
            user = db.session.get(User, user_id)
            sessions.begin(user)
            token = generate_csrf()
            signer = app.session_interface.get_signing_serializer(app)
            people.append(Person(user_id, user.name, signer.dumps(dict(session)), token))
    return people


# ---- what was promised


@dataclass
class Promises:
    """What the server said it had done, what it was asked to do, and how long each answer took."""

    started: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """User -> the attempts that a start led to."""
    saved: dict[tuple[int, int], int] = field(default_factory=dict)
    """(attempt, slot) -> the highest seq acknowledged."""
    sent: dict[tuple[int, int], dict[int, str | None]] = field(default_factory=lambda: defaultdict(dict))
    """(attempt, slot) -> what was sent under each seq, acknowledged or not."""
    submitted: set[int] = field(default_factory=set)
    asked_to_submit: set[int] = field(default_factory=set)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Kind of request -> how long each answered one took."""
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    """(kind, status) -> how often; status 0 where no answer came."""
    reconnected: int = 0

    def count(self, kind: str) -> int:
        """Return how many requests of a kind were answered."""
        return len(self.seconds[kind])

    def percentile(self, kind: str, share: float) -> float:
        """Return the seconds within which that share (0.99) of a kind was answered."""
        taken = sorted(self.seconds[kind])
        return taken[min(len(taken) - 1, int(share * len(taken)))] if taken else 0.0


def broken(promises: Promises, database_url: str, *, all_told: bool = True) -> list[str]:
    """Compare a database with what was promised; return a sentence for each promise that is broken.

    `all_told` is False while answers may still be on their way.
    """
    engine = create_engine(database_url)
    with engine.connect() as connection:
        rows = connection.execute(
            select(Attempt.id, Attempt.user_id, Attempt.assignment_id, Attempt.state)
        ).all()
        answers = {
            (row.attempt_id, row.slot): (row.seq, row.response)
            for row in connection.execute(select(Answer.attempt_id, Answer.slot, Answer.seq, Answer.response))
        }
    engine.dispose()
    said = []
    ours = {row.id: row for row in rows if row.user_id in promises.started}
    for user, attempts in promises.started.items():
        for attempt in attempts:
            if attempt not in ours or ours[attempt].user_id != user:
                said.append(f"Attempt {attempt} of user {user} was begun and is gone.")
        # One may have been begun just before the connection broke: nobody was told of it yet.
        untold = [row for row in ours.values() if row.user_id == user and row.id not in attempts]
        if len(untold) > (0 if all_told else 1) or any(row.state != "open" for row in untold):
            said.append(f"User {user} has attempts that were never begun: {[row.id for row in untold]}.")
    for (attempt, slot), seq in promises.saved.items():
        kept = answers.get((attempt, slot))
        if kept is None:
            said.append(f"Answer {attempt}/{slot} was saved as {seq} and is gone.")
        elif kept[0] < seq:
            said.append(f"Answer {attempt}/{slot} was saved as {seq}, and {kept[0]} is there.")
    for (attempt, slot), (seq, response) in answers.items():
        if attempt in ours:
            sent = promises.sent.get((attempt, slot), {})
            if seq not in sent:
                said.append(f"Answer {attempt}/{slot} is there as {seq}, which nobody sent.")
            elif sent[seq] != response:
                said.append(f"Answer {attempt}/{slot} is there as {response}, but {sent[seq]} was sent.")
    for row in ours.values():
        if row.id in promises.submitted and row.state != "submitted":
            said.append(f"Attempt {row.id} was handed in and is {row.state}.")
    return said


# ---- running them


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, in a thread of its own: playwright keeps a loop in the main one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


# ---- a browser


@dataclass(frozen=True)
class Answered:
    """What came back. Status 0: nothing came back, and nobody knows what was done."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


NOTHING = Answered(0, {}, b"", 0.0)


class Browser:
    """One student's browser, or the teacher's: a kept connection, a cookie, a token, an attempt."""

    def __init__(
        self, url: str, school: School, person: Person, promises: Promises, *, timeout: float = 40
    ) -> None:
        parts = urlsplit(url)
        self.host, self.port = str(parts.hostname), int(parts.port or 80)
        self.school, self.person, self.promises, self.timeout = school, person, promises, timeout
        self.attempt = 0
        self.random = random.Random(person.id)
        self._seqs: Counter[int] = Counter()
        self._cookie = person.cookie
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> "Browser":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        writer, self._reader, self._writer = self._writer, None, None
        if writer is not None:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    # -- what a student does

    async def start(self, assignment: int = 0) -> Answered:
        """Press Start; remember the attempt that it led to."""
        answered = await self._post("start", f"/take/{assignment or self.school.assignment}")
        where = answered.headers.get("location", "")
        if answered.status == 303 and "/attempts/" in where:
            self.attempt = int(where.rsplit("/", 1)[1])
            self.promises.started[self.person.id].add(self.attempt)
        return answered

    async def page(self, number: int = 1) -> Answered:
        return await self.get(f"/attempts/{self.attempt}?q={number}", kind="page")

    async def save(self, slot: int, *, seq: int = 0, reply: Reply | None = None) -> Answered:
        """Send an answer to a slot, a random one and under the next seq unless they are given."""
        reply = reply or self.random.choice(self.school.replies[slot])
        seq = seq or self._seqs[slot] + 1
        self._seqs[slot] = max(self._seqs[slot], seq)
        return await self.put(self.attempt, slot, seq, reply)

    async def put(self, attempt: int, slot: int, seq: int, reply: Reply) -> Answered:
        """Send an answer as it is; keep what was promised of it."""
        self.promises.sent[attempt, slot].setdefault(seq, reply.stored)
        answered = await self.request(
            "PUT",
            f"/attempts/{attempt}/answers/{slot}",
            json.dumps({"seq": seq, "answer": {"answer": reply.raw}, "seconds": seq % 600}).encode(),
            kind="save",
        )
        if answered.status == 200:
            key = (attempt, slot)
            self.promises.saved[key] = max(self.promises.saved.get(key, 0), int(answered.json["seq"]))
        return answered

    async def submit(self) -> Answered:
        """Hand in."""
        self.promises.asked_to_submit.add(self.attempt)
        answered = await self._post("submit", f"/attempts/{self.attempt}/submit")
        if answered.status == 303 and answered.headers.get("location", "").endswith("/review"):
            self.promises.submitted.add(self.attempt)
        return answered

    async def review(self) -> Answered:
        return await self.get(f"/attempts/{self.attempt}/review", kind="review")

    async def sit(self, *, pause: Callable[[], Awaitable[None]] | None = None) -> None:
        """Take the whole quiz, each step until it succeeds: start, page, every answer, submit, review."""
        await self.until_done(self.start)
        await self.page()
        slots = list(self.school.replies)
        self.random.shuffle(slots)
        for slot in slots:
            if pause:
                await pause()
            await self.save_for_sure(slot)
        await self.until_done(self.submit)
        await self.review()

    async def save_for_sure(self, slot: int) -> Answered:
        """Send one answer again and again, the same under the same seq, until it is taken or refused."""
        reply, seq = self.random.choice(self.school.replies[slot]), self._seqs[slot] + 1
        return await self.until_done(lambda: self.save(slot, seq=seq, reply=reply))

    async def until_done(self, call: Callable[[], Awaitable[Answered]], *, wait: float = 0.05) -> Answered:
        """Call again while nothing comes back or the server says to try again later, as the page does."""
        while True:
            answered = await call()
            if 0 < answered.status < 500:
                return answered
            await asyncio.sleep(wait)
            wait = min(1.0, wait * 1.5)

    # -- HTTP

    async def get(self, path: str, *, kind: str = "get") -> Answered:
        return await self.request("GET", path, kind=kind)

    async def _post(self, kind: str, path: str) -> Answered:
        form = urlencode({"csrf_token": self.person.token}).encode()
        return await self.request("POST", path, form, kind=kind)

    async def request(self, method: str, path: str, body: bytes = b"", *, kind: str = "other") -> Answered:
        """Ask once; NOTHING where the connection breaks. A kept one that was closed meanwhile is reopened."""
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self.host}:{self.port}",
            f"User-Agent: {AGENT}",
            f"Cookie: quizapp_session={self._cookie}",
        ]
        if method == "PUT":
            head += ["Content-Type: application/json", "Accept: application/json"]
            head.append(f"X-CSRFToken: {self.person.token}")
        elif method == "POST":
            head.append("Content-Type: application/x-www-form-urlencoded")
        if body or method != "GET":
            head.append(f"Content-Length: {len(body)}")
        message = "\r\n".join([*head, "", ""]).encode() + body
        began = time.perf_counter()
        kept = self._writer is not None
        answered = await self._exchange(message, began)
        if answered is NOTHING and kept:
            # The server ends what was idle for half a minute: browsers then ask again on a new connection.
            self.promises.reconnected += 1
            answered = await self._exchange(message, began)
        self.promises.statuses[kind, answered.status] += 1
        if answered.status:
            self.promises.seconds[kind].append(answered.seconds)
        return answered

    async def _exchange(self, message: bytes, began: float) -> Answered:
        try:
            async with asyncio.timeout(self.timeout):
                if self._writer is None or self._reader is None:
                    self._reader, self._writer = await asyncio.open_connection(self.host, self.port)
                self._writer.write(message)
                status, headers, body = await self._read(self._reader)
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            await self.close()
            return NOTHING
        if headers.get("connection", "").lower() == "close":
            await self.close()
        cookie = headers.get("set-cookie", "")
        if cookie.startswith("quizapp_session="):
            self._cookie = cookie.partition("=")[2].partition(";")[0]
        return Answered(status, headers, body, time.perf_counter() - began)

    @staticmethod
    async def _read(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in head[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if headers.get("transfer-encoding", "").lower() == "chunked":
            parts = []
            while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
                parts.append(await reader.readexactly(size))
                await reader.readexactly(2)
            await reader.readexactly(2)
            body = b"".join(parts)
        else:
            body = await reader.readexactly(int(headers.get("content-length", 0)))
        return int(head[0].split()[1]), headers, body
