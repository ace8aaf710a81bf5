"""Trains the adapter of the bundled encoder on questions and the sentences that answer them.

Each question is to be nearer to a sentence that answers it than to all others of its article, and
one that the article does not answer further from all than a learned similarity: a softmax over
the sentences and that similarity (InfoNCE; van den Oord et al., 2018, arXiv:1807.03748). Its own
vector is to be nearest to a paragraph that answers it, in the same way, and all texts' own vectors
are to stay near to what they were.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from evals.adapt_data import Article, Asked
from evals.adapt_model import TokenMatcher

EPOCHS = 3
"""Of 336 articles. Of 146, two, four and six times found 77.7, 78.8 and 78.3 % of XQuAD."""
RATE = 5e-4
SALIENCE_RATE = 2.5e-3
"""That of the one vector which weighs a question's tokens. It begins at zero and has some hundred
steps to grow to where a token counts several times as much as another."""
TEMPERATURE = 0.03
VECTOR_TEMPERATURE = 0.02
"""That of the softmax over paragraphs; cosines of whole texts lie closer together."""
VECTOR_WEIGHT = 0.5
"""What it counts that a question's own vector is nearest to a paragraph that answers it."""
KEEP_WEIGHT = 0.25
"""What it counts that these vectors stay near to what they were."""
WARM_UP = 50
"""Steps over which the rate rises; all the while it falls evenly, to a fiftieth of itself."""
MOST_QUESTIONS = 64
"""In a step; an article with more is gone through in several."""
_SEED = 0

Show = Callable[[Sequence["_Begun"]], Iterable["_Begun"]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article, and the states of its texts below the first addition."""

    article: Article
    paragraphs: tuple[torch.Tensor, ...]
    questions: tuple[torch.Tensor, ...]


@dataclass(frozen=True, slots=True)
class _Begun:
    """An article with its texts' own vectors as training began, (q, d) and (p, d)."""

    prepared: Prepared
    question_vectors: torch.Tensor
    paragraph_vectors: torch.Tensor


@dataclass(frozen=True, slots=True)
class Reached:
    """Share of answerable questions whose right sentence is first, and area under the ROC.

    ``auroc`` is that of the best similarity; ``None`` if all are answerable or none is.
    """

    hit_at_1: float
    auroc: float | None


def prepare(matcher: TokenMatcher, articles: Iterable[Article]) -> list[Prepared]:
    """Compute once what training does not change."""
    return [
        Prepared(
            article,
            tuple(matcher.lower(article.paragraphs)),
            tuple(matcher.lower([question.tokens for question in article.questions])),
        )
        for article in articles
    ]


def train(matcher: TokenMatcher, prepared: Sequence[Prepared], show: Show, epochs: int) -> None:
    """Train the additions, centres and salience in place.

    Args:
        matcher: Additions begin at what they are.
        prepared: Articles; each is gone through once an epoch, in random order.
        show: Wraps the articles of an epoch to show how far it is.
        epochs: How often.
    """
    torch.manual_seed(_SEED)
    order = np.random.default_rng(_SEED)
    begun = _begin(matcher, prepared)
    parameters = [p for p in matcher.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in parameters if p is not matcher.salience], "lr": RATE},
            {"params": [matcher.salience], "lr": SALIENCE_RATE},
        ],
        weight_decay=0.01,
    )
    steps = epochs * sum(_n_steps(one) for one in prepared)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / WARM_UP) * max(0.02, 1 - step / steps)
    )
    matcher.train()
    for _ in range(epochs):
        for one in show([begun[i] for i in order.permutation(len(begun))]):
            n_questions = len(one.prepared.questions)
            for numbers in np.array_split(order.permutation(n_questions), _n_steps(one.prepared)):
                optimizer.zero_grad()
                _loss(matcher, one, numbers.tolist()).backward()  # type: ignore[no-untyped-call]  # torch's
                torch.nn.utils.clip_grad_norm_(parameters, 1.0)
                optimizer.step()
                schedule.step()
    matcher.train(False)


