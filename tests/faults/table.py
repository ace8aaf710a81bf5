"""The faults, and what became of those who asked meanwhile, as a table."""

import random
import statistics
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.faults import rounds_build, rounds_disk, rounds_index, rounds_server
from tests.faults.processes import quick_chroma, words
from tests.faults.world import Round

_SEED = 7


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, made again and again at moments and places drawn by a seed."""

    name: str
    make: Callable[[Path, random.Random], Generator[Round, None, None]]
    n_tested: int
    """Rounds in ``make test``."""
    share: float = 1.0
    """Rounds of the command, as a share of those it is asked for."""
    real_start: bool = False
    """Chroma's process is started as it really is, so that a recovery takes its real time."""
    on_small_disk: bool = False
    """A file system has to be mounted for it, which not every machine lets us do."""

    @property
    def possible(self) -> bool:
        """Whether it can be made here."""
        return not self.on_small_disk or rounds_disk.can_mount()


FAULTS = (
    Fault("`kill -9` of a builder", rounds_build.killed, 20),
    Fault("no file may grow while an index is built", rounds_build.out_of_space, 6, 0.2),
    Fault(
        "small disk full while an index is built",
        rounds_disk.full_while_built,
        2,
        0.1,
        on_small_disk=True,
    ),
    Fault(
        "small disk full while questions are asked",
        rounds_disk.full_while_asked,
        2,
        0.05,
        real_start=True,
        on_small_disk=True,
    ),
    Fault("two builders of one index", rounds_build.two_at_once, 2, 0.1),
    Fault("a file of the index damaged", rounds_index.damaged, 25, 0.5),
    Fault("index of another format or embedder", rounds_index.of_another_make, 3, 0.1),
    Fault("`kill -9` of Chroma's process", rounds_index.chroma_killed, 3, 0.1, True),
    Fault("Chroma's process hangs", rounds_index.chroma_stopped, 1, 0.05, True),
    Fault("`kill -9` of a Chroma server", rounds_server.server_killed, 1, 0.03, True),
    Fault("a Chroma server hangs", rounds_server.server_stopped, 1, 0.03, True),
)


def run(fault: Fault, n_rounds: int, seed: int = _SEED, real_start: bool = False) -> list[Round]:
    """So many rounds of a fault."""
    started = nullcontext() if real_start else quick_chroma()
    with tempfile.TemporaryDirectory() as folder, words(), started:
        rounds = fault.make(Path(folder) / "world", random.Random(seed))
        made = list(islice(rounds, n_rounds))
        rounds.close()
    return made


def table(results: Sequence[tuple[Fault, Sequence[Round]]]) -> str:
    """Markdown."""
    head = ("fault", "rounds", "answers", "wrong", "lost", "hangs", "median recovery")
    rows: list[tuple[str, ...]] = [head, ("---", *6 * ("--:",))]
    for fault, made in results:
        recovery = statistics.median(r.recovery_s for r in made)
        counts = (
            len(made),
            sum(r.n_asked for r in made),
            sum(r.n_wrong for r in made),
            sum(r.n_lost for r in made),
            sum(r.n_hung for r in made),
        )
        rows.append((fault.name, *(f"{n:,}" for n in counts), f"{recovery:.2f} s"))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
