"""How far a run is, on stderr."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

N_LINES = 10
T = TypeVar("T")


def shown(items: Sequence[T], what: str) -> Iterable[T]:
    """The items, with a bar on a terminal, and a line at each tenth in a log."""
    console = Console(stderr=True)
    if console.is_terminal:
        return track(items, description=what, console=console)
    return _told(items, what, console)


def _told(items: Sequence[T], what: str, console: Console) -> Iterator[T]:
    n = len(items)
    for done, item in enumerate(items, start=1):
        yield item
        if done * N_LINES // n > (done - 1) * N_LINES // n:
            console.print(f"{what}: {done} of {n}")