def measure(matcher: TokenMatcher, prepared: Iterable[Prepared]) -> Reached:
    """What similarity alone reaches among the sentences of each question's own article."""
    hits: list[bool] = []
    answerable: list[bool] = []
    nearest: list[float] = []
    with torch.inference_mode():
        for one in prepared:
            told, words = matcher.encode(one.paragraphs), matcher.encode(one.questions)
            asked = [question.tokens for question in one.article.questions]
            scores = matcher.similarities(one.article, told, asked, words).numpy()
            for question, row in zip(one.article.questions, scores, strict=True):
                answerable.append(bool(question.right.any()))
                nearest.append(float(row.max()))
                if answerable[-1]:
                    hits.append(bool(question.right[row.argmax()]))
    both = 0 < sum(answerable) < len(answerable)
    area = float(roc_auc_score(answerable, nearest)) if both else None
    return Reached(float(np.mean(hits)), area)


def _n_steps(one: Prepared) -> int:
    return math.ceil(len(one.questions) / MOST_QUESTIONS)


def _loss(matcher: TokenMatcher, one: _Begun, numbers: Sequence[int]) -> torch.Tensor:
    article = one.prepared.article
    asked = [article.questions[i] for i in numbers]
    told = matcher.encode(one.prepared.paragraphs)
    words = matcher.encode([one.prepared.questions[i] for i in numbers])
    similar = matcher.similarities(article, told, [q.tokens for q in asked], words)
    similar = torch.cat([similar, matcher.unanswered.expand(len(similar), 1)], dim=1)
    by_sentence = _contrast(similar / TEMPERATURE, [_targets(question) for question in asked])
    # The right sentence may be beyond what the encoder takes of a paragraph.
    paragraphs = [_right_paragraphs(article, question) for question in asked]
    answered = [i for i, right in enumerate(paragraphs) if right.any()]
    near = words.vectors[answered] @ told.vectors.T
    by_paragraph = (
        _contrast(near / VECTOR_TEMPERATURE, [paragraphs[i] for i in answered])
        if answered
        else near.sum()
    )
    moved = _moved(told.vectors, one.paragraph_vectors) + _moved(
        words.vectors, one.question_vectors[list(numbers)]
    )
    return by_sentence + VECTOR_WEIGHT * by_paragraph + KEEP_WEIGHT * moved


def _contrast(scores: torch.Tensor, right: Sequence[np.ndarray]) -> torch.Tensor:
    """How little of a softmax over each row is where it is right."""
    wanted = scores.masked_fill(~torch.from_numpy(np.stack(right)), -torch.inf)
    return (torch.logsumexp(scores, dim=1) - torch.logsumexp(wanted, dim=1)).mean()


def _moved(vectors: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
    """How far vectors are from what they were, a mean of 1 - cosine."""
    return (1 - (vectors * first).sum(dim=1)).mean()


def _targets(question: Asked) -> np.ndarray:
    """The right sentences, and whether there is none, (s + 1,)."""
    return np.append(question.right, not question.right.any())


def _right_paragraphs(article: Article, question: Asked) -> np.ndarray:
    """Those with a right sentence, (p,)."""
    return np.array([question.right[paragraph.parts].any() for paragraph in article.paragraphs])


def _begin(matcher: TokenMatcher, prepared: Sequence[Prepared]) -> list[_Begun]:
    """Set the centres to the mean token vectors as they are, and keep the texts' own vectors."""
    matcher.train(False)
    begun: list[_Begun] = []
    centres = (matcher.query_centre, matcher.passage_centre)
    sums, counts = [torch.zeros_like(centre) for centre in centres], [0, 0]
    with torch.no_grad():
        for one in prepared:
            both = matcher.encode(one.questions), matcher.encode(one.paragraphs)
            for side, encoded in enumerate(both):
                rows = torch.cat(encoded.tokens)
                sums[side] += rows.sum(dim=0)
                counts[side] += len(rows)
            begun.append(_Begun(one, *(encoded.vectors for encoded in both)))
        for centre, total, count in zip(centres, sums, counts, strict=True):
            centre.copy_(total / count)
    return begun
