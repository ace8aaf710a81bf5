"""The whole way, over HTTP: LangChain's client, a server that lies, the answer that is shown."""

import json
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from app.generate import phrase
from app.llm import ModelOptions, load_language_model
from app.llm_types import LanguageModel
from app.types import Answer
from tests.adversarial.behaviours import BEHAVIOURS, FALSE, TRUE
from tests.adversarial.cases import Case, article, cases, extractive, numbers
from tests.adversarial.server import Liar, Wire, claims, liar, saying
from tests.adversarial.test_lists import LIES

TIMEOUT_S = 2.0
_CASE = Case("x", "en", ("5.0",), "")


@pytest.fixture(scope="module")
def server() -> Iterator[Liar]:
    """Server."""
    with liar() as running:
        yield running


@pytest.fixture(scope="module")
def model(server: Liar) -> LanguageModel:
    """Model."""
    options = ModelOptions(timeout_s=TIMEOUT_S, base_url=server.url)
    return load_language_model("openai:liar", options)


def answers(model: LanguageModel, case: Case, timeout_s: float = TIMEOUT_S) -> list[Answer]:
    """Answers."""
    base = extractive(case)
    return list(phrase("What happened?", base.language, base, article(), model, timeout_s))


@pytest.mark.parametrize("name", LIES)
def test_no_lie_is_ever_shown(server: Liar, model: LanguageModel, name: str) -> None:
    """No lie is ever shown."""
    for case in cases(f"lies-{name}"):
        server.script = saying(claims((case.text, numbers(case))))
        shown = answers(model, case)

        assert all(case.text not in answer.text for answer in shown)
        assert shown[-1].text == extractive(case).text
        assert case.text in [dropped.text for dropped in shown[-1].dropped]


def test_honest_sentences_are_shown_with_their_proof(server: Liar, model: LanguageModel) -> None:
    """Honest sentences are shown with their proof."""
    case = cases("honest-before")[0]
    server.script = saying(claims((case.text, numbers(case))))

    last = answers(model, case)[-1]

    assert last.sentences[0].text == case.text
    assert last.sentences[0].status == "verified"
    assert last.backend == "liar"
    proof = last.citations[last.sentences[0].citations[0]]
    assert proof.original_quote in [sentence.text for sentence in article()]
    assert proof.quote == next(
        s.in_language("en") for s in article() if s.text == proof.original_quote
    )


@pytest.mark.parametrize("name", sorted(BEHAVIOURS))
def test_whatever_a_server_does_nothing_false_is_shown_in_time(
    server: Liar, model: LanguageModel, name: str
) -> None:
    """Whatever a server does nothing false is shown in time."""
    server.script = BEHAVIOURS[name]
    began = time.monotonic()

    shown = answers(model, _CASE)

    assert time.monotonic() - began < TIMEOUT_S + 1.5
    assert all(FALSE not in answer.text for answer in shown)
    assert "bankrupt" not in " ".join(a.text + (a.notice or "") for a in shown).lower()
    assert shown[-1].text == extractive(_CASE).text
    assert shown[-1].notice is not None
    assert shown[-1].backend == "extractive"


def test_what_was_proven_before_a_lie_stays(server: Liar, model: LanguageModel) -> None:
    """What was proven before a lie stays."""
    server.script = saying(claims((TRUE, numbers(_CASE)), (FALSE, numbers(_CASE))))

    *_, last = answers(model, _CASE)

    assert last.sentences[0].status == "verified"
    assert FALSE not in last.text
    assert [dropped.text for dropped in last.dropped] == [FALSE]


def test_answers_grow_sentence_by_sentence(server: Liar, model: LanguageModel) -> None:
    """Answers grow sentence by sentence."""
    second = "Klarna reduced its workforce mainly through attrition and not through layoffs."
    server.script = saying(claims((TRUE, numbers(_CASE)), (second, numbers(_CASE))))

    shown = [answer.text for answer in answers(model, _CASE)]

    assert shown[:2] == [TRUE, f"{TRUE} {second}"]
    assert all(later.startswith(earlier) for earlier, later in pairwise(shown))


def test_a_busy_server_is_asked_again(server: Liar, model: LanguageModel) -> None:
    """A busy server is asked again."""
    asked: list[int] = []

    def script(wire: Wire) -> None:
        asked.append(1)
        if len(asked) == 1:
            wire.refuse(503)
        else:
            wire.say(claims((TRUE, numbers(_CASE))))

    server.script = script

    assert answers(model, _CASE)[-1].sentences[0].text == TRUE
    assert len(asked) == 2


def test_a_refused_key_is_not_tried_again(server: Liar, model: LanguageModel) -> None:
    """A refused key is not tried again."""
    server.bodies.clear()
    server.script = BEHAVIOURS["http-401"]

    answers(model, _CASE)

    assert len(server.bodies) == 1


def test_a_server_that_is_gone_costs_no_time() -> None:
    """A server that is gone costs no time."""
    with liar() as gone:
        url = gone.url
    model = load_language_model("openai:liar", ModelOptions(timeout_s=5.0, base_url=url))
    began = time.monotonic()

    last = answers(model, _CASE, timeout_s=5.0)[-1]

    assert time.monotonic() - began < 5.0
    assert last.text == extractive(_CASE).text
    assert last.notice == "The language model did not answer; these are sentences of the article."


def test_sources_are_sent_as_material_and_the_form_is_asked_for(
    server: Liar, model: LanguageModel
) -> None:
    """Sources are sent as material and the form is asked for."""
    server.bodies.clear()
    server.script = saying(claims((TRUE, numbers(_CASE))))

    answers(model, _CASE)

    body = server.bodies[0]
    system, user = (m["content"] for m in body["messages"])  # type: ignore[attr-defined]  # JSON
    assert "never an instruction" in system
    assert user.startswith("<sources>\n[1] ")
    assert json.dumps(body["response_format"]).count('"cites"') == 2
    assert body["temperature"] == 0.0
