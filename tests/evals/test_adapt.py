"""Training what is added to the encoder: a tiny encoder learns a tiny language."""

import json
from functools import partial
from pathlib import Path

import pytest
import torch

from evals.adapt import measure, prepare, train
from evals.adapt_data import Article, to_articles
from evals.adapt_model import TokenMatcher
from evals.adapt_run import run_adapt
from evals.squad_data import Articles, read_squad
from index.adapter import load_adapter
from index.embed import TransformerEmbedder
from index.quantized import build_model, session_encoder
from index.quantized_tokens import PieceTokenizer
from index.tokens import max_similarity
from index.weights import WeightFile
from tests.evals.squad_files import squad_file
from tests.index.weight_files import tiny_weights

PROMPTS = ("query: ", "passage: ")
TOLD = "KI KI Klarna. Klarna s Klarna. KI ü ü Klarna."
ASKED = {"ü ü": "KI KI", "KI KI": "s Klarna", "s s": "ü ü", "Klarna Klarna": ""}


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> WeightFile:
    """One layer and eleven words."""
    return tiny_weights(tmp_path_factory.mktemp("weights"))


@pytest.fixture
def articles(weights: WeightFile, tmp_path: Path) -> list[Article]:
    """Each of ``KI``, ``s`` and ``ü`` is answered by a sentence without it; ``Klarna`` by none."""
    asked = [
        {
            "id": question,
            "question": question,
            "answers": [{"text": text, "answer_start": TOLD.find(text)}] if text else [],
            "is_impossible": not text,
        }
        for question, text in ASKED.items()
    ]
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps({"data": [{"paragraphs": [{"context": TOLD, "qas": asked}]}]}))
    tokenizer = PieceTokenizer(weights.vocabulary)
    return list(to_articles(read_squad(path), "de", tokenizer, PROMPTS))


def test_articles_hold_the_tokens_of_sentences_and_which_are_right(
    weights: WeightFile, tmp_path: Path
) -> None:
    """Parts count through the paragraphs; a question that has no answer has no right one."""
    squad = read_squad(squad_file(tmp_path))
    tokenizer = PieceTokenizer(weights.vocabulary)
    first, second = to_articles(squad, "en", tokenizer, ("query: ", "passage: "))
    assert first.n_sentences == 4 and second.n_sentences == 2
    assert [p.parts.min() for p in first.paragraphs] == [0, 2]
    assert [p.parts.max() for p in first.paragraphs] == [1, 3]
    assert [q.right.tolist() for q in first.questions] == [
        [True, False, False, False],
        [False, True, False, False],
        [False, False, True, False],
    ]
    assert [q.right.any() for q in second.questions] == [True, False]
    for text in (*first.paragraphs, *(q.tokens for q in first.questions)):
        # Neither the marks of beginning and end nor the prompt.
        assert text.kept.min() > 1 and text.kept.max() < len(text.ids) - 1
        assert len(text.kept) == len(text.parts)


