"""Whether sentences can say what is asked at all, by what stands on their surface."""

from collections.abc import Iterator, Sequence

from app.engine import Engine
from app.evidence import ScoredSentence
from app.kinds import asks_of_another_year, holds_what_is_asked
from index.types import Passage, Sentence
from sources import Document


class Telling:
    """Knows the passages that sentences stand in, and how old they are."""

    def __init__(self, engine: Engine, documents: Sequence[Document]) -> None:
        """Take the passages from ``engine``, which has read ``documents``."""
        self._passages = engine.passages
        self._published = {document.doc_id: document.published for document in documents}

    def may_tell(self, question: str, chosen: Sequence[ScoredSentence], learnt: bool) -> bool:
        """Whether nothing on the surface of sentences forbids that they answer a question.

        Args:
            question: A question that stands alone.
            chosen: The sentences, at least one.
            learnt: Whether hypothetical questions taught what they answer: these tell better
                than the surface does whether a number or a time is there.
        """
        sentences = [c.sentence for c in chosen]
        texts = (p.text for s in sentences for p in self._around(s))
        if asks_of_another_year(question, texts, self._published[sentences[0].doc_id]):
            return False
        given = [wording for s in sentences for wording in s.wordings]
        return learnt or holds_what_is_asked(question, given)

    def _around(self, sentence: Sentence) -> Iterator[Passage]:
        """The passages that a sentence, or a stretch of two, stands in."""
        return (
            passage
            for passage in self._passages[sentence.doc_id]
            if passage.start < sentence.end and sentence.start < passage.end
        )
