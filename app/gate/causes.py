"""Whether a statement takes for the cause what its evidence takes for the effect."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.gate.scenes import Keys, Scene, scenes_of
from app.gate.types import Reading, Token

_BECAUSE = frozenset("because since weil da denn".split())
_THEREFORE = frozenset(
    "therefore hence so deshalb daher deswegen darum folglich dadurch somit as_a_result".split()
)
_LOOSE = frozenset("CAUSE LEAD AFTER_EVENT".split())


@dataclass(frozen=True, slots=True)
class _Link:
    """Two sets of words, of which one is said to bring about the other."""

    cause: Keys
    effect: Keys


def turned_cause(said: Reading, proof: Reading) -> str:
    """Say that a cause is not one in the evidence, or give ``""``."""
    ours, theirs = list(_links(said)), list(_links(proof))
    names = _names(said) | _names(proof)  # they stand on both sides
    for link in ours:
        cause, effect = link.cause - names, link.effect - names
        if not cause or not effect:
            continue
        if theirs and not any(cause & t.cause and effect & t.effect for t in theirs):
            return "the cited sentence names another cause"
    return ""


def _names(reading: Reading) -> Keys:
    return frozenset(key for token in reading.tokens if token.kind == "name" for key in token.keys)


def _links(reading: Reading) -> Iterator[_Link]:
    scenes = scenes_of(reading)
    for number, (clause, scene) in enumerate(zip(reading.clauses, scenes, strict=True)):
        tokens = reading.tokens[clause.start : clause.end]
        before = _words(scenes[number - 1]) if number else frozenset()
        after = _words(scenes[number + 1]) if number + 1 < len(scenes) else frozenset()
        words = {_text(token) for token in tokens}
        if _text(tokens[0]) in _BECAUSE:
            yield _Link(_words(scene), before or after)
        if words & _THEREFORE:
            yield from _followed(tokens, before, _words(scene))
        if any("LEAD" in token.keys for token in tokens):
            yield from _led(scene)
        yield from _agents(scene)


def _followed(tokens: Sequence[Token], before: Keys, words: Keys) -> Iterator[_Link]:
    """What "therefore" joins: what stands before it, and what follows."""
    at = next(i for i, token in enumerate(tokens) if _text(token) in _THEREFORE)
    earlier = frozenset().union(*(token.keys for token in tokens[:at]))
    later = frozenset().union(*(token.keys for token in tokens[at + 1 :]))
    if earlier:
        yield _Link(earlier, later - _LOOSE)
    elif before:
        yield _Link(before, words)


def _led(scene: Scene) -> Iterator[_Link]:
    """What a verb such as "led to" joins."""
    cause = frozenset().union(*scene.doers) - _LOOSE
    results = [g for g in scene.groups if not any(k & cause for _, k in g.words)]
    effect = frozenset().union(*(keys for group in results for _, keys in group.words))
    if cause and effect:
        yield _Link(cause, effect)


def _agents(scene: Scene) -> Iterator[_Link]:
    """What "by", "through" and "because of" name, and the rest of the clause."""
    for group in scene.groups:
        if "AGENT" in group.slot:
            cause = frozenset().union(*(keys for _, keys in group.words))
            yield _Link(cause, _words(scene) - cause)


def _words(scene: Scene) -> Keys:
    return frozenset(key for key in scene.words if key[:2] != "m:") - _LOOSE


def _text(token: Token) -> str:
    return token.text.lower().replace(" ", "_")
