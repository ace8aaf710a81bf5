"""Deliberately broken assistants are caught, each by the figure that names its fault."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from app.types import Abstention, Answer, AnswerSentence, Turn
from evals.errors import ResultsError
from evals.gate import accept, figures_markdown, of_part, read_baselines, reasons, to_baseline
from evals.report import ASSISTANT, RunReport, report, write_summary
from evals.run import run
from evals.types import Ask, Question
from sources.types import Document
from tests.evals.fakes import KnowingAssistant, shifted

Mutation = Callable[[Answer], Answer]


def mutated(assistant: Ask, mutation: Mutation) -> Ask:
    """The assistant with every answer changed."""

    def ask(question: str, history: list[Turn] | None = None, language: str = "auto") -> Answer:
        """Ask."""
        return mutation(assistant(question, history, language))

    return ask


def off_by_one(answer: Answer) -> Answer:
    """Each citation starts and ends a character late."""
    return shifted(answer, 1)


def wrong_number(answer: Answer) -> Answer:
    """3,800 becomes 3,900, in the text only."""
    sentences = tuple(replace(s, text=s.text.replace("3,800", "3,900")) for s in answer.sentences)
    return replace(answer, text=" ".join(s.text for s in sentences), sentences=sentences)


def wrong_passage(answer: Answer) -> Answer:
    """Each citation is of the passage before: verbatim, but no proof."""
    if not answer.citations:
        return answer
    title = answer.hits[-1].passage.sentences[0]
    other = replace(
        answer.citations[0],
        passage_id=title.passage_id,
        quote=title.text,
        original_quote=title.text,
        start=title.start,
        end=title.end,
    )
    return replace(answer, citations=(other,), sentences=())


def always_abstains(answer: Answer) -> Answer:
    """Nothing is ever said."""
    reason = answer.abstained or Abstention.UNSUPPORTED
    return replace(answer, abstained=reason, citations=(), sentences=(), text="")


def never_abstains(answer: Answer) -> Answer:
    """Something is always said: the first sentence of the best passage."""
    if answer.abstained is None:
        return answer
    best = answer.hits[0].passage.sentences[0]
    said = (AnswerSentence(best.text, (), "fixed"),)
    return replace(answer, abstained=None, text=best.text, sentences=said)


def crashes(answer: Answer) -> Answer:
    """Every question is an error."""
    raise RuntimeError(answer.question)


def made(ask: Ask, questions: tuple[Question, ...], document: Document) -> RunReport:
    """The report of a run."""
    return report("dev", questions, {ASSISTANT: run(questions, ask, [document])}, {})


@pytest.fixture
def good(
    assistant: KnowingAssistant, questions: tuple[Question, ...], document: Document
) -> RunReport:
    """The run that was accepted."""
    return made(assistant, questions, document)


@pytest.mark.parametrize(
    ("mutation", "named"),
    [
        (off_by_one, "answers with a citation that is not the article's text: 4, was 0"),
        (wrong_number, "answers with a false statement: 1, was 0"),
        (wrong_number, "answers that say what they do not prove: 1, was 0"),
        (wrong_passage, "citation precision: 0.000"),
        (wrong_passage, "citation recall: 0.000"),
        (wrong_passage, "proved: 0.000"),
        (always_abstains, "abstention precision: 0.333"),
        (always_abstains, "right, answerable: 0.000"),
        (never_abstains, "abstention recall: 0.000"),
        (crashes, "errors: 6, was 0"),
    ],
)
def test_mutation_is_caught_by_name(
    good: RunReport,
    assistant: KnowingAssistant,
    questions: tuple[Question, ...],
    document: Document,
    mutation: Mutation,
    named: str,
) -> None:
    """The gate fails, and its reasons name the fault."""
    broken = made(mutated(assistant, mutation), questions, document)
    why = reasons(broken, to_baseline(good))
    assert any(line.startswith(named) for line in why), why


@pytest.mark.parametrize(
    ("mutation", "spared"),
    [
        (off_by_one, "abstention recall"),
        (wrong_number, "citation precision"),
        (wrong_passage, "abstention precision"),
        (never_abstains, "right, answerable"),
        (always_abstains, "abstention recall"),
    ],
)
def test_what_is_not_broken_is_not_named(
    good: RunReport,
    assistant: KnowingAssistant,
    questions: tuple[Question, ...],
    document: Document,
    mutation: Mutation,
    spared: str,
) -> None:
    """A figure that has nothing to do with the fault stays silent."""
    broken = made(mutated(assistant, mutation), questions, document)
    why = reasons(broken, to_baseline(good))
    assert why
    assert not any(line.startswith(f"{spared}:") for line in why)


def test_the_same_run_passes(
    good: RunReport,
    assistant: KnowingAssistant,
    questions: tuple[Question, ...],
    document: Document,
) -> None:
    """No reason, whatever the times were."""
    assert reasons(made(assistant, questions, document), to_baseline(good)) == ()


def test_within_the_interval_passes_and_beyond_fails(good: RunReport) -> None:
    """A drop that chance explains is none; one that it does not explain is."""
    baseline = to_baseline(good)
    wide = replace(baseline.figures["right"], value=0.9, low=1.0, high=1.0)
    assert reasons(good, replace(baseline, figures={"right": wide})) == ()
    total = good.systems[ASSISTANT].total
    worse = replace(total.figures["right"], value=0.79)
    run_ = replace(
        good,
        systems={
            ASSISTANT: replace(
                good.systems[ASSISTANT],
                total=replace(total, figures={**total.figures, "right": worse}),
            )
        },
    )
    low = replace(wide, low=0.8, high=0.95)
    (why,) = reasons(run_, replace(baseline, figures={"right": low}))
    assert why.startswith("right: 0.790")


@pytest.mark.parametrize(
    ("name", "better", "value", "n_reasons"),
    [
        ("right", "higher", None, 1),
        ("some error", "lower", 0.96, 1),
        ("some error", "lower", 0.1, 0),
        ("expected calibration error", "lower", 0.96, 0),
        ("area under risk-coverage", "lower", 0.96, 0),
    ],
)
def test_undefined_lower_is_better_and_not_gated(
    good: RunReport,
    name: str,
    better: Literal["higher", "lower"],
    value: float | None,
    n_reasons: int,
) -> None:
    """What is no longer defined fails, as does a rise of what should be low; some are only told."""
    figure = to_baseline(good).figures["right"]
    before = replace(figure, value=0.9, low=0.8, high=0.95, better=better)
    system = good.systems[ASSISTANT]
    figures = {name: replace(before, value=value)}
    now = replace(system, total=replace(system.total, figures=figures))
    why = reasons(
        replace(good, systems={ASSISTANT: now}),
        replace(to_baseline(good), figures={name: before}),
    )
    assert len(why) == n_reasons


def test_other_questions_are_not_compared(
    good: RunReport,
    assistant: KnowingAssistant,
    questions: tuple[Question, ...],
    document: Document,
) -> None:
    """Easier questions would pass any gate."""
    fewer = made(assistant, questions[1:], document)
    (why,) = reasons(fewer, to_baseline(good))
    assert "not those of the baseline" in why


def test_accept_writes_the_part_and_keeps_the_other(good: RunReport, tmp_path: Path) -> None:
    """The baseline file holds one entry a part, as it was measured."""
    path = tmp_path / "baseline.json"
    write_summary(good, tmp_path / "dev")
    write_summary(replace(good, part="test", n_questions=5), tmp_path / "test")
    assert accept(tmp_path / "dev", path) == "dev"
    assert accept(tmp_path / "test", path) == "test"
    baselines = read_baselines(path)
    assert of_part(baselines, "dev") == to_baseline(good)
    assert of_part(baselines, "test").n_questions == 5
    with pytest.raises(ResultsError, match="No baseline of part all"):
        of_part(baselines, "all")


def test_figures_for_the_readme(good: RunReport) -> None:
    """A row a system, as it was accepted."""
    both = replace(good, systems={**good.systems, "twin": good.systems[ASSISTANT]})
    lines = figures_markdown(to_baseline(both)).splitlines()
    assert lines[0] == (
        "| system | right | proved | citation precision | abstention precision "
        "| abstention recall | AUROC, near misses | false statements |"
    )
    assert lines[1].startswith("| --- | ---: |")
    assert lines[2].startswith("| assistant | 100.0 % | 100.0 % | 100.0 % |")
    assert lines[3].startswith("| twin | 100.0 % |")


def test_no_baseline_and_no_run(tmp_path: Path) -> None:
    """One line says what to do."""
    with pytest.raises(ResultsError, match="run: python -m evals accept"):
        read_baselines(tmp_path / "none.json")
    (tmp_path / "baseline.json").write_text(json.dumps({"dev": {"figures": 1}}))
    with pytest.raises(ResultsError, match="is not a baseline"):
        read_baselines(tmp_path / "baseline.json")
    with pytest.raises(ResultsError, match="No summary of a run"):
        accept(tmp_path, tmp_path / "new.json")
