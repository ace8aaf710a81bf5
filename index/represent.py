"""Representations: every text that stands for a passage in the index."""

from collections.abc import Iterable, Iterator, Sequence

from index.types import Passage, Representation, Sentence, Written
from sources.types import Document, HypotheticalQuestion, Span


def represent(
    documents: Iterable[Document], passages: Sequence[Passage], written: Written | None = None
) -> list[Representation]:
    """Make the representations of all passages.

    Each passage and sentence is represented by itself and by each translation, and each
    hypothetical question by itself, pointing to the sentences that its answer spans touch. A
    question without an answer span becomes a ``near_miss`` of the document, with no passage.
    ``written`` questions stand for their passage.
    """
    by_document: dict[str, list[Passage]] = {}
    made: list[Representation] = []
    for passage in passages:
        by_document.setdefault(passage.doc_id, []).append(passage)
        made.extend(_of_passage(passage))
        made.extend(_of_written(passage, (written or {}).get(passage.passage_id, ())))
    for document in documents:
        own = by_document.get(document.doc_id, [])
        for number, question in enumerate(document.questions):
            made.append(_of_question(document.doc_id, number, question, own))
    return made


def is_asked(representation: Representation) -> bool:
    """Whether a representation is a question, whoever wrote it."""
    return representation.kind == "written" or is_question(representation)


def is_question(representation: Representation) -> bool:
    """Whether a representation is a hypothetical question, answered or missed."""
    return representation.kind in ("question", "near_miss")


def _of_passage(passage: Passage) -> Iterator[Representation]:
    ids = tuple(sentence.sentence_id for sentence in passage.sentences)
    for language, text in _texts(passage, passage.language):
        yield Representation(
            f"{passage.passage_id}:p:{language}",
            "passage",
            passage.doc_id,
            passage.passage_id,
            ids,
            language,
            text,
        )
    for sentence in passage.sentences:
        for language, text in _texts(sentence, passage.language):
            yield Representation(
                f"{sentence.sentence_id}:s:{language}",
                "sentence",
                passage.doc_id,
                passage.passage_id,
                (sentence.sentence_id,),
                language,
                text,
            )


def _of_written(passage: Passage, questions: Sequence[str]) -> Iterator[Representation]:
    for number, question in enumerate(questions):
        yield Representation(
            f"{passage.passage_id}:w:{number}",
            "written",
            passage.doc_id,
            passage.passage_id,
            tuple(sentence.sentence_id for sentence in passage.sentences),
            passage.language,
            question,
        )


def _texts(part: Passage | Sentence, language: str) -> Iterator[tuple[str, str]]:
    yield language, part.text
    for translation in part.translations:
        yield translation.language, translation.text


def _of_question(
    doc_id: str, number: int, question: HypotheticalQuestion, passages: Sequence[Passage]
) -> Representation:
    touched = [found for span in question.answers for found in _touched(span, passages)]
    ids = tuple(dict.fromkeys(sentence.sentence_id for sentence in touched))
    return Representation(
        f"{doc_id}:q:{number}",
        "question" if touched else "near_miss",
        doc_id,
        touched[0].passage_id if touched else "",
        ids,
        question.language,
        question.whole,
        question.start,
    )


def _touched(span: Span, passages: Sequence[Passage]) -> Iterator[Sentence]:
    for passage in passages:
        if passage.start < span.end and span.start < passage.end:
            for sentence in passage.sentences:
                if sentence.start < span.end and span.start < sentence.end:
                    yield sentence
