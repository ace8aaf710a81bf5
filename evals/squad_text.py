"""Exact match and token F1 between an answer and gold answers.

As the official script of SQuAD (Rajpurkar et al., 2016) normalises English, and that of MLQA
(Lewis et al., 2020, https://arxiv.org/abs/1910.07475) other languages: lower case, without
punctuation and articles. An extractive answer is a whole sentence while gold is a phrase of it, so
exact match stays near 0 and F1 low however right the answer is. What the best sentence of the gold
paragraph would reach is therefore reported beside it as the ceiling (about 0.2 on XQuAD).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_ARTICLES = {
    "en": "a an the",
    "de": "ein eine einen einem eines einer der die das den dem des",
    "es": "un una unos unas el la los las",
    "fr": "un une des le la les",
    "sv": "en ett",
}


def exact_match(answer: str, golds: Sequence[str], language: str) -> float:
    """1.0 if the answer equals a gold answer after normalising, else 0.0."""
    said = normalise(answer, language)
    return float(any(said == normalise(gold, language) for gold in golds))


def token_f1(answer: str, golds: Sequence[str], language: str) -> float:
    """The best F1 of the answer's tokens against a gold answer's, in [0, 1]; 0.0 without gold."""
    return max((_f1(normalise(answer, language), normalise(g, language)) for g in golds), default=0)


def normalise(text: str, language: str) -> list[str]:
    """The tokens that count."""
    plain = "".join(c for c in text.lower() if not unicodedata.category(c).startswith("P"))
    articles = set(_ARTICLES.get(language, "").split())
    return [token for token in re.split(r"\s+", plain) if token and token not in articles]


def _f1(said: list[str], gold: list[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    n_same = sum((Counter(said) & Counter(gold)).values())
    return 2 * n_same / (len(said) + len(gold))
