"""Answers phrased by a model, from a model that says what it is told to."""

from dataclasses import replace

import pytest

from app.errors import ModelUnavailable
from app.generate import phrase
from app.types import Abstention, Answer
from tests.adversarial.cases import Case, article, extractive
from tests.adversarial.server import claims
from tests.app.scripted import ScriptedModel

_CASE = Case("x", "en", ("4.0", "5.0"), "")
_QUESTION = "How many employees did Klarna have at its peak?"
_PEAK = "At its peak, Klarna had 5,000 employees."
_TARGET = "Klarna is aiming for a workforce of about 2,000 employees."
_NOW = "Klarna reduced its workforce to 3,800 employees over the past year."


def number(end: str) -> int:
    """The number of a sentence in a prompt that holds the whole article."""
    return [s.sentence_id.split("#")[1] for s in article()].index(end) + 1


def ask(reply: str | ModelUnavailable, case: Case = _CASE, question: str = _QUESTION) -> Answer:
    """The last answer."""
    base = extractive(case)
    *_, last = phrase(question, case.language, base, article(), ScriptedModel([reply]), 10)
    return last


def test_proven_sentences_are_the_answer() -> None:
    """With the model's name, and proof in the language of the answer."""
    last = ask(claims((_PEAK, [number("4.0")]), (_NOW, [number("5.0")])))

    assert last.text == f"{_PEAK} {_NOW}"
    assert [s.status for s in last.sentences] == ["verified", "verified"]
    assert last.backend == "scripted"
    assert last.notice is None
    assert [c.quote for c in last.citations] == [
        s.in_language("en") for s in article() if s.sentence_id.endswith(("#4.0", "#5.0"))
    ]


def test_a_failed_sentence_gives_way_to_the_extracted_one() -> None:
    """And the answer says why."""
    lie = "At its peak, Klarna had 50,000 employees."

    last = ask(claims((_NOW, [number("5.0")]), (lie, [number("4.0")])))

    assert [s.status for s in last.sentences] == ["verified", "replaced"]
    assert last.sentences[1].text == extractive(_CASE).sentences[0].text
    assert last.dropped[0].text == lie
    assert last.dropped[0].reason == "the number '50,000' is not in the cited sentence"


def test_what_extraction_found_and_the_model_left_out_is_added() -> None:
    """A true sentence that does not answer cannot take the answer's place."""
    last = ask(claims((_TARGET, [number("4.0")]), (_NOW, [number("5.0")])))

    assert [s.status for s in last.sentences] == ["verified", "verified", "extracted"]
    assert "5,000" in last.sentences[2].text


def test_what_is_true_but_answers_nothing_is_dropped() -> None:
    """A model says how, not what: the sentences that answer were found before it was asked."""
    beside = next(s for s in article() if s.sentence_id.endswith("#8.0")).in_language("en")

    last = ask(claims((beside, [number("8.0")]), (_PEAK, [number("4.0")])))

    assert [s.text for s in last.sentences[:1]] == [_PEAK]
    assert beside not in last.text
    assert last.dropped[0].reason == "it is true, but of nothing that answers the question"


def test_if_nothing_is_proven_the_extractive_answer_stands() -> None:
    """With a notice and the reasons."""
    last = ask(claims(("Klarna is bankrupt.", [number("4.0")]), ("It is.", [])))

    base = extractive(_CASE)
    assert (last.text, last.sentences, last.citations) == (
        base.text,
        base.sentences,
        base.citations,
    )
    assert last.backend == "extractive"
    assert [d.reason for d in last.dropped][1] == "it cites nothing"
    assert last.notice is not None
    assert last.notice.startswith("Nothing the language model wrote was proven")


def test_another_language_is_not_shown() -> None:
    """Even if it is true."""
    german = "Auf seinem Höhepunkt hatte Klarna 5.000 Mitarbeiter."

    last = ask(claims((german, [number("4.0")])))

    assert last.dropped[0].reason == "it is not in the language of the answer (de)"
    assert last.text == extractive(_CASE).text


def test_an_answer_in_german_is_proven_in_german() -> None:
    """Question, quote and notice."""
    german = "Auf seinem Höhepunkt hatte Klarna 5.000 Mitarbeiter."
    case = replace(_CASE, language="de", cites=("4.0",))

    last = ask(claims((german, [number("4.0")])), case, "Wie viele waren es auf dem Höhepunkt?")

    assert last.text == german
    assert last.citations[0].quote == last.citations[0].original_quote
    failed = ask(ModelUnavailable("gone"), case)
    assert (
        failed.notice == "Das Sprachmodell hat nicht geantwortet; dies sind Sätze aus dem Artikel."
    )


def test_citations_cite_what_was_needed() -> None:
    """Not whatever else the model names, but who "the company" is."""
    statement = "Klarna hopes to recover from a difficult period."
    case = replace(_CASE, cites=("9.1",))

    last = ask(claims((statement, [number("9.1"), number("20.0")])), case, "What does Klarna hope?")

    starts = [last.citations[i].start for i in last.sentences[0].citations]
    cited = [s.sentence_id.split("#")[1] for s in article() if s.start in starts]
    assert sorted(cited) == ["9.0", "9.1"]


def test_what_is_said_twice_is_shown_once() -> None:
    """A model that goes round in circles is stopped."""
    last = ask(claims(*[(_PEAK, [number("4.0")])] * 50))

    assert [s.text for s in last.sentences].count(_PEAK) == 1


def test_no_model_is_asked_if_extraction_abstains() -> None:
    """The evidence is too thin for anybody."""
    base = replace(extractive(_CASE), abstained=Abstention.NOT_IN_SOURCES, citations=())
    model = ScriptedModel(["x"])

    assert list(phrase(_QUESTION, "en", base, article(), model)) == [base]
    assert model.requests == []


def test_no_model_is_asked_in_a_language_that_cannot_be_checked() -> None:
    """Extraction quotes in any language."""
    base = replace(extractive(_CASE), language="sv")
    model = ScriptedModel(["x"])

    assert list(phrase(_QUESTION, "sv", base, article(), model)) == [base]
    assert model.requests == []


@pytest.mark.parametrize("context_tokens", [1200, 6000])
def test_sentences_that_did_not_fit_are_spoken_of(context_tokens: int) -> None:
    """Nothing is cut without a word."""
    first = next(s for s in article() if s.sentence_id.endswith("#4.0"))
    evidence = [first, *(s for s in article() if s != first)]
    model = ScriptedModel([claims((_PEAK, list(range(1, 30))))], context_tokens=context_tokens)
    case = replace(_CASE, cites=("4.0",))

    *_, last = phrase(_QUESTION, "en", extractive(case), evidence, model)

    assert last.sentences[0].text == _PEAK
    assert bool(last.notice and "did not see" in last.notice) is (context_tokens == 1200)
