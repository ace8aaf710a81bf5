"""Retrieval: which passage comes first, and why."""

import threading
from dataclasses import replace

import pytest

from index.build import make_snapshot
from index.retrieve import (
    ExactSearcher,
    FusionWeights,
    PassageScores,
    RankedPassage,
    Retriever,
)
from index.tokens import TITLE_SHARE
from index.types import Embedder, FloatArray, Snapshot
from sources.types import Document, HypotheticalQuestion, Span
from tests.conftest import ARTICLE_ID
from tests.fakes import HashingEmbedder
from tests.index.documents import TEXT, example, make_document


@pytest.fixture
def snapshot() -> Snapshot:
    """Two small articles."""
    other = make_document(
        "Das Wetter\n\nEs regnet in Lissabon. Morgen scheint die Sonne.", "wetter"
    )
    return make_snapshot([example(), other], HashingEmbedder())


@pytest.fixture
def retriever(snapshot: Snapshot) -> Retriever:
    """Searched exactly, with the weights of this file's measured default."""
    return Retriever(snapshot, ExactSearcher(snapshot), FusionWeights())


def ask(retriever: Retriever, question: str, k: int = 5) -> list[RankedPassage]:
    """Rank passages by the embedder of words."""
    return retriever.retrieve(question, HashingEmbedder().encode_query(question), k)


@pytest.mark.parametrize(
    ("question", "passage_id"),
    [
        ("Wie viele Mitarbeiter hatte die Firma?", "beispiel#1"),
        ("Who is Boss Klug?", "beispiel#2"),
        ("How far did the market value fall?", "beispiel#2"),
        ("Scheint in Lissabon die Sonne?", "wetter#1"),
    ],
)
def test_the_passage_that_shares_the_words_is_first(
    retriever: Retriever, question: str, passage_id: str
) -> None:
    """In the original or in its translation."""
    assert ask(retriever, question)[0].hit.passage.passage_id == passage_id


def test_ranks_have_no_gaps_and_scores_fall(retriever: Retriever) -> None:
    """And each passage is found once."""
    found = ask(retriever, "Wie viele Mitarbeiter hatte die Firma im Regen?", 10)
    assert [ranked.hit.rank for ranked in found] == list(range(1, len(found) + 1))
    scores = [ranked.hit.score for ranked in found]
    assert scores == sorted(scores, reverse=True)
    assert len({ranked.hit.passage.passage_id for ranked in found}) == len(found) == 5


@pytest.mark.parametrize("k", [1, 2, 3])
def test_k_is_how_many(retriever: Retriever, k: int) -> None:
    """The first k of the same ranking."""
    whole = [r.hit for r in ask(retriever, "Mitarbeiter der Firma", 10)]
    assert [r.hit for r in ask(retriever, "Mitarbeiter der Firma", k)] == whole[:k]


@pytest.mark.parametrize("n_left", [1, 2, 5, 6])
def test_exact_search_leaves_documents_out(n_left: int) -> None:
    """Few or most of them, and one that is not there: as if they were not there at all."""
    documents = [
        make_document(f"Der Bericht {i}\n\nWort {i} und {i % 3}.", f"d{i}") for i in range(6)
    ]
    snapshot = make_snapshot(documents, HashingEmbedder())
    vector = HashingEmbedder().encode_query("Wort 2").vector
    hidden = frozenset({f"d{i}" for i in range(n_left, 6)} | {"away"})
    scores = snapshot.vectors @ vector
    rows = [i for i, r in enumerate(snapshot.representations) if r.doc_id not in hidden]
    expected = sorted(rows, key=lambda row: (-scores[row], row))[:7]
    found = ExactSearcher(snapshot).search(vector, 7, hidden)
    assert [row for row, _ in found] == expected
    assert [score for _, score in found] == pytest.approx(scores[expected].tolist())


def test_documents_can_be_left_out(retriever: Retriever) -> None:
    """As if they were not there."""
    question = "Wie viele Mitarbeiter hatte die Firma?"
    encoding = HashingEmbedder().encode_query(question)
    found = retriever.retrieve(question, encoding, 10, frozenset({"beispiel"}))
    assert {r.hit.passage.doc_id for r in found} == {"wetter"}


