"""Work in another thread: its result, its error, and that it holds no process."""

import threading

import pytest

from index.soon import soon


def test_the_result_comes_from_another_thread() -> None:
    """Of its own, which does not keep the process from ending."""
    thread = soon(threading.current_thread).result(10)
    assert thread is not threading.current_thread() and thread.daemon


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(1)])
def test_an_error_is_that_of_whoever_waits(error: BaseException) -> None:
    """Of any kind: nobody waits for ever."""

    def fail() -> None:
        raise error

    with pytest.raises(type(error)):
        soon(fail).result(10)
