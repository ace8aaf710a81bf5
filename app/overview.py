"""Questions about an article as a whole, where no hypothetical questions teach what to say.

News puts what matters first: leading sentences are the baseline of summarising that is hard to
beat on news (Nenkova, 2005).
"""

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from app.antecedent import unread
from app.compose import ENDED
from app.engine import Engine, Reading
from app.followup import FUNCTION_WORDS, POINTING_WORDS
from index.lexical import words
from index.types import Hit, Passage, Sentence

MAX_SENTENCES = 5
N_OPENING = 2
"""Sentences of the first paragraph; of another only the first, which says what it is about."""
KNOWN_SUBJECT = 0.4
"""MaxSim from which an article is about a subject. Of 22 words for what the three articles of
evals/added are about, in either language, 18 got 0.401 to 0.843 with an earlier adapter, and 24 for
other things 0.116 to 0.396. Measure it again when the encoder's additions or salience change."""
_ARTICLE = (
    r"(?:articles?|artikels?|artikeln|text(?:es|en|s)?|stor(?:y|ies)|berichte?s?|reports?|piece|"
    r"beitrags?|meldung|artículo|texto|texte)"
)
_ASKS = re.compile(
    r"\b(?:summar(?:y|ies|i[sz]e\w*)|sum (?:\w+ ){0,3}up|tl;?dr|overview|outline|nutshell|gist|"
    r"(?:main|key|central|most important) (?:points?|facts?|messages?|takeaways?|statements?)|"
    r"what(?:'s| is| are) (?:the|this|that|these|it)\b.{0,60}\babout|"
    r"zusammenfass\w*|fass\w* .{0,60}zusammen|überblick|hauptpunkte|hauptaussagen?|kernaussagen?|"
    r"kernpunkte|das wichtigste|wichtigsten? (?:punkte?|aussagen?|fakten|informationen|inhalte?)|"
    r"worum (?:geht|handelt|dreht)|worum geht's|wovon handelt|"
    r"sammanfatt\w*|vad handlar|huvudpunkt\w*|résum\w*|de quoi (?:parle|s'agit)|"
    r"resumen|resumi(?!ng\b)\w*|resúm\w*|de qué (?:trata|habla))\b|^\W*resume\b",
    re.IGNORECASE,
)
"""Not when something is to "resume", which has one answer."""
_ABOUT = re.compile(
    rf"\b{_ARTICLE} (?:about|on|over|über|zu[mr]?|om|sur|sobre)\b(?P<subject>.+)", re.IGNORECASE
)
_PART = re.compile(rf"\b(?:was|what) (?:\w+ )?{_ARTICLE}\b.*\w", re.IGNORECASE)
_CUE = re.compile(
    rf"{_ARTICLE}|summar\w*|zusammen\w*|fass\w*|sammanfatt\w*|r[eé]s[uú]m\w*|überblick|haupt\w+|kern\w+|"
    r"wichtig\w*|huvudpunkt\w*|overview|outline|gist|nutshell|tl|dr|tldr|points?|facts?|messages?|"
    r"takeaways?|statements?|punkte?n?|aussagen?|fakten|informationen|inhalte?s?|words?|worte?n?|"
    r"sentences?|sätzen?|minutes?|minuten|stichpunkten?"
)
_NO_SUBJECT = (
    FUNCTION_WORDS
    | POINTING_WORDS
    | frozenset(
        """
        me us i you we mir mich uns ich du my kurz kurzen short briefly brief quick quickly knapp
        few some paar want need möchte brauche give gib geben sag tell write schreib make mach s l
        es geht gehts handelt dreht bitte mal all whole ganz ganze ganzen gesamten entire main key
        central most important sum up let lets worum wovon kannst kann können könntest one two three
        four five zwei drei vier fünf vad handlar i de la le un une du que qué quoi il parle agit
        el trata habla steht sagt says list nenne nenn auf puedes puede podrías hazme haz
        dame peux pouvez pourriez tu vous fais faites moi kan du ge gör mig en ett kort
        """.split()
    )
)


class Overviews:
    """Gives the opening of articles that have no hypothetical questions, where that is asked."""

    def __init__(self, engine: Engine, doc_ids: Set[str]) -> None:
        """Look the openings of the articles ``doc_ids`` up once."""
        self._engine = engine
        self._openings = {
            doc_id: opening(passages)
            for doc_id, passages in engine.passages.items()
            if doc_id in doc_ids
        }

    def of(self, question: str, reading: Reading) -> Reading | None:
        """The opening of the article that an overview is asked of, as a reading that is sure.

        Of no certain one among several, the first sentence of each. Nothing if the question asks
        for something else, or is about an article with hypothetical questions, which teach more.

        Args:
            question: What was asked.
            reading: What was found for it.
        """
        subject = overview_subject(question)
        if subject is None:
            return None
        if subject:
            found = self._openings.get(self._article_about(subject), ())
        elif reading.doc_id not in self._openings:
            found = ()
        elif len(self._openings) == 1:
            (found,) = self._openings.values()
        else:
            found = tuple(s for sentences in self._openings.values() for s in sentences[:1])
        return surely(found[:MAX_SENTENCES], reading, self._engine) if found else None

    def _article_about(self, subject: str) -> str:
        """The article that has the words nearest to a subject, by id; empty if none is near."""
        candidates = self._engine.read(subject).candidates
        closest = max(candidates, key=lambda c: c.features.token, default=None)
        if closest is None or closest.features.token < KNOWN_SUBJECT:
            return ""
        return closest.sentence.doc_id


def surely(sentences: Sequence[Sentence], reading: Reading, engine: Engine) -> Reading:
    """A reading in which these sentences answer for certain.

    Args:
        sentences: The answer.
        reading: What was found for the question.
        engine: Knows the passages of the sentences.
    """
    read = {c.sentence.sentence_id: c for c in reading.candidates}
    chosen = tuple(read.get(s.sentence_id, unread(s)) for s in sentences)
    passages = dict.fromkeys(s.passage_id for s in sentences)
    hits = tuple(
        Hit(engine.retriever.passages[passage_id], 1.0, rank)
        for rank, passage_id in enumerate(passages, start=1)
    )
    return replace(reading, hits=hits, candidates=chosen, confidence=1.0, decision=())


def overview_subject(question: str) -> str | None:
    """What an overview is asked of: empty for the article itself, ``None`` for other questions.

    "The main points about the tunnel" asks of a part, which is for reading to find; "the article
    about the tunnel" asks of the whole that is about it.
    """
    if not _ASKS.search(question) or _PART.search(question):
        return None
    about = _ABOUT.search(question)
    asked = words(about["subject"] if about else question)
    subject = [word for word in asked if word not in _NO_SUBJECT and not _CUE.fullmatch(word)]
    return None if subject and about is None else " ".join(subject)


def opening(passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """What opens an article and its first paragraphs, without lines that are no sentences.

    A title, a name and a date have no full stop.
    """
    paragraphs = [[s for s in p.sentences if ENDED.search(s.text)] for p in passages]
    first, *others = [sentences for sentences in paragraphs if sentences] or [[]]
    return (*first[:N_OPENING], *(sentences[0] for sentences in others))[:MAX_SENTENCES]
