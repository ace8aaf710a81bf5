"""Building: whole or not at all, by one builder at a time, nothing embedded twice."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from index.build import build, check_current, fingerprint, make_snapshot
from index.errors import IndexBusy, IndexMissing, StaleIndex
from index.generations import current_folder
from index.snapshot import FORMAT_VERSION, read_manifest, read_snapshot
from index.types import Encoding, Manifest, Snapshot
from sources.types import Document, HypotheticalQuestion
from tests.fakes import HashingEmbedder
from tests.index.documents import example, expanded_document, followed_document, make_document


class FailingEmbedder(HashingEmbedder):
    """One that breaks off, as a full disk or Ctrl-C would."""

    def __init__(self, error: BaseException) -> None:
        """Raise ``error`` when passages are to be encoded."""
        super().__init__()
        self._error = error

    def encode_passages(self, texts: list[str], progress: bool = False) -> list[Encoding]:
        """Fail."""
        raise self._error


def names(folder: Path) -> set[str]:
    """What is in an index folder, the lock file left out."""
    return {path.name for path in folder.iterdir()} - {"build.lock"}


def read(folder: Path) -> Snapshot:
    """The index in use, every file checked."""
    generation = current_folder(folder)
    return read_snapshot(generation, read_manifest(generation))


def test_a_snapshot_has_a_vector_for_each_representation(embedder: HashingEmbedder) -> None:
    """Texts to be found as passages, hypothetical questions as questions."""
    snapshot = make_snapshot([example()], embedder)
    assert snapshot.vectors.shape == (len(snapshot.representations), embedder.dimension)
    for row, representation in enumerate(snapshot.representations):
        expected = embedder.encode_query(representation.text).vector
        assert np.array_equal(snapshot.vectors[row], expected), representation.text


def test_token_rows_stand_for_the_words_of_each_passage(embedder: HashingEmbedder) -> None:
    """In each language, none left out, none shared."""
    snapshot = make_snapshot([example()], embedder)
    units = snapshot.tokens.units
    assert [(u.passage_id, u.language) for u in units] == [
        (f"beispiel#{number}", language) for number in range(3) for language in ("de", "en")
    ]
    assert [u.first for u in units] == [0, *(u.last for u in units[:-1])]
    assert units[-1].last == len(snapshot.tokens.rows) == len(snapshot.tokens.spans)
    text = snapshot.passages[1].text
    found = [text[a:b] for a, b in snapshot.tokens.spans[units[2].first : units[2].last]]
    assert found[:6] == ["Die", "Firma", "Beispiel", "hatte", "einst", "5"]


def test_known_questions_are_not_embedded_again(embedder: HashingEmbedder) -> None:
    """Their vectors are taken as they are."""
    known = {q.text: np.full(256, 1 / 16, dtype=np.float32) for q in example().questions}
    snapshot = make_snapshot([example()], embedder, known=known)
    n_questions = 3
    assert embedder.n_encoded == len(snapshot.representations) - n_questions
    assert np.all(snapshot.vectors[-n_questions:] == 1 / 16)


def test_nothing_to_index_is_an_index_of_nothing(embedder: HashingEmbedder, tmp_path: Path) -> None:
    """An article without text breaks nothing."""
    manifest = build([make_document("")], tmp_path, embedder)
    assert (manifest.n_documents, manifest.n_passages, manifest.n_representations) == (1, 0, 0)
    assert read(tmp_path).passages == ()


def test_an_index_is_built_and_named_in_its_manifest(
    embedder: HashingEmbedder, tmp_path: Path
) -> None:
    """What it was made of, and the hash of each of its files, Chroma's too."""
    folder = tmp_path / "new" / "index"
    manifest = build([example()], folder, embedder)
    assert names(folder) == {"current", "gen-1"}
    assert read_manifest(current_folder(folder)) == manifest
    assert (manifest.n_documents, manifest.n_passages) == (1, 3)
    assert (manifest.embedder_id, manifest.dimension) == (embedder.embedder_id, 256)
    assert {"passages.jsonl", "vectors.npy", "chroma/chroma.sqlite3"} <= set(manifest.files)
    assert [p.text for p in read(folder).passages] == example().text.split("\n\n")


def test_what_questions_taught_is_part_of_the_index(
    embedder: HashingEmbedder, tmp_path: Path
) -> None:
    """Named in the manifest, and read as it was learnt."""
    documents = [make_document("Es regnet.", "wetter"), expanded_document()]
    manifest = build(documents, tmp_path, embedder)
    assert {"expansions.json", "expansion_0_weights.npy", "grams_0_rarity.npy"} <= set(
        manifest.files
    )
    (learnt,), (found,) = make_snapshot(documents, embedder).expansions, read(tmp_path).expansions
    assert (found.doc_id, found.sentence_ids) == ("beispiel", ("beispiel#1.0", "beispiel#2.0"))
    assert np.array_equal(found.weights, learnt.weights)
    kinds = {read(tmp_path).representations[row].kind for row in found.rows}
    assert len(found.rows) == 75 and kinds == {"question", "near_miss"}


def test_building_again_swaps_and_tidies_up(embedder: HashingEmbedder, tmp_path: Path) -> None:
    """One generation is left, and ``current`` names it."""
    build([example()], tmp_path, embedder)
    other = make_document("Ein anderer Text.", "anders")
    build([other], tmp_path, embedder)
    assert names(tmp_path) == {"current", "gen-2"}
    assert os.readlink(tmp_path / "current") == "gen-2"
    assert [p.text for p in read(tmp_path).passages] == ["Ein anderer Text."]


