"""A sentence read: words with what they may stand for, in clauses with their moods."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from app.gate import lexicon
from app.gate.clauses import clauses_of
from app.gate.negation import negations_of
from app.gate.numerals import read_numbers
from app.gate.particles import joined_verbs
from app.gate.scan import scan, tidy
from app.gate.types import Kind, Raw, Reading, Token
from app.gate.word import NO_VERBS, tokens_of

_ROLE_OF = {"FAVOUR": "FAVOUR WITH", "COMPARED": "COMPARED", "CAUSE": "BY", "SOURCE": "SOURCE"}
_ADVERBS = frozenset("ALREADY ONCE NOW STILL AGAIN LATER ONLY EVEN MAINLY STEADILY".split())
_SOURCES = frozenset(
    "überzeugung ansicht meinung auffassung einschätzung angaben aussage aussagen worten".split()
)
_NOMINAL = ("noun", "name", "verb")
_NOUN_ENDS = ("tion", "tions", "ment", "ments", "offs", "ss", "sses", "th", "ung", "ungen")
_DETERMINERS = frozenset("the a an this these its their his her our no any 's".split())


@lru_cache(maxsize=2_000)
def read(text: str, language: str) -> Reading:
    """Read a sentence in German or English."""
    pieces = joined_verbs(list(read_numbers(scan(tidy(text)), language)), language)
    used = tuple(_as_used(_labelled(_tokens(pieces, language)), language))
    tokens = _with_verb(tuple(_as_nouns(used, language)), language)
    clauses = clauses_of(tokens, language)
    negated, heads = negations_of(tokens, clauses, language)
    return Reading(language, tokens, clauses, negated, heads)


def _tokens(pieces: Sequence[Raw], language: str) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    while at < len(pieces):
        found = _phrase(pieces, at, language)
        if found is not None:
            token, size = found
            tokens.append(token)
            at += size
            continue
        tokens.extend(tokens_of(pieces[at], _flags(pieces, at), language))
        at += 1
    return tokens


def _labelled(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens with no clauses inside a quoted name, as in "buy now, pay later"."""
    quoted = [token for token in tokens if "quoted" in token.flags]
    if any(token.flags & {"subjects", "finite"} for token in quoted):
        return tuple(tokens)
    return tuple(
        replace(token, kind="function")
        if token.kind == "stop" and "quoted" in token.flags
        else token
        for token in tokens
    )


def _as_used(tokens: Sequence[Token], language: str) -> Iterator[Token]:
    """Settle what the neighbours tell: "costs" as a verb, "2000 people" as no year."""
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.text.lower() == "nach" and after is not None and after.text.lower() in _SOURCES:
            yield replace(token, roles=frozenset({"SOURCE"}))
        elif token.kind == "number" and _counts(before, after):
            keys = frozenset(key.removesuffix("year") for key in token.keys)
            yield replace(token, keys=keys)
        elif language == "en" and token.kind == "noun" and _is_after_to(token, before):
            yield replace(token, kind="verb")
        elif language == "en" and token.kind == "noun" and _is_finite_verb(token, before, after):
            yield replace(token, kind="verb", flags=token.flags | {"inflected"})
        else:
            yield token


def _is_after_to(token: Token, before: Token | None) -> bool:
    """Whether a word that may be a verb follows "to": "wants to position itself"."""
    verbs = lexicon.words("en").verbs
    base = lexicon.base(token.text, "en")
    return before is not None and before.text.lower() == "to" and base in verbs


def _with_verb(tokens: tuple[Token, ...], language: str) -> tuple[Token, ...]:
    """The tokens of an English sentence with a verb, if a word in -s may be one: "Volta sells"."""
    if language != "en" or any(t.kind == "verb" or t.flags & {"finite"} for t in tokens):
        return tokens
    for at in range(1, len(tokens) - 1):
        token, before = tokens[at], tokens[at - 1]
        basic = lexicon.lemma(token.text, "en")
        ends = token.text.endswith("s") and basic != token.text
        if token.kind == "noun" and ends and before.kind in ("noun", "name"):
            verb = replace(token, kind="verb", flags=token.flags | {"inflected"})
            return (*tokens[:at], verb, *tokens[at + 1 :])
    return tokens


def _counts(before: Token | None, after: Token | None) -> bool:
    """Whether a number of four digits counts things: no "in" before it, a thing after it."""
    timed = before is not None and bool(before.roles & {"IN", "SINCE", "UNTIL", "FROM"})
    named = before is not None and "YEAR" in before.keys
    thing = after is not None and after.kind == "noun" and "LAST_YEAR" not in after.keys
    return thing and not timed and not named


def _is_finite_verb(token: Token, before: Token | None, after: Token | None) -> bool:
    """Whether an English word that may be a noun is a verb: "Spot costs about 75,000"."""
    low = token.text.lower()
    if low.endswith("ed"):
        return True
    if before is None or after is None or before.kind not in ("noun", "name"):
        return False
    if lexicon.lemma(token.text, "en").lower() in lexicon.words("en").groups["light"]:
        return True
    if not low.endswith("s"):
        return False
    thing = after.kind == "number" or bool(after.approximate) or after.text.lower() in _DETERMINERS
    return thing and lexicon.lemma(token.text, "en") != low


