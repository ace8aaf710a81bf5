"""An answer as plain text for the shell."""

from app.compose import join
from app.types import Answer, AnswerSentence, Citation


def show_answer(answer: Answer, explain: bool = False) -> str:
    """The answer with marks, then what each mark stands for, then why if asked."""
    lines = [join(answer.sentences, _marked)]
    if answer.notice:
        lines += ["", f"({answer.notice})"]
    if answer.citations:
        lines.append("")
        lines += [_cited(i, citation) for i, citation in enumerate(answer.citations, start=1)]
    if answer.abstained is not None:
        lines += ["", f"({answer.abstained.value}; confidence {answer.confidence:.2f})"]
        lines += [f"  near: {hit.passage.text}" for hit in answer.hits[:3]]
    if explain and answer.explanation is not None:
        lines += ["", *_explained(answer)]
    return "\n".join(lines)


def _marked(sentence: AnswerSentence) -> str:
    return _in_line(sentence.text) + "".join(f" [{i + 1}]" for i in sentence.citations)


def _cited(number: int, citation: Citation) -> str:
    place = f"{citation.doc_id} {citation.start}-{citation.end}"
    return f'[{number}] "{_in_line(citation.original_quote)}" ({place})'


def _in_line(text: str) -> str:
    """Text that may go on in the next paragraph, on one line."""
    return " ".join(text.split())


def _explained(answer: Answer) -> list[str]:
    why = answer.explanation
    if why is None:
        return []
    grounds = ", ".join(f"{name} {value:.3f}" for name, value in why.decision_features)
    lines = [
        f"asked of the index: {why.standalone_question}",
        f"confidence {answer.confidence:.3f}, threshold {why.threshold:.3f} ({grounds})",
    ]
    for candidate in why.candidates:
        features = ", ".join(f"{name} {value:.2f}" for name, value in candidate.features)
        lines.append(f"  {candidate.score:.3f} {candidate.text[:70]} ({features})")
    return lines
