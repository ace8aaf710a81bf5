"""Small talk: what it is, what it is not, and that the replies claim nothing."""

import pytest

from app.smalltalk import Topic, reply, smalltalk


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Hallo!", "greeting"),
        ("hi there", "greeting"),
        ("Guten Tag 👋", "greeting"),
        ("Danke schön!", "thanks"),
        ("thanks", "thanks"),
        ("Tschüss", "thanks"),
        ("ok danke", "thanks"),
        ("Super, vielen Dank!", "thanks"),
        ("danke dir, super", "thanks"),
        ("Wie geht es dir?", "greeting"),
        ("Was kannst du alles?", "help"),
        ("Hallo, was kannst du?", "help"),
        ("Who are you?", "help"),
        ("help", "help"),
        ("Are you a bot?", "help"),
        ("Which articles do you know?", "articles"),
        ("Welche Artikel kennst du?", "articles"),
        ("What are your sources?", "articles"),
    ],
)
def test_small_talk(text: str, topic: str) -> None:
    """Greetings, thanks, and questions about the assistant."""
    assert smalltalk(text) == topic


@pytest.mark.parametrize(
    "question",
    [
        "Hallo, wer hat den Artikel geschrieben?",
        "Hello, who wrote the article?",
        "Danke. Und wie viele waren es vorher?",
        "Was kann KI?",
        "Who are the investors?",
        "Wer bist du und wer ist der CEO von Klarna?",
        "Hi-Fi",
        "Which articles do you know about Klarna?",
        "Welche Quellen nennt Klarna?",
        "",
        "😀",
    ],
)
def test_a_question_is_not_small_talk(question: str) -> None:
    """Not even with a greeting before it."""
    assert smalltalk(question) is None


@pytest.mark.parametrize("topic", ["greeting", "thanks", "help"])
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
