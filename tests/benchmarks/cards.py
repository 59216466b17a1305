"""What the next card and one review cost the processor, where one student has very many of both."""

import re
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random
from urllib.parse import urlencode

from sqlalchemy import Table, create_engine, insert
from sqlalchemy.engine import Connection

from quizapp.cards.models import CardNote, CardReview, CardSettings, Deck, DeckCard
from quizapp.cards.store import MEMORY, cards, memory_values
from quizapp.core.cards.scheduling import NEW, Memory, Rating, Review, after
from quizapp.web import clock
from tests.benchmarks.measure import Figure, Place, serving
from tests.benchmarks.processes import cpu_seconds
from tests.load import Browser, Promises, School, run

CARDS, REVIEWS, HISTORIES = 10_000, 50, 40
NEXT_AT_MOST = 20.0
ASKED = 200
CHUNK = 20_000
DAY = timedelta(days=1)


def measure(here: Place, school: School, students: int) -> list[Figure]:
    """Ask for cards and rate them, of 10,000 with 50 reviews each (a tenth for a quick look)."""
    mine = school.copied_to(here.folder / "cards")
    count = CARDS if students >= 1_000 else CARDS // 10
    user = mine.students[0]
    engine = create_engine(mine.database_url)
    with engine.begin() as connection:
        fill(connection, user.id, count, clock.now())
    engine.dispose()
    with serving(mine) as server:
        browser = Browser(server.url, mine, user, Promises())
        spent = run(_cost(server.process.pid, browser))
    return [
        Figure(f"next card of {count:,} with {count * REVIEWS:,} reviews, CPU", spent[0] * 1e3, "ms",
               at_most=NEXT_AT_MOST),
        Figure("  its rating, one short write, CPU", spent[1] * 1e3, "ms"),
        Figure("  the list of decks and the week to come, CPU", spent[2] * 1e3, "ms"),
        Figure("  the 100 cards that a device keeps, CPU", spent[3] * 1e3, "ms"),
    ]  # fmt: skip


def history(number: int, now: datetime) -> tuple[list[Review], Memory]:
    """Return the reviews of one card up to some days ago, and what they leave."""
    rng = Random(number)
    gaps = [rng.expovariate(1 / 8) for _ in range(REVIEWS)]
    at, memory, reviews = now - (sum(gaps) + rng.uniform(1, 20)) * DAY, NEW, []
    for gap in gaps:
        at += gap * DAY
        rating = Rating.AGAIN if rng.random() < 0.12 else Rating.GOOD
        reviews.append(Review(at, rating, spread=rng.choice((-1, 0, 1))))
        memory = after(memory, reviews[-1])
    return reviews, memory


def fill(connection: Connection, user_id: int, count: int, now: datetime) -> None:
    """Give a student so many cards of their own, a tenth of them never seen, each other with its log."""
    histories = [history(number, now) for number in range(HISTORIES)]
    _insert(connection, CardSettings, [{"user_id": user_id, "new_a_day": 100, "four_buttons": False}])
    deck = {"id": 1, "user_id": user_id, "kind": "own", "about": "", "title": "Own", "created_at": now}
    _insert(connection, Deck, [deck])
    notes, rows, inside, lines = [], [], [], []
    for number in range(1, count + 1):
        reviews, memory = histories[number % HISTORIES] if number % 10 else ([], NEW)
        text = {"front": f"Front {number}", "back": f"Back {number}", "kind": "basic"}
        notes.append({"id": number, "user_id": user_id, **text, "created_at": now, "updated_at": now})
        family = f"note:{number}"
        of = {"user_id": user_id, "origin": f"{family}:0", "family": family, "side": 0, "note_id": number}
        kept = dict(zip(MEMORY, memory_values(memory), strict=True))
        rows.append({"id": number, **of, "why": "", "added_at": now, **kept})
        inside.append({"deck_id": 1, "card_id": number})
        lines += [
            {
                "card_id": number, "user_id": user_id, "review_id": f"{number}-{place}", "kind": "study",
                "at": one.at, "received_at": one.at, "rating": int(one.rating), "phase": 2,
                "retention": one.retention, "until": None, "spread": one.spread, "undoes_id": None,
            }
            for place, one in enumerate(reviews)
        ]  # fmt: skip
    _insert(connection, CardNote, notes)
    connection.execute(insert(cards), rows)
    _insert(connection, DeckCard, inside)
    for first in range(0, len(lines), CHUNK):
        _insert(connection, CardReview, lines[first : first + CHUNK])


def _insert(connection: Connection, model: type, rows: list[dict[str, object]]) -> None:
    table: Table = model.__table__  # type: ignore[attr-defined]
    connection.execute(insert(table), rows)


async def _cost(pid: int, browser: Browser) -> tuple[float, float, float, float]:
    async def next_card() -> None:
        answered = await browser.get("/cards/study", kind="card")
        assert answered.status == 200, answered.status
        found = re.search(r'name="card" value="(\d+)"', answered.text)
        assert found
        shown.append(found[1])

    async def rate() -> None:
        form = {"card": shown.pop(), "rating": str(1 + 2 * (len(shown) % 3 > 0)), "review": str(uuid.uuid4())}
        body = urlencode({"csrf_token": browser.person.token, **form}).encode()
        answered = await browser.request("POST", "/cards/study", body, kind="review")
        assert answered.status == 303, answered.status

    async def home() -> None:
        assert (await browser.get("/cards", kind="cards")).status == 200

    async def kept() -> None:
        assert (await browser.get("/cards/kept", kind="kept cards")).status == 200

    shown: list[str] = []
    await next_card()
    await home()
    await kept()
    spent = (
        await _each(pid, next_card),
        await _each(pid, rate),
        await _each(pid, home, ASKED // 10),
        await _each(pid, kept, ASKED // 10),
    )
    await browser.close()
    return spent


async def _each(pid: int, ask: Callable[[], Awaitable[None]], times: int = ASKED) -> float:
    before = cpu_seconds(pid)
    for _ in range(times):
        await ask()
    return (cpu_seconds(pid) - before) / times
