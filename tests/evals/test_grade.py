"""The grader on answers whose verdict is known by hand."""

from dataclasses import replace

import pytest

from app.types import Answer, AnswerSentence, Citation
from evals.grade import error_verdict, evidence_units, grade, numbers
from evals.types import EvidenceSpan, Grade, Question, Verdict
from sources.types import Document
from tests.evals.fakes import KnowingAssistant, shifted


def verdict(question: Question, answer: Answer, document: Document) -> Verdict:
    """The verdict on an answer about the small article."""
    return grade(question, answer, {document.doc_id: document})


@pytest.fixture
def question(questions: tuple[Question, ...]) -> Question:
    """How many employees the company had."""
    return questions[0]


@pytest.fixture
def answer(assistant: KnowingAssistant, question: Question) -> Answer:
    """The right answer to it."""
    return assistant(question.text)


@pytest.fixture
def other(questions: tuple[Question, ...], assistant: KnowingAssistant) -> Citation:
    """What proves the answer to another question."""
    return assistant(questions[2].text).citations[0]


def test_all_right(
    questions: tuple[Question, ...], assistant: KnowingAssistant, document: Document
) -> None:
    """All right."""
    verdicts = [verdict(q, assistant(q.text), document) for q in questions]
    assert [v.grade for v in verdicts] == [Grade.CORRECT] * 4 + [Grade.ABSTAINED] * 2
    assert all(v.right for v in verdicts)
    assert not any(v.false_statement or v.broken_citations for v in verdicts)
    assert verdicts[0].cited == (True,)
    assert verdicts[0].groups_cited == (True,)


def test_missing_fact(question: Question, answer: Answer, document: Document) -> None:
    """Missing fact."""
    found = verdict(question, replace(answer, text="Es waren viele."), document)
    assert (found.grade, found.right) == (Grade.INCORRECT, False)
    assert found.missing == (("5[., ]?000",),)


def test_forbidden_statement(question: Question, answer: Answer, document: Document) -> None:
    """Forbidden statement."""
    found = verdict(question, replace(answer, text="5.000, also 50 % mehr."), document)
    assert found.grade is Grade.INCORRECT
    assert found.forbidden == ("50 ?%",)
    assert found.false_statement


def test_too_long(question: Question, answer: Answer, document: Document) -> None:
    """Too long."""
    short = replace(question, max_chars=len(answer.text))
    assert verdict(short, answer, document).grade is Grade.CORRECT
    found = verdict(replace(short, max_chars=len(answer.text) - 1), answer, document)
    assert (found.grade, found.too_long) == (Grade.INCORRECT, True)


def test_proof_must_be_among_the_first_three_citations(
    question: Question, document: Document, answer: Answer, other: Citation
) -> None:
    """Proof must be among the first three citations."""
    third = replace(answer, citations=(other, other, *answer.citations))
    assert verdict(question, third, document).grade is Grade.CORRECT
    fourth = replace(answer, citations=(other, other, other, *answer.citations))
    found = verdict(question, fourth, document)
    assert (found.grade, found.uncited) == (Grade.INCORRECT, True)
    assert found.cited == (False, False, False, True)


def test_greeting_is_not_abstaining(
    questions: tuple[Question, ...], answer: Answer, document: Document
) -> None:
    """Greeting is not abstaining."""
    hello = AnswerSentence("Hallo!", (), "fixed")
    polite = replace(answer, text="Hallo!", citations=(), sentences=(hello,))
    found = verdict(questions[4], polite, document)
    assert (found.grade, found.right) == (Grade.INCORRECT, False)
    assert not found.false_statement


def test_abstaining_on_an_answerable_question_is_not_right(
    questions: tuple[Question, ...], assistant: KnowingAssistant, document: Document
) -> None:
    """Abstaining on an answerable question is not right."""
    silent = assistant(questions[4].text)
    found = verdict(questions[0], silent, document)
    assert (found.grade, found.right) == (Grade.ABSTAINED, False)


