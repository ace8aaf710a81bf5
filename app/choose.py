"""Which of the sentences that were read make the answer: few for a fact, more for an overview."""

import re
from collections.abc import Sequence

from app.bank import Nearby
from app.evidence import ScoredSentence
from app.kinds import asked_kinds
from index.types import Sentence

MAX_SENTENCES = 3
MAX_BROAD_SENTENCES = 6
MAX_CHARS = 900
MAX_BROAD_CHARS = 2000
# Where hypothetical questions taught what to expect of each sentence. Tuned on the answers to 672
# known facts: 647 have all that they need, and 95.4 % of the sentences given belong to an answer.
# With 0.5 and 0.6 for the first two shares it is 648 and 94.7 %, with 0.45 for a broad answer's
# 644 and 96.6 %; that was too dear.
EXPECTED = 0.22
"""A further sentence is given if it is expected to answer at least that far,"""
EXPECTED_SHARE = 0.4
"""at least this share of what is expected of the best one,"""
SCORE_SHARE = 0.8
"""and if its score is at least this share of the best one's."""
BROAD = 0.25
"""How far an answer has to be expected to take three sentences or more for a broad one."""
BROAD_EXPECTED = 0.08
"""``EXPECTED`` of a broad answer, of which each sentence is a part,"""
BROAD_SHARE = 0.3
"""``EXPECTED_SHARE`` of one,"""
BROAD_SCORE_SHARE = 0.2
"""and ``SCORE_SHARE``."""
# Where there is nothing to expect from: shares of the best score.
NEAR_SHARE = 0.4
NEAR_SHARE_PERSON = 0.2
"""Lower where a person is asked for: the name often stands in the neighbouring sentence."""
NEAR_SHARE_BROAD = 0.1
_BROAD = re.compile(
    r"\b(?:summar(?:y|ies|i[sz]\w*)|sum (?:this|it) up|zusammenfass\w*|fass\w* .{0,40}zusammen|"
    r"überblick|overview|outline|main points|key (?:points|facts|takeaways)|hauptpunkte|"
    r"hauptaussagen?|kernaussagen?|kernpunkte|das wichtigste|"
    r"wichtigsten (?:punkte|aussagen|fakten|zahlen|inhalte|erkenntnisse)|"
    r"lists?|liste[nt]?|auflist\w*|aufzähl\w*|zähl\w* .{0,60}\bauf(?=\W*$|[,.;:])|"
    r"nenne\w* (?:alle|drei|zwei|mehrere)|"
    r"which (?:companies|departments|figures|numbers)|welche (?:unternehmen|firmen|abteilungen|"
    r"zahlen)|all (?:the )?(?:figures|numbers|companies|people)|alle (?:zahlen|unternehmen|firmen|"
    r"personen)|worum geht es|what(?:'s| is) (?:the|this) article about|wovon handelt|tl;?dr|"
    r"sammanfatt\w*|résum\w*|resumen|resumi(?!ng\b)\w*|resúm\w*|enumer\w*|énumér\w*|lista|huvudpunkt\w*|"
    r"vad handlar|de quoi parle|de qué trata)\b|^\W*resume\b",
    re.IGNORECASE,
)
"""Not what is "listed" on an exchange, and not what a firm is to "resume": that has one answer."""


def choose(
    candidates: Sequence[ScoredSentence], nearby: Nearby, question: str
) -> list[ScoredSentence]:
    """The sentences that make the answer.

    Args:
        candidates: Sentences, best first.
        nearby: What hypothetical questions say.
        question: What was asked.

    Returns:
        For a broad question as the articles have them, else the best one first, but for neighbours,
        of which the second may lean on the first; at least one if there is any.
    """
    if not candidates:
        return []
    doc_id = candidates[0].sentence.doc_id
    learnt = doc_id in nearby.broad
    # The words say it where no hypothetical question is near, and questions where words do not.
    broad = wants_many(question) or (learnt and nearby.broad[doc_id] >= BROAD)
    if learnt:
        wanted = _expected(candidates, broad)
    else:
        wanted = _near(candidates, _near_share(question, broad))
    chosen = _within(wanted, broad)
    return in_article_order(chosen) if broad else _neighbours_in_order(chosen)


