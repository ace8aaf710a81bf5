"""Parts switched off: what each takes away, and that it is missed where it was needed."""

from dataclasses import fields, replace

import pytest

from app.decision import DecisionFeatures
from app.evidence import SentenceFeatures
from app.model import LinearModel, load_reader_model
from app.passage import PassageFeatures
from evals.ablate import Ablation, Remembering, ablate_facts, ablate_squad
from evals.ablate_parts import NAMED, Kind, Means, Part, parts, without_part
from evals.ablate_report import FACTS_COLUMNS, ablation_markdown
from evals.squad_data import SquadParagraph, SquadQuestion, SquadSet
from evals.types import Question
from index.retrieve import FusionWeights
from sources.types import Document, Span
from tests.fakes import HashingEmbedder


def test_every_feature_is_in_a_part() -> None:
    """One that no named part names has a row of its own; an unknown name gives no row."""
    made = parts()
    records: dict[Kind, type] = {
        "sentence": SentenceFeatures,
        "passage": PassageFeatures,
        "decision": DecisionFeatures,
        "fusion": FusionWeights,
    }
    for kind, record in records.items():
        covered = frozenset().union(*(part.names(kind) for part in made))
        assert covered == {field.name for field in fields(record)}
    assert [part.name for part in made[: len(NAMED)]] == [part.name for part in NAMED]


def test_features_are_held_at_their_mean() -> None:
    """By hand: a weight of 2 on a mean of 0.5 moves into the bias; nothing else changes."""
    model = load_reader_model()
    linear = LinearModel(0.25, {"dense": 2.0, "token": 3.0})
    model = replace(model, plain=replace(model.plain, sentence=linear))
    part = Part("x", {"sentence": frozenset({"dense"}), "fusion": frozenset({"lexical"})})
    left = without_part(model, part, Means({"dense": 0.5, "token": 9.0}, {}, {}))
    assert left.plain.sentence == LinearModel(1.25, {"token": 3.0})
    assert left.plain.decision == model.plain.decision
    assert left.fusion == replace(model.fusion, lexical=0.0)


def test_texts_are_encoded_once() -> None:
    """However often they are asked or indexed."""
    embedder = HashingEmbedder()
    remembering = Remembering(embedder)
    first, second, third = remembering.encode_passages(["a b", "c", "a b"])
    assert first is third
    assert first is not second
    assert remembering.encode_passages(["c"]) == [second]
    assert embedder.n_encoded == 2
    assert remembering.encode_query("Wer?") is remembering.encode_query("Wer?")


def test_follow_ups_are_lost_without_the_history(
    questions: tuple[Question, ...], document: Document
) -> None:
    """Every part has a row; only what needs the history falls when it is left out."""
    asked = [q for q in questions if q.text == "Wer leitet die Firma?"]
    followup = replace(
        asked[0],
        qid="f1",
        text="Und wer?",
        history=(
            {"role": "user", "content": "Wer leitet die Firma?"},
            {"role": "assistant", "content": "Berta Klug."},
        ),
    )
    rows = ablate_facts([*asked, followup], [document], HashingEmbedder(), {})
    by_name = {row.part: row for row in rows}
    assert len(rows) == 1 + len(parts())
    assert by_name["nothing"].lost == by_name["nothing"].won == ()
    found = {name: row.figures["MRR@10"] or 0.0 for name, row in by_name.items()}
    assert found["nothing"] > found["follow-ups"]
    assert found["nothing"] == found["taking commands out"]


def test_squad_without_each_part_of_the_reader() -> None:
    """Rows for what documents without questions and translations have, the whole first."""
    texts = ["Ann ate five apples on Monday.", "Bob slept all day under a tree."]
    squad = SquadSet(
        tuple(SquadParagraph(f"d{i}", i, text) for i, text in enumerate(texts)),
        (SquadQuestion("q", "Who slept all day?", "d1", 1, ("Bob",), (Span(0, 3),)),),
    )
    rows = ablate_squad(squad, HashingEmbedder())
    assert [row.part for row in rows] == ["nothing", *(p.name for p in parts() if p.plain)]
    assert rows[0].figures["paragraph R@1"] == 1.0


@pytest.mark.parametrize(
    ("value", "shown"), [(0.9, "0"), (0.853, "−4.7"), (0.95, "+5.0"), (None, "–")]
)
def test_markdown(value: float | None, shown: str) -> None:
    """The whole in percent, each part by what it changes, the dearest first."""
    whole = Ablation("nothing", {"right, dev": 0.9}, (), ())
    cheap = Ablation("cheap", {"right, dev": 0.9}, (), ())
    dear = Ablation("dear", {"right, dev": value}, ("q1", "q2"), ("q3",))
    lines = ablation_markdown([whole, cheap, dear], FACTS_COLUMNS).splitlines()
    assert lines[0] == "| switched off | right, dev | questions lost | won |"
    assert lines[2] == "| nothing | 90.0 % | – | – |"
    assert lines[3] == f"| dear | {shown} | 2 | 1 |"
    assert lines[4] == "| cheap | 0 | 0 | 0 |"
