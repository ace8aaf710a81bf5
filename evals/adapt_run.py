"""One run of training an adapter: files read, trained, measured on what was held out, written."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from evals.adapt import EPOCHS, Reached, measure, prepare, train
from evals.adapt_data import Article, to_articles
from evals.adapt_model import TokenMatcher
from evals.progress import shown
from evals.squad_data import (
    Articles,
    SquadSet,
    language_of,
    of_articles,
    read_squad,
    with_questions,
)
from index.adapter import write_adapter
from index.quantized_tokens import PieceTokenizer
from index.weights import bundled_path, read_weights

_PROMPTS = ("query: ", "passage: ")
"""E5's own, before a question and a passage."""
_OTHER = {Articles.EVEN: Articles.ODD, Articles.ODD: Articles.EVEN}


def run_adapt(squad: Sequence[Path], reading: Path, articles: Articles, out: Path) -> list[str]:
    """Train on a part of the articles and write the adapter.

    Args:
        squad: Parallel SQuAD files, one a language: questions of each are asked over each.
        reading: A folder of more SQuAD files, each asked by itself.
        articles: Which articles of each file to train on; the others are for measuring.
        out: The adapter's file.

    Returns:
        What similarity alone reaches on what was held out, a line each.
    """
    weights = read_weights(bundled_path())
    tokenizer = PieceTokenizer(weights.vocabulary)
    sets = {
        "squad": [_asked_in(read_squad(path), squad) for path in squad],
        "reading": [read_squad(path) for path in sorted(reading.glob("*.json"))],
    }

    def read(part: Articles, of: Sequence[SquadSet]) -> Iterator[Article]:
        for one in of:
            yield from to_articles(of_articles(one, part), language_of(one), tokenizer, _PROMPTS)

    matcher = TokenMatcher(weights)
    held_out = _OTHER.get(articles)
    unseen = {
        name: prepare(matcher, read(held_out, of)) if held_out else [] for name, of in sets.items()
    }
    seen = prepare(matcher, read(articles, [one for of in sets.values() for one in of]))
    train(matcher, seen, partial(shown, what="Training"), EPOCHS)
    lines = [_line(f"{name} held out", measure(matcher, p)) for name, p in unseen.items() if p]
    trained_on = (
        f"Trained by `python -m evals adapt` on {sum(len(p.questions) for p in seen)} questions "
        f"about {len(seen)} articles in SQuAD format ({articles}), {EPOCHS} times each. "
    )
    write_adapter(out, matcher.adapter(f"{trained_on}{'; '.join(lines)}".strip()))
    return lines


def _asked_in(squad: SquadSet, files: Sequence[Path]) -> SquadSet:
    """The same paragraphs, asked in the words of each of the parallel files."""
    asked = [with_questions(squad, path).questions for path in files]
    return replace(squad, questions=tuple(q for questions in asked for q in questions))


def _line(name: str, reached: Reached) -> str:
    area = "" if reached.auroc is None else f", AUROC {reached.auroc:.3f}"
    return f"{name}: right sentence first {reached.hit_at_1:.3f}{area}"