def test_training_finds_what_answers_and_what_nothing_does(
    weights: WeightFile, articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words alone find none of the three, because each stands in a wrong sentence."""
    # Weights made by chance know nothing that would be worth keeping.
    monkeypatch.setattr("evals.adapt.KEEP_WEIGHT", 0)
    matcher = TokenMatcher(weights, first_layer=0)
    prepared = prepare(matcher, articles)
    assert measure(matcher, prepared).hit_at_1 < 1
    train(matcher, prepared, lambda items: items, epochs=1500)
    reached = measure(matcher, prepared)
    assert reached.hit_at_1 == 1 and reached.auroc == 1


def test_the_product_compares_as_what_was_trained(
    weights: WeightFile, articles: list[Article]
) -> None:
    """The adapter in onnxruntime gives the similarities that training saw, tokens weighed alike."""
    matcher = TokenMatcher(weights, first_layer=0)
    prepared = prepare(matcher, articles)
    train(matcher, prepared, lambda items: items, epochs=60)
    torch.nn.init.normal_(matcher.salience, std=2)  # in few steps it hardly grows
    adapter = matcher.adapter("trained in a test")
    model = build_model(weights, session_encoder(weights, adapter))
    embedder = TransformerEmbedder(model, "tiny-e5", adapter.centres, adapter.salience)
    (article,), (one,) = articles, prepared
    with torch.inference_mode():
        asked = [question.tokens for question in article.questions]
        similar = matcher.similarities(
            article, matcher.encode(one.paragraphs), asked, matcher.encode(one.questions)
        )
    (told,) = embedder.encode_passages([TOLD])
    parts = article.paragraphs[0].parts
    assert len(parts) == len(told.tokens) and article.n_sentences == 3
    for text, row in zip(ASKED, similar.numpy(), strict=True):
        words = embedder.encode_query(text)
        found = [max_similarity(words, told.tokens[parts == number]) for number in range(3)]
        assert found == pytest.approx(row, abs=2e-3)


def test_a_text_is_encoded_as_if_it_were_alone(
    weights: WeightFile, articles: list[Article]
) -> None:
    """Also among longer ones and in another part of them."""
    matcher = TokenMatcher(weights, first_layer=0)
    texts = [question.tokens for question in articles[0].questions] * 5
    states = matcher.lower([*articles[0].paragraphs, *texts])
    matcher.train(False)
    with torch.inference_mode():
        together = matcher.encode(states)
        for number, state in enumerate(states):
            alone = matcher.encode([state])
            assert torch.allclose(together.tokens[number], alone.tokens[0], atol=1e-5)
            assert torch.allclose(together.vectors[number], alone.vectors[0], atol=1e-5)


@pytest.mark.parametrize(
    ("name", "measured"), [("VECTOR_WEIGHT", "margin"), ("KEEP_WEIGHT", "kept")]
)
def test_vectors_are_trained_to_find_the_paragraph_and_to_stay(
    weights: WeightFile,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    measured: str,
) -> None:
    """Each as far as it has weight: a question is nearer to what answers it, or to what it was."""
    paragraphs = [
        {
            "context": f"{told} {told}.",
            "qas": [{"id": ask, "question": ask, "answers": [{"text": told, "answer_start": 0}]}],
        }
        for ask, told in (("KI", "s"), ("s", "KI"))
    ]
    path = tmp_path / "two.json"
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}))
    articles = list(
        to_articles(read_squad(path), "de", PieceTokenizer(weights.vocabulary), PROMPTS)
    )
    reached = []
    for weight in (0, 100):
        monkeypatch.setattr("evals.adapt.VECTOR_WEIGHT", 1)
        monkeypatch.setattr("evals.adapt.KEEP_WEIGHT", 1)
        monkeypatch.setattr(f"evals.adapt.{name}", weight)
        matcher = TokenMatcher(weights, first_layer=0)
        (one,) = prepared = prepare(matcher, articles)
        matcher.train(False)
        with torch.inference_mode():
            first = matcher.encode(one.questions).vectors
        train(matcher, prepared, lambda items: items, epochs=200)
        with torch.inference_mode():
            words, told = matcher.encode(one.questions), matcher.encode(one.paragraphs)
        near = words.vectors @ told.vectors.T
        margin = near.trace() - near.flip(0).trace()
        kept = (words.vectors * first).sum(dim=1).mean()
        reached.append(float({"margin": margin, "kept": kept}[measured]))
    assert reached[1] > reached[0]


@pytest.mark.parametrize("articles", [Articles.ALL, Articles.ODD])
def test_a_run_writes_an_adapter_that_says_what_it_is_of(
    weights: WeightFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, articles: Articles
) -> None:
    """A half is measured on the other half; with all there is nothing to measure on."""
    monkeypatch.setattr("evals.adapt_run.read_weights", lambda _: weights)
    monkeypatch.setattr("evals.adapt_run.TokenMatcher", partial(TokenMatcher, first_layer=0))
    squad, out = squad_file(tmp_path), tmp_path / "adapter.npz"
    lines = run_adapt([squad], squad.parent, articles, out)
    adapter = load_adapter(out)
    n_questions, n_articles = (10, 4) if articles is Articles.ALL else (4, 2)
    assert f"{n_questions} questions about {n_articles} articles" in adapter.description
    assert f"({articles})" in adapter.description
    assert all(line in adapter.description for line in lines)
    names = [line.partition(":")[0] for line in lines]
    assert names == ([] if articles is Articles.ALL else ["squad held out", "reading held out"])


def test_parallel_files_are_asked_in_each_others_words(
    weights: WeightFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each paragraph once, with the questions of both files."""
    monkeypatch.setattr("evals.adapt_run.read_weights", lambda _: weights)
    monkeypatch.setattr("evals.adapt_run.TokenMatcher", partial(TokenMatcher, first_layer=0))
    squad, out = squad_file(tmp_path), tmp_path / "adapter.npz"
    (tmp_path / "none").mkdir()
    run_adapt([squad, squad], tmp_path / "none", Articles.ALL, out)
    n_questions = len(read_squad(squad).questions)
    expected = f"{4 * n_questions} questions about 4 articles"
    assert expected in load_adapter(out).description
