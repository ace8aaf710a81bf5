"""Replies to small talk claim nothing."""

import pytest

from app.phrasebook import Topic
from app.smalltalk import reply


@pytest.mark.parametrize(
    "topic",
    ["greeting", "thanks", "farewell", "help", "identity", "languages", "more", "in_german"],
)
def test_replies(topic: Topic) -> None:
    """In German, else in English; nothing is said about any article's content."""
    german, english = reply(topic, "de", ["Klarna"]), reply(topic, "en", ["Klarna"])
    assert german != english == reply(topic, "sv", ["Klarna"])
    assert "Klarna" not in german + english and not any(c.isdigit() for c in german + english)


def test_the_articles_are_named() -> None:
    """All by their titles; of more than ten the rest is counted."""
    assert reply("articles", "de", ["Eins", "Zwei"]).endswith("(2): Eins; Zwei.")
    many = reply("articles", "en", [f"Title {n}" for n in range(13)])
    assert "(13)" in many and "Title 9; and 3 more." in many and "Title 10" not in many
