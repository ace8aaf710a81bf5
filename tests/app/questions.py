"""The four questions that every door must answer alike, and what is right."""

from dataclasses import dataclass

from app.compose import join
from app.types import Answer
from sources.types import Document


@dataclass(frozen=True, slots=True)
class Expected:
    """A question and its right answer: words of it, of its proof, or an abstention."""

    question: str
    language: str
    says: tuple[str, ...]
    proved_by: str


PEAK = Expected(
    "Wie viele Mitarbeiter hatte Klarna auf dem Höhepunkt?",
    "de",
    ("5.000",),
    "zu den 5.000 Mitarbeitern, die das Unternehmen auf seinem Höhepunkt hatte.",
)
VALUATION = Expected(
    "By how much did Klarna's valuation fall?",
    "en",
    ("$46 billion", "$6.7 billion"),
    "seine Bewertung von $46 Mrd. im Jahr 2021 auf $6,7 Mrd. im letzten Jahr gesunken ist.",
)
AUTHOR = Expected("Who wrote the article?", "en", ("Sam Jeans",), "Autor: Sam Jeans")
PRICE = Expected("What is Klarna's share price today?", "en", (), "")
FOUR = (PEAK, VALUATION, AUTHOR, PRICE)


def check_right(answer: Answer, expected: Expected) -> None:
    """The answer says what it must and proves it, or abstains where it must."""
    assert answer.question == expected.question
    assert answer.language == expected.language
    if not expected.says:
        assert answer.abstained is not None and answer.citations == ()
        assert len(answer.hits) > 0
        return
    assert answer.abstained is None
    assert all(words in answer.text for words in expected.says)
    assert any(expected.proved_by in citation.original_quote for citation in answer.citations)


def check_proof(answer: Answer, documents: tuple[Document, ...]) -> None:
    """Every citation is verbatim at its place, every sentence is cited."""
    texts = {document.doc_id: document.text for document in documents}
    for citation in answer.citations:
        assert texts[citation.doc_id][citation.start : citation.end] == citation.original_quote
    if answer.abstained is None:
        assert all(sentence.citations for sentence in answer.sentences)
    assert answer.text == join(answer.sentences)
