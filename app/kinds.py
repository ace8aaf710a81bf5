"""What kind of thing a question asks for, and whether a sentence holds one.

After the answer-type features of classical question answering (Li and Roth, 2002): five kinds
that leave traces on the surface in any of the languages asked in.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

Kind = Literal["number", "time", "person", "place", "reason"]
CERTAIN: frozenset[Kind] = frozenset({"number", "time"})
"""Kinds that hardly any right sentence lacks, and half of the others do."""

_ASKS: Mapping[Kind, re.Pattern[str]] = {
    "number": re.compile(
        r"\bhow (?:many|much|large|big|high|old|long|far|tall)\b|"
        r"\bwhat (?:number|percent\w*|share|proportion|figure|amount)\b|\bwie ?viele?n?\b|"
        r"\bwie (?:groß|gross|hoch|alt|lang|weit|teuer)\b|"
        r"\bum wie ?viel\b|\bwelche (?:zahl|anzahl|summe|höhe)\b|\bprozentsatz\b|\banzahl\b|"
        r"\bhur (?:många|mycket|stor|stort|hög|högt)\b|\bcombien\b|\bcuánt[oa]s?\b|"
        r"\bquel (?:nombre|montant|pourcentage)\b|\bqué (?:porcentaje|número|cantidad)\b",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"(?:^|[.!?,;:] *|\b(?:and|or|but|since|until|till|by|from|exactly|know|says?|said|me) )"
        r"when\b|\b(?:what|which|in which) (?:year|date|day|month|century|decade)\b|"
        r"\bwann\b|\bseit wann\b|"
        r"\b(?:welche[mnrs]?) (?:jahr|datum|tag|monat|jahrhundert|jahrzehnt)\w*|"
        r"\bnär\b|\bvilket (?:år|datum)\b|\bquand\b|\bquelle (?:année|date)\b|\bcuándo\b|"
        r"\bqué (?:año|fecha|día)\b",
        re.IGNORECASE,
    ),
    "person": re.compile(
        r"\bwho\b|\bwhom\b|\bwhose\b|\bwer\b|\bwem\b|\bwen\b|\bwessen\b|\bvem\b|\bvems\b|\bqui\b|"
        r"\bquién(?:es)?\b",
        re.IGNORECASE,
    ),
    "place": re.compile(
        r"\bwhere\b|\b(?:what|which) (?:city|country|state|place|region|river|continent)\b|"
        r"\bwo\b|\bwohin\b|\bwoher\b|"
        r"\bwelche[mnrs]? (?:stadt|land|ort|staat|region|fluss|gebiet)\w*|"
        r"\bvar\b|\bvart\b|\boù\b|\bdónde\b",
        re.IGNORECASE,
    ),
    "reason": re.compile(
        r"\bwhy\b|\bwhat (?:caused|led|made|is the reason|was the reason)\b|\bfor what reason\b|"
        r"\bwarum\b|\bwieso\b|\bweshalb\b|\baus welche[mn] gr[uü]nde?n?\b|\bwodurch\b|\bvarför\b|"
        r"\bpourquoi\b|\bpor qué\b",
        re.IGNORECASE,
    ),
}
_NUMBER = re.compile(
    r"\d[\d.,  ]*|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|hundert\w*|"
    r"tausend\w*|million\w*|milliarde\w*|hälfte|half|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|hundreds?|thousands?|billions?|dozens?|drittel|viertel|third|quarter)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b1\d{3}(?:s|er)?\b|\b20\d{2}(?:s|er)?\b|\b(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|"
    r"november|dezember|january|february|march|may|june|july|october|december|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|"
    r"sonntag|jahrhundert\w*|jahrzehnt\w*|century|centuries|decades?|spring|summer|autumn|winter|"
    r"frühjahr\w*|frühling\w*|sommer\w*|herbst\w*|morgens?|abends?|morning|evening|nights?|nacht|"
    r"uhr|o'clock|minuten?|minutes?|stunden?|hours?|jahr\w*|years?|gestern|yesterday|kürzlich|recently|"
    r"today|heute|days?|tage?n?|weeks?|woche\w*|months?|monat\w*)\b",
    re.IGNORECASE,
)
_A_YEAR = r"(?<![\d.,])(?:1[6-9]\d\d|20(?!00)\d\d)(?![\w%]|[.,]\d)"
"""Not 2000, which is a number as often."""
_YEAR = re.compile(_A_YEAR)
_YEAR_ASKED_OF = re.compile(
    r"\b(?:in|im|jahre?|years?|since|seit|by|bis|until|during|from|ab|um|år|från|en|année|an|depuis|"
    rf"año|desde|durante)\s+({_A_YEAR})|({_A_YEAR})(?=\s*(?:[?!.,;:]|$))",
    re.IGNORECASE,
)
"""After a word of time or at the end: others may count things."""
_SEASON = re.compile(r"\b(\d\d)\d\d\s*[/–-]\s*(\d\d)\b")
_NAME = re.compile(
    r"(?<![.!?:\"„“]\s)(?<!^)\b[A-ZÄÖÜÉ][\w'’.-]+(?:\s+(?:von|van|de|of|the|der|di|du)?\s*[A-ZÄÖÜÉ][\w'’-]+)*"
)
FULL_NAME = re.compile(
    r"\b(?:[A-ZÄÖÜÉ][\w'’-]+|[A-ZÄÖÜÉ][a-z]{0,2}\.)\s+"
    r"(?:(?:v[ao]n|de|del|di|du|la|le|al)\s+(?:(?:der|den|dem|la|los)\s+)?)?[A-ZÄÖÜÉ][\w'’-]+"
)
"""A person's first and last name, or a title and a name; no "der" alone, as in "Chef der Bank"."""
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|as a result|therefore|thus|so that|in order to|caused?|"
    r"led to|leads? to|reasons?|thanks to|to (?:avoid|prevent|increase|reduce)|"
    r"weil|da|denn|wegen|aufgrund|"
    r"daher|deshalb|darum|infolge\w*|sodass|damit|um|führte\w*|gründe?n?|grund|dadurch|durch)\b",
    re.IGNORECASE,
)


