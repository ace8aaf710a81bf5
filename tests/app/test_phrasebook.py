"""Set phrases: what they are, and what they are not."""

import pytest

from app.phrasebook import set_phrase


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Hallo!", "greeting"),
        ("hi there", "greeting"),
        ("Guten Tag 👋", "greeting"),
        ("Danke schön!", "thanks"),
        ("thanks", "thanks"),
        ("Tschüss", "farewell"),
        ("Merci, au revoir !", "farewell"),
        ("Hej då", "farewell"),
        ("Tack för hjälpen!", "thanks"),
        ("Thanks, that helped a lot", "thanks"),
        ("ok", "thanks"),
        ("¡Hola! ¿Qué tal?", "greeting"),
        ("God morgon", "greeting"),
        ("¿Puedes ayudarme?", "help"),
        ("Que sais-tu faire ?", "help"),
        ("Vad kan du svara på?", "help"),
        ("Bist du ein Mensch oder eine KI?", "identity"),
        ("Qui es-tu ?", "identity"),
        ("Hi, who made you?", "identity"),
        ("Pratar du svenska?", "languages"),
        ("Woher hast du deine Informationen?", "articles"),
        ("Erzähl mir mehr darüber", "more"),
        ("tell me more please", "more"),
        ("Berätta mer", "more"),
        ("Dis-m'en plus", "more"),
        ("Cuéntame más", "more"),
        ("Kürzer bitte.", "shorter"),
        ("Geht das auch kürzer?", "shorter"),
        ("In einem Satz bitte", "shorter"),
        ("shorter please", "shorter"),
        ("Can you make it shorter?", "shorter"),
        ("In one sentence, please", "shorter"),
        ("Kan du ta det i en enda mening?", "shorter"),
        ("kortare tack", "shorter"),
        ("plus court stp", "shorter"),
        ("En une phrase ?", "shorter"),
        ("más breve, porfa", "shorter"),
        ("Auf Deutsch bitte", "in_german"),
        ("in English please", "in_english"),
        ("en español, por favor", "languages"),
        ("Danke, das hilft mir weiter", "thanks"),
        ("Danke, erzähl mir mehr", "more"),
        ("Können Sie mir helfen?", "help"),
        ("können sie mir helfen", "help"),
        ("How does this bot work?", "help"),
        ("Antworte bitte auf Englisch", "in_english"),
        ("Translate it to German", "in_german"),
        ("ok danke", "thanks"),
        ("Super, vielen Dank!", "thanks"),
        ("danke dir, super", "thanks"),
        ("Wie geht es dir?", "greeting"),
        ("Was kannst du alles?", "help"),
        ("Hallo, was kannst du?", "help"),
        ("Who are you?", "identity"),
        ("help", "help"),
        ("Are you a bot?", "identity"),
        ("Which articles do you know?", "articles"),
        ("Welche Artikel kennst du?", "articles"),
        ("What are your sources?", "articles"),
    ],
)
def test_set_phrases(text: str, topic: str) -> None:
    """Greetings, thanks, questions about the assistant, and wishes for its last answer."""
    said = set_phrase(text)
    assert said is not None and said.topic == topic


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
        "What does it do?",
        "Tell me more about Klarna",
        "Are there more job cuts?",
        "How many more?",
        "Mehr Umsatz?",
        "Wie geht es weiter?",
        "Wie geht es ihnen jetzt?",
        "Wer hat sie entwickelt?",
        "Was können sie tun?",
        "¿Cuál es su nombre?",
        "Ça marche ?",
        "Das ist?",
        "¿Fue útil?",
        "¿Qué hace?",
        "¿Cómo funciona?",
        "Woher kommt die Zahl?",
        "Who made the assistant?",
        "Und warum?",
        "bitte",
        "Wer hat die KI entwickelt?",
        " ".join(["ok"] * 13),
        "Which articles do you know about Klarna?",
        "Welche Quellen nennt Klarna?",
        "",
        "😀",
    ],
)
def test_a_question_is_not_small_talk(question: str) -> None:
    """Not even with a greeting before it."""
    assert set_phrase(question) is None


def test_what_is_said_tells_its_language() -> None:
    """Words too few to tell it by are known."""
    for text, language in (("Moin", "de"), ("Hej då", "sv"), ("Es-tu une IA ?", "fr")):
        said = set_phrase(text)
        assert said is not None and said.languages == (language,)
