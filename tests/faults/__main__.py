"""``python -m tests.faults``: make every fault many times and write what became of it."""

import argparse
import time
from pathlib import Path

from tests.faults.processes import end_children
from tests.faults.table import FAULTS, run, table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
_HEAD = """# What holds when something breaks

Made by `python -m tests.faults --rounds {rounds}` on {machine}, in {minutes:.1f} minutes. Each
fault really happens, at moments and places drawn by a seed, while five clients ask about
a small article with the embedder of words (a damaged index is asked by a fresh one alone). *Wrong*:
another answer than that of the old article or the new one. *Lost*: no answer, or a failure that is
not one clear line. *Hangs*: more than 5 s for an answer. *Recovery*: until a fresh start answers as
before; of Chroma's process and server, until Chroma serves again (exact search answers meanwhile).

"""


def main() -> None:
    """Make the faults and write the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, help="kills of a builder; others fewer")
    parser.add_argument("--machine", default="two cores", help="what it runs on, for the page")
    options = parser.parse_args()
    began, results = time.monotonic(), []
    try:
        for fault in (fault for fault in FAULTS if fault.possible):
            n_rounds = max(round(options.rounds * fault.share), 3)
            made = run(fault, n_rounds, real_start=fault.real_start)
            results.append((fault, made))
            print(table([(fault, made)]).splitlines()[-1], flush=True)
    finally:
        end_children()
    minutes = (time.monotonic() - began) / 60
    head = _HEAD.format(rounds=options.rounds, machine=options.machine, minutes=minutes)
    PAGE.write_text(head + table(results), encoding="utf-8")


if __name__ == "__main__":
    main()
