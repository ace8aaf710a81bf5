"""The shipped article: every trap of its text, its metadata, its translation."""

import re
from pathlib import Path

import pytest

from sources import Document, load_documents, read_document
from sources.blocks import from_markdown
from sources.furniture import strip_furniture
from sources.metadata import split_header

ARTICLES = Path(__file__).parents[2] / "sources" / "articles"
GERMAN = ARTICLES / "klarna-ki-personalabbau.md"
TITLE = (
    "Schwedisches Fintech-Unternehmen Klarna setzt auf KI, "
    "um den Personalbestand um 50% zu reduzieren"
)


@pytest.fixture(scope="module")
def klarna() -> Document:
    """The shipped article as the folder gives it."""
    found = load_documents(ARTICLES)
    assert found.skipped == ()
    (document,) = found.documents
    return document


def test_metadata_are_kept_and_citable(klarna: Document) -> None:
    """Author, publisher and date are fields, and a paragraph with a line each."""
    assert klarna.doc_id == "klarna-ki-personalabbau"
    assert (klarna.author, klarna.publisher, klarna.published) == (
        "Sam Jeans",
        "DailyAI",
        "2024-08-28",
    )
    assert (klarna.language, klarna.url, klarna.title) == ("de", "", TITLE)
    assert klarna.text.split("\n\n")[:2] == [
        TITLE,
        "Autor: Sam Jeans\nHerausgeber: DailyAI\nDatum: 28. August 2024",
    ]


def test_bullets_are_one_paragraph_with_a_line_each(klarna: Document) -> None:
    """The signs are gone, the lines are not joined."""
    assert klarna.text.split("\n\n")[2].split("\n") == [
        "Schwedisches FinTech-Unternehmen setzt KI-Lösungen zur Steigerung der betrieblichen "
        "Effizienz ein",
        "Dadurch könnte die Zahl der Mitarbeiter um 50% sinken, und Entlassungen sind bereits im "
        "Gange.",
        "Der Stellenabbau betrifft vor allem die Abteilungen Kundendienst und Marketing",
    ]


@pytest.mark.parametrize(
    "kept",
    [
        "von $46 Mrd. im Jahr 2021 auf $6,7 Mrd. im letzten Jahr gesunken ist.",
        "einer Verdopplung des Umsatzes pro Mitarbeiter von etwa $400.000 auf $700.000 -",
        "auf 3 800 Mitarbeiter reduziert, und zwar hauptsächlich durch Fluktuation",
        'eine "zielgerichtete" Belegschaft von etwa 2.000 Mitarbeitern anstrebt - ein',
        "Sprechen an die BBCEr forderte die Regierungen auf",
        "A aktueller Bericht des Institute for Public Policy Research",
        "allein im Vereinigten Königreich bis zu 8 Millionen Arbeitsplätze",
        "die Klarna und andere eifrig vorantreiben wollen.",
    ],
)
def test_slips_and_figures_stay_as_they_were_given(klarna: Document, kept: str) -> None:
    """Evidence is verbatim: the machine translation is not mended."""
    assert kept in klarna.text


def test_furniture_is_gone(klarna: Document) -> None:
    """Nothing of the page is left, and nothing is said twice."""
    page = (
        "Join ABONNIEREN Newsletter PDF × Schallplatten eBook prägnant Datenschutz "
        "Schritt Arbeitsplatzverluste •"
    )
    for word in page.split():
        assert word not in klarna.text
    assert klarna.text.endswith("eifrig vorantreiben wollen.")
    assert klarna.text.count("Sam Jeans") == klarna.text.count("28. August 2024") == 1
    assert klarna.text.count(TITLE) == 1


def test_each_piece_of_furniture_falls_to_its_rule() -> None:
    """Every block that goes, in order, with the rule that took it."""
    blocks = from_markdown(split_header(GERMAN.read_text(encoding="utf-8")).body)
    removed = strip_furniture(blocks, "Sam Jeans").removed
    assert [(item.rule, item.block.text.split()[0]) for item in removed] == [
        ("image_caption", "Ai"),
        ("join_call", "Join"),
        ("button", "HEUTE"),
        ("slogan", "Klar,"),
        ("author_name", "Sam"),
        ("author_text", "Sam"),
        ("close_button", "×"),
        ("pdf_offer", "KOSTENLOSES"),
        ("newsletter_offer", "Melden"),
        ("consent", "*Mit"),
    ]


def test_translation_is_parallel_to_the_original(klarna: Document) -> None:
    """The same paragraphs, lines and sentences, so that each can stand for the other."""
    (english,) = klarna.translations
    assert english.language == "en"
    pairs = list(zip(klarna.text.split("\n\n"), english.text.split("\n\n"), strict=True))
    assert len(pairs) == 22
    for german, translated in pairs:
        assert german.count("\n") == translated.count("\n")
        assert _n_sentences(german) == _n_sentences(translated), german


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("$46 Mrd. im Jahr 2021 auf $6,7 Mrd.", "$46 billion in 2021 to $6.7 billion"),
        ("3 800 Mitarbeiter", "3,800 employees"),
        ("BBCEr forderte", "Speaking to the BBC, he called on"),
        ("Klarna-Geschäftsführer Sebastian Siemiatkowski", "Klarna CEO Sebastian Siemiatkowski"),
        (
            "$400.000 auf $700.000",
            "doubling of revenue per employee from about $400,000 to $700,000",
        ),
        ("durch Fluktuation und nicht durch", "mainly through attrition and not through layoffs"),
        ("allein im Vereinigten Königreich", "up to 8 million jobs"),
        ("Autor: Sam Jeans", "Author: Sam Jeans\nPublisher: DailyAI\nDate: 28 August 2024"),
    ],
)
def test_translation_says_the_same_in_the_same_paragraph(
    klarna: Document, german: str, english: str
) -> None:
    """Figures and names in the form that English has for them."""
    place = next(i for i, text in enumerate(klarna.text.split("\n\n")) if german in text)
    assert english in klarna.translations[0].text.split("\n\n")[place]


def test_plain_text_as_it_was_given_reads_the_same(klarna: Document, tmp_path: Path) -> None:
    """The page's text with bullet signs and a caption glued to the list, and no front matter."""
    body = split_header(GERMAN.read_text(encoding="utf-8")).body
    page = body.strip().removeprefix("# ").replace("\n- ", "\n  • ").replace("\n\nAi ", "\nAi ")
    (tmp_path / "seite.txt").write_text(page, encoding="utf-8")
    document = read_document(tmp_path / "seite.txt")
    # A page's text does not name its publisher; everything else is found in it.
    assert document.text == klarna.text.replace("Herausgeber: DailyAI\n", "")
    assert (document.author, document.published) == ("Sam Jeans", "2024-08-28")
    assert (document.title, document.language) == (TITLE, "de")


def _n_sentences(text: str) -> int:
    """Sentences by their ends, "Mrd." and dates apart; a line without one counts as one."""
    plain = re.sub(r"Mrd\.|28\. August", "", text)
    return sum(len(re.findall(r"[.?!][\"”]?(?=\s|$)", line)) or 1 for line in plain.split("\n"))
