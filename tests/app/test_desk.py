"""The desk: few at a time, each within a limit, and an end for all who wait."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.desk import Desk
from app.errors import Closing, NoAnswerInTime

WAIT_S = 10.0


def until(what: object) -> None:
    """Wait until a call gives something true."""
    assert callable(what)
    ends = time.monotonic() + WAIT_S
    while not what():
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_results_come_in_order_and_errors_come_through() -> None:
    """From a thread of the desk, as if there were none."""
    desk = Desk(2, WAIT_S)

    def fails() -> Iterator[int]:
        yield 1
        raise KeyError("x")

    assert desk.run(lambda: 7) == 7
    assert list(desk.stream(lambda: iter("abc"))) == ["a", "b", "c"]
    results = desk.stream(fails)
    assert next(results) == 1
    with pytest.raises(KeyError):
        next(results)
    assert desk.n_open == 0


def test_work_says_things_on_its_way_and_gives_its_result_last() -> None:
    """They come while it still works."""
    desk, heard = Desk(1, WAIT_S), threading.Event()

    def work(say: Callable[[str], None]) -> str:
        say("half")
        assert heard.wait(WAIT_S)
        return "whole"

    results = desk.along(work)
    assert next(results) == "half"
    heard.set()
    assert list(results) == ["whole"]
    assert desk.n_open == 0


def test_only_so_many_work_at_once() -> None:
    """The others wait, and each gets its own result."""
    desk, lock, at_once = Desk(3, WAIT_S), threading.Lock(), [0, 0]

    def work(number: int) -> int:
        with lock:
            at_once[0] += 1
            at_once[1] = max(at_once)
        time.sleep(0.01)
        with lock:
            at_once[0] -= 1
        return number

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(lambda n: desk.run(lambda: work(n)), range(40))) == list(range(40))
    assert at_once[1] == 3


def test_whoever_waits_too_long_gets_an_error_and_a_desk_that_hangs_takes_nobody() -> None:
    """It takes questions again once one of those that hung has ended."""
    late: list[int] = []
    desk, ends = Desk(1, 0.2, lambda: late.append(1)), threading.Event()
    with pytest.raises(NoAnswerInTime, match=r"No answer within 0\.2 s"):
        desk.run(lambda: ends.wait(WAIT_S))
    assert desk.stuck and not desk.idle and desk.n_open == 0
    began = time.monotonic()
    with pytest.raises(NoAnswerInTime, match="Earlier questions do not end"):
        desk.run(lambda: 1)
    assert time.monotonic() - began < 0.2
    assert len(late) == 2
    ends.set()
    until(lambda: desk.idle)
    assert not desk.stuck
    assert desk.run(lambda: 1) == 1


def test_work_that_nobody_waits_for_is_given_up() -> None:
    """A reader who goes away frees the place at the next result."""
    desk, given_up = Desk(1, WAIT_S), threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                time.sleep(0.005)
                yield 1
        finally:
            given_up.set()

    results = desk.stream(endless)
    assert next(results) == 1
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert given_up.wait(WAIT_S)
    assert desk.run(lambda: 2) == 2


def test_closing_lets_everyone_go() -> None:
    """Those in work, those who wait, and those who come later."""
    desk, ends, pool = Desk(1, 60), threading.Event(), ThreadPoolExecutor(4)
    asked = [pool.submit(desk.run, lambda: ends.wait(WAIT_S)) for _ in range(4)]
    until(lambda: desk.n_open == 4)
    desk.close()
    for future in asked:
        with pytest.raises(Closing, match="The server is stopping"):
            future.result(WAIT_S)
    with pytest.raises(Closing):
        desk.run(lambda: 1)
    desk.close()
    ends.set()
    pool.shutdown()
