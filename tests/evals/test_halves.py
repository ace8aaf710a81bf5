"""The mean of two adapters, and which files are halves."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from evals.__main__ import cli
from evals.errors import DatasetError
from evals.halves import half_path, mean_of
from evals.squad_data import Articles
from index.adapter import load_adapter, write_adapter
from tests.index.adapters import make_adapter


def write_halves(folder: Path) -> None:
    """Two that differ, each saying what it is of."""
    for half, scale in ((Articles.EVEN, 0.5), (Articles.ODD, -0.25)):
        made = replace(make_adapter(scale), description=f"python -m evals adapt ({half})")
        write_adapter(folder / f"{half}.npz", made)


def test_what_is_added_is_the_mean_of_what_each_adds() -> None:
    """Of the products, not of the factors; and of the centres and what weighs tokens."""
    one, other = make_adapter(0.5), make_adapter(-0.25)
    other = replace(other, centres=replace(other.centres, query=other.centres.query + 1))
    other = replace(other, salience=other.salience + 2)
    made = mean_of([one, other])
    for name, addition in made.additions.items():
        expected = sum(a.additions[name].up @ a.additions[name].down for a in (one, other)) / 2
        assert addition.up @ addition.down == pytest.approx(expected, abs=1e-5)
    assert made.centres.query == pytest.approx(np.full_like(made.centres.query, 0.5))
    assert made.salience == pytest.approx(np.ones_like(made.salience))
    assert made.first_layer == one.first_layer


def test_the_command_writes_the_mean_and_says_of_what(tmp_path: Path) -> None:
    """With what each half reached."""
    write_halves(tmp_path)
    out = tmp_path / "mean.npz"
    result = CliRunner().invoke(cli, ["mean", str(tmp_path), "--out", str(out)])
    assert result.exit_code == 0, result.output
    made = load_adapter(out)
    assert "(even)" in made.description and "(odd)" in made.description


def test_a_half_that_is_another_is_refused(tmp_path: Path) -> None:
    """What it was trained on would be reported as held out."""
    write_halves(tmp_path)
    assert half_path(tmp_path, Articles.ODD) == tmp_path / "odd.npz"
    (tmp_path / "even.npz").write_bytes((tmp_path / "odd.npz").read_bytes())
    with pytest.raises(DatasetError, match=r"even\.npz was not trained on the even articles"):
        half_path(tmp_path, Articles.EVEN)
