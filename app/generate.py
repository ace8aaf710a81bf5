"""Answers phrased by a model: every sentence passes the gate, or is not shown."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.errors import ModelUnavailable
from app.gate import Verdict, verify
from app.gate.relevance import answers_question
from app.llm import stream_within
from app.llm_reply import Claim, ReplyReader
from app.llm_types import LanguageModel
from app.prompt import Prompt, build_prompt
from app.types import Answer, AnswerSentence, Citation, DroppedSentence, SentenceStatus
from index.types import Sentence
from sources.language import detect

_log = logging.getLogger(__name__)
LANGUAGES = ("de", "en")
"""Languages that the gate can read; answers in others stay extractive."""
MAX_CLAIMS = 24
MAX_DROPPED = 300
"""Characters of a dropped sentence that are kept."""
MAX_REPEATED = 3
"""A model that says the same again and again has nothing to add."""
_SURE = 0.6
_NOTICES = {
    "failed": {
        "de": "Das Sprachmodell hat nicht geantwortet; dies sind Sätze aus dem Artikel.",
        "en": "The language model did not answer; these are sentences of the article.",
    },
    "unproven": {
        "de": "Keine Formulierung des Sprachmodells war belegt; dies sind Sätze aus dem Artikel.",
        "en": "Nothing the language model wrote was proven; these are sentences of the article.",
    },
    "left_out": {
        "de": "Dem Sprachmodell lagen {} weitere Sätze nicht vor: Sie passten nicht hinein.",
        "en": "The language model did not see {} further sentences: they did not fit.",
    },
}


@dataclass(slots=True)
class _Draft:
    """An answer as it grows."""

    base: Answer
    backend: str
    sentences: list[AnswerSentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    dropped: list[DroppedSentence] = field(default_factory=list)

    def add(self, text: str, proofs: Sequence[Citation], status: SentenceStatus) -> None:
        """Show a sentence with its proof."""
        for proof in proofs:
            if not any(proof.is_at(known) for known in self.citations):
                self.citations.append(proof)
        places = [i for i, c in enumerate(self.citations) if any(c.is_at(p) for p in proofs)]
        self.sentences.append(AnswerSentence(text, tuple(places), status))

    def shows(self, citation: Citation) -> bool:
        """Whether a sentence is cited already."""
        return any(citation.is_at(known) for known in self.citations)

    def answer(self, notice: str | None = None) -> Answer:
        """The answer so far."""
        return replace(
            self.base,
            text=" ".join(sentence.text for sentence in self.sentences),
            sentences=tuple(self.sentences),
            citations=tuple(self.citations),
            dropped=tuple(self.dropped),
            backend=self.backend,
            notice=notice,
        )


def phrase(
    question: str,
    language: str,
    extractive: Answer,
    evidence: Sequence[Sentence],
    model: LanguageModel,
    timeout_s: float = 30.0,
) -> Iterator[Answer]:
    """Let a model phrase an answer that extraction has found.

    Only proven sentences are ever shown. One that fails gives way to the extracted sentence it
    cites, or is dropped; what the extractive answer has and the model leaves out is added as
    extracted. If the model fails, or nothing it says is proven, the extractive answer stands.

    Args:
        question: What is asked, standing alone.
        language: Of the answer.
        extractive: The answer found without a model; if it abstains, no model is asked.
        evidence: Sentences that the model may use, best first; give whole passages, so that
            "he" and "the company" can be told.
        model: Who phrases it.
        timeout_s: The longest it may take, retries included.

    Yields:
        Growing answers; the last one is whole.
    """
    if extractive.abstained or not extractive.citations or language not in LANGUAGES:
        yield extractive
        return
    try:
        prompt = build_prompt(question, language, evidence, model.context_tokens)
    except ValueError:
        yield extractive
        return
    draft = _Draft(extractive, model.name)
    try:
        for claim in _claims(model, prompt, timeout_s):
            if _consider(claim, draft, prompt, evidence):
                yield draft.answer()
    except ModelUnavailable as error:
        # What a server says of itself is not for the page, it could say anything.
        _log.warning("The language model failed: %s", error)
        yield replace(extractive, notice=_notice("failed", language))
        return
    yield _whole(draft, question, prompt)


def has_failed(answer: Answer) -> bool:
    """Whether an answer says that the model did not answer."""
    return answer.notice in _NOTICES["failed"].values()


def _claims(model: LanguageModel, prompt: Prompt, timeout_s: float) -> Iterator[Claim]:
    """The model's sentences, each once, as they come."""
    seen: set[str] = set()
    n_repeated = 0
    for claim in _read(model, prompt, timeout_s):
        if claim.text in seen:
            n_repeated += 1
        else:
            seen.add(claim.text)
            yield claim
        if len(seen) >= MAX_CLAIMS or n_repeated >= MAX_REPEATED:
            return


