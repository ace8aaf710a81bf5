"""An answer as plain text, to the letter."""

from dataclasses import replace

from app.show import show_answer
from app.types import (
    Abstention,
    Answer,
    AnswerSentence,
    Candidate,
    Citation,
    Explanation,
)
from index.types import Hit, Passage

ANSWER = Answer(
    question="Who?",
    text="It was Klug. Indeed.",
    citations=(
        Citation("d", "d#1", "It was Klug.", 10, 22, "Es war Klug.", 0.9),
        Citation("d", "d#2", "Indeed.", 30, 41, "In der Tat.", 0.8),
    ),
    hits=(Hit(Passage("d#1", "d", "T", "", "de", "Es war Klug.", 10, 22, (), ()), 2.0, 1),),
    abstained=None,
    language="en",
    confidence=0.912,
    backend="extractive",
    elapsed_ms=1.0,
    sentences=(
        AnswerSentence("It was Klug.", (0,), "extracted"),
        AnswerSentence("Indeed.", (0, 1), "verified"),
    ),
    explanation=Explanation(
        "Who was it?",
        (Candidate("d#1.0", "Es war Klug.", 0.9, (("token", 0.5),)),),
        (("top", 0.9), ("vote", 0.25)),
        0.5,
    ),
)


def test_sentences_carry_marks_and_marks_their_original() -> None:
    """With the place in the document."""
    assert show_answer(ANSWER) == (
        "It was Klug. [1] Indeed. [1] [2]\n"
        "\n"
        '[1] "Es war Klug." (d 10-22)\n'
        '[2] "In der Tat." (d 30-41)'
    )


def test_a_notice_is_shown() -> None:
    """In brackets, under the answer."""
    shown = show_answer(replace(ANSWER, notice="The model could not be reached"))
    assert shown.splitlines()[:3] == [
        "It was Klug. [1] Indeed. [1] [2]",
        "",
        "(The model could not be reached)",
    ]


def test_an_abstention_names_its_reason_and_what_is_near() -> None:
    """And cites nothing."""
    abstained = replace(
        ANSWER,
        abstained=Abstention.NOT_IN_SOURCES,
        citations=(),
        sentences=(AnswerSentence("The article does not say.", (), "fixed"),),
    )
    assert show_answer(abstained) == (
        "The article does not say.\n\n(not_in_sources; confidence 0.91)\n  near: Es war Klug."
    )


def test_an_explanation_is_shown_if_asked_for() -> None:
    """What was read, what decided, what was weighed."""
    assert show_answer(ANSWER, explain=True).splitlines()[5:] == [
        "asked of the index: Who was it?",
        "confidence 0.912, threshold 0.500 (top 0.900, vote 0.250)",
        "  0.900 Es war Klug. (token 0.50)",
    ]
    silent = replace(ANSWER, explanation=None)
    assert show_answer(silent, explain=True) == show_answer(ANSWER)


def test_what_goes_on_in_the_next_paragraph_is_on_one_line() -> None:
    """The words stay."""
    citation = replace(ANSWER.citations[0], original_quote="Klug kam.\n\nSie ging.")
    sentence = AnswerSentence("Klug came.\n\nShe left.", (0,), "extracted")
    shown = show_answer(replace(ANSWER, citations=(citation,), sentences=(sentence,)))
    assert shown == 'Klug came. She left. [1]\n\n[1] "Klug kam. Sie ging." (d 10-22)'


def test_headings_and_what_is_ours_have_lines_of_their_own() -> None:
    """As in the answer's text; a sentence follows a sentence."""
    sentences = (
        AnswerSentence("Jobs", (0,), "extracted"),
        AnswerSentence("It was Klug.", (0,), "extracted"),
        AnswerSentence("Indeed.", (1,), "extracted"),
        AnswerSentence("Why? – The article does not say.", (), "fixed"),
    )
    assert show_answer(replace(ANSWER, sentences=sentences)).splitlines()[:3] == [
        "Jobs [1]",
        "It was Klug. [1] Indeed. [2]",
        "Why? – The article does not say.",
    ]
