"""Features of sentences, over the embedder of words, where each can be worked out."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from app.engine import Engine
from app.evidence import BEFORE_SHARE, ScoredSentence
from index.build import make_snapshot
from index.retrieve import ExactSearcher
from index.tokens import TITLE_SHARE
from sources.types import Document
from tests.app.parts import make_model
from tests.fakes import HashingEmbedder
from tests.index.documents import example, expanded_document, make_document


def read(question: str, *documents: Document) -> dict[str, ScoredSentence]:
    """The sentences read for a question, by id."""
    return by_id(make_engine(*documents).read(question).candidates)


def make_engine(*documents: Document) -> Engine:
    """Over documents, or the example."""
    embedder = HashingEmbedder()
    snapshot = make_snapshot(documents or [example()], embedder)
    return Engine(snapshot, ExactSearcher(snapshot), embedder, make_model(0.5))


def by_id(candidates: Iterable[ScoredSentence]) -> dict[str, ScoredSentence]:
    """Sentences by their id."""
    return {c.sentence.sentence_id: c for c in candidates}


def test_every_sentence_of_the_passages_found_is_read() -> None:
    """Each once."""
    assert sorted(read("Wie viele Mitarbeiter hatte die Firma?")) == [
        "beispiel#0.0",
        "beispiel#1.0",
        "beispiel#1.1",
        "beispiel#2.0",
        "beispiel#2.1",
    ]


def test_token_is_the_share_of_the_question_that_is_matched() -> None:
    """With this embedder: words of the question that the sentence has, in one of its languages."""
    found = read("Firma hatte Xylophon Mitarbeiter")
    assert found["beispiel#1.0"].features.token == pytest.approx(3 / 4, abs=0.01)
    assert found["beispiel#1.0"].features.least == pytest.approx(0, abs=0.01)
    assert found["beispiel#2.1"].features.token < 1 / 4
    english = read("Boss Berta temporary")
    assert english["beispiel#2.1"].features.token == pytest.approx(1, abs=0.01)
    assert english["beispiel#2.1"].features.least == pytest.approx(1, abs=0.01)


def test_a_sentence_is_read_under_the_title() -> None:
    """What the question names and the title says is not missing in it, nor least of all."""
    text = "Nordhaven spart\n\nDie Chefin sprach."
    untitled, titled = (
        read("Chefin Nordhaven", replace(make_document(text, "firma"), title=title))
        for title in ("Anderer Titel", "Nordhaven spart")
    )
    before, after = (found["firma#1.0"].features for found in (untitled, titled))
    assert (before.token, before.least) == pytest.approx((1 / 2, 0), abs=0.01)
    assert after.token == pytest.approx((1 + TITLE_SHARE) / 2, abs=0.01)
    assert after.least == pytest.approx(TITLE_SHARE, abs=0.01)


def test_a_sentence_is_read_behind_the_one_before_it() -> None:
    """What that says is not missing in it; the first of a passage has none, nor has it the next."""
    found = read("Firma Xylophon", make_document("Es war so. Firma Xylophon. Sie ruht. Ja.", "a"))
    tokens = [found[f"a#0.{number}"].features.token for number in range(4)]
    assert tokens == pytest.approx([0, 1, BEFORE_SHARE, 0], abs=0.01)
    assert found["a#0.2"].features.least == pytest.approx(BEFORE_SHARE, abs=0.01)


def test_tokens_count_by_their_shares() -> None:
    """The same words matched, one of which counts for nearly all."""
    engine, question = make_engine(), "Xylophon Mitarbeiter"
    for share in (0.1, 0.9):
        shares = np.array([1 - share, share], dtype=np.float32)
        encoding = replace(engine.encode(question), shares=shares)
        found = by_id(engine.read(question, encoding=encoding).candidates)
        assert found["beispiel#1.0"].features.token == pytest.approx(share, abs=0.01)


def test_dense_is_the_best_cosine_of_the_sentence_alone() -> None:
    """Word for word it is 1, in the original or the translation."""
    for text in ("Heute sind es nur noch 3 800 Menschen.", "Today there are only 3,800 people."):
        features = read(text)["beispiel#1.1"].features
        assert features.dense == pytest.approx(1, abs=1e-5)


def test_lexical_is_the_share_of_the_questions_stems() -> None:
    """Weighted by rarity; inflected and misspelt words count."""
    assert read("Mitarbeitern")["beispiel#1.0"].features.lexical == pytest.approx(1)
    assert read("Mitarbieter")["beispiel#1.0"].features.lexical == pytest.approx(1)
    half = read("Mitarbeiter Börsenwert")
    assert half["beispiel#1.0"].features.lexical == pytest.approx(0.5)
    assert half["beispiel#2.0"].features.lexical == pytest.approx(0.5)
    assert read("Xylophon")["beispiel#1.0"].features.lexical == 0


def test_a_hypothetical_question_speaks_for_the_sentences_it_points_to() -> None:
    """The first answer most."""
    found = read("What do the figures say?")
    assert found["beispiel#2.0"].features.question == pytest.approx(1)
    assert found["beispiel#1.1"].features.question == pytest.approx(0.99)
    assert found["beispiel#2.1"].features.question == 0


def test_what_questions_taught_is_expected_of_the_sentence_they_point_to() -> None:
    """The sentence of the staff, not the one of the value; nothing where nothing was learnt."""
    found = read("Wie viele Mitarbeiter hat die Belegschaft?", expanded_document())
    assert found["beispiel#1.0"].features.expansion > 0.8
    assert found["beispiel#2.0"].features.expansion < 0.1
    assert found["beispiel#2.1"].features.expansion == 0  # no question has it for an answer
    assert {c.features.expansion for c in read("Wie viele arbeiteten dort?").values()} == {0}


def test_rank_of_the_passage() -> None:
    """The best passage's sentences have rank 1, the next one's a half."""
    found = read("Wie viele Mitarbeiter hatte die Firma?")
    assert found["beispiel#1.0"].features.rank == found["beispiel#1.1"].features.rank == 1
    assert {c.features.rank for c in found.values()} == {1, 1 / 2, 1 / 3}


def test_the_sentence_that_shares_the_words_scores_best() -> None:
    """And scores lie between 0 and 1."""
    found = read("Nennt Chefin Berta Klug das vorübergehend?")
    assert max(found, key=lambda sid: found[sid].score) == "beispiel#2.1"
    assert all(0 <= c.score <= 1 for c in found.values())


def test_features_are_finite_where_there_is_nothing_to_match() -> None:
    """A question without words, a document of marks."""
    for candidate in read("😀", make_document("…\n\n!!!")).values():
        assert all(abs(value) <= 4 for _, value in candidate.features.named())


def test_names_and_values_go_together() -> None:
    """As they are shown in an explanation."""
    features = read("Mitarbeiter")["beispiel#1.0"].features
    named = dict(features.named())
    assert named["lexical"] == features.lexical and named["rank"] == 1
    assert len(named) == len(type(features).__slots__)


def test_documents_left_out_are_not_read() -> None:
    """Not even if hypothetical questions point to them."""
    embedder = HashingEmbedder()
    other = make_document("Es regnet in Lissabon.", "wetter")
    snapshot = make_snapshot([expanded_document(), other], embedder)
    assert [e.doc_id for e in snapshot.expansions] == ["beispiel"]
    engine = Engine(snapshot, ExactSearcher(snapshot), embedder, make_model(0.5))
    question = "Wie viele Mitarbeiter hat die Belegschaft?"
    assert engine.read(question).candidates[0].sentence.doc_id == "beispiel"
    reading = engine.read(question, exclude=frozenset({"beispiel"}))
    assert {c.sentence.doc_id for c in reading.candidates} == {"wetter"}
    assert {hit.passage.doc_id for hit in reading.hits} == {"wetter"}
