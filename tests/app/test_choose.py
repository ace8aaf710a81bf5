"""Choosing the sentences of an answer, and their order."""

from dataclasses import replace

import pytest

from app.bank import Nearby
from app.choose import (
    BROAD,
    BROAD_EXPECTED,
    BROAD_SCORE_SHARE,
    BROAD_SHARE,
    EXPECTED,
    EXPECTED_SHARE,
    MAX_BROAD_CHARS,
    MAX_BROAD_SENTENCES,
    MAX_CHARS,
    MAX_SENTENCES,
    NEAR_SHARE,
    NEAR_SHARE_BROAD,
    NEAR_SHARE_PERSON,
    SCORE_SHARE,
    choose,
    in_article_order,
    length_chars,
    wants_many,
)
from app.evidence import ScoredSentence
from tests.app.parts import awaited, make_sentence, scored

FEW, MANY, WHO = "Wie viele sind es?", "Fasse den Artikel zusammen.", "Who is it?"
PLAIN = Nearby()
NARROW, WIDE = Nearby(broad={"d": 0.0}), Nearby(broad={"d": 1.0})


def candidates(*scores: float) -> list[ScoredSentence]:
    """Sentences of these scores, each with words of its own, the best one last in the article."""
    return [
        scored(make_sentence(f"Satz {n} hat Wort {n}a.", passage=n, start=100 * (10 - n)), score)
        for n, score in enumerate(scores)
    ]


def learnt(*expected: float) -> list[ScoredSentence]:
    """Sentences of which so much is expected, their scores falling in this order."""
    return [
        awaited(found.sentence, 0.9 - n / 100, share)
        for n, (found, share) in enumerate(zip(candidates(*expected), expected, strict=True))
    ]


def of_length(number: int, n_chars: int, expected: float = 0.5) -> ScoredSentence:
    """A sentence of so many characters, its words its own."""
    text = f"Satz{number} ".ljust(n_chars, chr(ord("a") + number))
    return awaited(make_sentence(text, passage=number, start=3000 * number), 0.9, expected)


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
    [
        "Wer ist der CEO?",
        "How many employees did Klarna have?",
        "When was it published?",
        "When does Klarna plan its listing?",
        "Is Klarna a listed company?",
        "When will Klarna resume hiring?",
        "Wie viele Mitarbeiter zählte Klarna auf seinem Höhepunkt?",
        "Wer ist der wichtigste Investor?",
        "",
    ],
)
def test_other_questions_want_few(question: str) -> None:
    """One fact is asked for."""
    assert not wants_many(question)


@pytest.mark.parametrize("nearby", [PLAIN, NARROW, WIDE])
def test_the_best_sentence_is_always_there(nearby: Nearby) -> None:
    """However little speaks for it; of nothing comes nothing."""
    assert choose([], nearby, FEW) == []
    (only,) = candidates(0.0001)
    assert choose([only], nearby, FEW) == [only]


@pytest.mark.parametrize(
    ("question", "share"), [(FEW, NEAR_SHARE), (WHO, NEAR_SHARE_PERSON), (MANY, NEAR_SHARE_BROAD)]
)
def test_without_learning_further_sentences_are_nearly_as_good(question: str, share: float) -> None:
    """Nearer for a figure than for a name, and for that than for a summary."""
    given = candidates(0.8, 0.81 * share, 0.79 * share)
    assert sorted(choose(given, PLAIN, question), key=given.index) == given[:2]
    assert NEAR_SHARE > NEAR_SHARE_PERSON > NEAR_SHARE_BROAD > 0


def test_without_learning_a_summary_is_in_article_order_and_a_fact_best_first() -> None:
    """The words of the question tell which it is."""
    given = candidates(0.9, 0.8, 0.7)
    assert choose(given, PLAIN, MANY) == given[::-1]
    assert choose(given, PLAIN, FEW) == given


@pytest.mark.parametrize(
    ("ranked", "given"),
    [
        (["1.3", "2.0", "1.2"], ["1.2", "1.3", "2.0"]),
        (["1.3", "1.1", "1.2"], ["1.1", "1.2", "1.3"]),
        (["1.3", "1.1", "2.0"], ["1.3", "1.1", "2.0"]),
        (["2.0", "1.1", "1.2"], ["2.0", "1.1", "1.2"]),
    ],
)
def test_neighbours_keep_their_order(ranked: list[str], given: list[str]) -> None:
    """The second may lean on the first; what stands apart is given best first."""
    told = []
    for rank, place in enumerate(ranked):
        passage, number = map(int, place.split("."))
        start = 100 * passage + number
        sentence = make_sentence(f"Wort{rank}", passage=passage, number=number, start=start)
        told.append(scored(sentence, 0.9 - rank / 100))
    ids = [c.sentence.sentence_id for c in choose(told, Nearby(), "Wie viel?")]
    assert ids == [f"d#{place}" for place in given]


def test_what_another_document_taught_says_nothing() -> None:
    """The best sentence's document counts: without learning, the words and scores do."""
    given = candidates(0.9, 0.8)
    assert choose(given, Nearby(broad={"other": 1.0}), FEW) == given
    assert choose(given, Nearby(broad={"other": 0.0}), MANY) == given[::-1]


def test_a_further_sentence_is_expected_to_answer_too() -> None:
    """At least so far, and at least that share of what is expected of the best one."""
    share = EXPECTED_SHARE
    given = learnt(0.8, 0.81 * share, 0.79 * share)
    assert choose(given, NARROW, FEW) == given[:2]
    given = learnt(0.4, EXPECTED + 0.01, EXPECTED - 0.01)
    assert choose(given, NARROW, FEW) == given[:2]