def test_citation_one_character_off(question: Question, answer: Answer, document: Document) -> None:
    """Citation one character off."""
    found = verdict(question, shifted(answer, 1), document)
    assert len(found.broken_citations) == 1
    assert "is not 'Die Firma Beispiel" in found.broken_citations[0]


def test_citation_cut_again_one_character_off(
    question: Question, answer: Answer, document: Document
) -> None:
    """Citation cut again one character off."""
    (citation,) = shifted(answer, 1).citations
    quote = document.text[citation.start : citation.end]
    recut = replace(citation, quote=quote, original_quote=quote)
    found = verdict(question, replace(answer, citations=(recut,)), document)
    assert not found.broken_citations
    assert "is not in what it cites" in found.unproven[0]


def test_quote_that_no_translation_holds(
    questions: tuple[Question, ...], assistant: KnowingAssistant, document: Document
) -> None:
    """Quote that no translation holds."""
    answer = assistant(questions[1].text)
    (citation,) = answer.citations
    invented = replace(answer, citations=(replace(citation, quote="Only 3,800 are left."),))
    assert "is in no translation" in verdict(questions[1], invented, document).broken_citations[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Die Firma hatte 5 000 Mitarbeiter.", ""),
        ("Die Firma hatte 5.001 Mitarbeiter.", "has numbers that its citations lack: 5001"),
    ],
)
def test_numbers_of_a_models_sentence(
    question: Question, answer: Answer, document: Document, text: str, reason: str
) -> None:
    """Numbers of a models sentence."""
    said = replace(answer, text=text, sentences=(AnswerSentence(text, (0,), "verified"),))
    unproven = verdict(question, said, document).unproven
    assert reason in "".join(unproven)
    assert bool(unproven) == bool(reason)


@pytest.mark.parametrize("citations", [(), (1,), (-1,)])
def test_sentence_without_its_citation(
    question: Question, answer: Answer, document: Document, citations: tuple[int, ...]
) -> None:
    """Sentence without its citation."""
    said = replace(answer, sentences=(replace(answer.sentences[0], citations=citations),))
    assert "cites" in verdict(question, said, document).unproven[0]


def test_numbers_in_every_usual_form() -> None:
    """Numbers in every usual form."""
    assert numbers("5.000 5,000 5 000 5\u202f000 $6,7 6.7 im Jahr 2021 200 Leute, 50%.") == {
        "5000",
        "67",
        "2021",
        "200",
        "50",
    }


def test_an_error_is_not_right_and_cites_nothing(question: Question, document: Document) -> None:
    """Whatever was asked; what a perfect answer would have found still counts."""
    found = error_verdict(question, {document.doc_id: document})
    assert (found.grade, found.right) == (Grade.ERROR, False)
    assert (found.groups_cited, found.n_units) == ((False,), 1)


def test_what_a_complete_answer_may_cite_proves_nothing(
    question: Question, document: Document, answer: Answer, other: Citation
) -> None:
    """Beside the proof it is no citation too many; alone it is no proof."""
    asked = replace(question, also=(EvidenceSpan(other.doc_id, other.start, other.end),))
    found = verdict(asked, replace(answer, citations=(other, *answer.citations)), document)
    assert (found.grade, found.cited) == (Grade.CORRECT, (True, True))
    alone = verdict(asked, replace(answer, citations=(other,)), document)
    assert (alone.grade, alone.uncited, alone.cited) == (Grade.INCORRECT, True, (True,))
    assert alone.groups_cited == (False,)


def test_evidence_of_one_paragraph_is_one_unit(
    questions: tuple[Question, ...], document: Document
) -> None:
    """Facts of one paragraph are found together, those of two are two to find."""
    (staff,), (today,), (boss,) = (q.evidence for q in questions[:3])
    title = EvidenceSpan(document.doc_id, 0, 5)
    asked = replace(questions[0], evidence=(staff, today, boss, (title,)))
    found = evidence_units(asked, {document.doc_id: document})
    assert found == ((*staff, *today), boss, (title,))
