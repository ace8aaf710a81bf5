"""Why an answer was given, in both languages."""

from dataclasses import fields, replace

import pytest

from app.decision import DecisionFeatures
from app.evidence import SentenceFeatures
from app.types import DroppedSentence
from app.ui.grounds import label
from app.ui.turns import reply_from
from app.ui.why import why
from tests.fakes_ui import FakeAssistant

QUESTION = "By how much did Klarna's valuation fall?"
REPLY = reply_from(FakeAssistant().ask(QUESTION))


@pytest.mark.parametrize(
    ("elapsed_ms", "german", "english"),
    [(42.0, "unter 0,1 s", "less than 0.1 s"), (1250.0, "1,2 s", "1.2 s")],
)
def test_no_answer_takes_no_time(elapsed_ms: float, german: str, english: str) -> None:
    """A tenth of a second is the least that is told."""
    shown = why(QUESTION, replace(REPLY, elapsed_ms=elapsed_ms))
    assert f'lang="de">{german}<' in shown and f'lang="en">{english}<' in shown
    assert 'lang="de">87\u00a0%<' in shown and 'lang="en">87%<' in shown


def test_why_a_sentence_of_a_model_was_dropped_is_german_for_german_readers() -> None:
    """The gate's own reason is English, and for English readers."""
    dropped = (DroppedSentence("It <b> grew.", "'it' belongs to something else"),)
    shown = why(QUESTION, replace(REPLY, dropped=dropped))
    assert (
        '<s>It &lt;b&gt; grew.</s> <span class="t-de" lang="de">Die zitierten Sätze belegen das '
        "nicht.</span>" in shown
    )
    assert 'lang="en">&#x27;it&#x27; belongs to something else</span>' in shown


def test_every_figure_has_a_name_in_both_languages() -> None:
    """What the models weigh is named for readers, too; one without a name shows its own."""
    for kind in (SentenceFeatures, DecisionFeatures):
        for field in fields(kind):
            assert f">{field.name}<" not in label(field.name), field.name


def test_a_candidate_is_used_if_a_citation_holds_it() -> None:
    """With the sentence before it, too, and though it was shortened to be kept."""
    assert REPLY.explanation is not None
    candidate = REPLY.explanation.candidates[0]
    (citation, *_) = REPLY.citations
    for text, quote, used in (
        ("He left.", "Lund came.\n\nHe left.", True),
        ("He left…", "He left in May.", True),
        ("He stayed.", "He left.", False),
        ("Lund", "Lund left.", False),
    ):
        explanation = replace(REPLY.explanation, candidates=(replace(candidate, text=text),))
        citations = (replace(citation, original_quote=quote),)
        shown = why(QUESTION, replace(REPLY, explanation=explanation, citations=citations))
        assert ('class="used"' in shown) is used, text
