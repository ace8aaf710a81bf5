"""Verbs whose particle stands away from them: "kündigte … an", "laid … off"."""

from collections.abc import Sequence
from dataclasses import replace

from app.dictionary import is_known
from app.gate import lexicon
from app.gate.types import Raw
from app.gate.word import STOPS


def joined_verbs(pieces: list[Raw], language: str) -> list[Raw]:
    """Put verbs and their parted particles together: "kündigte … an" is "ankündigen"."""
    gone: set[int] = set()
    for at, piece in enumerate(pieces):
        if piece.kind != "word" or piece.text.lower() not in lexicon.particles():
            continue
        verb = _verb_of(pieces, at, language)
        if verb is not None:
            index, whole = verb
            pieces[index] = replace(pieces[index], text=whole, parted=language == "de")
            gone.add(at)
    return [piece for at, piece in enumerate(pieces) if at not in gone]


def _verb_of(pieces: Sequence[Raw], at: int, language: str) -> tuple[int, str] | None:
    particle = pieces[at].text.lower()
    start = at
    while start > 0 and pieces[start - 1].text not in STOPS and at - start < 14:
        start -= 1
    if language == "en":
        return _phrasal(pieces, start, at)
    ends = at + 1 == len(pieces) or pieces[at + 1].text in STOPS or pieces[at + 1].text == "und"
    if not ends:
        return None
    table = lexicon.words("de")
    for index in range(start, at):
        if not _may_be_verb(pieces, index):
            continue
        whole = particle + lexicon.lemma(pieces[index].text.lower(), "de").lower()
        stem = lexicon.base(whole, "de")
        known = whole in table.groups["light"] or "~" + whole in table.moods
        listed = known or stem in table.concepts
        if listed or (whole.endswith("n") and is_known(whole, "de")):
            return index, whole
    return None


def _may_be_verb(pieces: Sequence[Raw], index: int) -> bool:
    """Whether a German word can be a verb that has left its particle."""
    piece, groups = pieces[index], lexicon.words("de").groups
    if piece.kind != "word" or piece.joined or (index and piece.text[0].isupper()):
        return False
    return piece.text.lower() not in groups["free"] | groups["pronouns"] | groups["negation"]


def _phrasal(pieces: Sequence[Raw], start: int, at: int) -> tuple[int, str] | None:
    """The English verb of a particle, as "lay … off", named by both with a blank."""
    particle = pieces[at].text.lower()
    for index in range(at - 1, start - 1, -1):
        if pieces[index].kind != "word":
            continue
        stem = lexicon.base(pieces[index].text, "en")
        for phrase in lexicon.words("en").phrases.get(stem, ()):
            if phrase.apart and phrase.parts[1:] == (lexicon.base(particle, "en"),):
                return index, f"{pieces[index].text} {particle}"
    return None
