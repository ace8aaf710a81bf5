"""Work that another thread does while its result is not needed yet."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def soon(work: Callable[[], T]) -> Future[T]:
    """Begin in a thread of its own; its result or its error is that of the future.

    No pool: its threads would stay, and hold the process when that is to end.
    """
    future: Future[T] = Future()

    def do() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001  # whatever it is, somebody waits for it
            future.set_exception(error)

    Thread(target=do, name="soon", daemon=True).start()
    return future
