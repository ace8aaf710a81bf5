"""What a single word may stand for."""

from functools import lru_cache

from app.dictionary import is_known
from app.gate import lexicon
from app.gate.types import Kind, Number, Raw, Token

STOPS = frozenset(",;:–().!?")
# Moods that are no doing of somebody's.
NO_VERBS = frozenset("POSSIBLE LIKELY WORST CAN FUTURE WOULD SHOULD COND".split())
# To announce is to plan, and to say so.
_BOTH = frozenset({"ANNOUNCE"})
_MIN_COMPOUND, _MIN_PART = 8, 3
_LINKS = ("", "s", "es", "n", "en", "er", "e")


def number_key(number: Number) -> str:
    """The key of a number: its value without needless digits, and its unit."""
    return f"n:{number.value.normalize():f}:{number.unit}"


def tokens_of(piece: Raw, flags: frozenset[str], language: str) -> list[Token]:
    """The token of a piece, or the two of a German compound.

    Args:
        piece: A word, number or sign.
        flags: What its place in the sentence says of it.
        language: ``de`` or ``en``.
    """
    if piece.kind == "sign":
        return [Token(piece.text, "stop" if piece.text in STOPS else "function", flags=flags)]
    if piece.kind == "number":
        key = number_key(piece.number) if piece.number else "x:" + piece.text.lower()
        return [Token(piece.text, "number", frozenset({key}), flags=flags)]
    abbreviated = piece.text.isupper() and len(piece.text) > 1  # "US" is no pronoun
    token = None if abbreviated else _function_word(piece.text, flags, language)
    if token is not None:
        return [token]
    parts = _compound(piece.text, language)
    if parts:
        left = _content_word(parts[0], flags, language)
        return [left, _content_word(parts[1], frozenset({"joined", *flags}), language)]
    return [_content_word(piece.text, flags, language)]


def _function_word(text: str, flags: frozenset[str], language: str) -> Token | None:
    """A word with a task, or None."""
    low, table = text.lower(), lexicon.words(language)
    names = ("pronouns", "subjects", "passive", "finite", "negation")
    flags |= {name for name in names if low in table.groups[name]}
    if low in ("des", "eines"):
        flags |= {"genitive"}
    if low in ("and", "or", "und", "oder", "sowie"):
        flags |= {"and"}
    approximate = table.approximate.get(low, "")
    if low in table.prepositions:
        concepts = table.concepts.get(lexicon.base(low, language), frozenset())
        keys = table.exact.get("=" + low) or concepts
        return Token(
            text, "function", keys, table.prepositions[low], flags=flags, approximate=approximate
        )
    mood = (
        ""
        if "=" + low in table.exact
        else table.moods.get(low)
        or table.moods.get("~" + lexicon.lemma(text, language).lower(), "")
    )
    if (
        mood
        and not flags & {"pronouns", "negation"}
        and not (language == "en" and "capital" in flags and "initial" not in flags)
    ):
        kind: Kind = "noun" if language == "de" and "capital" in flags else "verb"
        if mood in NO_VERBS:
            kind = "function"
        elif kind == "verb" and lexicon.lemma(text, language).lower() != low:
            flags |= {"inflected"}
        concepts = table.concepts.get(lexicon.base(text, language), frozenset())
        return Token(text, kind, concepts & _BOTH, moods=frozenset({mood}), flags=flags)
    joins = low in table.groups["independent"] | table.groups["dependent"]
    known = "=" + low in table.exact or low in ("da", "denn", "weil", "because")
    free = low in table.groups["free"] or joins
    if not known and (free or approximate or flags & {*names}):
        return Token(text, "function", flags=flags, approximate=approximate)
    return None


def _content_word(text: str, flags: frozenset[str], language: str) -> Token:
    """A word that claims something, with all its keys."""
    table, low, stem = lexicon.words(language), text.lower(), lexicon.base(text, language)
    exact = table.exact.get("=" + low)
    more = table.exact.get("+" + low, frozenset())
    concepts = exact or table.concepts.get(stem, frozenset()) | more
    keys = concepts if exact else concepts | {f"{language}:{stem}"}
    if "capital" in flags:
        keys |= {"x:" + low} | ({"x:" + low[:-1]} if low.endswith("s") else set())
    kind = table.kinds.get("=" + low if exact else stem) or table.kinds.get("+" + low)
    if kind is None or not concepts:
        kind = _guess_kind(text, flags, language)
    running = "UNDER_WAY" in keys and " " not in text
    if language == "de" and (kind == "noun" or running) and not flags & {"capital", "joined"}:
        kind = _guess_kind(text, flags, language)
    if kind == "verb" and lexicon.lemma(text, language).lower() != low:
        flags |= {"inflected"}
    return Token(text, kind, frozenset(keys), flags=flags)  # type: ignore[arg-type]  # lists hold kinds


def _guess_kind(text: str, flags: frozenset[str], language: str) -> Kind:
    """The kind of a word that is in no list, by its form."""
    basic, low = lexicon.lemma(text, language), text.lower()
    if text.isupper() and len(text) > 1:
        return "name"
    proper = language == "en" and "initial" not in flags
    if "capital" in flags and (proper or not is_known(text, language)):
        return "name"
    if language == "de":
        if "capital" in flags and ("initial" not in flags or basic[:1].isupper()):
            return "noun"
        return "verb" if basic.endswith(("en", "ern", "eln")) else "attribute"
    if low.endswith("ly"):
        return "attribute"
    return "verb" if basic.lower() != low and not low.endswith("s") else "noun"


@lru_cache(maxsize=20_000)
def _compound(text: str, language: str) -> tuple[str, str] | None:
    """The two parts of a German compound whose last part is in the lists, or None."""
    table = lexicon.words(language)
    if language != "de" or len(text) < _MIN_COMPOUND or not text[0].isupper():
        return None
    if lexicon.base(text, "de") in table.concepts:
        return None
    for at in range(_MIN_PART, len(text) - _MIN_PART):
        right = text[at:].capitalize() if text[0].isupper() else text[at:]
        if lexicon.base(right, "de") not in table.concepts or len(right) < 4:
            continue
        for link in _LINKS:
            left = text[:at].removesuffix(link) if text[:at].endswith(link) else ""
            if len(left) >= _MIN_PART and _is_word(left):
                return left, right
    return None


def _is_word(part: str) -> bool:
    table = lexicon.words("de")
    return lexicon.base(part, "de") in table.concepts or (len(part) > 3 and is_known(part, "de"))
