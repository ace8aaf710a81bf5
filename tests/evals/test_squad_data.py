"""SQuAD files of both versions, parallel files, and files that are not fit."""

import json
from pathlib import Path

import pytest

from evals.errors import DatasetError
from evals.squad_data import Articles, of_articles, read_squad, spread, to_documents, with_questions
from sources.types import Span
from tests.evals.squad_files import squad_file


def test_answers_become_spans(tmp_path: Path) -> None:
    """Ids, articles, gold answers and their places."""
    squad = read_squad(squad_file(tmp_path))
    assert [p.doc_id for p in squad.paragraphs] == ["squad-0-0", "squad-0-1", "squad-1-0"]
    question = squad.questions[0]
    assert (question.article, question.answers) == (0, ("five apples",))
    context = squad.paragraphs[0].context
    assert context[question.spans[0].start : question.spans[0].end] == "five apples"


def test_impossible_question_has_no_answer(tmp_path: Path) -> None:
    """Version 2.0's plausible answers are no answers."""
    squad = read_squad(squad_file(tmp_path))
    impossible = squad.questions[-1]
    assert (impossible.answers, impossible.spans) == ((), ())


def test_slipped_offset_finds_the_nearest_occurrence(tmp_path: Path) -> None:
    """Of two occurrences, the one nearer to the given offset."""
    path = squad_file(tmp_path)
    data = json.loads(path.read_text())
    data["data"][0]["paragraphs"][0]["context"] = "Ann. Or was it Ann?"
    data["data"][0]["paragraphs"][0]["qas"] = [
        {"id": "x", "question": "Who?", "answers": [{"text": "Ann", "answer_start": 13}]}
    ]
    path.write_text(json.dumps(data))
    assert read_squad(path).questions[0].spans == (Span(15, 18),)


def test_parallel_questions(tmp_path: Path) -> None:
    """The text of one file, the gold answers of the other."""
    squad = read_squad(squad_file(tmp_path))
    other = tmp_path / "other.json"
    data = json.loads((tmp_path / "squad.json").read_text())
    for article in data["data"]:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                qa["question"] = f"de: {qa['question']}"
    other.write_text(json.dumps(data))
    asked = with_questions(squad, other)
    assert asked.questions[0].text == "de: How many apples did Ann eat?"
    assert asked.questions[0].answers == ("five apples",)
    assert asked.paragraphs == squad.paragraphs
    data["data"][0]["paragraphs"][0]["qas"].pop()
    other.write_text(json.dumps(data))
    with pytest.raises(DatasetError, match="is not parallel"):
        with_questions(squad, other)


def test_spread_keeps_all_paragraphs(tmp_path: Path) -> None:
    """Three of five questions, from the whole file."""
    squad = read_squad(squad_file(tmp_path))
    assert [q.qid for q in spread(squad, 3).questions] == ["q0", "q1", "q3"]
    assert spread(squad, 3).paragraphs == squad.paragraphs
    assert spread(squad, 99) == spread(squad, None) == squad


def test_every_second_article(tmp_path: Path) -> None:
    """Halves share no question, and keep every paragraph."""
    squad = read_squad(squad_file(tmp_path))
    even, odd = of_articles(squad, Articles.EVEN), of_articles(squad, Articles.ODD)
    assert [q.qid for q in even.questions] == ["q0", "q1", "q2"]
    assert [q.qid for q in odd.questions] == ["q3", "q4"]
    assert even.paragraphs == odd.paragraphs == squad.paragraphs
    assert of_articles(squad, Articles.ALL) == squad


def test_documents_keep_the_files_offsets(tmp_path: Path) -> None:
    """A document's text is the context itself."""
    squad = read_squad(squad_file(tmp_path))
    documents = to_documents(squad, "en")
    assert [d.text for d in documents] == [p.context for p in squad.paragraphs]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "is not in SQuAD format: data: "),
        ("no json", "is not in SQuAD format: file: "),
        (
            '{"data": [{"paragraphs": [{"context": "A", "qas": [{"id": "q", "question": "?",'
            ' "answers": [{"text": "B", "answer_start": 0}]}]}]}]}',
            "the answer 'B' to q is not in its paragraph",
        ),
    ],
)
def test_unfit_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """One line says what and where."""
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(DatasetError) as caught:
        read_squad(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    """A path that is not there."""
    with pytest.raises(DatasetError, match="Cannot read"):
        read_squad(tmp_path / "none.json")


def changed(folder: Path, **fields: object) -> Path:
    """The small file, its first question with other fields."""
    path = squad_file(folder)
    data = json.loads(path.read_text())
    data["data"][0]["paragraphs"][0]["qas"][0].update(fields)
    path.write_text(json.dumps(data))
    return path


def test_odd_questions_are_named(tmp_path: Path) -> None:
    """An offset that slipped, and an answer that lacks; a fit file has nothing odd."""
    assert read_squad(squad_file(tmp_path)).remarks == ()
    slipped = read_squad(
        changed(tmp_path, answers=[{"text": "five apples", "answer_start": 9}])
    ).remarks
    (bare,) = read_squad(changed(tmp_path, answers=[])).remarks
    path = tmp_path / "squad.json"
    assert slipped == (
        f"{path}: 1 with an answer not where answer_start says: the nearest place counts (q0)",
    )
    assert bare == f"{path}: 1 with no answer and no is_impossible: counted as not answerable (q0)"


def test_only_the_first_few_odd_questions_are_named(tmp_path: Path) -> None:
    """A line stays a line, however many there are."""
    path = squad_file(tmp_path)
    data = json.loads(path.read_text())
    qas = data["data"][0]["paragraphs"][0]["qas"]
    qas[:] = [{"id": f"x{i}", "question": "?"} for i in range(7)]
    path.write_text(json.dumps(data))
    (remark,) = read_squad(path).remarks
    assert remark.startswith(f"{path}: 7 with no answer")
    assert remark.endswith("(x0, x1, x2, x3, x4, …)")


def test_files_as_others_write_them(tmp_path: Path) -> None:
    """A byte order mark, Windows line ends, numbers for ids (GermanQuAD), no version."""
    path = changed(tmp_path, id=38640)
    plain = read_squad(path)
    assert plain.questions[0].qid == "38640"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(json.loads(path.read_text()), indent=1).encode())
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_squad(path) == plain


def test_a_file_without_questions(tmp_path: Path) -> None:
    """One line instead of a table of nothing."""
    path = tmp_path / "none.json"
    path.write_text('{"data": []}')
    with pytest.raises(DatasetError, match="has no question"):
        read_squad(path)
