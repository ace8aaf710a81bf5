"""Passages and sentences: cut where a reader would, their offsets exact."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunk import MAX_PASSAGE_CHARS, chunk, split_sentences
from index.types import Passage
from sources.types import Document, Translation
from tests.index.documents import make_document

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
PIECES = (
    "Mrd.", "z. B.", "28.", "August", "$6,7", "3 800", "Dr.", "„Ja!“", '"Nein."', "…", "Das", "ist",
    "😀", "a\u0308", "\u2028", "\t", "\n", "?", "- ", "(", ")", "5.000", "Im 19.",
)  # fmt: skip
TRICKY = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)


def sentences(text: str, language: str = "de") -> list[str]:
    """The texts of the sentences."""
    return [text[span.start : span.end] for span in split_sentences(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "Die Bewertung fiel von $46 Mrd. im Jahr 2021 auf $6,7 Mrd. Dollar. | Das ist viel.",
        "Am 28. August 2024 schrieb er das. | Dann nichts mehr.",
        "Klarna hat 3 800 Mitarbeiter. | Zuvor waren es 5.000. | Heute nicht.",
        "Dr. Müller und Prof. Dr. Schmidt kamen. | Sie gingen.",
        "Das gilt z. B. für Klarna, d. h. für alle. | Ende.",
        "Das gilt z.B. für die USA, u.a. Hawaii, bzw. Alaska. | Ende.",
        "Max M. Mustermann traf A. Merkel. | Er ging.",
        "Im 19. Jahrhundert war das so. | Heute nicht.",
        "Die 1. Bundesliga spielt am 3. Oktober. | Na gut.",
        "Sie kostet ca. 50 Tsd. Euro inkl. Steuer. | Mehr nicht.",
        "Vgl. Abs. 3 Nr. 4 des Gesetzes. | Das gilt.",
        "Die Klarna Inc. ist groß. | Sie wächst.",
        "St. Gallen liegt in der Schweiz. | Genf auch.",
        "Der Umsatz stieg von $400.000 auf $700.000. | Sie kam um 8.30 Uhr.",
        'Er sagte: "Ich bin froh." | Dann ging er.',
        "„Wir können mehr.“ | Das sagte er.",
        "Er rief: „Halt!“ und lief. | Dann nicht.",
        "Was ist die treibende Kraft? | Die KI! | Nur sie.",
        "Sie gab ihre Pläne auf. | 1958 war es vorbei. | 210 Stellen fielen weg.",
        "Das hieß „Ork“. | 1981 endete es (nach Jahren). | 8.000 der 20.000 blieben.",
        "Mind. 40 Leute, max. 50, in der Hauptstr. 12, Nr. 31 und Art. 5 zugleich. | Ende.",
        "Karl XIV. 1714 und Ludwig II. 1795 kamen im Jan. 2024 und Dez. 2024. | Ende.",
        "Vgl. Kap. 4, Bd. 2, Anm. 3 und Pollack et al. 1998. | Das gilt.",
    ],
)
def test_splits_german_at_the_ends_of_sentences_and_nowhere_else(text: str) -> None:
    """Abbreviations, dates, ordinals, amounts and quotation marks are no ends."""
    expected = text.split(" | ")
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Its valuation fell to $6.7 bn. in 2022. | Then it rose.",
        "Mr. Smith met Dr. Jones at 5 p.m. on Monday. | They left.",
        "The U.S. economy grew. | It cost approx. $3.5 million.",
    ],
)
def test_splits_english(text: str) -> None:
    """English has traps of its own."""
    expected = text.split(" | ")
    assert sentences(" ".join(expected), "en") == expected


def test_the_end_of_a_line_ends_a_sentence() -> None:
    """Metadata and lists have a line each, often without a full stop."""
    assert sentences("Autor: Sam Jeans\n- Ein Punkt\n- Noch einer. Mit zwei Sätzen.") == [
        "Autor: Sam Jeans",
        "- Ein Punkt",
        "- Noch einer.",
        "Mit zwei Sätzen.",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\u00a0\n"])
def test_blank_text_has_no_sentence(text: str) -> None:
    """Nothing comes of nothing."""
    assert split_sentences(text, "de") == ()


@given(text=TEXTS | TRICKY, language=st.sampled_from(["de", "en", "sv", "ja", "xx"]))
def test_sentences_hold_every_visible_character_once_and_in_order(text: str, language: str) -> None:
    """No text is lost, doubled or shifted, whatever it holds."""
    at = 0
    for span in split_sentences(text, language):
        assert at <= span.start < span.end
        assert not text[at : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end
    assert not text[at:].strip()


@given(paragraphs=st.lists(TEXTS | TRICKY, max_size=8), title=TRICKY)
@settings(deadline=None)
def test_offsets_of_any_document_are_exact(paragraphs: list[str], title: str) -> None:
    """The text at a passage's offsets is the passage's."""
    check_offsets(make_document("\n\n".join([title, *paragraphs])))


def test_offsets_of_the_article_are_exact(article: Document) -> None:
    """The same, over the whole shipped article."""
    passages = check_offsets(article)
    assert {sentence.doc_id for p in passages for sentence in p.sentences} == {article.doc_id}


def check_offsets(document: Document) -> tuple[Passage, ...]:
    """Check the invariants of passages and sentences; every visible character is in one."""
    passages = chunk(document)
    covered = [False] * len(document.text)
    for number, passage in enumerate(passages):
        assert passage.passage_id == f"{document.doc_id}#{number}"
        assert document.text[passage.start : passage.end] == passage.text
        assert len(passage.text) <= MAX_PASSAGE_CHARS or len(passage.sentences) == 1
        for at, sentence in enumerate(passage.sentences):
            assert sentence.sentence_id == f"{passage.passage_id}.{at}"
            assert sentence.passage_id == passage.passage_id
            assert passage.start <= sentence.start < sentence.end <= passage.end
            assert document.text[sentence.start : sentence.end] == sentence.text
            assert not any(covered[sentence.start : sentence.end])
            covered[sentence.start : sentence.end] = [True] * len(sentence.text)
    assert all(hit or char.isspace() for hit, char in zip(covered, document.text, strict=True))
    return passages


def test_the_article_is_cut_at_its_paragraphs(article: Document) -> None:
    """None is long enough to be divided."""
    assert [passage.text for passage in chunk(article)] == article.text.split("\n\n")


def test_the_articles_sentences_are_paired_with_their_translation(article: Document) -> None:
    """Each German sentence has its own English one."""
    pairs = {
        sentence.text: sentence.in_language("en")
        for passage in chunk(article)
        for sentence in passage.sentences
    }
    assert pairs["Autor: Sam Jeans"] == "Author: Sam Jeans"
    assert pairs["Klarna ist mit seinem KI-getriebenen Streben nach Effizienz nicht allein."] == (
        "Klarna is not alone in its AI-driven pursuit of efficiency."
    )
    valuation = next(text for text in pairs if "$46 Mrd." in text)
    assert valuation.startswith("Das Unternehmen hofft") and "$6,7 Mrd." in valuation
    assert "from $46 billion in 2021 to $6.7 billion" in pairs[valuation]


def test_a_sentence_without_translation_stands_for_itself(article: Document) -> None:
    """The original is better than nothing."""
    sentence = chunk(article)[0].sentences[0]
    assert sentence.in_language("fi") == sentence.text


def test_a_translation_divided_otherwise_is_given_whole() -> None:
    """Too long is right, a wrong pairing is not."""
    text = "Titel\n\nErster Satz. Zweiter Satz."
    translation = Translation("en", "Title", "Title\n\nBoth sentences in one.")
    passage = chunk(make_document(text, translations=(translation,)))[1]
    assert [s.in_language("en") for s in passage.sentences] == 2 * ["Both sentences in one."]


def test_a_long_paragraph_is_cut_at_its_sentences() -> None:
    """A passage fits the encoder, and its translation follows the cut."""
    written = [f"Satz Nummer {number} hat gerade so viele Wörter. " for number in range(60)]
    english = [f"Sentence number {number} has just as many words. " for number in range(60)]
    translation = Translation("en", "", "".join(english).strip())
    document = make_document("".join(written).strip(), translations=(translation,))
    passages = check_offsets(document)
    assert len(passages) == 2
    assert [s.text for p in passages for s in p.sentences] == [s.strip() for s in written]
    assert passages[1].translations[0].text == " ".join(
        s.in_language("en") for s in passages[1].sentences
    )
    assert passages[1].translations[0].text.endswith("Sentence number 59 has just as many words.")


def test_a_giant_sentence_stands_alone() -> None:
    """It is not cut, and takes no neighbour along."""
    giant = "wort " * 1000 + "ende."
    document = make_document(f"Kurz vorher. {giant} Kurz danach.".replace("wort", "Wort", 1))
    assert [len(p.sentences) for p in check_offsets(document)] == [1, 1, 1]
