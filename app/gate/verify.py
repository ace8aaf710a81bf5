"""The verdict on one statement: does it say what the sentences it cites say, and no more?"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from app.gate import actions, bonds, causes, figures, meaning, omissions, relations
from app.gate.coverage import unsupported, used
from app.gate.form import bad_form, wrong_quote
from app.gate.proof import Proof, prove
from app.gate.read import read
from app.gate.roles import groups_of
from app.gate.scan import tidy
from app.gate.types import Clause, Reading, Verdict
from app.gate.who import names_of, proper_keys, resolved
from index.types import Sentence
from sources.language import detect_language

_RELATIVE = frozenset("which who whom whose der die das dem den denen deren dessen was".split())
Check = Callable[[Reading, Reading], str]
# Each gives "" or what is wrong; the cheap and clear ones first.
_CHECKS: tuple[Check, ...] = (
    figures.false_hedge,
    figures.false_direction,
    figures.false_time,
    figures.false_count,
    figures.false_order,
    figures.false_year,
    omissions.lost_part,
    omissions.lost_measure,
    omissions.lost_place,
    omissions.lost_share,
    meaning.turned_negation,
    meaning.lost_mood,
    meaning.added_mood,
    relations.turned_roles,
    relations.false_doer,
    relations.false_source,
    relations.false_preposition,
    actions.broken_action,
    bonds.broken_bond,
    causes.turned_cause,
)


def verify(
    statement: str,
    evidence: Sequence[Sentence],
    context: Sequence[Sentence] = (),
    previous: str = "",
) -> Verdict:
    """Judge whether a statement is supported by the sentences that it cites.

    In doubt it fails. Nothing is asked of a model; a sentence takes well under 5 ms.

    Args:
        statement: One sentence, German or English, without citation marks.
        evidence: The cited sentences; none fails.
        context: Other sentences of the same documents, for "he" and "the company" alone.
        previous: The statement shown before this one, which "the company" may refer to.
    """
    near = {s.sentence_id: s for s in (*evidence, *context)}
    # In one order, so that what is read once serves every statement.
    around = tuple(sorted(near.values(), key=lambda s: (s.doc_id, s.start)))
    proofs = [p for p in (prove(sentence, around) for sentence in evidence) if p.surfaces]
    if not proofs:
        return Verdict(False, "no sentence of the sources is cited")
    for proof in proofs:
        if _is_verbatim(statement, proof.sentence):
            return Verdict(True, "", (proof.sentence.sentence_id,))
    language = detect_language(statement, default=proofs[0].surfaces[0].language)
    said = _read(statement, language)
    reason = bad_form(statement, said) if said else f"its language ({language}) cannot be checked"
    if said is None or reason:
        return Verdict(False, reason)
    return _judge(statement, said, proofs, previous)


def _judge(statement: str, said: Reading, proofs: Sequence[Proof], previous: str) -> Verdict:
    reason = wrong_quote(statement, [proof.sentence for proof in proofs])
    if reason:
        return Verdict(False, reason)
    reasons = [_whole(said, proof, previous) for proof in proofs]
    for proof, found in zip(proofs, reasons, strict=True):
        if not found:
            return Verdict(True, "", used(said, proof))
    parts = _in_parts(said, proofs, previous) if len(proofs) > 1 else None
    return parts or Verdict(False, min(reasons, key=len))


def _whole(said: Reading, proof: Proof, previous: str) -> str:
    """What one evidence sentence does not support of a statement, or ``""``."""
    reason = unsupported(said, proof) or _unclear_company(said, proof, previous)
    if reason:
        return reason
    boss = proof.known["CEO"].names & proof.persons if "CEO" in proof.known else frozenset()
    names = proof.proper | proof.companies | proof.persons | proof.meant.keys()
    said = resolved(said, proof.companies, names, proof.persons, boss)
    surface = proof.surface(said.language)
    found = next((reason for check in _CHECKS if (reason := check(said, surface))), "")
    own = surface.keys()
    things = ("name", "noun", "number", "verb")
    if found or all(t.keys & own for t in said.tokens if t.keys and t.kind in things):
        return found
    # Who "he" is may show in one language alone, where a slip hides it in the other.
    others = [other for other in proof.surfaces if other is not surface]
    checks = (
        relations.turned_roles,
        relations.false_doer,
        relations.false_source,
        lambda ours, theirs: actions.broken_action(ours, theirs, own),
    )
    return next((reason for s in others for check in checks if (reason := check(said, s))), "")


def _in_parts(said: Reading, proofs: Sequence[Proof], previous: str) -> Verdict | None:
    """Support by several sentences, each for some clauses in a row."""
    # What hangs on "said that" or "which" stays with it.
    cuts = [
        clause.start
        for clause in said.clauses
        if clause.start
        and clause.begins == "independent"
        and said.tokens[clause.start].text.lower() not in _RELATIVE
    ]
    for cut in cuts:
        first, second = _part(said, 0, cut), _part(said, cut, len(said.tokens))
        for one in proofs:
            if _whole(first, one, previous):
                continue
            for other in proofs:
                if other is not one and _continues(first, second, other, previous):
                    return Verdict(True, "", tuple({*used(first, one), *used(second, other)}))
    return None


def _continues(first: Reading, second: Reading, proof: Proof, previous: str) -> bool:
    """Whether a second part is proven, and of somebody whom the first part names."""
    names = frozenset() if _has_subject(second) else _subject_names(first)
    same = not names or bool(names & (proof.keys | proof.meant.keys()))
    return same and not _whole(second, proof, previous)


def _has_subject(said: Reading) -> bool:
    """Whether a part names who acts before its verb."""
    for token in said.tokens:
        if token.kind == "verb" or token.flags & {"finite", "subjects"} or token.roles:
            return False
        if token.kind in ("noun", "name"):
            return True
    return False


def _subject_names(said: Reading) -> frozenset[str]:
    """Names in the first group that acts."""
    core = next((group for group in groups_of(said) if "CORE" in group.slot), None)
    words = core.words if core else ()
    return frozenset(key for at, _ in words for key in proper_keys(said.tokens[at]))


def _part(said: Reading, start: int, end: int) -> Reading:
    """Some tokens of a reading as one of its own."""
    clauses = tuple(
        Clause(c.start - start, c.end - start, c.moods, c.begins, c.own)
        for c in said.clauses
        if start <= c.start < end
    )
    negated = frozenset(at - start for at in said.negated if start <= at < end)
    inside = [group for group in said.heads if all(start <= at < end for at in group)]
    heads = tuple(frozenset(at - start for at in group) for group in inside)
    return Reading(said.language, said.tokens[start:end], clauses, negated, heads)


def _unclear_company(said: Reading, proof: Proof, previous: str) -> str:
    """Say if "the company" could be read as another one than the evidence means."""
    if names_of(said):
        return ""
    speaks = any(
        "COMPANY" in token.keys and before.text.lower() in ("the", "das", "der", "dem", "des")
        for before, token in pairwise(said.tokens)
    )
    if not speaks:
        return ""
    if not proof.names_company():
        return "it is not clear which company is meant"
    earlier = _read(previous, said.language)
    tokens = earlier.tokens if earlier else ()
    others = frozenset(key for token in tokens for key in proper_keys(token))
    known = proof.keys | proof.meant.keys()
    return "the sentence before speaks of another company" if others and not others & known else ""


def _is_verbatim(statement: str, sentence: Sentence) -> bool:
    plain = _plain(statement)
    return bool(plain) and any(plain == _plain(text) for text in sentence.wordings)


@lru_cache(maxsize=2_000)
def _plain(text: str) -> str:
    return tidy(text).replace('"', "").rstrip(". ")


def _read(text: str, language: str) -> Reading | None:
    return read(text, language) if language in ("de", "en") else None
