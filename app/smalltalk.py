"""Greetings, thanks and questions about the assistant: short, honest, fixed replies."""

import re
from collections.abc import Sequence
from typing import Literal

Topic = Literal["greeting", "thanks", "help", "articles"]
MAX_TITLES = 10
"""Titles that a reply names; of more articles it says how many there are."""

_GREETING = (
    r"(?:hallo|hi|hey|hello|moin|servus|guten (?:tag|morgen|abend)|"
    r"good (?:morning|afternoon|evening)|hej|hejsan|bonjour|salut|hola|buenos días|"
    r"buenas tardes|grüß gott|gruess gott|wie geht(?:'?s| es)(?: (?:dir|ihnen))?|how are you|"
    r"hur mår du|(?:comment )?ça va|qué tal)"
)
_PLEASED = r"(?:okay|ok|super|prima|perfekt|perfect|great|cool|top|alles klar|got it)"
_THANKS = (
    rf"(?:{_PLEASED} )?"
    r"(?:danke(?: (?:schön|schoen|sehr|dir|ihnen))?|vielen dank|"
    r"thanks?(?: you)?(?: (?:very|so) much)?|thx|tack(?: så mycket)?|merci(?: beaucoup)?|"
    r"(?:muchas )?gracias|tschüss|tschuess|bye|goodbye|auf wiedersehen)"
    rf"(?: {_PLEASED})?"
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
_ARTICLES = (
    r"(?:(?:which|what) (?:articles?|sources?|texts?|documents?)(?: all)? "
    r"(?:do you (?:know|have)(?: about)?|have you (?:got|read)|are (?:there|available|loaded)|"
    r"can i ask about)|what are your sources|list (?:all )?(?:the |your )?(?:articles|sources)|"
    r"how many articles (?:do you (?:know|have)|are there)|"
    r"welche(?:n|r|s)? (?:artikel|quellen?|texte?|dokumente?)(?: alle)? "
    r"(?:kennst du|kennen sie|hast du|haben sie|gibt es|liegen (?:dir|ihnen) vor|"
    r"sind (?:da|geladen|vorhanden|verfügbar))|was sind deine quellen|"
    r"wie ?viele artikel (?:kennst du|hast du|gibt es)|"
    r"(?:nenne|liste|zeige?)(?: mir)? (?:alle |deine )?(?:artikel|quellen)(?: auf)?)"
)
_TAIL = r"(?: (?:there|zusammen|du|bot|all|allerseits|everyone|assistent|assistant))?"
_PATTERNS: dict[Topic, re.Pattern[str]] = {
    "greeting": re.compile(_GREETING + _TAIL, re.IGNORECASE),
    "thanks": re.compile(_THANKS + _TAIL, re.IGNORECASE),
    "help": re.compile(rf"(?:{_GREETING} )?{_HELP}", re.IGNORECASE),
    "articles": re.compile(_ARTICLES, re.IGNORECASE),
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


def reply(topic: Topic, language: str, titles: Sequence[str]) -> str:
    """The reply in German or, in any other language, English.

    Args:
        topic: What was said.
        language: To reply in (ISO 639-1).
        titles: Of the articles at hand.
    """
    if topic == "articles":
        return _shelf(language, titles)
    return _REPLIES[topic].get(language, _REPLIES[topic]["en"])


def _shelf(language: str, titles: Sequence[str]) -> str:
    named = "; ".join(titles[:MAX_TITLES])
    left = len(titles) - MAX_TITLES
    if language == "de":
        more = f"; und {left} weitere" if left > 0 else ""
        return f"Mir liegen diese Artikel vor ({len(titles)}): {named}{more}."
    more = f"; and {left} more" if left > 0 else ""
    return f"These are the articles I have been given ({len(titles)}): {named}{more}."
