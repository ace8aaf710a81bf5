"""Simple systems to beat, asked the same questions in the same run.

Each shows the best passage it finds as its answer and never abstains, except the one that always
does. The only file of this room that imports bm25s and LangChain.
"""

from collections.abc import Callable, Mapping, Sequence

import bm25s
import numpy as np
import Stemmer
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from app.types import Abstention, Answer, AnswerSentence, Citation, Turn
from evals.skeleton import body_start
from evals.types import Ask
from index.chunk import chunk
from index.types import Embedder, Hit, Passage
from sources.types import Document

N_HITS = 10
MAX_CHARS = 900
_STEMMERS = {"de": "german", "en": "english", "fr": "french", "es": "spanish", "sv": "swedish"}
Search = Callable[[str], Sequence[tuple[Passage, float]]]


def baselines(documents: Sequence[Document], embedder: Embedder) -> Mapping[str, Ask]:
    """Every baseline by its name, indexed and ready to be asked."""
    passages = tuple(passage for document in documents for passage in chunk(document))
    start = body_start(documents[0])
    body = next((p for p in passages if p.start >= start), passages[0])
    return {
        "BM25": _shows_best("BM25", _bm25(passages)),
        "dense": _shows_best("dense", _dense(passages, embedder)),
        "LangChain + Chroma": _shows_best("LangChain + Chroma", langchain(documents, embedder)),
        "first paragraph": _shows_best("first paragraph", lambda question: [(body, 0.0)]),
        "always abstains": _abstains,
    }


def langchain(documents: Sequence[Document], embedder: Embedder) -> Search:
    """LangChain and Chroma as the tutorials have it: 1,000 characters, 200 shared, in memory."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    pieces = [piece for d in documents for piece in _pieces(d, splitter)]
    store = Chroma.from_texts(
        [piece.text for piece in pieces],
        _LangChainEmbeddings(embedder),
        metadatas=[{"piece": i} for i in range(len(pieces))],
        # In-memory clients of one process share their collections: a name of its own each time.
        collection_name=f"tutorial-{id(pieces)}",
        collection_metadata={"hnsw:space": "cosine"},
    )

    def search(question: str) -> Sequence[tuple[Passage, float]]:
        found = store.similarity_search_with_score(question, k=min(N_HITS, len(pieces)))
        return [(pieces[document.metadata["piece"]], 1 - distance) for document, distance in found]

    return search


class _LangChainEmbeddings(Embeddings):
    """The product's embedder as LangChain wants it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [encoding.vector.tolist() for encoding in self._embedder.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._embedder.encode_query(text).vector.tolist()
        return vector


def _pieces(document: Document, splitter: RecursiveCharacterTextSplitter) -> list[Passage]:
    """The splitter's pieces with their offsets, which it gets wrong for repeated sentences."""
    pieces: list[Passage] = []
    start = 0
    for text in splitter.split_text(document.text):
        start = document.text.index(text, start)
        pieces.append(_passage(document, text, start, len(pieces)))
    return pieces


def _passage(document: Document, text: str, start: int, number: int) -> Passage:
    return Passage(
        passage_id=f"{document.doc_id}~{number}",
        doc_id=document.doc_id,
        title=document.title,
        url=document.url,
        language=document.language,
        text=text,
        start=start,
        end=start + len(text),
        sentences=(),
        translations=(),
    )


def _bm25(passages: Sequence[Passage]) -> Search:
    stemmers = {p.language: Stemmer.Stemmer(_STEMMERS.get(p.language, "english")) for p in passages}

    def stems(text: str, language: str) -> list[str]:
        words = bm25s.tokenize([text], stopwords=[], return_ids=False, show_progress=False)[0]
        return list(stemmers[language].stemWords(words))

    index = bm25s.BM25()
    index.index([stems(p.text, p.language) for p in passages], show_progress=False)

    def search(question: str) -> Sequence[tuple[Passage, float]]:
        asked = [stem for language in stemmers for stem in stems(question, language)]
        return _best(passages, index.get_scores(asked) if asked else np.zeros(len(passages)))

    return search


def _dense(passages: Sequence[Passage], embedder: Embedder) -> Search:
    encodings = embedder.encode_passages([p.text for p in passages])
    vectors = np.stack([encoding.vector for encoding in encodings])
    return lambda question: _best(passages, vectors @ embedder.encode_query(question).vector)


def _best(passages: Sequence[Passage], scores: np.ndarray) -> list[tuple[Passage, float]]:
    order = np.argsort(-scores, kind="stable")[:N_HITS]
    return [(passages[i], float(scores[i])) for i in order]


def _shows_best(name: str, search: Search) -> Ask:
    """An assistant that shows the best passage, as sure of it as its score is high."""

    def ask(question: str, history: list[Turn] | None = None, language: str = "auto") -> Answer:
        found = search(question)
        passage, score = found[0]
        # A tutorial's piece of 1,000 characters would fail on its length alone.
        shown = passage.text[:MAX_CHARS]
        citation = Citation(
            passage.doc_id,
            passage.passage_id,
            passage.text,
            passage.start,
            passage.end,
            passage.text,
            score,
        )
        return Answer(
            question=question,
            text=shown,
            citations=(citation,),
            hits=tuple(Hit(p, s, rank) for rank, (p, s) in enumerate(found, start=1)),
            abstained=None,
            language=passage.language,
            # BM25 has no upper bound; this keeps the order and stays under 1.
            confidence=max(score, 0.0) / (1 + max(score, 0.0)),
            backend=name,
            elapsed_ms=0.0,
            sentences=(AnswerSentence(shown, (0,), "extracted"),),
        )

    return ask


def _abstains(question: str, history: list[Turn] | None = None, language: str = "auto") -> Answer:
    return Answer(
        question=question,
        text="",
        citations=(),
        hits=(),
        abstained=Abstention.NOT_IN_SOURCES,
        language="en",
        confidence=0.0,
        backend="always abstains",
        elapsed_ms=0.0,
    )
