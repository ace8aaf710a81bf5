"""Many clients at once against a running server, each answer checked."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from evals.errors import RemoteError
from evals.remote import CALL, TIMEOUT_S, last_event

MAX_QUESTIONS = 100_000
"""Beyond so many a run ends by itself, whatever its time."""
_BUSY = (429, 503)
_PAUSE_S = 1.0
"""How long a client waits that was told to come again."""
_MAX_ERRORS_KEPT = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked: by so many clients, until the time is over or so many are answered."""

    n_clients: int
    seconds: float
    n_questions: int = MAX_QUESTIONS


@dataclass(slots=True)
class Tally:
    """What came back: times of right answers in milliseconds, and how often what else."""

    times_ms: list[float] = field(default_factory=list)
    n_different: int = 0
    n_busy: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def run_load(url: str, expected: Mapping[str, Mapping[str, object]], plan: Plan) -> Tally:
    """Ask a server.

    Args:
        url: Its address.
        expected: The questions, and for each the answer's data as the Python door gives it.
        plan: How much is asked.

    Returns:
        What came back. A client asks its next question when it has an answer to the last.
    """
    # In a thread of its own, since the caller's may have a running loop already.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(_run(url, expected, plan))).result()


def without_time(answer: Mapping[str, object]) -> dict[str, object]:
    """An answer's data but for the time that it took."""
    return {name: value for name, value in answer.items() if name != "elapsed_ms"}


async def _run(url: str, expected: Mapping[str, Mapping[str, object]], plan: Plan) -> Tally:
    tally = Tally()
    questions = itertools.islice(itertools.cycle(expected), plan.n_questions)
    limits = httpx.Limits(max_connections=plan.n_clients)
    began = time.monotonic()
    async with httpx.AsyncClient(
        base_url=url, timeout=TIMEOUT_S, trust_env=False, limits=limits
    ) as http:
        ends = began + plan.seconds
        clients = (_client(http, questions, expected, ends, tally) for _ in range(plan.n_clients))
        await asyncio.gather(*clients)
    tally.seconds = time.monotonic() - began
    return tally


async def _client(
    http: httpx.AsyncClient,
    questions: Iterator[str],
    expected: Mapping[str, Mapping[str, object]],
    ends: float,
    tally: Tally,
) -> None:
    while time.monotonic() < ends and (question := next(questions, None)) is not None:
        began = time.perf_counter()
        try:
            answer = await _ask(http, question)
        except (httpx.HTTPError, RemoteError, KeyError, ValueError) as error:
            kept = len(tally.errors) < _MAX_ERRORS_KEPT
            tally.errors[f"{type(error).__name__}: {error}"[:200] if kept else "others"] += 1
            continue
        if answer is None:
            tally.n_busy += 1
            await asyncio.sleep(_PAUSE_S)
        elif without_time(answer) != expected[question]:
            tally.n_different += 1
        else:
            tally.times_ms.append((time.perf_counter() - began) * 1000)


async def _ask(http: httpx.AsyncClient, question: str) -> Mapping[str, object] | None:
    """The answer's data; nothing if the server says, in JSON, to come again."""
    posted = await http.post(CALL, json={"data": [question]})
    if posted.status_code in _BUSY and posted.json()["error"] and "retry-after" in posted.headers:
        return None
    posted.raise_for_status()
    result = await http.get(f"{CALL}/{posted.json()['event_id']}")
    result.raise_for_status()
    return last_event(result.text)
