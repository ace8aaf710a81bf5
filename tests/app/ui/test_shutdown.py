"""How the server ends, by a clock of its own."""

import pytest

from app.ui.shutdown import ANSWER_S, MESSAGE_S, QUIET_S, Shutdown
from app.ui.traffic import Traffic


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that shutdowns look at."""
    made = Clock()
    monkeypatch.setattr("app.ui.shutdown.time.monotonic", made)
    return made


def test_without_anybody_it_is_soon_over(clock: Clock) -> None:
    """After the moment in which a call may still fetch its answer."""
    traffic, turned_away = Traffic(), list[int]()
    shutdown = Shutdown(traffic, lambda: turned_away.append(1))
    assert not shutdown.is_over() and not traffic.stopping
    shutdown.begin()
    assert traffic.stopping and not shutdown.is_over()
    clock.now += QUIET_S
    assert shutdown.is_over()
    assert turned_away == []


def test_who_waits_gets_time_then_a_message_then_none(clock: Clock) -> None:
    """A request that never ends cannot hold the server."""
    waiting, turned_away = [1], list[int]()
    shutdown = Shutdown(Traffic(lambda: waiting[0]), lambda: turned_away.append(1))
    shutdown.begin()
    clock.now += ANSWER_S - 0.1
    assert not shutdown.is_over() and turned_away == []
    clock.now += 0.2
    assert not shutdown.is_over() and turned_away == [1]
    clock.now += MESSAGE_S
    assert shutdown.is_over()


def test_an_answer_that_is_fetched_ends_it_sooner(clock: Clock) -> None:
    """The quiet moment starts anew whenever somebody comes."""
    waiting = [0]
    shutdown = Shutdown(Traffic(lambda: waiting[0]), lambda: None)
    shutdown.begin()
    assert not shutdown.is_over()
    clock.now += QUIET_S / 2
    waiting[0] = 1
    assert not shutdown.is_over()
    clock.now += QUIET_S
    waiting[0] = 0
    assert not shutdown.is_over()
    clock.now += QUIET_S
    assert shutdown.is_over()


def test_a_second_signal_ends_it_at_once(clock: Clock) -> None:
    """Whoever still waits is told."""
    turned_away: list[int] = []
    shutdown = Shutdown(Traffic(lambda: 1), lambda: turned_away.append(1))
    shutdown.begin()
    assert not shutdown.is_over()
    shutdown.begin()
    assert shutdown.is_over() and turned_away == [1]