def _read(model: LanguageModel, prompt: Prompt, timeout_s: float) -> Iterator[Claim]:
    reader = ReplyReader()
    for piece in stream_within(model, prompt.request, timeout_s):
        yield from reader.feed(piece)
    yield from reader.finish()


def _consider(claim: Claim, draft: _Draft, prompt: Prompt, evidence: Sequence[Sentence]) -> bool:
    """Judge a claim; whether the answer grew."""
    cited = prompt.cited(claim.cites)
    verdict = _judge(claim, cited, draft, evidence)
    if verdict.passed:
        known = {sentence.sentence_id: sentence for sentence in (*evidence, *cited)}
        proofs = [_citation(known[sid], draft.base) for sid in verdict.support]
        # True is not enough: what answers the question was found before the model was asked.
        if any(proof.is_at(found) for proof in proofs for found in draft.base.citations):
            draft.add(claim.text, proofs, "verified")
            return True
        verdict = Verdict(False, "it is true, but of nothing that answers the question")
    dropped = DroppedSentence(claim.text[:MAX_DROPPED], verdict.reason[:MAX_DROPPED])
    draft.dropped.append(dropped)
    instead = _extracted(cited, draft)
    if instead is None:
        return False
    draft.add(instead.quote, [instead], "replaced")
    return True


def _judge(
    claim: Claim, cited: Sequence[Sentence], draft: _Draft, evidence: Sequence[Sentence]
) -> Verdict:
    if not claim.cites:
        return Verdict(False, "it cites nothing")
    if not cited:
        return Verdict(False, f"it cites sentences that do not exist: {list(claim.cites)}")
    found = detect(claim.text, preferred=(draft.base.language,))
    if found.language != draft.base.language and found.confidence >= _SURE:
        return Verdict(False, f"it is not in the language of the answer ({found.language})")
    previous = draft.sentences[-1].text if draft.sentences else ""
    return verify(claim.text, cited, evidence, previous)


def _extracted(cited: Sequence[Sentence], draft: _Draft) -> Citation | None:
    """The extracted sentence that a failed claim cites, if it is not shown yet."""
    places = {(sentence.doc_id, sentence.start) for sentence in cited}
    fitting = (c for c in draft.base.citations if (c.doc_id, c.start) in places)
    return next((c for c in fitting if not draft.shows(c)), None)


def _whole(draft: _Draft, question: str, prompt: Prompt) -> Answer:
    """The last answer: with what the extractive one has and the model left out."""
    language = draft.base.language
    if not any(sentence.status == "verified" for sentence in draft.sentences):
        return replace(
            draft.base,
            dropped=tuple(draft.dropped),
            notice=_notice("unproven", language),
        )
    for sentence in draft.base.sentences:
        proofs = [draft.base.citations[i] for i in sentence.citations]
        if not _is_told(sentence, proofs, draft, question):
            draft.add(sentence.text, proofs, "extracted")
    left_out = prompt.n_left_out
    notice = _notice("left_out", language, str(left_out)) if left_out else None
    return draft.answer(notice)


def _is_told(
    sentence: AnswerSentence, proofs: Sequence[Citation], draft: _Draft, question: str
) -> bool:
    """Whether what the extracted sentence says to the question is shown already."""
    if any(shown.text == sentence.text for shown in draft.sentences):
        return True
    about = [
        shown.text
        for shown in draft.sentences
        if any(draft.citations[i].is_at(proof) for i in shown.citations for proof in proofs)
    ]
    return bool(about) and answers_question(question, " ".join(about), sentence.text)


def _citation(sentence: Sentence, base: Answer) -> Citation:
    place = (sentence.doc_id, sentence.start)
    known = next((c for c in base.citations if (c.doc_id, c.start) == place), None)
    if known is not None:
        return known
    considered = base.explanation.candidates if base.explanation else ()
    scores = (c.score for c in considered if c.sentence_id == sentence.sentence_id)
    return Citation(
        doc_id=sentence.doc_id,
        passage_id=sentence.passage_id,
        quote=sentence.in_language(base.language),
        start=sentence.start,
        end=sentence.end,
        original_quote=sentence.text,
        score=next(scores, 0.0),
    )


def _notice(kind: str, language: str, detail: str = "") -> str:
    return _NOTICES[kind][language].format(detail)
