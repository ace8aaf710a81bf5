"""Follow-up questions made to stand alone, by rule, from the conversation so far."""

import re
from collections.abc import Sequence

from app.types import Turn
from index.lexical import words

MAX_TURNS_BACK = 2
_OPENERS = re.compile(
    r"^(?:und|and|also|aber|but|och|et|y|sowie|what about|how about|was ist mit|wie steht es mit|"
    r"wie sieht es (?:mit|bei)|hur är det med|qu'en est-il|qué hay de)\b",
    re.IGNORECASE,
)
# Left out are words that are an article or "and", "of", "are" in another language: den, de, y.
_POINTING = frozenset(
    """
    er sie es ihn ihm ihr ihnen sein seine seinen seiner ihre ihren dies diese dieser dieses diesen
    das davon dazu dafür dagegen damit darüber daran darauf dabei dort damals vorher davor danach
    nachher zuvor dessen deren jener jene beide solche
    he she it him his her hers its they them their this that these those there then before after
    previously earlier afterwards both same
    han hon det hans hennes deras detta denna dessa där då innan efter
    il elle ils elles lui leur leurs sa ses ce cet cette ces cela ça avant après
    él ella ello ellos ellas su sus este esta esto estos estas eso ese esa antes después
    """.split()
)
_POSSESSIVE = frozenset(
    """
    sein seine seinen seiner seinem ihr ihre ihren ihrer ihrem his her hers its their
    hans hennes deras sa ses leur leurs su sus
    """.split()
)
_NAME = re.compile(r"(?<=\s)[A-ZÄÖÜ][\w-]+")
_FUNCTION = frozenset(
    """
    und oder aber wie was wer wo wann warum wieso weshalb welche welcher welches wem wen wieviel
    viel viele der die das den dem des ein eine einen einem einer ist sind war waren hat haben
    hatte wird werden im in am an auf aus bei von vom zu zum zur mit für um über nach vor als denn
    noch mehr nur auch schon genau eigentlich bitte nicht kein
    and or but how what who where when why which whom whose many much the a an is are was were has
    have had do does did will would can could in on at of to for from with by about as more only
    also exactly please not no
    """.split()
)
_SHORT = 3


def standalone(question: str, history: Sequence[Turn]) -> str:
    """A question with what it leans on: the person's earlier question put before it.

    A question leans on the conversation if it opens as a continuation ("And …"), points to
    something outside itself ("he", "davor") or hardly names anything; one that stands alone is
    returned as it is.
    """
    asked = [turn["content"] for turn in history if turn["role"] == "user"]
    if not asked or not is_followup(question):
        return question
    context: list[str] = []
    for earlier in reversed(asked[-MAX_TURNS_BACK:]):
        context.insert(0, earlier.strip())
        if not is_followup(earlier):
            break
    return " ".join([*context, question])


def is_followup(question: str) -> bool:
    """Whether a question cannot be understood without what was said before."""
    tokens = words(question)
    content = [word for word in tokens if word not in _FUNCTION and word not in _POINTING]
    if _OPENERS.match(question.strip()) and len(content) <= 2 * _SHORT:
        return True
    names = list(_NAME.finditer(question))
    # "Klarna … its peak": a possessive behind a name belongs to that name.
    inside = _POSSESSIVE.intersection(words(question[names[0].end() :])) if names else frozenset()
    points = any(word in _POINTING and word not in inside for word in tokens)
    return len(content) < 2 or (points and len(content) <= _SHORT and len(names) < 2)
