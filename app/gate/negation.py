"""What a sentence denies."""

from collections.abc import Sequence

from app.gate.types import Clause, Token

_TURNS = frozenset("but sondern rather".split())


def negations_of(
    tokens: Sequence[Token], clauses: Sequence[Clause], language: str
) -> tuple[frozenset[int], tuple[frozenset[int], ...]]:
    """Positions of denied words, and for each negation what it denies first.

    A negation denies what follows it in its clause; at the clause's end, as German puts it, all
    of the clause.
    """
    negated: set[int] = set()
    heads: list[frozenset[int]] = []
    for clause in clauses:
        for at in range(clause.start, clause.end):
            if "negation" not in tokens[at].flags:
                continue
            scope = _following(tokens, at, clause.end)
            if language == "de" and all(tokens[i].kind == "verb" for i in scope):
                heads.append(frozenset(scope) or _verbs(tokens, clause))
                scope = _content(tokens, clause.start, clause.end)
            else:
                heads.append(frozenset(scope[:1]))
            negated.update(scope)
    return frozenset(negated), tuple(heads)


def _following(tokens: Sequence[Token], at: int, end: int) -> list[int]:
    for stop in range(at + 1, end):
        if tokens[stop].text.lower() in _TURNS:
            end = stop
            break
    return _content(tokens, at + 1, end)


def _content(tokens: Sequence[Token], start: int, end: int) -> list[int]:
    return [i for i in range(start, end) if tokens[i].keys and tokens[i].kind != "function"]


def _verbs(tokens: Sequence[Token], clause: Clause) -> frozenset[int]:
    content = _content(tokens, clause.start, clause.end)
    return frozenset(i for i in content if tokens[i].kind == "verb") or frozenset(content)
