"""What an article says beside what was told last, for those who ask to be told more."""

from collections.abc import Sequence

from app.compose import ENDED
from app.engine import Engine, Reading
from app.overview import surely
from app.phrasebook import SetPhrase
from app.types import Turn
from index.types import Sentence

MAX_SENTENCES = 3
"""Of one answer; whoever wants more says so again."""


class Elaborations:
    """Goes on where the last answer stopped; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        """Take the articles' sentences from ``engine``."""
        self._engine = engine

    def of(self, said: SetPhrase | None, turns: Sequence[Turn], reading: Reading) -> Reading | None:
        """What is next to what was told last, as a reading that is sure, if that is asked for.

        That is the rest of its passage and what follows, or, at the end of the article, what is
        nearest before it. Nothing if no sentence of an article was told, or all of them were.

        Args:
            said: The set phrase that the question is, if any.
            turns: The conversation so far, oldest first.
            reading: What was found for the question.
        """
        if said is None or said.topic != "more":
            return None
        answers = [_plain(turn["content"]) for turn in turns if turn["role"] == "assistant"]
        wordings = self._wordings() if answers else []
        for answer in reversed(answers):
            last = _told_last(answer, wordings)
            if last is not None:
                found = self._next_to(last, answers)
                return surely(found, reading, self._engine) if found else None
        return None

    def _wordings(self) -> list[tuple[str, Sentence]]:
        """Every sentence in every language; no heading, whose words stand in many sentences."""
        return [
            (_plain(wording), sentence)
            for passage in self._engine.snapshot.passages
            for sentence in passage.sentences
            if ENDED.search(sentence.text)
            for wording in sentence.wordings
        ]

    def _next_to(self, last: Sentence, answers: Sequence[str]) -> list[Sentence]:
        """Sentences not told yet, of the two nearest passages at most, in the article's order."""
        passages = self._engine.passages[last.doc_id]
        place = next(n for n, p in enumerate(passages) if p.passage_id == last.passage_id)
        found: list[Sentence] = []
        n_used = 0
        for passage in (*passages[place:], *reversed(passages[:place])):
            left = [s for s in passage.sentences if ENDED.search(s.text) and not _told(s, answers)]
            n_used += bool(left)
            found += left
            if n_used == 2:
                break
        chosen = {sentence.sentence_id for sentence in found[:MAX_SENTENCES]}
        return [s for p in passages for s in p.sentences if s.sentence_id in chosen]


def _told_last(answer: str, wordings: Sequence[tuple[str, Sentence]]) -> Sentence | None:
    """The sentence that stands last in an answer; a refusal and a reply of ours have none."""
    told = {answer.rfind(wording): sentence for wording, sentence in wordings}
    last = max(told, default=-1)
    return told[last] if last >= 0 else None


def _told(sentence: Sentence, answers: Sequence[str]) -> bool:
    return any(_plain(wording) in answer for wording in sentence.wordings for answer in answers)


def _plain(text: str) -> str:
    return " ".join(text.split())
