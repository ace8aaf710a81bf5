"""A small SQuAD file, written for the tests."""

import json
from pathlib import Path

APPLES = "Ann ate five apples on Monday. Bob slept all day under a tree."
PEARS = "Carl sold seven pears in Bremen. Dora bought none of them."
TRAINS = "The train to Kiel left at noon. It was late again."


def _qa(
    qid: str, question: str, context: str, answer: str = "", impossible: bool = False
) -> dict[str, object]:
    answers = [{"text": answer, "answer_start": context.find(answer)}] if answer else []
    return {"id": qid, "question": question, "answers": answers, "is_impossible": impossible}


def squad_file(folder: Path) -> Path:
    """Two articles, three paragraphs, five questions, the last one not answerable."""
    first = [
        {
            "context": APPLES,
            "qas": [
                _qa("q0", "How many apples did Ann eat?", APPLES, "five apples"),
                _qa("q1", "Where did Bob sleep all day?", APPLES, "under a tree"),
            ],
        },
        {"context": PEARS, "qas": [_qa("q2", "Who sold pears in Bremen?", PEARS, "Carl")]},
    ]
    second = [
        {
            "context": TRAINS,
            "qas": [
                _qa("q3", "When was the train to Kiel gone?", TRAINS, "noon"),
                _qa("q4", "Which minister resigned?", TRAINS, "train", impossible=True),
            ],
        }
    ]
    path = folder / "squad.json"
    data = {"version": "v2.0", "data": [{"paragraphs": first}, {"paragraphs": second}]}
    path.write_text(json.dumps(data))
    return path