def _as_nouns(tokens: Sequence[Token], language: str) -> Iterator[Token]:
    """Mark nouns made of verbs: "die Entlassung", "through layoffs"."""
    before: Token | None = None
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        described = language == "de" and token.kind == "verb" and "joined" in token.flags
        if described and token.text.islower():
            token = replace(token, kind="attribute")  # "KI-getriebenes Streben"
        elif "GROWING" in token.keys and following is not None and following.kind in _NOMINAL:
            token = replace(token, kind="attribute")
        elif token.kind == "verb" and not token.text.lower().endswith("ed"):
            if language == "de":
                nominal = "capital" in token.flags and "initial" not in token.flags
            else:
                nominal = before is not None and _opens_noun(before, token)
            low = token.text.lower()
            if nominal or (low.endswith(_NOUN_ENDS) and low not in ("position", "mention")):
                token = _as_noun(token, following)
        yield token
        before = token


def _as_noun(token: Token, following: Token | None) -> Token:
    """The token as a noun, or as an adjective: "growing concern"."""
    describes = following is not None and following.kind in ("noun", "name", "verb")
    if token.text.lower().endswith("ing") and describes:
        return replace(token, kind="attribute")
    return replace(token, kind="noun", flags=token.flags | {"nominal"})


def _opens_noun(before: Token, token: Token) -> bool:
    """Whether an English word makes the next a noun: an article, a possessive, a preposition."""
    low = before.text.lower()
    if low in ("to", "that", "which", "who", "and", "or") or "subjects" in before.flags:
        return False
    if token.text.lower().split()[0].endswith("ing") and before.roles:
        return False
    adjective = before.kind == "attribute" and not low.endswith("ly")
    described = adjective and not before.keys & _ADVERBS and " " not in token.text
    return bool(before.roles) or low in _DETERMINERS or described


def _phrase(pieces: Sequence[Raw], at: int, language: str) -> tuple[Token, int] | None:
    """The longest phrase of the lists that begins here."""
    if pieces[at].kind != "word":
        return None
    text, _, particle = pieces[at].text.partition(" ")
    flags = _flags(pieces, at)
    finite = lexicon.words(language).groups["finite"]
    for phrase in lexicon.words(language).phrases.get(lexicon.base(text, language), ()):
        if phrase.apart and particle:
            if lexicon.lemma(text, language).lower() != text.lower():
                flags |= {"inflected"}
            return Token(pieces[at].text, "verb", phrase.keys, flags=flags), 1
        if not phrase.apart and _matches(pieces, at, phrase, language):
            size = len(phrase.parts)
            text = " ".join(piece.text for piece in pieces[at : at + size])
            basic = lexicon.lemma(pieces[at].text, language).lower()
            verbal = language == "en" or basic.endswith("n")
            verb = basic if phrase.kind == "noun" and verbal else ""
            known = any(p.text.lower() in finite for p in pieces[at : at + size])
            if known or (verb and pieces[at].text.islower() and verb != pieces[at].text):
                phrase = replace(phrase, kind="verb")  # "drew criticism"
            return _phrase_token(text, phrase, flags), size
    return None


def _matches(pieces: Sequence[Raw], at: int, phrase: lexicon.Phrase, language: str) -> bool:
    size = len(phrase.parts)
    window = pieces[at : at + size]
    if len(window) < size or any(piece.kind != "word" for piece in window):
        return False
    if phrase.approximate and not any(
        p.kind == "number" for p in pieces[at + size : at + size + 2]
    ):
        return False
    return all(
        lexicon.base(piece.text, language) == part
        for piece, part in zip(window, phrase.parts, strict=True)
    )


def _phrase_token(text: str, phrase: lexicon.Phrase, flags: frozenset[str]) -> Token:
    if phrase.kind in ("noun", "verb", "attribute"):
        roles = frozenset(r for key in phrase.keys for r in _ROLE_OF.get(key, "").split())
        kind: Kind = "function" if roles else phrase.kind  # type: ignore[assignment]  # checked
        return Token(text, kind, phrase.keys, roles, flags=flags)
    moods = frozenset({phrase.mood}) if phrase.mood else frozenset()
    if phrase.negation:
        flags |= {"negation"}
    kind = "verb" if phrase.mood and phrase.mood not in NO_VERBS else "function"
    return Token(text, kind, moods=moods, flags=flags, approximate=phrase.approximate)


def _flags(pieces: Sequence[Raw], at: int) -> frozenset[str]:
    piece = pieces[at]
    flags = {"joined"} if piece.joined else set()
    if piece.parted:
        flags.add("finite")
    if piece.quoted:
        flags.add("quoted")
    if piece.text[:1].isupper():
        flags.add("capital")
    if at == 0 or pieces[at - 1].text in ".!?:":
        flags.add("initial")
    return frozenset(flags)
