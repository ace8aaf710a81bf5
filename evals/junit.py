"""The results as JUnit XML, which CI systems show."""

from collections.abc import Sequence
from pathlib import Path

from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from evals.failures import failure
from evals.types import Grade, Outcome

JUNIT = "junit.xml"


def write_junit(outcomes: Sequence[Outcome], part: str, folder: Path) -> None:
    """Write ``junit.xml``: a suite for each kind, a case for each question.

    A question that was not answered as it should be is a failure, an exception an error.
    """
    xml = JUnitXml(f"known facts, {part}")
    kinds = dict.fromkeys(outcome.question.kind for outcome in outcomes)
    for kind in kinds:
        suite = TestSuite(kind)
        for outcome in outcomes:
            if outcome.question.kind == kind:
                suite.add_testcase(_case(outcome))
        xml.add_testsuite(suite)
    xml.write(str(folder / JUNIT), pretty=True)


def _case(outcome: Outcome) -> TestCase:
    question = outcome.question
    # XML 1.0 has no control characters, and an answer may quote any.
    case = TestCase(_plain(f"{question.qid} {question.text}"), question.kind)
    case.time = outcome.elapsed_ms / 1000
    name = failure(outcome)
    if name is not None:
        said = outcome.answer.text if outcome.answer else outcome.error
        result = Error if outcome.verdict.grade is Grade.ERROR else Failure
        case.result = [result(_plain(f"{name}: {said}"), name)]
    return case


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