def test_passages_can_be_asked_for(retriever: Retriever) -> None:
    """They are ranked with the others, however low."""
    question = "Wie viele Mitarbeiter hatte die Firma Beispiel?"
    encoding = HashingEmbedder().encode_query(question)
    found = retriever.rank(retriever.search(question, encoding), 1, also=["wetter#0", "beispiel#1"])
    assert [r.hit.passage.passage_id for r in found] == ["beispiel#1", "wetter#0"]


def test_scores_say_what_they_are_made_of(retriever: Retriever, snapshot: Snapshot) -> None:
    """Each is the best cosine of its sort, and the fused score is their weighted sum."""
    question = (
        "Wie viele arbeiteten dort?"  # a hypothetical question, word for word: counts nothing
    )
    scored = {r.hit.passage.passage_id: r for r in ask(retriever, question, 10)}
    scores = scored["beispiel#1"].scores
    asked = HashingEmbedder().encode_query(question).vector
    for kind, score in (("passage", scores.dense), ("sentence", scores.sentence)):
        best = max(
            float(snapshot.vectors[row] @ asked)
            for row, r in enumerate(snapshot.representations)
            if r.kind == kind and r.passage_id == "beispiel#1"
        )
        assert score == pytest.approx(max(best, 0), abs=1e-6) and score < 0.99
    assert scored["beispiel#1"].hit.score == pytest.approx(
        0.5 * scores.dense + 0.5 * scores.sentence + 2 * scores.token + 0.15 * scores.lexical
    )


def test_weights_decide(snapshot: Snapshot) -> None:
    """With words alone, the passage without any of them gets nothing."""
    words_alone = FusionWeights(dense=0, sentence=0, token=0, lexical=1)
    found = ask(Retriever(snapshot, ExactSearcher(snapshot), words_alone), "Lissabon", 10)
    assert found[0].hit.passage.passage_id == "wetter#1"
    assert 0 < found[0].hit.score <= 1
    assert [r.hit.score for r in found[1:]] == [0.0] * (len(found) - 1)


def test_lexical_is_a_share(retriever: Retriever) -> None:
    """Of what the question's words could have scored at most."""
    for ranked in ask(retriever, "Firma Beispiel Firma Beispiel Mitarbeiter Dollar", 10):
        assert 0 <= ranked.scores.lexical <= 1


def test_the_passages_with_most_words_are_candidates_whatever_their_vectors() -> None:
    """Ten at most, the best by BM25, of equals the first; and none of a document left out."""
    lines = [f"Wort{'bar ' * (n % 3)} fremd{n}" for n in range(40)]
    documents = [make_document(f"T{n}\n\n{line}", f"d{n:02}") for n, line in enumerate(lines)]
    snapshot = make_snapshot(documents, HashingEmbedder())

    class Blind:
        """Finds nothing by vectors."""

        def search(
            self, vector: FloatArray, k: int, exclude: frozenset[str] = frozenset()
        ) -> list[tuple[int, float]]:
            return []

    retriever = Retriever(snapshot, Blind(), FusionWeights())
    encoding = HashingEmbedder().encode_query("fremd7")
    scores = retriever.lexical.scores("bar fremd7")
    ids = [p.passage_id for p in snapshot.passages]
    best = sorted(range(len(ids)), key=lambda at: -scores[at])[:10]
    found = retriever.retrieve("bar fremd7", encoding, 50)
    assert {r.hit.passage.passage_id for r in found} == {ids[at] for at in best if scores[at] > 0}
    without = retriever.retrieve("bar fremd7", encoding, 50, frozenset({"d07"}))
    assert "d07" not in {r.hit.passage.doc_id for r in without}
    assert len(without) == 10


def test_questions_do_not_crowd_out_passages() -> None:
    """A hundred questions are nearest, of one passage or of none; other passages are found too."""
    answer = Span(TEXT.index("5.000"), TEXT.index("5.000") + 5)
    spans = [(), (answer,)]
    crowd = tuple(HypotheticalQuestion("Klug" + "?" * n, "de", spans[n % 2]) for n in range(100))
    others = [make_document(f"Klug oder Wort{n}\n\nEin Satz.", f"d{n}") for n in range(8)]
    snapshot = make_snapshot([replace(example(), questions=crowd), *others], HashingEmbedder())
    retriever = Retriever(snapshot, ExactSearcher(snapshot), FusionWeights(lexical=0))
    hidden = frozenset({"d0"})
    encoding = HashingEmbedder().encode_query("Klug")
    near = retriever.search("Klug", encoding, hidden).nearest.result()
    assert {"beispiel#1", *(f"d{n}#0" for n in range(1, 8))} <= set(near)
    assert not any(passage_id.startswith("d0#") for passage_id in near)


