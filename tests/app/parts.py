"""Parts of the reader made by hand, whose numbers say plainly what they do."""

from dataclasses import replace

from app.bank import Nearby, QuestionMatch
from app.engine import Engine
from app.evidence import ScoredSentence, SentenceFeatures
from app.model import LinearModel, ReaderModel, Weights
from index.build import make_snapshot
from index.retrieve import ExactSearcher, FusionWeights
from index.types import Representation, RepresentationKind, Sentence, Translated
from sources.types import Document
from tests.fakes import HashingEmbedder

NO_FEATURES = SentenceFeatures(*([0.0] * len(SentenceFeatures.__slots__)))


def make_sentence(
    text: str, passage: int = 0, number: int = 0, start: int = 0, english: str = ""
) -> Sentence:
    """A sentence of the document ``d``."""
    passage_id = f"d#{passage}"
    translations = (Translated("en", english),) if english else ()
    sentence_id = f"{passage_id}.{number}"
    end = start + len(text)
    return Sentence(sentence_id, passage_id, "d", text, start, end, translations)


def scored(sentence: Sentence, score: float) -> ScoredSentence:
    """The sentence with a score and no features."""
    return ScoredSentence(sentence, score, NO_FEATURES)


def awaited(sentence: Sentence, score: float, expansion: float) -> ScoredSentence:
    """The sentence with a score, and how far it is expected to answer."""
    return ScoredSentence(sentence, score, replace(NO_FEATURES, expansion=expansion))


def match(score: float, *sentence_ids: str) -> QuestionMatch:
    """A hypothetical question, a near miss if it points nowhere."""
    kind: RepresentationKind = "question" if sentence_ids else "near_miss"
    passage_id = sentence_ids[0].split(".")[0] if sentence_ids else ""
    return QuestionMatch(
        Representation("q", kind, "d", passage_id, sentence_ids, "de", "Frage?"), score
    )


def near(*matches: QuestionMatch) -> Nearby:
    """Nearby questions, of which nothing was learnt."""
    return Nearby(matches)


def make_engine(threshold: float, *documents: Document) -> Engine:
    """Over documents, by the embedder of words."""
    embedder = HashingEmbedder()
    snapshot = make_snapshot(documents, embedder)
    return Engine(snapshot, ExactSearcher(snapshot), embedder, make_model(threshold))


def make_model(threshold: float) -> ReaderModel:
    """Scores by shared words alone; a threshold of 0 answers always, of 1 never."""
    sentence = LinearModel(-2.0, {"lexical": 4.0, "token": 4.0})
    passage = LinearModel(0.0, {"top": 1.0})
    weights = Weights(sentence, passage, {"absent": LinearModel(-2.0, {"token": 4.0})}, threshold)
    return ReaderModel("Made by hand.", FusionWeights(), weights, weights)