def test_scores_do_not_bring_a_sentence_of_which_nothing_is_expected() -> None:
    """But the best one is there, and the others follow by what is expected of them."""
    given = learnt(0.0, 0.0, 0.4, 0.7)
    assert choose(given, NARROW, FEW) == [given[0], given[3], given[2]]


@pytest.mark.parametrize(("nearby", "share"), [(NARROW, SCORE_SHARE), (WIDE, BROAD_SCORE_SHARE)])
def test_what_is_expected_does_not_bring_a_sentence_with_a_low_score(
    nearby: Nearby, share: float
) -> None:
    """At least a share of the best one's, a smaller one in a broad answer."""
    best, near, far = learnt(0.5, 0.5, 0.5)
    near = replace(near, score=best.score * (share + 0.01))
    far = replace(far, score=best.score * (share - 0.01))
    assert sorted(choose([best, near, far], nearby, FEW), key=lambda c: -c.score) == [best, near]


def test_a_question_is_broad_by_what_is_learnt_or_by_its_words() -> None:
    """Either is enough: words name lists that nobody asked for before, and miss many others."""
    given = learnt(0.6, 0.3, 0.02)
    assert choose(given, NARROW, FEW) == given[:2]
    assert choose(given, NARROW, MANY) == [given[1], given[0]]
    assert choose(given, WIDE, FEW) == [given[1], given[0]]
    assert choose(given, Nearby(broad={"d": BROAD}), FEW) == [given[1], given[0]]
    assert choose(given, Nearby(broad={"d": BROAD - 0.01}), FEW) == given[:2]


def test_a_broad_answer_has_what_is_expected_nearly_as_far_as_the_best() -> None:
    """A smaller share than of a fact, as each sentence is expected to answer but a part."""
    assert BROAD_SHARE < EXPECTED_SHARE
    given = learnt(0.4, 0.41 * BROAD_SHARE, 0.39 * BROAD_SHARE, 0.05)
    assert choose(given, WIDE, FEW) == given[1::-1]
    assert choose(given, NARROW, FEW) == given[:1]


def test_a_broad_answer_ends_where_little_is_expected() -> None:
    """A good score does not help."""
    few = BROAD_EXPECTED - 0.001
    given = learnt(0.09, *[few] * 8)
    assert choose(given, WIDE, FEW) == given[:1]
    enough = BROAD_EXPECTED + 0.001
    given = learnt(0.09, enough, few)
    assert choose(given, WIDE, FEW) == [given[1], given[0]]


def test_a_broad_answer_may_leave_the_best_sentence_out() -> None:
    """If nothing is expected of it: what covers the question counts."""
    given = learnt(0.0, 0.4, 0.4)
    assert choose(given, WIDE, FEW) == [given[2], given[1]]


def test_an_answer_has_three_sentences_at_most_and_a_broad_one_six() -> None:
    """However many are as good."""
    given = candidates(*[0.9] * 9)
    assert choose(given, PLAIN, FEW) == given[:3]
    assert choose(given, PLAIN, MANY) == given[5::-1]
    given = learnt(*[0.5] * 9)
    assert choose(given, NARROW, FEW) == given[:3]
    assert choose(given, WIDE, FEW) == given[5::-1]
    assert (MAX_SENTENCES, MAX_BROAD_SENTENCES) == (3, 6)


@pytest.mark.parametrize(("nearby", "limit"), [(NARROW, MAX_CHARS), (WIDE, MAX_BROAD_CHARS)])
def test_an_answer_does_not_grow_too_long(nearby: Nearby, limit: int) -> None:
    """A space between two sentences counts; the first is given whatever its length."""
    half = limit // 2
    fits = [of_length(0, half), of_length(1, half - 1)]
    assert choose(fits, nearby, FEW) == fits
    over = [of_length(0, half), of_length(1, half)]
    assert choose(over, nearby, FEW) == over[:1]
    long = [of_length(0, limit + 1), of_length(1, 20)]
    assert choose(long, nearby, FEW) == long[:1]
    assert (MAX_CHARS, MAX_BROAD_CHARS) == (900, 2000)


def test_the_longest_wording_counts() -> None:
    """Whichever language is asked for, the answer is the same."""
    sentence = make_sentence("Kurz.", english="A little longer.")
    assert length_chars(sentence) == 16
    assert length_chars(make_sentence("Kurz.")) == 5
    long = [
        scored(make_sentence(f"Satz{n}.", passage=n, english=f"{n} " * (MAX_CHARS // 3)), 0.9)
        for n in range(3)
    ]
    assert choose(long, PLAIN, FEW) == long[:1]


@pytest.mark.parametrize("nearby", [PLAIN, NARROW])
def test_a_sentence_that_repeats_another_is_left_out(nearby: Nearby) -> None:
    """The title comes again in the text."""
    texts = (
        "Klarna halbiert die Belegschaft mit KI",
        "Klarna halbiert die Belegschaft",
        "Klarna halbiert die Belegschaft bis 2025",
    )
    first, again, more = (
        awaited(make_sentence(text, passage=n), 0.9, 0.5) for n, text in enumerate(texts)
    )
    assert choose([first, again, more], nearby, FEW) == [first, more]


def test_article_order() -> None:
    """By place, the article of the best sentence first."""
    given = candidates(0.9, 0.8, 0.7)
    assert in_article_order(given) == given[::-1]
    assert in_article_order([]) == []