def asked_kinds(question: str) -> frozenset[Kind]:
    """The kinds of thing that a question asks for; empty if it cannot be told."""
    return frozenset(kind for kind, form in _ASKS.items() if form.search(question))


def holds(kind: Kind, text: str, question: str) -> bool:
    """Whether a text holds a thing of a kind that the question does not name itself."""
    if kind == "reason":
        return bool(_REASON.search(text))
    form = {"number": _NUMBER, "time": _TIME, "person": FULL_NAME, "place": _NAME}[kind]
    asked = question.casefold()
    return any(found.strip().casefold() not in asked for found in form.findall(text))


def holds_what_is_asked(question: str, texts: Sequence[str]) -> bool:
    """Whether a question asks for no number and no time, or any of the texts holds one.

    Not so a person, a place or a reason, which sentences give without leaving a trace.
    """
    kinds = asked_kinds(question) & CERTAIN
    return not kinds or any(holds(kind, text, question) for kind in kinds for text in texts)


def asks_of_another_year(question: str, texts: Iterable[str], published: str) -> bool:
    """Whether a question asks how many or how much in a year that no text is about.

    Args:
        question: What was asked.
        texts: What the answer is taken from, each whole: a year said once goes for what follows.
        published: When, ISO 8601 or empty: texts are about that year and the one before, too.
    """
    if "number" not in asked_kinds(question):
        return False
    asked = {one or other for one, other in _YEAR_ASKED_OF.findall(question)}
    if published:
        year = int(published[:4])
        asked -= {str(year), str(year - 1)}
    return bool(asked) and not any(asked & _years(text) for text in texts)


def _years(text: str) -> set[str]:
    """The years that a text names, 2018 in "2017/18", too."""
    seasons = {century + year for century, year in _SEASON.findall(text)}
    return seasons.union(_YEAR.findall(text))
