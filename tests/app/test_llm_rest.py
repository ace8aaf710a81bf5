"""A model that hung is left alone for a while, then asked again."""

import time
from collections.abc import Iterator

import pytest

from app.errors import ModelUnavailable
from app.llm import complete_within
from app.llm_rest import RestingModel
from app.llm_types import ModelRequest
from tests.app.scripted import ScriptedModel

_REQUEST = ModelRequest("rules", "question")


class Slow(ScriptedModel):
    """Takes half a second to its first word, the first time."""

    def stream(self, request: ModelRequest) -> Iterator[str]:
        """The reply, late once."""
        if not self.requests:
            time.sleep(0.5)
        yield from super().stream(request)


def test_a_model_that_answers_is_asked_each_time() -> None:
    """And has its own name and size."""
    model = ScriptedModel(["here"])
    resting = RestingModel(model, 1.0)
    assert [complete_within(resting, _REQUEST, 1) for _ in range(3)] == ["here"] * 3
    assert (resting.name, resting.context_tokens) == ("scripted", 6000)


def test_a_model_that_hung_is_asked_again_after_its_rest() -> None:
    """Until then nobody waits; a refused key needs no rest."""
    model = Slow(["here"])
    resting = RestingModel(model, 0.2, rest_s=0.5)
    with pytest.raises(ModelUnavailable, match="did not answer"):
        complete_within(resting, _REQUEST, 0.2)
    with pytest.raises(ModelUnavailable, match="not asked again"):
        complete_within(resting, _REQUEST, 5)
    time.sleep(1.2)
    assert complete_within(resting, _REQUEST, 5) == "here"


def test_a_failure_without_waiting_needs_no_rest() -> None:
    """The next question may be luckier."""
    resting = RestingModel(ScriptedModel([ModelUnavailable("refused"), "here"]), 1.0)
    with pytest.raises(ModelUnavailable, match="refused"):
        complete_within(resting, _REQUEST, 1)
    assert complete_within(resting, _REQUEST, 1) == "here"
