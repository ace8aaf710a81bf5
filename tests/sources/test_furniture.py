"""Rules for page furniture: what they take, and the near cases that they must leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.blocks import Block, make_block
from sources.furniture import Stripped, byline_author, strip_furniture
from sources.furniture_rules import RULES

PARAGRAPH = (
    "Der Konzern hat im vergangenen Jahr mehr verdient als je zuvor, teilte er am Montag mit."
)
LAST = (
    "The company expects that its revenue will grow by a tenth next year, its chief executive said."
)


def page(*lines: str) -> list[Block]:
    """Paragraphs as blocks."""
    return [block for line in lines for block in make_block("prose", line)]


def rules_of(stripped: Stripped) -> list[str]:
    """The names of the rules that acted, in the page's order."""
    return [item.rule for item in stripped.removed]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("×", "close_button"),
        ("Close", "close_button"),
        ("SUBSCRIBE NOW", "button"),
        ("Jetzt anmelden!", "button"),
        ("Join The Future", "join_call"),
        ("Follow us on LinkedIn", "join_call"),
        ("Folgen Sie uns auf X", "join_call"),
        ("Sign up for our weekly newsletter and get the best stories.", "newsletter_offer"),
        ("Abonnieren Sie unseren kostenlosen Newsletter.", "newsletter_offer"),
        ("*By subscribing you agree to our privacy policy.", "consent"),
        ("Mit der Anmeldung stimmen Sie unseren Bedingungen zu.", "consent"),
        ("We use cookies to improve your experience.", "cookies"),
        ("Diese Website verwendet Cookies.", "cookies"),
        ("Anzeige", "advertisement"),
        ("Seite 3 von 7", "page_number"),
        ("Read also: Ten tips for a better garden", "related"),
        ("Lesen Sie auch: Zehn Tipps für den Garten", "related"),
        ("Share on Facebook", "share"),
        ("Facebook, X, LinkedIn", "share"),
        ("Foto: Eva Muster/dpa", "image_credit"),
    ],
)
def test_furniture_amid_an_article_is_taken_out(line: str, rule: str) -> None:
    """Wordings that only furniture has go wherever they stand."""
    stripped = strip_furniture(page(PARAGRAPH, line, LAST))
    assert rules_of(stripped) == [rule]
    assert [block.text for block in stripped.blocks] == [PARAGRAPH, LAST]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("FREE PDF EXCLUSIVE", "pdf_offer"),
        ("Download our free eBook", "pdf_offer"),
        ("Stay ahead with TechDaily", "slogan"),
        ("Über die Autorin", "about_author"),
        ("Impressum | Datenschutz | AGB", "imprint"),
        ("© 2024 TechDaily. All rights reserved.", "copyright"),
    ],
)
def test_furniture_below_an_article_is_taken_out(line: str, rule: str) -> None:
    """Less certain wordings go only where nothing but furniture follows."""
    assert rules_of(strip_furniture(page(PARAGRAPH, LAST, line))) == [rule]
    assert rules_of(strip_furniture(page(PARAGRAPH, line, LAST))) == []


@pytest.mark.parametrize(
    "line",
    [
        "Klarna sends its newsletter to 5,000 customers every week.",
        "Der Newsletter von Klarna erscheint wöchentlich und hat 40.000 Abonnenten.",
        "“Sign up for our newsletter” was the most common pop-up in the study.",
        '"Abonnieren Sie unseren Newsletter" stand auf jeder Seite.',
        "Sign up for our newsletter, the page said, before anyone could read a word.",
        "Abonnieren Sie unseren Newsletter nicht, warnte die Behörde die Kunden.",
        "Mit der Anmeldung akzeptieren die Kunden die Bedingungen des Anbieters.",
        "By signing up, users agree that Klarna may read their mail.",
        "Wir verwenden Cookies, erklärte der Betreiber vor Gericht.",
        "Cookies are used by nine out of ten sites.",
        "Free PDF readers are a security risk, and so are paid ones.",
        "Der Verlag schenkt den Lesern ein kostenloses PDF seines Buches.",
        "Join The Future is the name of the company's programme.",
        "Die Anzeige wurde am Montag erstattet.",
        "Seite 3 der Zeitung war leer.",
        "Facebook",
        "Stay",
        "Facebook and X share the market.",
        "Foto: So hieß die Zeitschrift, die er 1970 gründete.",
        "Related articles of the treaty were repealed.",
        "Bleiben Sie informiert, bevor Sie einen Vertrag unterschreiben.",
        "Sam Jeans",
        "Sam Altman is the chief executive of OpenAI.",
        "x + y",
    ],
)
@pytest.mark.parametrize("place", ["amid", "below"])
def test_article_that_speaks_about_such_things_is_left_alone(line: str, place: str) -> None:
    """Near cases: reported, quoted, or a sentence about the thing."""
    blocks = page(PARAGRAPH, line, LAST) if place == "amid" else page(PARAGRAPH, LAST, line)
    assert list(strip_furniture(blocks).blocks) == blocks


