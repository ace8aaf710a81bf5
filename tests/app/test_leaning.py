"""Which questions lean on the conversation, by rule and by what was learnt."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.followup import is_followup, standalone
from app.leaning import LeaningModel, leaning, load_leaning_model
from app.types import Turn
from index.build import make_snapshot
from index.types import Embedder, Encoding, Snapshot
from tests.fakes import HashingEmbedder
from tests.index.documents import expanded_document, followed_document

EARLIER = "Which think tank warned about the jobs market?"
HISTORY: list[Turn] = [{"role": "user", "content": EARLIER}]


def fitted(embedder: HashingEmbedder, *words: str) -> LeaningModel:
    """One for which a question of these words leans, and no other."""
    vector = sum(embedder.encode_query(word).vector for word in words)
    return LeaningModel("", embedder.embedder_id, -2.0, tuple(np.array(20 * vector).tolist()))


def nothing(embedder: Embedder) -> Snapshot:
    """An index of no document."""
    return make_snapshot([], embedder)


def test_what_is_known_to_stand_alone_does() -> None:
    """Where such a question is nearly this one, and nearer than any follow-up."""
    embedder = HashingEmbedder()
    model = fitted(embedder, "lohn", "belegschaft", "dollar")
    for document in (expanded_document(), followed_document()):
        leans = leaning(embedder, make_snapshot([document], embedder), model)
        assert not leans("Sag etwas zu Belegschaft!")
        assert leans("Mit welchem Belegschaft Dollar?")
        assert leans("Dann die Dollar?") is True


def test_a_question_leans_by_rule_or_by_what_was_learnt() -> None:
    """Either is enough."""
    embedder = HashingEmbedder()
    leans = leaning(embedder, nothing(embedder), fitted(embedder, "time", "frame"))
    learnt = "Over what time frame?"
    assert leans(learnt) and not is_followup(learnt)
    assert leans("Und davor?")
    assert not leans("How many people work for the insurance company?")
    assert standalone(learnt, HISTORY, leans) == f"{EARLIER} {learnt}"
    assert standalone(learnt, HISTORY) == learnt


def test_what_another_embedder_learnt_is_left_alone() -> None:
    """Its vectors mean something else: the rule decides."""
    embedder = HashingEmbedder()
    model = replace(fitted(embedder, "time"), embedder_id="another")
    assert leaning(embedder, nothing(embedder), model) is is_followup
    assert leaning(embedder, nothing(embedder)) is is_followup


def test_a_question_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at again with each that follows it; what the rule tells needs no encoder."""
    embedder = HashingEmbedder()
    model = fitted(embedder, "time")
    encoded: list[str] = []
    encode = embedder.encode_query

    def counted(text: str) -> Encoding:
        encoded.append(text)
        return encode(text)

    monkeypatch.setattr(embedder, "encode_query", counted)
    leans = leaning(embedder, nothing(embedder), model)
    for question in ("Over what time frame?", "Und davor?", "Over what time frame?"):
        leans(question)
    assert encoded == ["Over what time frame?"]


def test_the_shipped_weights_are_of_the_shipped_embedder(real_embedder: Embedder) -> None:
    """After the encoder or its additions changed: python -m evals leaning."""
    assert load_leaning_model().embedder_id == real_embedder.embedder_id
    assert len(load_leaning_model().weights) == real_embedder.dimension


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Over what period is that?", True),
        ("Till vilken siffra?", True),
        ("Dans quelle ville ?", True),
        ("¿Con qué resultado?", True),
        ("An welchem Tag denn?", True),
        ("How many moths did the museum in Bergen count last spring?", False),
        ("Wie viele Brücken wurden 1912 in Dresden gebaut?", False),
        ("¿Quién fundó la fábrica de relojes de Sevilla?", False),
        ("Vilket år öppnade simhallen i Umeå?", False),
        ("Pourquoi le lac d'Annecy est-il si propre ?", False),
    ],
)
def test_real_questions_in_five_languages(
    question: str, expected: bool, real_embedder: Embedder
) -> None:
    """Of matters that nothing was learnt about."""
    assert leaning(real_embedder, nothing(real_embedder))(question) is expected


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Plain JSON."""
    path = tmp_path / "leaning.json"
    path.write_text(
        json.dumps({"description": "d", "embedder_id": "e", "bias": -1.5, "weights": [0.25, 1]})
    )
    assert load_leaning_model(path) == LeaningModel("d", "e", -1.5, (0.25, 1.0))
