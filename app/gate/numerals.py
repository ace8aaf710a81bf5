"""Numbers in every usual German and English form, each as one value with one unit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from text_to_num import text2num  # type: ignore[import-untyped]  # ships no types

from app.gate.types import Number, Raw

_THOUSANDS = re.compile(r"(?<!\d)[1-9]\d{0,2}(?:[.,' ]\d{3})+(?!\d)")
_DIGITS = re.compile(r"(US\$|[$€£¥])? ?([\d.,' ]*\d)([^\W\d_]*) ?([%€£$]?)")
_TO = frozenset("to auf bis and und or oder".split())
_ROUGHLY = frozenset("about around roughly etwa rund circa".split())
_SMALL, _MILLION = Decimal(1000), Decimal(10) ** 6
_YEARS = range(1000, 2101)
_MAGNITUDES = {
    "en": {"thousand": 3, "million": 6, "millions": 6, "billion": 9, "billions": 9, "trillion": 12},
    "de": {"tausend": 3, "million": 6, "millionen": 6, "milliarde": 9, "milliarden": 9,
           "billion": 12, "billionen": 12, "bio": 12},
}  # fmt: skip
_SHORT = {"k": 3, "tsd": 3, "m": 6, "mn": 6, "mio": 6, "bn": 9, "b": 9, "mrd": 9, "tn": 12}
_UNITS = {
    "%": "%", "percent": "%", "prozent": "%", "pct": "%", "$": "$", "us$": "$", "dollar": "$",
    "dollars": "$", "usd": "$", "€": "€", "euro": "€", "euros": "€", "eur": "€", "£": "£",
    "pound": "£", "pounds": "£", "pfund": "£", "gbp": "£", "¥": "¥", "yen": "¥",
}  # fmt: skip
_FRACTIONS = {
    "half": "50", "hälfte": "50", "halbe": "50", "halben": "50", "halb": "50",
    "third": "33.3", "thirds": "33.3", "drittel": "33.3", "viertel": "25",
}  # fmt: skip
_MONTHS = frozenset(
    """januar jänner februar märz april mai juni juli august september oktober november
    dezember""".split()
)
_NOT_NUMBERS = frozenset(
    "one eins ein eine einen einem einer eines achten a an null zero o".split()
)


def read_numbers(pieces: Sequence[Raw], language: str) -> tuple[Raw, ...]:
    """Put each number with its magnitude and unit into one piece.

    Args:
        pieces: A scanned text.
        language: Of the text; "Billion" is 10^12 in German, 10^9 in English.
    """
    done: list[Raw] = []
    at = 0
    while at < len(pieces):
        found = _number_at(pieces, at, language)
        if found is None:
            done.append(pieces[at])
            at += 1
            continue
        number, end = found
        text = " ".join(p.text for p in pieces[at:end])
        done.append(replace(pieces[at], text=text, kind="number", number=number))
        at = end
    return _with_shared_units(done)


def _with_shared_units(pieces: list[Raw]) -> tuple[Raw, ...]:
    """Give "from 46 to 6.7 billion dollars" its unit and magnitude at both ends."""
    for at, piece in enumerate(pieces):
        link = [p.text.lower() for p in pieces[at + 1 : at + 3]]
        if piece.number is None or piece.number.unit or not link or link[0] not in _TO:
            continue
        later = at + (3 if len(link) > 1 and link[1] in _ROUGHLY else 2)
        other = pieces[later].number if later < len(pieces) else None
        if other is not None and other.unit not in ("", "year"):
            value = piece.number.value
            bare = value < _SMALL and other.value >= _MILLION and piece.text[-1].isdigit()
            power = other.value.adjusted() // 3 * 3 if bare else 0
            pieces[at] = replace(piece, number=Number(value.scaleb(power), other.unit))
    return tuple(_with_one_currency(pieces))


def _with_one_currency(pieces: Sequence[Raw]) -> Iterator[Raw]:
    """Give millions without a unit the currency of the sentence, if it has one."""
    units = {piece.number.unit for piece in pieces if piece.number} - {"", "%", "year"}
    for piece in pieces:
        number = piece.number
        if number and not number.unit and number.value >= _MILLION and len(units) == 1:
            yield replace(piece, number=Number(number.value, min(units)))
        else:
            yield piece


def _number_at(pieces: Sequence[Raw], at: int, language: str) -> tuple[Number, int] | None:
    piece = pieces[at]
    prefix = ""
    if piece.kind == "word" and piece.text.isupper() and _UNITS.get(piece.text.lower()):
        prefix, at = _UNITS[piece.text.lower()], at + 1
        if at == len(pieces) or pieces[at].kind != "number":
            return None
        piece = pieces[at]
    if piece.kind == "number":
        return _from_digits(pieces, at, language, prefix)
    if piece.kind == "word":
        return _from_words(pieces, at, language)
    return None


def _from_digits(
    pieces: Sequence[Raw], at: int, language: str, unit: str
) -> tuple[Number, int] | None:
    match = _DIGITS.fullmatch(pieces[at].text)
    value = _value(match.group(2)) if match else None
    if match is None or value is None:
        return None
    if _is_day(pieces, at, language):
        return Number(value, ""), at + 2
    value *= Decimal(10) ** _SHORT.get(match.group(3).lower(), 0)
    unit = unit or _UNITS.get((match.group(1) or match.group(4) or "").lower(), "")
    power, end = _magnitude(pieces, at + 1, language)
    unit, end = _unit(pieces, end, unit)
    plain = match.group(2) == pieces[at].text and pieces[at].text.isdigit() and not power
    if plain and not unit and int(value) in _YEARS:
        unit = "year"
    return Number(value.scaleb(power), unit), end


def _is_day(pieces: Sequence[Raw], at: int, language: str) -> bool:
    """Whether the full stop after a number belongs to a German date, "28. August"."""
    if language != "de" or at + 2 >= len(pieces) or pieces[at + 1].text != ".":
        return False
    return pieces[at + 2].text.lower() in _MONTHS


def _from_words(pieces: Sequence[Raw], at: int, language: str) -> tuple[Number, int] | None:
    low = pieces[at].text.lower()
    if low in _FRACTIONS:
        return _fraction(pieces, at, Decimal(1))
    end = _spelled_end(pieces, at, language)
    if end == at:
        return None
    value = Decimal(text2num(_spelled(pieces[at:end]), language))
    if end < len(pieces) and pieces[end].text.lower() in ("komma", "point"):
        decimals = _spelled(pieces[end + 1 : end + 2])
        if _parses(decimals, language):
            value, end = Decimal(f"{value}.{text2num(decimals, language)}"), end + 2
    if end < len(pieces) and pieces[end].text.lower() in ("third", "thirds", "drittel"):
        return _fraction(pieces, end, value)
    power, end = _magnitude(pieces, end, language)
    unit, end = _unit(pieces, end, "")
    return Number(value.scaleb(power), unit), end


def _fraction(pieces: Sequence[Raw], at: int, times: Decimal) -> tuple[Number, int] | None:
    """A part of a whole as per cent; "the first half" and "third" in a row are none."""
    low, before = pieces[at].text.lower(), pieces[at - 1].text.lower() if at else ""
    if before in ("first", "second", "erste", "zweite", "ersten", "zweiten"):
        return None
    if low == "third" and before not in ("a", "one"):
        return None
    return Number(Decimal(_FRACTIONS[low]) * times, "%"), at + 1


def _spelled_end(pieces: Sequence[Raw], at: int, language: str) -> int:
    """Where the longest number in words ends that begins here; ``at`` if none does."""
    if pieces[at].text.lower() in _NOT_NUMBERS | _MAGNITUDES[language].keys():
        return at
    best = at
    for end in range(at + 1, min(at + 7, len(pieces) + 1)):
        if pieces[end - 1].kind != "word" or not _parses(_spelled(pieces[at:end]), language):
            break
        best = end
    return best


def _spelled(pieces: Sequence[Raw]) -> str:
    return " ".join(piece.text.lower() for piece in pieces)


def _parses(text: str, language: str) -> bool:
    try:
        text2num(text, language)
    except ValueError:
        return False
    return True


def _magnitude(pieces: Sequence[Raw], at: int, language: str) -> tuple[int, int]:
    if at >= len(pieces) or pieces[at].kind != "word":
        return 0, at
    low = pieces[at].text.lower()
    # "billion" in small letters is English wherever it stands; German nouns have capitals.
    english = language == "en" or pieces[at].text.islower()
    table = _MAGNITUDES["en"] if english and low in _MAGNITUDES["en"] else _MAGNITUDES[language]
    power = table.get(low) or (_SHORT.get(low, 0) if len(low) > 1 else 0)
    if not power:
        return 0, at
    abbreviated = at + 1 < len(pieces) and pieces[at + 1].text == "." and low in _SHORT
    return power, at + 2 if abbreviated else at + 1


def _unit(pieces: Sequence[Raw], at: int, unit: str) -> tuple[str, int]:
    words = [piece.text.lower() for piece in pieces[at : at + 2]]
    if words[:2] == ["per", "cent"]:
        return unit or "%", at + 2
    if len(words) == 2 and words[0] == "us" and words[1] in _UNITS:
        return unit or _UNITS[words[1]], at + 2
    if words and words[0] in _UNITS:
        return unit or _UNITS[words[0]], at + 1
    return unit, at


def _value(digits: str) -> Decimal | None:
    """The value of digits: groups of three are thousands, another mark is a decimal one."""
    grouped = _THOUSANDS.match(digits)
    whole = re.sub(r"[^\d]", "", grouped.group()) if grouped else ""
    rest = digits[grouped.end() :] if grouped else digits
    try:
        return Decimal(whole + rest.replace(",", "."))
    except InvalidOperation:  # such as 1.2.3, a date or a version
        return None
