"""Sentences that say "he" or "she": they bring the one before, which says who that is.

Side by side both are one stretch of the article, and cited as one: it is the second that answers,
and the first that lets it be understood.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace

from app.choose import MAX_CHARS, MAX_SENTENCES, length_chars
from app.compose import ENDED
from app.engine import Engine
from app.evidence import ScoredSentence, SentenceFeatures
from app.followup import FUNCTION_WORDS, POINTING_WORDS
from app.kinds import FULL_NAME, asked_kinds
from index.types import Sentence, Translated
from sources import Document

Before = Callable[[Sentence], Sentence | None]
"""The sentence before one in its document, if there is any."""
# Not German "sie": it is also "they" and the polite "you".
_PRONOUN = re.compile(r"\b(?:er|he|she|han|hon|il(?! y a| faut)|elle|él|ella)\b", re.IGNORECASE)
_WORD = re.compile(r"\w[\w-]*\w")
_OFFICE = (
    r"(?:ceo|chief|boss|head(?!-| ?count)|chair\w*|president|director|founder|leader|manager|"
    r"chef(?:in|s)?|geschäftsführer\w*|vorstand\w*|gründer\w*|leiter\w*|präsident\w*|"
    r"vd|grundare|ordförande|patron|pdg|dirigeant\w*|directeur|directrice|fondat\w+|président\w*|"
    r"jef[ea]|directora?|fundadora?|president[ea])"
)
_ARTICLES = frozenset("le la el los les dem den".split())
_HEAD = re.compile(
    rf"(?:\b(\w+?)(?:['’]?s)?[ -])?\b{_OFFICE}\b(?: (?:executive|officer))?"
    r"(?: (?:of|at|von|der|des|bei|för|på|hos|de|du|del|en) (?:(?:the|la) |l['’])?(\w+))?",
    re.IGNORECASE,
)
"""A chief, and of what: "Klarna's CEO", "Klarna-Chef", "le patron de Klarna"."""
_CALLED = r"(?:hei(?:ß|ss)\w*|s['’]appelle\w*|llama\w*|heter|called)"
_ASKS_A_NAME = re.compile(
    rf"\b(?:{_CALLED}|nam\w*|nom|nombre|llam\w*)\b.*\b{_OFFICE}\b|\bname\b|"
    rf"\b{_OFFICE}\b.*\b{_CALLED}\W*$|"
    # "Which bank boss", but not "What does the boss of the bank want".
    rf"\b(?:what|qué) (?:[\w'’]+[ -])?{_OFFICE}\b|"
    rf"\b(?:which|welche\w*|vilke[nt]|quel\w*|cuál\w*) (?:[\w'’]+[ -]){{0,2}}{_OFFICE}\b",
    re.IGNORECASE,
)
_NO_FEATURES = SentenceFeatures(*(0.0 for _ in fields(SentenceFeatures)))


class Antecedents:
    """Brings what the sentences of an answer lean on; safe to share between threads."""

    def __init__(self, engine: Engine, documents: Sequence[Document], apart: bool = False) -> None:
        """Take the sentences from ``engine``, which has read ``documents``.

        Args:
            engine: Read what the answers are made of.
            documents: What the sentences are cut from, all of them.
            apart: Whether each sentence stays one of its own: what a language model says is
                proved by one, a stretch would prove it with two.
        """
        self._apart = apart
        self._before = engine.before
        self._passages = engine.retriever.passages
        self._texts = {document.doc_id: document.text for document in documents}
        self._names: dict[str, frozenset[str]] = {}

    def complete(
        self,
        question: str,
        chosen: Sequence[ScoredSentence],
        candidates: Sequence[ScoredSentence],
        heard: str = "",
    ) -> list[ScoredSentence]:
        """The chosen sentences, with what is needed to know who "he" is.

        Args:
            question: What was asked; whom it names or speaks of as head of what the sentence
                before is about, the reader knows.
            chosen: The sentences of the answer, in its order.
            candidates: All that were read, for their scores.
            heard: What was said before the question; of whom it names, the reader knows.
        """
        asks_who = "person" in asked_kinds(question) or _ASKS_A_NAME.search(question)
        heads = [] if asks_who else _heads(question)

        def is_known(antecedent: Sentence) -> bool:
            said = _words(" ".join(antecedent.wordings))
            # Whoever asks for a person is told the name again, though the conversation had it.
            known = question if asks_who else f"{question} {heard}"
            named = said & _words(known) & self._names_in(antecedent.doc_id)
            return bool(named) or (bool(heads) and all(of <= said for of in heads))

        given = with_antecedents(chosen, candidates, self._before, is_known)
        return given if self._apart else as_stretches(given, chosen, self._texts)

    def _names_in(self, doc_id: str) -> frozenset[str]:
        """Last words of full names in a document, in lower case, but for those of its title.

        From its text in any language but German, where every noun has a capital.
        """
        if doc_id not in self._names:
            passages = [p for p in self._passages.values() if p.doc_id == doc_id]
            texts = [p.text for p in passages if p.language != "de"]
            texts += [t.text for p in passages for t in p.translations if t.language != "de"]
            found = (name.group() for text in texts for name in FULL_NAME.finditer(text))
            names = frozenset(name.split()[-1].casefold() for name in found)
            self._names[doc_id] = names - _words(passages[0].title)
        return self._names[doc_id]


def with_antecedents(
    chosen: Sequence[ScoredSentence],
    candidates: Sequence[ScoredSentence],
    before: Before,
    is_known: Callable[[Sentence], bool] = lambda _: False,
) -> list[ScoredSentence]:
    """The chosen sentences, and before each that needs it the one that it leans on.

    None is added beyond the length of an answer, and none that is there already.

    Args:
        chosen: The sentences of the answer, in its order.
        candidates: All that were read, for their scores.
        before: Finds the sentence before another.
        is_known: Whether the reader knows whom a sentence names, so that it need not be added.
    """
    scored = {c.sentence.sentence_id: c for c in candidates}
    to_come = {c.sentence.sentence_id: c for c in chosen}
    length = sum(length_chars(c.sentence) + 1 for c in chosen)
    found: list[ScoredSentence] = []
    for sentence in chosen:
        if to_come.pop(sentence.sentence.sentence_id, None) is None:
            continue  # it went before one that leans on it
        other = before(sentence.sentence) if leans(sentence.sentence) else None
        if other is not None and other.sentence_id in to_come:
            found.append(to_come.pop(other.sentence_id))
        elif other is not None and not (is_known(other) or any(other == c.sentence for c in found)):
            longer = length + length_chars(other) + 1
            if longer <= MAX_CHARS and len(found) + len(to_come) + 1 < MAX_SENTENCES:
                found.append(scored.get(other.sentence_id, unread(other)))
                length = longer
        found.append(sentence)
    return found


def as_stretches(
    given: Sequence[ScoredSentence],
    chosen: Sequence[ScoredSentence],
    texts: Mapping[str, str],
) -> list[ScoredSentence]:
    """Each sentence that brought the one given before it made one with that.

    Args:
        given: The sentences of the answer, in its order.
        chosen: Those of them that were not brought by another.
        texts: The documents' texts by their id.

    Returns:
        Sentences, and stretches with the score, the passage and the id of their second one. A
        heading stays apart: with what stands under it, it would read as one sentence.
    """
    answering = {c.sentence.sentence_id for c in chosen}
    found: list[ScoredSentence] = []
    brought: Sentence | None = None
    for one in given:
        if brought and _reads_on(brought, one.sentence, texts):
            found[-1] = replace(one, sentence=_stretch(brought, one.sentence, texts))
        else:
            found.append(one)
        brought = None if one.sentence.sentence_id in answering else one.sentence
    return found


def unread(sentence: Sentence) -> ScoredSentence:
    """A sentence that nothing is known of but that it belongs to the answer."""
    return ScoredSentence(sentence, 0.0, _NO_FEATURES)


def leans(sentence: Sentence) -> bool:
    """Whether a sentence, in any language, names a person by a pronoun alone."""
    return any(
        (pronoun := _PRONOUN.search(text)) is not None and not _names(text[: pronoun.start()])
        for text in sentence.wordings
    )


def _stretch(first: Sentence, last: Sentence, texts: Mapping[str, str]) -> Sentence:
    """From the start of one sentence to the end of the next, in each language of both."""
    text = texts[last.doc_id]
    gap = "\n\n" if "\n" in text[first.end : last.start] else " "
    earlier = {t.language: t.text for t in first.translations}
    return replace(
        last,
        text=text[first.start : last.end],
        start=first.start,
        translations=tuple(
            # A translation divided otherwise stands whole for each sentence of its paragraph.
            t
            if earlier[t.language] == t.text
            else Translated(t.language, f"{earlier[t.language]}{gap}{t.text}")
            for t in last.translations
            if t.language in earlier
        ),
    )


def _reads_on(first: Sentence, last: Sentence, texts: Mapping[str, str]) -> bool:
    """Whether one goes on after the other: in the same line, or the first is no heading."""
    gap = texts[last.doc_id][first.end : last.start]
    return "\n" not in gap or bool(ENDED.search(first.text))


def _heads(question: str) -> list[frozenset[str]]:
    """For each chief that a question speaks of, the words that say of what, where any do.

    "The boss" may be that of anybody, as may one whose firm was not understood.
    """
    found = (_words(" ".join(words)) for words in _HEAD.findall(question))
    return [named for words in found if (named := words - FUNCTION_WORDS - _ARTICLES)]


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


def _names(text: str) -> bool:
    """Whether a full name stands in a text, its first word no "The" or "In"."""
    first_words = (found.group().split()[0].casefold() for found in FULL_NAME.finditer(text))
    return any(word not in FUNCTION_WORDS | POINTING_WORDS for word in first_words)
