"""What holds of the gate for any statement."""

import re
import statistics
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.gate import prepare, verify
from app.gate.proof import surfaces_of
from index.types import Sentence
from tests.adversarial.cases import article, cases, cited

_WORDS = sorted({w for s in article() for t in (s.text, s.in_language("en")) for w in t.split()})
_TEXTS = st.one_of(st.text(max_size=150), st.lists(st.sampled_from(_WORDS)).map(" ".join))


@pytest.mark.parametrize("sentence", article(), ids=lambda s: s.sentence_id)
def test_a_sentence_proves_itself(sentence: Sentence) -> None:
    """In the original and in translation, whatever the quotation marks."""
    for text in (sentence.text, sentence.in_language("en")):
        opened = re.sub(r'"([^"]*)"', r"„\1“", text)
        assert verify(text, [sentence]).passed
        assert verify(opened, [sentence]).support == (sentence.sentence_id,)


@settings(max_examples=300, deadline=None)
@given(text=_TEXTS, sentence=st.sampled_from(article()))
def test_any_text_gets_a_verdict(text: str, sentence: Sentence) -> None:
    """With a reason if it fails, and a proof if it passes; twice the same."""
    verdict = verify(text, [sentence], article())

    assert verdict == verify(text, [sentence], article())
    assert bool(verdict.reason) is not verdict.passed
    assert bool(verdict.support) is verdict.passed


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_changed_figure_never_passes(data: st.DataObject) -> None:
    """Any figure of any honest sentence, put up by any amount."""
    with_figures = [c for c in cases("honest-before") if re.search(r"\d", c.text)]
    case = data.draw(st.sampled_from(with_figures))
    figure = data.draw(st.sampled_from(list(re.finditer(r"\d+", case.text))))
    other = str(int(figure.group()) + data.draw(st.integers(1, 10**6)))
    text = case.text[: figure.start()] + other + case.text[figure.end() :]

    assert not verify(text, cited(case), article()).passed


def test_a_sentence_is_judged_in_less_than_five_milliseconds() -> None:
    """Of processor time, which a busy machine does not stretch; its reading included."""
    honest = cases("honest-before")
    for case in honest:
        verify(case.text, cited(case), article())
    times = []
    for number, case in enumerate(honest):
        fresh = f"{case.text[:-1]} and {number + 12_345}."  # not read before
        began = time.process_time()
        verify(fresh, cited(case), article())
        times.append((time.process_time() - began) * 1000)

    assert statistics.median(times) < 5


def test_sentences_can_be_read_before_they_are_cited() -> None:
    """So that the first answer is no slower than the next."""
    surfaces_of.cache_clear()

    prepare(article())

    assert surfaces_of.cache_info().currsize == len(article())
