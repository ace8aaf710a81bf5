"""One run of fitting: readings collected, halves held out, weights written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter

from app.engine import Engine
from app.model import ReaderModel, load_reader_model
from evals.ablate_parts import no_questions
from evals.dataset import FACTS, READING, about, load_facts
from evals.fit import EXPANDED, PLAIN, Features, fit_weights, score_weights, shared_threshold
from evals.fit_data import Example, fact_examples, squad_examples
from evals.halves import HALVES, half_path
from evals.progress import shown
from evals.squad_data import (
    Articles,
    SquadSet,
    language_of,
    of_articles,
    read_squad,
    spread,
    to_documents,
    with_questions,
)
from index.embed import load_embedder
from index.types import Embedder
from sources import load_documents

_DESCRIPTION = (
    "Fitted by `python -m evals fit` on {n_plain} readings of questions in SQuAD format, in every "
    "pair of the languages given (all documents, own paragraph out, own article out), on {n_more} "
    "of evals/reading, and on {n_facts} known facts of evals/facts/dev.jsonl, with and without "
    "hypothetical questions, the plain threshold on all and on {n_added} of evals/added. "
)
_FACTS_COUNT = 3
"""How often each known fact counts beside SQuAD's questions, which are many times as many and none
of which was asked of one article, whose subject it names."""
_MOST_OF_READING = 2000
"""Questions of each file: more take their time and change little."""


def run_fit(
    squad: Sequence[Path], halves: Path, out: Path, sources: Path, added: Path
) -> list[str]:
    """Collect readings, fit, write the weights.

    Every article of these files is read with the adapter that was not trained on it: what one was
    trained on it compares better than it will what comes (stacking; Wolpert, 1992). What the known
    facts are about neither has seen: they are read as they will be, with what is shipped.

    Args:
        squad: Parallel SQuAD files, one a language: questions of each are read over each.
        halves: The folder of ``even.npz`` and ``odd.npz``, trained by ``python -m evals adapt`` on
            every second article of the same files.
        out: The weights' JSON file.
        sources: The folder of articles that the known facts are about.
        added: The folder of articles without hypothetical questions, and known facts about them.

    Returns:
        What was reached on the halves held out, a line each.
    """
    even, odd = (load_embedder(adapter=half_path(halves, half)) for half in HALVES)
    plain: list[Example] = []
    more: list[Example] = []
    for articles, unbiased in ((Articles.EVEN, odd), (Articles.ODD, even)):
        for paragraphs in squad:
            base = read_squad(paragraphs)
            asked = [with_questions(base, questions) for questions in squad]
            plain += _squad_examples(base, asked, articles, unbiased)
        for path in sorted(READING.glob("*.json")):
            base = read_squad(path)
            more += _squad_examples(base, [spread(base, _MOST_OF_READING)], articles, unbiased)
    documents = load_documents(sources).documents
    shipped = load_embedder()
    article = Engine.from_documents(documents, shipped, progress=True)
    known = load_facts(FACTS, documents, ("dev",))
    facts = list(fact_examples(known, article))
    bare = Engine.from_documents([no_questions(d) for d in documents], shipped, progress=True)
    unaided = list(fact_examples(known, bare))
    elsewhere = list(_added_examples(added, shipped))
    lines = [
        *_held_out({"plain, SQuAD": plain, "plain, reading": more}, PLAIN),
        *_held_out({"expanded": facts}, EXPANDED),
    ]
    # SQuAD's questions have no near misses, and name no article's subject; people's do.
    weights = fit_weights([*plain, *more, *unaided * _FACTS_COUNT], PLAIN)
    weights = replace(
        weights, threshold=shared_threshold([plain, more, unaided, elsewhere], weights)
    )
    fitted_on = _DESCRIPTION.format(
        n_plain=len(plain), n_more=len(more), n_facts=len(facts), n_added=len(elsewhere)
    )
    model = ReaderModel(
        f"{fitted_on}{'; '.join(lines)}.",
        load_reader_model().fusion,
        weights,
        fit_weights(facts, EXPANDED),
    )
    out.write_bytes(TypeAdapter(ReaderModel).dump_json(model, indent=2) + b"\n")
    return lines


def _added_examples(added: Path, embedder: Embedder) -> Iterator[Example]:
    """Readings of the known facts about added articles, each over its own article alone."""
    documents = load_documents(added / "articles").documents
    known = load_facts(added / "facts", documents, ("dev",))
    for document in documents:
        engine = Engine.from_documents([document], embedder)
        yield from fact_examples(about(known, document.doc_id), engine)


def _squad_examples(
    base: SquadSet, asked: Sequence[SquadSet], articles: Articles, embedder: Embedder
) -> Iterator[Example]:
    """Readings of a part of the questions over all paragraphs."""
    language = language_of(base)
    engine = Engine.from_documents(to_documents(base, language), embedder, progress=True)
    show = partial(shown, what="Reading")
    for one in asked:
        yield from squad_examples(of_articles(one, articles), engine, language, show)


def _held_out(sets: Mapping[str, Sequence[Example]], features: Features) -> Iterator[str]:
    """What each half of each set reaches with weights of the other half of all."""
    for half in (0, 1):
        seen = [e for examples in sets.values() for e in examples if e.group % 2 != half]
        weights = fit_weights(seen, features)
        for name, examples in sets.items():
            score = score_weights([e for e in examples if e.group % 2 == half], weights)
            yield (
                f"{name}, half {half} held out: hit@1 {score.hit_at_1:.3f}, "
                f"hit@3 {score.hit_at_3:.3f}, passage R@1 {score.passage_at_1:.3f}, "
                f"AUROC {score.auroc:.3f}"
            )
