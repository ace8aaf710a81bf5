"""Several questions in one, taken apart: each has its own answer, and one of them may have none."""

import re

from app.followup import has_content
from app.question import asks, sentences
from index.lexical import words

LEAST_WORDS = 3
"""Of a first question: "Oh, and how many?" is one."""
MOST = 3
"""More at once are somebody's own list, which is read as one text."""
_AND = re.compile(r"[\s,;]+(?:und|sowie|and|och|et|y)\s+(?:auch\s+|also\s+)?", re.IGNORECASE)
_ASKING = re.compile(
    r"""
    (?:(?:in|an|auf|aus|bei|für|mit|seit|von|zu|um)\s+)?
        (wer|wen|wem|wessen|was|wie|wann|wo|woher|wohin|warum|wieso|weshalb|wofür|womit|wozu
        |welche[rsnm]?)\b
    |(?:(?:in|on|at|by|for|from|to|with)\s+)?
        ((?:what|who|whom|whose|which)\b(?!\s+(?:it|they|he|she|we|this|these)\b)
        |(?:how|why|when|where)\b(?=\W*$|\s+(?:much|many|old|big|large|long|far|often|fast|high
        |soon|do|does|did|is|are|was|were|will|would|can|could|should|has|have|had)\b))
    |(?:(?:i|på|av|för|med|till)\s+)?(hur|vad|vem|vilken|vilket|vilka|när|varför)\b
    |(?:(?:à|de|en|dans|par|pour)\s+)?
        (combien|comment|pourquoi|quand|où|quel(?:le)?s?)\b
    |(?:(?:a|de|en|con|por|desde)\s+)?
        (quién(?:es)?|qué|cuándo|dónde|cu[aá]nt[oa]s?|cómo|cuál(?:es)?)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""How a question begins behind "and". In English "how" and its like begin one only before a verb or
a measure: "how it affects jobs" is a clause."""

_QUOTE = re.compile('["“”„«»]')
_BETWEEN = re.compile(r"\b(?:zwischen|between|mellan|entre)\b", re.IGNORECASE)


def split_questions(question: str) -> tuple[str, ...]:
    """The questions that a text asks one after the other; often it alone.

    What asks nothing stays with the question before it, or with the first one. "How and why" is
    one question, and so are two clauses of one: "people who lose their jobs and who need help".
    The words stay as they were, without the "and" between; what it ended gets a question mark.
    """
    parts = [part for sentence in _asking(question) for part in _joined(sentence)]
    return tuple(parts) if 1 < len(parts) <= MOST else (question,)


def _asking(question: str) -> list[str]:
    """Sentences that ask, each with those around it that do not."""
    runs: list[list[str]] = [[]]
    for sentence in sentences(question):
        if asks(sentence) and any(asks(other) and _names(other) for other in runs[-1]):
            runs.append([])
        runs[-1].append(sentence)
    return [" ".join(run) for run in runs]


def _joined(sentence: str) -> list[str]:
    """A sentence that asks, in two or more if it asks so often."""
    for found in _AND.finditer(sentence):
        first, second = sentence[: found.start()], sentence[found.end() :]
        word = _ASKING.match(second)
        if word is not None:
            is_clause = word[word.lastindex or 0].lower() in words(first)[1:]
            if _names(first) and not is_clause and not _goes_on(first):
                return [f"{first}?", *_joined(second)]
    return [sentence]


def _names(question: str) -> bool:
    """Whether a question says what it is about, more than "Oh" and "Really?" do."""
    return has_content(question) and len(words(question)) >= LEAST_WORDS


def _goes_on(first: str) -> bool:
    """Whether "and" joins more than questions: within a quotation, or what is between two ends."""
    return len(_QUOTE.findall(first)) % 2 == 1 or bool(_BETWEEN.search(first))
