"""Replies of models, read while they come."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.llm_reply import Claim, ReplyReader


def read(reply: str, size: int = 5) -> list[Claim]:
    """All claims of a reply that comes in pieces of ``size`` characters."""
    reader = ReplyReader()
    found = [c for at in range(0, len(reply), size) for c in reader.feed(reply[at : at + size])]
    return [*found, *reader.finish()]


_TWO = [Claim("One is 1.", (1,)), Claim("Two is 2.", (2, 3))]
_JSON = json.dumps({"sentences": [{"text": c.text, "cites": list(c.cites)} for c in _TWO]})


@pytest.mark.parametrize(
    "reply",
    [
        _JSON,
        json.dumps(json.loads(_JSON), indent=2),
        f"```json\n{_JSON}\n```",
        f"Sure, here it is:\n\n{_JSON}\nI hope this helps.",
        _JSON[:-2],
        _JSON + _JSON[: len(_JSON) // 3],
        json.dumps(json.loads(_JSON)["sentences"]),
        '{"text": "One is 1.", "cites": "[1]"}\n{"text": "Two is 2.", "cites": ["2", "3"]}',
        '{"sentence": "One is 1.", "citations": 1} {"text": "Two is 2. [2][3]", "cites": []}',
        "One is 1. [1]\nTwo is 2. [2][3]",
        "One is 1 [1]. Two is 2 [2, 3].",
        "- One is 1. [1]\n- Two is 2. (2) [3]\n",
        "1. **One is 1.** [1]\n2. Two is 2. [2][3]",
        "<think>Three is 3. [4]</think>\nOne is 1. [Satz 1]\nTwo is 2. [2; 3]",
    ],
)
@pytest.mark.parametrize("size", [1, 5, 10_000])
def test_whatever_the_form_the_claims_are_the_same(reply: str, size: int) -> None:
    """Talk around them is no claim that cites anything."""
    cited = [claim for claim in read(reply, size) if claim.cites]

    assert cited == _TWO


@pytest.mark.parametrize(
    "reply",
    ["", "   ", "{", '{"sentences": [', '{"text": "Half of', '{"text": 5, "cites": [1]}', "[1][2]"],
)
def test_what_is_not_whole_is_no_claim(reply: str) -> None:
    """Nor is what has no words."""
    assert read(reply) == []


def test_a_sentence_before_the_one_with_the_mark_cites_nothing() -> None:
    """The mark belongs to its own sentence alone."""
    assert read("One is 1. Two is 2. [2]") == [Claim("One is 1.", ()), Claim("Two is 2.", (2,))]


def test_a_claim_is_given_as_soon_as_it_is_whole() -> None:
    """Not only at the end."""
    reader = ReplyReader()

    assert reader.feed(_JSON[: _JSON.index("}") + 1]) == [_TWO[0]]


@given(st.text(max_size=400), st.integers(1, 50))
def test_any_reply_can_be_read(reply: str, size: int) -> None:
    """Every claim has words."""
    assert all(any(c.isalnum() for c in claim.text) for claim in read(reply, size))
