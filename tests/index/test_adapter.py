"""What is added to the encoder's layers, so that tokens can be compared as well."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from index.adapter import ADAPTER, bundled_id, load_adapter, write_adapter
from index.errors import EmbedderError
from index.quantized import session_encoder
from index.quantized_torch import LAYER_NAMES, torch_bert
from index.tokens import max_similarity
from index.types import Embedder
from index.weights import WEIGHT_ID, WeightFile
from tests.index.adapters import make_adapter
from tests.index.weight_files import tiny_weights

IDS = torch.tensor([[0, 4, 5, 2], [0, 5, 2, 1]])
MASK = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> WeightFile:
    """One layer and eleven words."""
    return tiny_weights(tmp_path_factory.mktemp("weights"))


def test_an_adapter_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Half precision holds what half precision held."""
    made = make_adapter(scale=1)
    made = replace(made, salience=made.salience + 0.5, description="of what it was made")
    write_adapter(tmp_path / "a.npz", made)
    read = load_adapter(tmp_path / "a.npz")
    assert read.first_layer == 0 and read.description == made.description
    assert set(read.additions) == set(made.additions)
    for name, addition in made.additions.items():
        assert np.array_equal(read.additions[name].down, addition.down)
        assert np.array_equal(read.additions[name].up, addition.up)
    assert np.array_equal(read.centres.query, made.centres.query)
    assert np.array_equal(read.salience, made.salience)


@pytest.mark.parametrize("data", [b"", b"version https://git-lfs.github.com/spec/v1"])
def test_a_file_that_is_none_is_named(tmp_path: Path, data: bytes) -> None:
    """In one line that says what to do."""
    path = tmp_path / "a.npz"
    path.write_bytes(data)
    with pytest.raises(EmbedderError, match=r"a\.npz is no adapter .* see python -m evals adapt"):
        load_adapter(path)


def test_a_file_that_lacks_a_part_is_named(tmp_path: Path) -> None:
    """And so is one that is not there."""
    np.savez(tmp_path / "a.npz", description=np.array("empty"))
    for name in ("a.npz", "nowhere.npz"):
        with pytest.raises(EmbedderError, match="is no adapter"):
            load_adapter(tmp_path / name)


def test_a_layer_without_one_of_its_matrices_is_named(tmp_path: Path) -> None:
    """Before the encoder is made of it."""
    made = make_adapter()
    few = {name: addition for name, addition in made.additions.items() if name != "l0.fo"}
    write_adapter(tmp_path / "a.npz", replace(made, additions=few))
    with pytest.raises(EmbedderError, match=r"is no adapter \('l0\.fo'\)"):
        load_adapter(tmp_path / "a.npz")


def test_a_file_without_salience_is_named(tmp_path: Path) -> None:
    """As those of earlier versions are."""
    write_adapter(tmp_path / "a.npz", make_adapter())
    with np.load(tmp_path / "a.npz") as kept:
        older = {name: kept[name] for name in kept.files if name != "salience"}
    np.savez(tmp_path / "b.npz", **older)
    with pytest.raises(EmbedderError, match=r"is no adapter \('salience'\)"):
        load_adapter(tmp_path / "b.npz")


def test_another_adapter_is_another_embedder(tmp_path: Path) -> None:
    """Or old indexes would be compared with new words; one that is not there is named."""
    names = []
    for scale in (1, 2):
        write_adapter(tmp_path / f"{scale}.npz", make_adapter(scale))
        names.append(bundled_id(tmp_path / f"{scale}.npz"))
    assert names[0] != names[1]
    assert all(name.startswith(f"{WEIGHT_ID}+") for name in names)
    with pytest.raises(EmbedderError, match=r"3\.npz is no adapter"):
        bundled_id(tmp_path / "3.npz")


@pytest.mark.parametrize("scale", [0, 0.3])
def test_additions_are_those_of_the_matrices(tiny: WeightFile, scale: float) -> None:
    """The encoder is what torch makes of the summed matrices; nothing added changes nothing."""
    adapter, summed = make_adapter(scale), torch_bert(tiny)
    for name, addition in adapter.additions.items():
        layer, _, part = name.partition(".")
        matrix = summed.encoder.layer[int(layer[1:])].get_submodule(LAYER_NAMES[part])
        matrix.get_parameter("weight").data += torch.from_numpy(addition.up @ addition.down)
    shown = MASK.bool()
    with torch.inference_mode():
        expected, plain = (
            bert(input_ids=IDS, attention_mask=MASK).last_hidden_state[shown]
            for bert in (summed, torch_bert(tiny))
        )
    found = session_encoder(tiny, adapter)(IDS, MASK)[shown]
    assert (found - expected).abs().max() < 1e-4
    assert ((found - plain).abs().max() > 0.1) == (scale > 0)


def test_the_shipped_adapter_says_what_it_was_trained_on() -> None:
    """And has something for six matrices of each of its layers."""
    adapter = load_adapter(ADAPTER)
    assert "python -m evals adapt" in adapter.description
    layers = {name.partition(".")[0] for name in adapter.additions}
    assert len(adapter.additions) == 6 * len(layers) and adapter.first_layer == 3
    assert all(np.abs(a.up @ a.down).max() > 0 for a in adapter.additions.values())
    assert np.abs(adapter.salience).max() > 0


def test_the_kind_of_thing_asked_for_counts(real_embedder: Embedder) -> None:
    """Words of the question alone would choose the sentence that repeats them."""
    told = real_embedder.encode_passages(
        ["Die Brücke bei Olmen wurde gebaut.", "1904 hatte man sie errichtet."]
    )
    asked = real_embedder.encode_query("Wann wurde sie errichtet?")
    assert asked.shares.max() > 1.2 / len(asked.shares)
    repeated, dated = (max_similarity(asked, e.tokens) for e in told)
    assert dated > repeated
