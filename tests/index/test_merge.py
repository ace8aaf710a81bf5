"""Two snapshots as one."""

from dataclasses import replace

import numpy as np

from index.build import make_snapshot
from index.expand import Predictor
from index.merge import merge
from tests.fakes import HashingEmbedder
from tests.index.documents import example, expanded_document, make_document

BASE = [example(), replace(expanded_document(), doc_id="eins")]
ADDED = [make_document("Es regnet.", "wetter"), replace(expanded_document(), doc_id="zwei")]


def test_a_merged_snapshot_is_that_of_all_documents() -> None:
    """Passages, vectors, tokens, and what was learnt; only the order of the rows is another."""
    embedder = HashingEmbedder()
    merged = merge(make_snapshot(BASE, embedder), make_snapshot(ADDED, embedder))
    whole = make_snapshot([*BASE, *ADDED], embedder)
    assert merged.passages == whole.passages
    rows = {r.representation_id: row for row, r in enumerate(whole.representations)}
    moved = [rows[r.representation_id] for r in merged.representations]
    assert sorted(moved) == list(range(len(whole.representations)))
    assert merged.representations == tuple(whole.representations[row] for row in moved)
    assert np.array_equal(merged.vectors, whole.vectors[moved])
    assert merged.tokens.units == whole.tokens.units
    assert np.array_equal(merged.tokens.rows, whole.tokens.rows)
    assert np.array_equal(merged.tokens.spans, whole.tokens.spans)
    assert [e.doc_id for e in merged.expansions] == ["eins", "zwei"]
    for found, expected in zip(merged.expansions, whole.expansions, strict=True):
        assert [moved[row] for row in found.rows] == expected.rows.tolist()
        assert found.rows.dtype == expected.rows.dtype
        assert np.array_equal(found.weights, expected.weights)


def test_what_the_added_one_learnt_is_said_of_its_own_questions() -> None:
    """A row that was not moved would compare with another document's."""
    embedder = HashingEmbedder()
    merged = merge(make_snapshot(BASE, embedder), make_snapshot(ADDED, embedder))
    expansion = merged.expansions[1]
    assert {merged.representations[row].doc_id for row in expansion.rows} == {"zwei"}
    question = "Wie hoch ist Mitarbeiter?"
    encoding = embedder.encode_query(question)
    cosines = merged.vectors[expansion.rows] @ encoding.vector
    found = Predictor(expansion).expected(question, encoding, cosines)
    assert expansion.sentence_ids[int(found[2:].argmax())] == "zwei#1.0" and found[2] > 0.9
