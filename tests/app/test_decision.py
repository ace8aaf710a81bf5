"""The grounds of a decision, each worked out by hand."""

import math
from dataclasses import replace

import pytest

from app.bank import Nearby
from app.decision import decision_features, log_odds
from tests.app.parts import NO_FEATURES, awaited, make_sentence, match, near, scored


def test_without_a_candidate_there_is_nothing_to_decide() -> None:
    """The caller abstains before."""
    with pytest.raises(ValueError, match="at least one candidate"):
        decision_features([], Nearby())


def test_features_of_the_best_sentence_are_passed_on() -> None:
    """And the lead over the best of another passage, not of its own."""
    best = replace(scored(make_sentence("Eins."), 0.9), features=replace(NO_FEATURES, token=0.7))
    own = scored(make_sentence("Zwei.", number=1), 0.8)
    other = scored(make_sentence("Drei.", passage=1), 0.6)
    found = decision_features([best, own, other], Nearby())
    assert (found.top, found.token) == (log_odds(0.9), 0.7)
    assert found.margin == pytest.approx(log_odds(0.9) - log_odds(0.6))
    assert (found.answered, found.missed, found.vote, found.agreement) == (0, 0, 0, 0)
    assert found.unsaid == 0  # nothing to learn from
    alone = decision_features([best, own], Nearby())
    assert alone.margin > 3 * found.margin


def test_hypothetical_questions_vote_by_closeness() -> None:
    """The nearest of each sort is named; each vote falls with its distance to the nearest."""
    best = scored(make_sentence("Eins."), 0.9)
    found = decision_features([best], near(match(0.95), match(0.93, "d#0.0"), match(0.9)))
    assert (found.answered, found.missed, found.agreement) == (0.93, 0.95, 1)
    votes = [1, math.exp(-1), math.exp(-2.5)]
    assert found.vote == pytest.approx(votes[1] / sum(votes))


def test_agreement_is_about_the_nearest_answered_question() -> None:
    """A later one does not count."""
    best = scored(make_sentence("Eins."), 0.9)
    other, own = match(0.9, "d#5.0"), match(0.89, "d#0.0")
    assert decision_features([best], near(other, own)).agreement == 0
    assert decision_features([best], near(own, other)).agreement == 1


def test_only_eight_neighbours_vote() -> None:
    """The ninth is too far to be asked."""
    best = scored(make_sentence("Eins."), 0.9)
    nearest = [match(0.9) for _ in range(8)]
    assert decision_features([best], near(*nearest, match(0.9, "d#0.0"))).vote == 0


def test_log_odds() -> None:
    """As worked out by hand, and held within bounds: certainty is not infinite."""
    assert log_odds(0.5) == pytest.approx(0)
    assert log_odds(0.75) == pytest.approx(math.log(3))
    assert log_odds(1) == pytest.approx(-log_odds(0))
    assert 5 < log_odds(1) < 20


def test_unsaid_is_that_of_the_best_sentences_document() -> None:
    """As it was learnt; another document's is not asked, and 0 stands for nothing learnt."""
    best = awaited(make_sentence("Eins."), 0.9, 0.4)
    nearby = Nearby(unsaid={"d": 0.7, "other": 0.1})
    assert decision_features([best], nearby).unsaid == 0.7
    assert decision_features([best], Nearby(unsaid={"other": 0.1})).unsaid == 0
    named = dict(decision_features([best], nearby).named())
    assert (named["unsaid"], named["expansion"]) == (0.7, 0.4)
    assert next(iter(named)) == "top"


def test_what_is_expected_is_that_of_the_best_sentence() -> None:
    """Not the most that is expected of any."""
    best = awaited(make_sentence("Eins."), 0.9, 0.2)
    other = awaited(make_sentence("Zwei.", number=1), 0.8, 0.6)
    assert decision_features([best, other], Nearby()).expansion == 0.2


def test_the_gap_is_between_the_two_best_passages() -> None:
    """By their fused scores, whatever their sentences'."""
    one, two, three = (
        replace(
            scored(make_sentence("x", passage=n), 0.5), features=replace(NO_FEATURES, passage=p)
        )
        for n, p in enumerate((2.0, 2.5, 1.0))
    )
    assert decision_features([one, two, three], Nearby()).gap == 0.5
    assert decision_features([one], Nearby()).gap == 0
