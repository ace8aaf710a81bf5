"""Names that an article does not know are told from those that it does."""

from dataclasses import replace

import numpy as np
import pytest

from app.answering import Answerer
from app.strangers import ALIKE, Strangers, people_in
from app.types import Abstention
from index.types import Encoding
from sources.types import HypotheticalQuestion, Span
from tests.app.parts import make_engine
from tests.index.documents import make_document

TEXT = (
    "Der Chef Sebastian Ohlendorfer sprach mit der BBC. Ohlendorfer will bauen. "
    "Der Stadtrat wartet auf den Konzern Quarzix. Er bleibt."
)
WHERE = (Span(TEXT.index("Der Stadtrat"), TEXT.index("Er bleibt") - 1),)
ASKED = ["Worauf wartet das Quorix?", "Und das Quorix?", "Und das Einzix?", "und quarzig?"]
MISSED = ["Das Zemblix?", "Wer ist Zemblix?"]
DOCUMENT = replace(
    make_document(
        TEXT,
        questions=(
            *(HypotheticalQuestion(text, "de", WHERE) for text in ASKED),
            *(HypotheticalQuestion(text, "de", ()) for text in MISSED),
        ),
    ),
    author="Sam Jeans",
)
OTHER = make_document("Hier steht Vulpinia.", "anderes")


def strange(question: str, language: str = "de", likeness: float = 0.0, start: int = 0) -> str:
    """The name that is no article's; its tokens are as like to one of the article's as said."""
    engine = make_engine(0.0, DOCUMENT, OTHER)
    encoding = engine.encode(question)
    own = next(iter(engine.retriever.tokens.of("beispiel#0"))).rows
    away = np.linalg.svd(own)[2][-1]  # like none of them
    row = likeness * own[0] + (1 - likeness**2) ** 0.5 * away
    rows = np.repeat(row[None].astype(np.float32), len(encoding.tokens), axis=0)
    told = Encoding(encoding.vector, rows, encoding.offsets, encoding.shares)
    strangers = Strangers(engine, [DOCUMENT, OTHER])
    return strangers.named(question, start, language, told, "beispiel")


@pytest.mark.parametrize(
    ("question", "language", "name"),
    [
        ("What did Sebastian Kochx tell the BBC?", "en", "Kochx"),
        ("Sebastian Kochx sprach womit?", "de", "Kochx"),
        ("Who is Sam Jensenx?", "en", "Jensenx"),
        ("Was tat Zbygniew Ohlendorfer?", "de", "Zbygniew"),
        ("Was tut der Konzern Volqo?", "de", "Volqo"),
    ],
)
def test_whose_name_stands_beside_one_of_the_article_is_a_stranger(
    question: str, language: str, name: str
) -> None:
    """However like it is."""
    assert strange(question, language, 0.9) == name


@pytest.mark.parametrize(
    ("question", "language", "name"),
    [
        ("Was kündigte Volqo an?", "de", "Volqo"),
        ("Was kündigte „Volqo“ an?", "de", "Volqo"),
        ("What did Mr. Volqo announce?", "en", "Volqo"),
        ("Was sagt Zemblix?", "de", "Zemblix"),  # asked, but not answered
        ("Was sagt Einzix?", "de", "Einzix"),  # asked once
        ("Was tut die Quarziks?", "de", "Quarziks"),  # two slips
        ("Was tut die Quadzix?", "de", ""),  # one slip
    ],
)
def test_a_name_that_is_like_nothing_in_the_article_is_a_stranger(
    question: str, language: str, name: str
) -> None:
    """And none if it is like something."""
    assert strange(question, language, ALIKE - 0.05) == name
    assert strange(question, language, ALIKE + 0.05) == ""


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Was sagte Sebastian Ohlendorfer der BBC?", "de"),
        ("Was sagte Sebastian Ohlndorfar?", "de"),  # two slips in a long name
        ("Was sagen Ohlendorfers Leute?", "de"),
        ("Volqo kündigte was an?", "de"),  # what opens a sentence has a capital anyway
        ("Was tut der Stadtrat? Volqo fragt.", "de"),
        ("Nennt Sebastian Gründe?", "de"),  # a word
        ("What Does Sebastian Believe?", "en"),
        ("Was sagt Vorstandschef Ohlendorfer?", "de"),  # compounds
        ("Was kostet die Zwölfratenzahlung?", "de"),
        ("Was will das Quorix?", "de"),  # asked and answered
        ("Was will das Quorrix?", "de"),
        ("Was ist mit Vulpinia?", "de"),  # the other article says it
        ("Was sagt der VLPX?", "de"),  # an abbreviation
        ("was sagte sebastian kochx", "de"),
        ("", "de"),
    ],
)
def test_no_strangers(question: str, language: str) -> None:
    """Names of an article, words, and what is not told from them."""
    assert strange(question, language) == ""


def test_a_followup_is_asked_for_its_own_names() -> None:
    """Those of the earlier question count if it has none."""
    earlier = "What did Volqo announce? "
    for own, name in (("And what did Ohlendorfer say?", ""), ("and when?", "Volqo")):
        assert strange(earlier + own, "en", start=len(earlier)) == name


@pytest.mark.parametrize(
    ("author", "text", "people"),
    [
        ("", "Eine Anna Kernx kam. Kernx ging.", {"anna": "kernx"}),
        ("", "Eine Anna Kernx kam. Anna Pilx ging.", {}),  # of two names
        ("", "Eine Anna Kernx und Otto Kernx.", {}),
        ("", "Eine Anna Kernx. Und Anna ging.", {}),  # alone, too
        ("", "Das Rote Haus.", {}),  # a word
        ("", "Anna, Kernx", {}),
        ("Anna Maria Kernx, Otto Pilx", "", {"anna": "kernx", "otto": "pilx"}),
        ("Redaktion", "", {}),
    ],
)
def test_people(author: str, text: str, people: dict[str, str]) -> None:
    """Two words with capitals that always belong together, and who wrote it."""
    assert people_in(author, [text]) == people


def test_a_question_about_a_stranger_is_not_answered() -> None:
    """Though the sentence comes near enough."""
    answerer = Answerer(make_engine(0.0, DOCUMENT), [DOCUMENT])
    for name, reason in (("Ohlendorfer", None), ("Kochx", Abstention.NOT_IN_SOURCES)):
        *_, answer = answerer.stream(f"Was will Sebastian {name} bauen?", [], "de")
        assert answer.abstained == reason