def test_a_changed_text_costs_no_follow_up(embedder: HashingEmbedder, tmp_path: Path) -> None:
    """By itself it is known from the index in use as well."""
    build([followed_document()], tmp_path, embedder)
    again = HashingEmbedder()
    build([replace(followed_document(), title="Anders")], tmp_path, again)
    texts = [r for r in read(tmp_path).representations if r.kind in ("passage", "sentence")]
    assert again.n_encoded == len(texts)


def test_a_changed_text_costs_no_question(embedder: HashingEmbedder, tmp_path: Path) -> None:
    """The same embedder's vectors of the same questions are kept, another's are not."""
    build([example()], tmp_path, embedder)
    changed = replace(example(), text=example().text.replace("3 800", "3 900"))
    again, other = HashingEmbedder(), HashingEmbedder("other")
    manifest = build([changed], tmp_path, again)
    assert again.n_encoded == manifest.n_representations - 3
    build([changed], tmp_path, other)
    assert other.n_encoded == manifest.n_representations
    row = next(i for i, r in enumerate(read(tmp_path).representations) if r.kind == "question")
    expected = other.encode_query(example().questions[0].text).vector
    assert np.array_equal(read(tmp_path).vectors[row], expected)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_build_that_breaks_off_leaves_the_old_index(
    embedder: HashingEmbedder, tmp_path: Path, error: BaseException
) -> None:
    """And no rubbish; the next build is free to run."""
    build([example()], tmp_path, embedder)
    before = read(tmp_path).passages
    other = make_document("Ein anderer Text.", "anders")
    with pytest.raises(type(error)):
        build([other], tmp_path, FailingEmbedder(error))
    assert read(tmp_path).passages == before
    assert names(tmp_path) == {"current", "gen-1"}
    build([other], tmp_path, embedder)
    assert read(tmp_path).passages[0].text == "Ein anderer Text."


def test_what_a_killed_build_left_is_tidied_up(embedder: HashingEmbedder, tmp_path: Path) -> None:
    """A half generation, a link not yet renamed: neither is used, neither stays."""
    build([example()], tmp_path, embedder)
    (tmp_path / "gen-7").mkdir()
    (tmp_path / "gen-7" / "passages.jsonl").write_text("{")
    (tmp_path / "current.new").symlink_to("gen-7")
    assert len(read(tmp_path).passages) == 3
    build([example()], tmp_path, embedder)
    assert names(tmp_path) == {"current", "gen-8"}


def test_a_second_builder_is_told_to_wait(embedder: HashingEmbedder, tmp_path: Path) -> None:
    """At once, and the index in use is not touched."""
    build([example()], tmp_path, embedder)
    with (
        FileLock(tmp_path / "build.lock"),
        pytest.raises(IndexBusy, match="in use by another build; wait for it to end"),
    ):
        build([make_document("Anderes.")], tmp_path, HashingEmbedder())
    assert len(read(tmp_path).passages) == 3


def test_current_may_have_become_a_folder(embedder: HashingEmbedder, tmp_path: Path) -> None:
    """As copying without links makes it: it is read, and replaced when it must be."""
    build([example()], tmp_path, embedder)
    generation = current_folder(tmp_path)
    (tmp_path / "current").unlink()
    generation.rename(tmp_path / "current")
    assert len(read(tmp_path).passages) == 3
    build([make_document("Anderes.")], tmp_path, embedder)
    assert [p.text for p in read(tmp_path).passages] == ["Anderes."]


@pytest.mark.parametrize("link", ["gen-9", "current", "/nonexistent/gen-1"])
def test_a_link_to_nothing_is_no_index(tmp_path: Path, link: str) -> None:
    """Also one to itself."""
    (tmp_path / "current").symlink_to(link)
    with pytest.raises(IndexMissing, match="run: python -m index build"):
        current_folder(tmp_path)


def made_of(documents: list[Document], embedder: HashingEmbedder) -> Manifest:
    """A manifest as a build of these would write it."""
    return Manifest(
        FORMAT_VERSION, fingerprint(documents), embedder.embedder_id, 256, 1600, 1, 3, 20, {}
    )


def test_an_index_of_these_sources_and_this_embedder_is_current(embedder: HashingEmbedder) -> None:
    """No error."""
    check_current(made_of([example()], embedder), [example()], embedder.embedder_id)


def test_what_is_stale_is_said(embedder: HashingEmbedder) -> None:
    """Another embedder, other sources, another length of passages."""
    manifest, documents = made_of([example()], embedder), [example()]
    with pytest.raises(StaleIndex, match="made by embedder fake:words@256, not other"):
        check_current(manifest, documents, "other")
    with pytest.raises(StaleIndex, match="sources have changed"):
        check_current(manifest, [*documents, make_document("Neu.")], embedder.embedder_id)
    with pytest.raises(StaleIndex, match="another passage length"):
        other = replace(manifest, max_passage_chars=10)
        check_current(other, documents, embedder.embedder_id)


def test_the_fingerprint_is_of_all_that_a_document_holds() -> None:
    """Text, metadata, translation and questions; the order counts, equal ones are equal."""
    base = example()
    question = HypotheticalQuestion("Neu?", "de", ())
    changed = [
        replace(base, text=base.text + "!"),
        replace(base, author="Jemand"),
        replace(base, translations=()),
        replace(base, questions=(*base.questions, question)),
    ]
    prints = {fingerprint([document]) for document in changed}
    assert len(prints | {fingerprint([base])}) == 5
    assert fingerprint([base]) == fingerprint([example()])
