"""One run of fitting: readings collected, halves held out, weights written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter

from app.engine import Engine
from app.model import ReaderModel, load_reader_model
from evals.ablate_parts import no_questions
from evals.dataset import FACTS, about, load_facts
from evals.fit import EXPANDED, PLAIN, Features, fit_weights, score_weights, shared_threshold
from evals.fit_data import Example, fact_examples, squad_examples
from evals.progress import shown
from evals.squad_data import SquadSet, read_squad, to_documents, with_questions
from index.embed import load_embedder
from index.types import Embedder
from sources import load_documents
from sources.language import detect_language

_DESCRIPTION = (
    "Fitted by `python -m evals fit` on {n_plain} readings of questions in SQuAD format, in every "
    "pair of the languages given (all documents, own paragraph out, own article out), and on "
    "{n_facts} known facts of evals/facts/dev.jsonl, the plain threshold on both and on {n_added} "
    "of evals/added. "
)


def run_fit(squad: Sequence[Path], out: Path, sources: Path, added: Path) -> list[str]:
    """Collect readings, fit, write the weights.

    Args:
        squad: Parallel SQuAD files, one a language: questions of each are read over each.
        out: The weights' JSON file.
        sources: The folder of articles that the known facts are about.
        added: The folder of articles without hypothetical questions, and known facts about them.

    Returns:
        What was reached on the halves held out, a line each.
    """
    embedder = load_embedder()
    show = partial(shown, what="Reading")
    plain: list[Example] = []
    for paragraphs in squad:
        base = read_squad(paragraphs)
        language = _language(base)
        engine = Engine.from_documents(to_documents(base, language), embedder, progress=True)
        for questions in squad:
            plain += squad_examples(with_questions(base, questions), engine, language, show)
    documents = load_documents(sources).documents
    article = Engine.from_documents(documents, embedder, progress=True)
    known = load_facts(FACTS, documents, ("dev",))
    facts = list(fact_examples(known, article))
    bare = Engine.from_documents([no_questions(d) for d in documents], embedder, progress=True)
    unaided = list(fact_examples(known, bare))
    elsewhere = list(_added_examples(added, embedder))
    lines = [*_held_out("plain", plain, PLAIN), *_held_out("expanded", facts, EXPANDED)]
    weights = fit_weights(plain, PLAIN)
    # SQuAD's questions have no near misses; those people ask about an article do.
    weights = replace(weights, threshold=shared_threshold([plain, unaided, elsewhere], weights))
    fitted_on = _DESCRIPTION.format(n_plain=len(plain), n_facts=len(facts), n_added=len(elsewhere))
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


def _held_out(name: str, examples: Sequence[Example], features: Features) -> Iterable[str]:
    """What each half reaches with weights of the other."""
    for half in (0, 1):
        seen = [example for example in examples if example.group % 2 != half]
        unseen = [example for example in examples if example.group % 2 == half]
        score = score_weights(unseen, fit_weights(seen, features))
        yield (
            f"{name}, half {half} held out: hit@1 {score.hit_at_1:.3f}, "
            f"hit@3 {score.hit_at_3:.3f}, AUROC {score.auroc:.3f}"
        )


def _language(squad: SquadSet) -> str:
    return detect_language(" ".join(paragraph.context for paragraph in squad.paragraphs))
