"""Tokens of the bundled vocabulary: those that the model was trained with, and their places."""

from itertools import pairwise

import pytest
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from index import weights
from index.quantized_tokens import MAX_TOKENS, PieceTokenizer
from index.weights import read_weights
from sources import Document


@pytest.fixture(scope="module")
def vocabulary() -> weights.Vocabulary:
    """The bundled one."""
    return read_weights(weights.bundled_path()).vocabulary


@pytest.fixture(scope="module")
def ours(vocabulary: weights.Vocabulary) -> PieceTokenizer:
    """The product's."""
    return PieceTokenizer(vocabulary)


@pytest.fixture(scope="module")
def theirs(vocabulary: weights.Vocabulary) -> Tokenizer:
    """That of the library ``tokenizers``, which computes the same in another way."""
    ends, blob = vocabulary.ends.tolist(), vocabulary.blob
    pieces = [blob[a:b].decode() for a, b in pairwise(ends)]
    scored = list(zip(pieces, vocabulary.scores.tolist(), strict=True))
    made = Tokenizer(models.Unigram(scored, unk_id=vocabulary.unknown_id))
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    made.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), spaces])
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return made


@pytest.mark.slow
def test_they_are_those_of_another_library(
    ours: PieceTokenizer, theirs: Tokenizer, article: Document
) -> None:
    """Ids and places, on the article, its translation and the questions about it."""
    written = [article.text, *(translation.text for translation in article.translations)]
    texts = [paragraph for text in written for paragraph in text.split("\n\n")]
    texts += [question.text for question in article.questions]
    texts += ["ﬁ ½ ① 中文 ال é", "☃☃ ☃", "Ⅷ a\u3000b", "6,7 Mrd. \u20ac – „so“"]
    for text in texts:
        found, expected = ours.encode(f"query: {text}"), theirs.encode(f"query: {text}")
        assert found.ids[1:-1] == expected.ids[: MAX_TOKENS - 2], text
        assert found.offsets[1:-1] == expected.offsets[: MAX_TOKENS - 2], text


@pytest.mark.slow
def test_special_tokens_are_none_of_a_text(
    ours: PieceTokenizer, vocabulary: weights.Vocabulary
) -> None:
    """Written out they are text like any other; spaces around count nothing."""
    special = {vocabulary.bos_id, vocabulary.eos_id, vocabulary.pad_id}
    found = ours.encode("  </s> <s> <pad> ")
    assert not special & set(found.ids[1:-1])
    assert (found.ids[0], found.ids[-1]) == (vocabulary.bos_id, vocabulary.eos_id)
    assert ours.encode("KI ").ids == ours.encode(" KI").ids == ours.encode("KI").ids
    assert ours.encode("").ids == [vocabulary.bos_id, vocabulary.eos_id]


@pytest.mark.slow
def test_a_long_text_is_cut(ours: PieceTokenizer) -> None:
    """With its end marked."""
    found = ours.encode("Mitarbeiter " * 2000)
    assert len(found.ids) == len(found.offsets) == MAX_TOKENS
    assert found.offsets[-1] == (0, 0) and found.offsets[-2] == (508 * 12 + 11, 509 * 12 + 11)
