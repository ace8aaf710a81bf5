"""From chosen sentences to citations and a text."""

import pytest

from app.compose import cite, join, sentences
from app.types import AnswerSentence
from tests.app.parts import make_sentence, scored


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


def test_what_is_ours_stands_on_a_line_of_its_own() -> None:
    """So that nobody takes it for the article's, nor what follows it for ours."""
    given = [
        AnswerSentence("Eins.", (), "extracted"),
        AnswerSentence("Wer? - Nichts.", (), "fixed"),
        AnswerSentence("Zwei.", (), "extracted"),
    ]
    assert join(given) == "Eins.\nWer? - Nichts.\nZwei."
