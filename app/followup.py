"""Follow-up questions made to stand alone, from the conversation so far."""

import re
from collections.abc import Callable, Sequence
from itertools import islice

from app.phrasebook import set_phrase
from app.question import has_words
from app.types import Turn
from index.lexical import words

MAX_TURNS_BACK = 3
_OPENERS = re.compile(
    r"^[¿¡]?\s*(?:und|and|also|aber|but|och|et|y|sowie|what about|how about|was ist mit|"
    r"wie steht es mit|wie sieht es (?:mit|bei)|hur är det med|qu'en est-il|qué hay de)\b",
    re.IGNORECASE,
)
# Left out are words that are an article or "and", "of", "are" in another language: den, de, y.
POINTING_WORDS = frozenset(
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
FUNCTION_WORDS = frozenset(
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
_PROVENANCE = re.compile(
    r"\bwho (?:said|says|claims|claimed)\b|\bsays who\b|"
    r"\bwho told you\b|\bhow (?:do|can) (?:you|we|i) know\b|"
    r"\bwhere (?:does|did) (?:it|he|she|they) say (?:so|it|that)\b|"
    r"\bwhat(?:'s| is) (?:the|your) source\b|\bwer (?:sagt|sagte|behauptet)\b|"
    r"\bwer hat (?:das|dies|es) (?:gesagt|behauptet)\b|"
    r"\bwoher (?:weißt|weisst|wissen|wisst) (?:du|sie|ihr|wir)\b|"
    r"\bwoher (?:stammt|kommt) (?:das\W*$|die (?:zahl|angabe|aussage|info))|"
    r"\bwo (?:hat (?:er|sie) (?:das|es) gesagt|steht das|sagt (?:er|sie) das)\b|"
    r"\bvem (?:säger|sa|påstår|har sagt)\b|\bhur vet (?:du|ni|man)\b|"
    r"\bvar (?:står|sa han|sa hon) det\b|\boù est-ce (?:dit|écrit)\b|"
    r"\bqui (?:le |l'a |a )?(?:dit|affirme)\b|\bcomment (?:le )?(?:sais|savez)\b|"
    r"\boù l'a-t-(?:il|elle)\b|\bquién (?:lo )?(?:dice|dijo|afirma)\b|\bcómo lo sabe\w*|"
    r"\bdónde lo (?:dice|dijo)\b|"
    r"^\W*(?:(?:und|and|och|et|y)\s+)?"
    r"(?:(?:according to who|laut we|enligt ve)m?|(?:selon|d['’]après) qui|según quién\w*)\W*$|"
    r"\bwhere (?:does|did) (?:that|this|the) (?:number|figure|claim) come from\W*$|"
    r"\bwoher (?:hast|haben) (?:du|sie) das\W*$|"
    r"\bvar(?:ifrån)? kommer (?:det|(?:den )?(?:siffran|uppgiften))(?: ifrån)?\W*$|"
    r"\bd['’]où vient (?:ça|ce chiffre|cette information)\b|"
    r"\bde dónde (?:sale|viene) (?:eso|esto|ese dato|es[ae] cifra|la cifra)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_PLACE = re.compile(
    r"(?i:\b(?:in|im|en|au|aux|i|à)\s+(?:(?:the|der|den|dem|la|le|les|los|el)\s+)?)"
    + r"[A-ZÄÖÜÉ][\w-]+(?:\s+[A-ZÄÖÜÉ][\w-]+)*"
)
_AND = r"(?i:und|and|och|et|y|or|oder|what about|how about|was ist mit)\s+"
_ELSEWHERE = re.compile(rf"[¿¡]?\s*(?:{_AND})?(?P<place>{_PLACE.pattern})\s*\??")
_ACRONYM = re.compile(r"\b(?!(?:AI|KI|IA|CEO|VD|PDG|IPO|UK|USA?|EU)\b)[A-ZÄÖÜ]{2,5}\b")
"""Of an institution, such as BBC."""
_OTHER_INSTITUTION = re.compile(
    rf"[¿¡]?\s*{_AND}"
    r"(?i:(?:to|zu[mr]?|bei|till|hos|à|au|al?|the|der|die|das|dem|den|la|le|el)\s+)*"
    rf"(?P<name>{_ACRONYM.pattern}|[A-Z]\w+(?: [A-Z]\w+)+)\s*\??"
)


Leans = Callable[[str], bool]
"""Whether a question cannot be understood without what was said before."""


def standalone(question: str, history: Sequence[Turn], leans: Leans | None = None) -> str:
    """A question with what it leans on: the person's earlier question put before it.

    One that stands alone is returned as it is. One that asks who said so, or how that is known, is
    the earlier question again, whose evidence tells; one that only names another year, place or
    institution is the earlier question with that in its stead.

    Args:
        question: What was asked.
        history: The conversation before it, oldest first.
        leans: Tells which questions lean on it; :func:`is_followup` if not given.
    """
    typed = (turn["content"].strip() for turn in reversed(history) if turn["role"] == "user")
    asked = list(islice((text for text in typed if set_phrase(text) is None), MAX_TURNS_BACK))
    return _resolved(question, asked[::-1], leans or is_followup)


def own_start(alone: str, full: str, history: Sequence[Turn]) -> int:
    """Where a follow-up begins behind the earlier question that was put before it, in characters.

    Args:
        alone: The follow-up as it was asked.
        full: What was made of it.
        history: The conversation so far.

    Returns:
        0 if ``full`` was made another way, as where it is the earlier question of another year.
    """
    before = full.removesuffix(alone).rstrip()
    asked = [turn["content"].strip() for turn in history if turn["role"] == "user"]
    # An earlier question may itself be the one before it of another year.
    taken = [_resolved(question, asked[:at], is_followup) for at, question in enumerate(asked)]
    put = has_words(alone) and before != full
    put = put and any(q and before.endswith(q) for q in [*asked, *taken])
    return len(full) - len(alone) if put else 0


def _resolved(question: str, asked: Sequence[str], leans: Leans) -> str:
    if not asked or not leans(question):
        return question
    earlier = _resolved(asked[-1], asked[:-1], leans)
    if asks_who_says(question):
        return earlier
    return _exchanged(earlier, question) or f"{earlier} {question}"


def _exchanged(earlier: str, question: str) -> str | None:
    """The earlier question about the year, place or institution that the new one names instead."""
    year, old_year = _YEAR.search(question), _YEAR.search(earlier)
    named = [word for word in _content(words(question)) if len(word) > _SHORT]
    if year and old_year and named == [year.group()]:
        return _YEAR.sub(year.group(), earlier, count=1)
    place, old_place = _ELSEWHERE.fullmatch(question.strip()), _PLACE.search(earlier)
    if place and old_place:
        return earlier[: old_place.start()] + place["place"] + earlier[old_place.end() :]
    other = _OTHER_INSTITUTION.fullmatch(question.strip())
    if other and len(_ACRONYM.findall(earlier)) == 1:
        return _ACRONYM.sub(other["name"], earlier)
    return None


def asks_who_says(question: str) -> bool:
    """Whether a question asks for the source of what was just said, and names nothing itself."""
    few = len(_content(words(question))) <= _SHORT + 1
    return few and not _NAME.search(question) and bool(_PROVENANCE.search(question))


def has_content(question: str) -> bool:
    """Whether a question names anything that it asks about."""
    return bool(_content(words(question)))


def is_followup(question: str) -> bool:
    """Whether a question cannot be understood without what was said before.

    It opens as a continuation ("And …"), points to something outside itself ("he", "davor") or
    hardly names anything.
    """
    tokens = words(question)
    content = _content(tokens)
    if asks_who_says(question):
        return True
    if _OPENERS.match(question.strip()) and len(content) <= 2 * _SHORT:
        return True
    names = list(_NAME.finditer(question))
    # "Klarna … its peak": a possessive behind a name belongs to that name.
    inside = _POSSESSIVE.intersection(words(question[names[0].end() :])) if names else frozenset()
    points = any(word in POINTING_WORDS and word not in inside for word in tokens)
    return len(content) < 2 or (points and len(content) <= _SHORT and len(names) < 2)


def _content(tokens: Sequence[str]) -> list[str]:
    """The words that mean something by themselves."""
    return [word for word in tokens if word not in FUNCTION_WORDS and word not in POINTING_WORDS]