def wants_many(question: str) -> bool:
    """Whether the words of a question ask for a summary or a list."""
    return bool(_BROAD.search(question))


def in_article_order(chosen: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Chosen sentences as the articles have them, the best one's article first."""
    first = chosen[0].sentence.doc_id if chosen else ""
    return sorted(
        chosen,
        key=lambda c: (c.sentence.doc_id != first, c.sentence.doc_id, c.sentence.start),
    )


def _neighbours_in_order(chosen: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Chosen sentences in their order, but those that follow each other in one run."""
    runs: list[list[ScoredSentence]] = []
    for one in chosen:
        beside = [run for run in runs if any(_are_neighbours(one, other) for other in run)]
        joined = [one, *(other for run in beside for other in run)]
        at = runs.index(beside[0]) if beside else len(runs)
        runs = [run for run in runs if run not in beside]
        runs.insert(at, sorted(joined, key=lambda c: c.sentence.start))
    return [one for run in runs for one in run]


def _are_neighbours(one: ScoredSentence, other: ScoredSentence) -> bool:
    first, second = (c.sentence.sentence_id.rpartition(".") for c in (one, other))
    return first[0] == second[0] and abs(int(first[2]) - int(second[2])) == 1


def _expected(candidates: Sequence[ScoredSentence], broad: bool) -> list[ScoredSentence]:
    """The best one, and those of which enough is expected beside it."""
    ordered = _by_expectation(candidates)
    first = ordered[0] if broad else candidates[0]
    least, share, of_score = (
        (BROAD_EXPECTED, BROAD_SHARE, BROAD_SCORE_SHARE)
        if broad
        else (EXPECTED, EXPECTED_SHARE, SCORE_SHARE)
    )
    least = max(least, share * ordered[0].features.expansion)
    least_score = of_score * candidates[0].score
    others = (c for c in ordered if c.features.expansion >= least and c.score >= least_score)
    return [first, *(c for c in others if c is not first)]


def _by_expectation(candidates: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    return sorted(candidates, key=lambda c: -c.features.expansion)


def _near(candidates: Sequence[ScoredSentence], share: float) -> list[ScoredSentence]:
    return [c for c in candidates if c.score >= share * candidates[0].score]


def _near_share(question: str, broad: bool) -> float:
    if broad:
        return NEAR_SHARE_BROAD
    return NEAR_SHARE_PERSON if "person" in asked_kinds(question) else NEAR_SHARE


def _within(wanted: Sequence[ScoredSentence], broad: bool) -> list[ScoredSentence]:
    """As many as an answer may have, none that says nothing new."""
    limit, max_chars = (
        (MAX_BROAD_SENTENCES, MAX_BROAD_CHARS) if broad else (MAX_SENTENCES, MAX_CHARS)
    )
    chosen: list[ScoredSentence] = []
    length = 0
    for candidate in wanted:
        longest = length_chars(candidate.sentence)
        if len(chosen) == limit or (chosen and length + longest > max_chars):
            break
        if any(_repeats(candidate.sentence, other.sentence) for other in chosen):
            continue
        chosen.append(candidate)
        length += longest + 1
    return chosen


def length_chars(sentence: Sentence) -> int:
    """Characters of the longest wording that a sentence has in any language."""
    return max(map(len, sentence.wordings))


def _repeats(one: Sentence, other: Sentence) -> bool:
    """Whether one sentence says nothing that the other does not (same words, one the shorter)."""
    own, theirs = set(one.text.lower().split()), set(other.text.lower().split())
    return own <= theirs
