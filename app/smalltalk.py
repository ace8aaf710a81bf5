"""Greetings, thanks and questions about the assistant: short, honest, fixed replies."""

import re
from typing import Literal

Topic = Literal["greeting", "thanks", "help"]

_GREETING = (
    r"(?:hallo|hi|hey|hello|moin|servus|guten (?:tag|morgen|abend)|"
    r"good (?:morning|afternoon|evening)|hej|hejsan|bonjour|salut|hola|buenos días|"
    r"buenas tardes|grüß gott|gruess gott)"
)
_THANKS = (
    r"(?:danke(?: (?:schön|schoen|sehr|dir|ihnen))?|vielen dank|"
    r"thanks?(?: you)?(?: (?:very|so) much)?|thx|tack(?: så mycket)?|merci(?: beaucoup)?|"
    r"(?:muchas )?gracias|tschüss|tschuess|bye|goodbye|auf wiedersehen)"
)
_HELP = (
    r"(?:help|hilfe|was kannst du(?: (?:alles|tun))*|was können sie(?: tun)?|"
    r"what can (?:you|i) (?:do|ask)(?: you)?|what do you do|who are you|wer bist du|"
    r"wer sind sie|was bist du|what are you|wie funktionierst du|how do you work|"
    r"was kann ich (?:dich |sie )?fragen|worüber kannst du auskunft geben|vad kan du göra|"
    r"que peux[- ]tu faire|qué puedes hacer|how can you help(?: me)?|"
    r"wie kannst du mir helfen|are you (?:a (?:bot|robot|human)|an ai)|"
    r"bist du (?:ein (?:bot|mensch|roboter)|eine ki))"
)
_TAIL = r"(?: (?:there|zusammen|du|bot|all|allerseits|everyone|assistent|assistant))?"
_PATTERNS: dict[Topic, re.Pattern[str]] = {
    "greeting": re.compile(_GREETING + _TAIL, re.IGNORECASE),
    "thanks": re.compile(_THANKS + _TAIL, re.IGNORECASE),
    "help": re.compile(rf"(?:{_GREETING} )?{_HELP}", re.IGNORECASE),
}
_REPLIES: dict[Topic, dict[str, str]] = {
    "greeting": {
        "de": (
            "Hallo! Ich beantworte Fragen zu den Artikeln, die mir vorliegen, "
            "und belege jeden Satz."
        ),
        "en": (
            "Hello! I answer questions about the articles I have been given "
            "and prove every sentence."
        ),
    },
    "thanks": {
        "de": "Gern! Fragen Sie einfach weiter.",
        "en": "You are welcome! Just ask the next question.",
    },
    "help": {
        "de": (
            "Ich beantworte Fragen zu den Artikeln, die mir vorliegen, mit Sätzen aus dem Text "
            "und der genauen Fundstelle. Steht etwas nicht darin, sage ich das. "
            "Ich weiß nichts darüber hinaus."
        ),
        "en": (
            "I answer questions about the articles I have been given, with sentences from the "
            "text and the exact place. If something is not in them, I say so. "
            "I know nothing beyond them."
        ),
    },
}


def smalltalk(question: str) -> Topic | None:
    """What kind of small talk a whole question is, if it is nothing more."""
    plain = " ".join(re.sub(r"[!?.,;:…👋🙂😀]+", " ", question).split())
    return next((topic for topic, form in _PATTERNS.items() if form.fullmatch(plain)), None)


def reply(topic: Topic, language: str) -> str:
    """The reply in German or, in any other language, English."""
    return _REPLIES[topic].get(language, _REPLIES[topic]["en"])