def test_heading_that_reads_like_a_button_is_kept_amid_an_article() -> None:
    """Markdown marks headings, so the author meant it."""
    blocks = [*page(PARAGRAPH), *make_block("heading", "Join The Future"), *page(LAST)]
    assert list(strip_furniture(blocks).blocks) == blocks


def test_author_box_of_a_known_author_is_taken_out() -> None:
    """The name on its own line, then what it says about the author."""
    box = ("Eva Muster", "Eva ist Redakteurin und schreibt über Technik.")
    assert rules_of(strip_furniture(page(PARAGRAPH, *box), "Eva Muster")) == [
        "author_name",
        "author_text",
    ]


def test_portrait_of_somebody_else_is_kept() -> None:
    """The same shape as an author box, but about another, or amid the article."""
    portrait = ("Anna Berg", "Anna ist 34 und arbeitet seit zehn Jahren bei dem Konzern.")
    for author in ("", "Eva Muster"):
        blocks = page(PARAGRAPH, *portrait)
        assert list(strip_furniture(blocks, author).blocks) == blocks
    amid = page(PARAGRAPH, *portrait, LAST)
    assert list(strip_furniture(amid, "Anna Berg").blocks) == amid


def test_author_box_above_other_furniture_gives_the_author() -> None:
    """A plain page has no metadata: its author box is one."""
    stripped = strip_furniture(page(PARAGRAPH, "Eva Muster", "Eva schreibt über Technik.", "×"))
    assert stripped.author == "Eva Muster"
    assert [block.text for block in stripped.blocks] == [PARAGRAPH]


def test_byline_names_the_author_and_goes() -> None:
    """A byline is a name after "By", not any phrase after it."""
    blocks = page("By Eva Muster", PARAGRAPH)
    assert byline_author(blocks) == "Eva Muster"
    assert rules_of(strip_furniture(blocks, "Eva Muster")) == ["byline"]
    assert byline_author(page("By the sea, in summer", PARAGRAPH)) == ""


def test_caption_between_points_and_text_goes_a_heading_there_stays() -> None:
    """Only a line without a mark can be a caption."""
    points = make_block("list", "Erster Punkt", "Zweiter Punkt")
    caption = page("Ein leeres Büro", PARAGRAPH)
    assert rules_of(strip_furniture([*points, *caption])) == ["image_caption"]
    heading = [*points, *make_block("heading", "Ein leeres Büro"), *page(PARAGRAPH)]
    assert list(strip_furniture(heading).blocks) == heading


def test_rules_have_names_of_their_own() -> None:
    """A name stands for one rule."""
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))


@given(st.lists(st.text(min_size=1, max_size=80), max_size=12), st.text(max_size=20))
def test_what_is_left_and_what_is_removed_are_the_page(lines: list[str], author: str) -> None:
    """Nothing is lost or made up, and a second pass brings nothing back."""
    blocks = page(*lines)
    stripped = strip_furniture(blocks, author)
    together = [*stripped.blocks, *(item.block for item in stripped.removed)]
    assert sorted(block.text for block in together) == sorted(block.text for block in blocks)
    again = strip_furniture(stripped.blocks, stripped.author)
    assert {block.text for block in again.blocks} <= {block.text for block in stripped.blocks}