def test_a_passage_is_read_under_its_title() -> None:
    """Where a question names what the article is about, the passage need not say it again."""
    named = make_document("Titel Nordhaven\n\nDie Chefin heißt Lind.\n\nNordhaven wächst.", "nord")
    found: dict[bool, float] = {}
    for titled in (False, True):
        title = "Titel Nordhaven" if titled else "Anderer Titel"
        snapshot = make_snapshot([replace(named, title=title)], HashingEmbedder())
        retriever = Retriever(snapshot, ExactSearcher(snapshot), FusionWeights())
        scores = {r.hit.passage.passage_id: r.scores for r in ask(retriever, "Chefin Nordhaven", 3)}
        found[titled] = scores["nord#1"].token - scores["nord#2"].token
    assert found[False] == pytest.approx(0.0, abs=0.01)
    assert found[True] == pytest.approx(TITLE_SHARE / 2, abs=0.06)


def test_a_question_without_words_still_ranks(retriever: Retriever) -> None:
    """Nothing speaks for any passage, and nothing breaks."""
    assert [r.scores.lexical for r in ask(retriever, "😀", 3)] == 3 * [0.0]
    assert PassageScores(0, 0, 0, 0) in [r.scores for r in ask(retriever, "😀", 3)]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Wie viele Mitarbeiter hatte Klarna auf dem Höhepunkt?", "5.000 Mitarbeitern"),
        ("By how much did Klarna's valuation fall?", "$46 Mrd."),
        ("Who wrote the article?", "Autor: Sam Jeans"),
        ("Hur många anställda hade Klarna som mest?", "5.000 Mitarbeitern"),
        ("Combien d'emplois pourraient disparaître au Royaume-Uni ?", "8 Millionen"),
    ],
)
def test_the_bundled_embedder_finds_the_right_passage_of_the_article(
    article: Document, real_embedder: Embedder, question: str, words: str
) -> None:
    """In five languages, without a hypothetical question to help."""
    from dataclasses import replace

    snapshot = _bare_snapshot(replace(article, questions=()), real_embedder)
    retriever = Retriever(snapshot, ExactSearcher(snapshot), FusionWeights())
    found = retriever.retrieve(question, real_embedder.encode_query(question), 3)
    assert any(words in ranked.hit.passage.text for ranked in found)
    assert {ranked.hit.passage.doc_id for ranked in found} == {ARTICLE_ID}


_SNAPSHOTS: dict[str, Snapshot] = {}


def _bare_snapshot(document: Document, embedder: Embedder) -> Snapshot:
    """The article's index without questions, made once."""
    if document.doc_id not in _SNAPSHOTS:
        _SNAPSHOTS[document.doc_id] = make_snapshot([document], embedder)
    return _SNAPSHOTS[document.doc_id]


class WaitingSearcher(ExactSearcher):
    """Searches once it may."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot)
        self.may = threading.Event()

    def search(
        self, vector: FloatArray, k: int, exclude: frozenset[str] = frozenset()
    ) -> list[tuple[int, float]]:
        """Not found before ``may`` is set."""
        assert self.may.wait(10)
        return super().search(vector, k, exclude)


def test_a_search_begins_without_a_wait_for_what_is_nearest(snapshot: Snapshot) -> None:
    """Who asks has time for something else meanwhile; ranking waits."""
    searcher = WaitingSearcher(snapshot)
    retriever = Retriever(snapshot, searcher, FusionWeights())
    search = retriever.search("Lissabon", HashingEmbedder().encode_query("Lissabon"))
    assert not search.nearest.done()
    searcher.may.set()
    assert retriever.rank(search, 1)[0].hit.passage.passage_id == "wetter#1"


class BrokenSearcher(ExactSearcher):
    """Fails."""

    def search(
        self, vector: FloatArray, k: int, exclude: frozenset[str] = frozenset()
    ) -> list[tuple[int, float]]:
        """Raise what nobody expects."""
        raise RuntimeError("broken")


def test_a_search_that_fails_is_not_one_that_finds_nothing(snapshot: Snapshot) -> None:
    """Its error reaches whoever asked."""
    with pytest.raises(RuntimeError, match="broken"):
        ask(Retriever(snapshot, BrokenSearcher(snapshot), FusionWeights()), "Lissabon")
