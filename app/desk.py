"""Where questions are served: a few at a time, each within a time limit, until it closes."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from app.errors import Closing, NoAnswerInTime

T = TypeVar("T")
_POOL_NAME = "question"
STOPPING = "The server is stopping; please ask again in a moment"


class _End:
    """Marks the end of a job's results."""


_END = _End()
_CLOSED = _End()
"""The desk closed before the results were whole."""


class _Job(Generic[T]):
    """Work in a thread of the desk, and its results so far."""

    def __init__(self, make: Callable[[], Iterator[T]]) -> None:
        self.results: queue.SimpleQueue[T | _End] = queue.SimpleQueue()
        self.left = threading.Event()
        self.late = False
        self._make = make

    def run(self) -> None:
        """Work until the end, or until nobody waits for it any more."""
        try:
            for result in () if self.left.is_set() else self._make():
                if self.left.is_set():
                    return
                self.results.put(result)
        finally:
            self.results.put(_END)


class Desk:
    """Serves questions in a fixed number of threads; safe to share between threads.

    A thread cannot be stopped: whoever waits for one that hangs gets an error, and once all of
    them hang, those who come get it at once.
    """

    def __init__(
        self,
        places: int,
        limit_s: float,
        on_late: Callable[[], None] | None = None,
        advice: str = "please try again in a moment",
    ) -> None:
        """Serve in so many threads.

        Args:
            places: How many threads.
            limit_s: Seconds that a question may take, waiting included.
            on_late: Is called for each question that took longer, or was refused for those.
            advice: What whoever asked one that took longer is told to do.
        """
        self._places = places
        self._limit_s = limit_s
        self._on_late = on_late or _do_nothing
        self._advice = advice
        self._pool = ThreadPoolExecutor(places, _POOL_NAME)
        self._waited_for: set[_Job[Any]] = set()
        self._worked_on: set[_Job[Any]] = set()
        self._lock = threading.Lock()
        self._closed = False

    @property
    def n_open(self) -> int:
        """Questions that somebody waits for."""
        return len(self._waited_for)

    @property
    def stuck(self) -> bool:
        """Whether every thread works on a question that took too long."""
        with self._lock:
            return self._is_stuck()

    @property
    def idle(self) -> bool:
        """Whether no thread works on anything, waited for or not."""
        return not self._worked_on

    def run(self, work: Callable[[], T]) -> T:
        """The result of some work.

        Raises:
            NoAnswerInTime: If it takes too long, or all threads hang.
            Closing: If the desk closes, or is closed.
        """
        return next(self.stream(lambda: iter((work(),))))

    def stream(self, work: Callable[[], Iterator[T]]) -> Iterator[T]:
        """The results of some work as they come.

        Raises:
            NoAnswerInTime: If it takes too long, or all threads hang.
            Closing: If the desk closes, or is closed.
        """
        return self._results(_Job(work))

    def along(self, work: Callable[[Callable[[T], None]], T]) -> Iterator[T]:
        """What some work says on its way, and last what it gives.

        Args:
            work: Is given what it says things to.

        Raises:
            NoAnswerInTime: If it takes too long, or all threads hang.
            Closing: If the desk closes, or is closed.
        """
        job: _Job[T] = _Job(lambda: iter((work(job.results.put),)))
        return self._results(job)

    def _results(self, job: "_Job[T]") -> Iterator[T]:
        ends = time.monotonic() + self._limit_s
        future = self._begin(job)
        try:
            while not isinstance(result := self._next(job, ends), _End):
                yield result
            if result is _CLOSED:
                raise Closing(STOPPING)
            future.result()
        finally:
            job.left.set()
            with self._lock:
                self._waited_for.discard(job)

    def close(self) -> None:
        """Let everyone who waits go with an error, and take nobody any more."""
        with self._lock:
            self._closed = True
            self._pool.shutdown(wait=False, cancel_futures=True)
            for job in self._waited_for:
                job.results.put(_CLOSED)

    def _begin(self, job: "_Job[T]") -> "Future[None]":
        with self._lock:
            if self._closed:
                raise Closing(STOPPING)
            if self._is_stuck():
                self._on_late()
                raise NoAnswerInTime("Earlier questions do not end; please try again later")
            self._waited_for.add(job)
            return self._pool.submit(self._serve, job)

    def _serve(self, job: "_Job[T]") -> None:
        with self._lock:
            self._worked_on.add(job)
        try:
            job.run()
        finally:
            with self._lock:
                self._worked_on.discard(job)

    def _next(self, job: "_Job[T]", ends: float) -> "T | _End":
        try:
            return job.results.get(timeout=max(ends - time.monotonic(), 0.0))
        except queue.Empty:
            job.late = True
            self._on_late()
            raise NoAnswerInTime(f"No answer within {self._limit_s:g} s; {self._advice}") from None

    def _is_stuck(self) -> bool:
        return sum(job.late for job in self._worked_on) >= self._places


def _do_nothing() -> None:
    pass
