"""Names that an article does not know are told from those that it does."""

from dataclasses import replace

import numpy as np
import pytest

from app.answering import Answerer
from app.strangers import ALIKE, Strangers
from app.types import Abstention
from index.types import Encoding
from sources.types import HypotheticalQuestion, Span, Translation
from tests.app.parts import make_engine
from tests.index.documents import make_document

TEXT = (
    "Der Chef Sebastian Ohlendorf sprach mit der BBC. Ohlendorf will bauen. Der Stadtrat wartet. "
    "Für Marga ist das gut. Auch Verena Marga lobt es, und Kunden von Marga."
)
WHERE = Span(TEXT.index("Der Stadtrat"), TEXT.index("Der Stadtrat") + 12)
ASKED = [
    ("Worauf wartet das Quorix?", (WHERE,)),
    ("Und das Quorix?", (WHERE,)),
    ("Das Zemblix?", ()),
]
DOCUMENT = replace(
    make_document(
        TEXT,
        translations=(Translation("en", "", "Boss Sebastian Ohlendorf talked to the BBC."),),
        questions=tuple(HypotheticalQuestion(text, "de", answers) for text, answers in ASKED),
    ),
    author="Sam Jeans",
)


def strange(question: str, language: str = "de", likeness: float = 0.0) -> str:
    """The name that is none of the article's; all tokens are as like to it as said."""
    engine = make_engine(0.0, DOCUMENT)
    encoding = engine.encode(question)
    tokens = next(iter(engine.retriever.tokens.of("beispiel#0"))).rows[:1]
    other = np.zeros_like(tokens)
    other[0, int(np.argmin(np.abs(tokens)))] = 1.0
    mixed = likeness * tokens + (1 - likeness**2) ** 0.5 * other
    rows = np.repeat(mixed / np.linalg.norm(mixed), len(encoding.tokens), axis=0)
    told = Encoding(encoding.vector, rows.astype(np.float32), encoding.offsets, encoding.shares)
    return Strangers(engine, [DOCUMENT]).named(question, language, told, "beispiel")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Was sagte Sebastian Koch der BBC?", "Koch"),  # a word, but not his name
        ("Sebastian Kurz sprach womit?", "Kurz"),
        ("Who is Sam Jensen?", "Jensen"),
        ("Was tat Zbygniew Ohlendorf?", "Zbygniew"),
        ("Was kündigte der Konzern Volvo an?", "Volvo"),
    ],
)
def test_strangers(question: str, name: str) -> None:
    """Whose name stands beside one that the article has, or is like nothing in it."""
    assert strange(question) == name


@pytest.mark.parametrize(
    "question",
    [
        "Was sagte Sebastian Ohlendorf der BBC?",
        "Was sagte Sebastian Ohlndorf?",  # misspelt
        "Was sagen Ohlendorfs Leute?",
        "Volvo kündigte was an?",  # what opens a sentence has a capital anyway
        "Was tut der Stadtrat? Volvo fragt.",
        "Was sagt der Geschäftsführer Ohlendorf zum Gewinn?",  # words
        "Was sagt er zur Ratenzahlung, für Kunden?",  # a compound
        "Was ist für Eulalia gut?",  # no person is called "für"
        "was sagte sebastian koch",
    ],
)
def test_no_strangers(question: str) -> None:
    """Names of the article, words, and what is not told from them."""
    alike = 0.9 if "Eulalia" in question else 0.0
    assert strange(question, likeness=alike) == ""


def test_a_name_in_another_language_is_no_stranger() -> None:
    """Its tokens are like those of the article's own."""
    assert strange("¿Qué dijo a la Bebecé?", "es", ALIKE - 0.05) == "Bebecé"
    assert strange("¿Qué dijo a la Bebecé?", "es", ALIKE + 0.05) == ""


def test_what_the_article_is_asked_and_answers_is_no_stranger() -> None:
    """Its hypothetical questions say it; near misses name strangers, too."""
    assert strange("Wer ist im Quorix?") == ""
    assert strange("Wer ist im Zemblix?") == "Zemblix"


def test_a_question_about_a_stranger_is_not_answered() -> None:
    """Though the sentence comes near enough."""
    answerer = Answerer(make_engine(0.0, DOCUMENT), [DOCUMENT])
    for name, reason in (("Ohlendorf", None), ("Koch", Abstention.NOT_IN_SOURCES)):
        *_, answer = answerer.stream(f"Was will Sebastian {name} bauen?", [], "de")
        assert answer.abstained == reason
