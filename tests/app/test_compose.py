"""Choosing the sentences of an answer, their order, and their proof."""

import pytest

from app.compose import (
    MAX_CHARS,
    MAX_LIST_SENTENCES,
    MAX_SENTENCES,
    NEAR_SHARE,
    NEAR_SHARE_MANY,
    NEAR_SHARE_PERSON,
    choose,
    cite,
    in_article_order,
    join,
    sentences,
    wants_many,
)
from app.evidence import ScoredSentence
from app.types import AnswerSentence
from tests.app.parts import make_sentence, scored

FEW, MANY, WHO = "Wie viele sind es?", "Fasse den Artikel zusammen.", "Who is it?"


def candidates(*scores: float) -> list[ScoredSentence]:
    """Sentences of these scores, each with words of its own."""
    return [
        scored(make_sentence(f"Satz {n} hat Wort {n}a.", passage=n, start=100 * (10 - n)), score)
        for n, score in enumerate(scores)
    ]


@pytest.mark.parametrize(
    "question",
    [
        "Fasse den Artikel zusammen.",
        "Summarize the article, please",
        "What are the main points?",
        "Worum geht es in dem Artikel?",
        "What is this article about?",
        "Welche Abteilungen sind betroffen?",
        "List the figures.",
        "Nenne alle Unternehmen.",
        "Sammanfatta artikeln",
        "Résume l'article",
        "TL;DR",
    ],
)
def test_summaries_and_lists_want_many(question: str) -> None:
    """Sentences, in several languages."""
    assert wants_many(question)


@pytest.mark.parametrize(
    "question",
    ["Wer ist der CEO?", "How many employees did Klarna have?", "When was it published?", ""],
)
def test_other_questions_want_few(question: str) -> None:
    """One fact is asked for."""
    assert not wants_many(question)


def test_the_best_sentence_is_always_there() -> None:
    """However low its score; of nothing comes nothing."""
    assert choose([], [], FEW) == []
    (only,) = candidates(0.0001)
    assert choose([only], [], FEW) == [only]


@pytest.mark.parametrize(
    ("question", "share"), [(FEW, NEAR_SHARE), (WHO, NEAR_SHARE_PERSON), (MANY, NEAR_SHARE_MANY)]
)
def test_further_sentences_are_nearly_as_good(question: str, share: float) -> None:
    """Nearer for a figure than for a name, and for that than for a summary."""
    given = candidates(0.8, 0.81 * share, 0.79 * share)
    assert choose(given, [], question) == given[:2]
    assert NEAR_SHARE > NEAR_SHARE_PERSON > NEAR_SHARE_MANY > 0


def test_an_answer_has_three_sentences_at_most_and_a_list_six() -> None:
    """However many are as good."""
    given = candidates(*[0.9] * 9)
    assert choose(given, [], FEW) == given[:MAX_SENTENCES]
    assert choose(given, [], MANY) == given[:MAX_LIST_SENTENCES]


def test_a_list_takes_in_what_the_nearest_question_points_to() -> None:
    """Sentences that would be too weak alone; an answer to one question does not."""
    given = candidates(0.9, 0.02, 0.01)
    pointed = [given[2].sentence.sentence_id]
    assert choose(given, pointed, MANY) == [given[0], given[2]]
    assert choose(given, pointed, FEW) == given[:1]


def test_an_answer_does_not_grow_too_long() -> None:
    """The longest version of a sentence counts; the first is given whatever its length."""
    long = [
        scored(make_sentence(f"Satz{n}.", passage=n, english=f"{n} " * (MAX_CHARS // 3)), 0.9)
        for n in range(3)
    ]
    assert choose(long, [], FEW) == long[:1]


def test_a_sentence_that_repeats_another_is_left_out() -> None:
    """The title comes again in the text."""
    first = scored(make_sentence("Klarna halbiert die Belegschaft mit KI"), 0.9)
    again = scored(make_sentence("Klarna halbiert die Belegschaft", passage=1), 0.8)
    more = scored(make_sentence("Klarna halbiert die Belegschaft bis 2025", passage=2), 0.7)
    assert choose([first, again, more], [], FEW) == [first, more]


def test_article_order() -> None:
    """By place, the article of the best sentence first."""
    given = candidates(0.9, 0.8, 0.7)
    assert in_article_order(given) == given[::-1]
    assert in_article_order([]) == []


def test_citations_quote_in_the_language_asked_for() -> None:
    """And keep the original's words and place."""
    chosen = [
        scored(make_sentence("Ein Satz.", start=7, english="A sentence."), 0.87654),
        scored(make_sentence("Noch einer.", passage=1, start=30), 0.5),
    ]
    english = cite(chosen, "en")
    assert [c.quote for c in english] == ["A sentence.", "Noch einer."]
    assert [c.original_quote for c in english] == ["Ein Satz.", "Noch einer."]
    assert [(c.start, c.end, c.score) for c in english] == [(7, 16, 0.8765), (30, 41, 0.5)]
    assert [c.quote for c in cite(chosen, "de")] == ["Ein Satz.", "Noch einer."]
    assert [(s.text, s.citations, s.status) for s in sentences(english)] == [
        ("A sentence.", (0,), "extracted"),
        ("Noch einer.", (1,), "extracted"),
    ]


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        ([], ""),
        (["Eins.", "Zwei!", "Drei?"], "Eins. Zwei! Drei?"),
        (['Er sagte: "Ja."', "Gut."], 'Er sagte: "Ja." Gut.'),
        (["Autor: Sam Jeans", "Datum: 28. August 2024", "Ende."],
         "Autor: Sam Jeans\nDatum: 28. August 2024\nEnde."),
    ],
)  # fmt: skip
def test_join(texts: list[str], joined: str) -> None:
    """Sentences by a space, a line without a full stop on a line of its own."""
    assert join([AnswerSentence(text, (), "extracted") for text in texts]) == joined
