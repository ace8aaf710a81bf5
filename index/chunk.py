"""Cutting a document into passages and sentences, with exact offsets."""

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries

from index.types import Passage, Sentence, Translated
from sources.types import Document, Span

MAX_PASSAGE_CHARS = 1600
"""A passage's length at most: 400 tokens or so, under the encoder's 512 with a margin."""
_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=\s*?(?:\n\s*\n|\Z))", re.DOTALL)
_LINE = re.compile(r"\S[^\n]*")
_OPENING = "\"'“”„«»‚‘’([–-—¿¡"
# What sentencex takes for an end and is none: an ordinal behind an article or preposition ("im
# 19. Jahrhundert"), and abbreviations that it lacks and that always lead on to something.
_LEADS_ON = {
    "de": re.compile(
        r"(?:\b(?:d(?:er|ie|as|en|em|es)|[iav]m|vom|beim|zu[mr]|sein\w*|ihr\w*|jede\w*)\s\d{1,2}"
        r"|\b(?:tsd|inkl|exkl|einschl|zzgl|abzgl|abb|kap|bd|hrsg|geb|gest|abs|aufl|tel|insb|insbes"
        r"|urspr|vorl|gem|mtl|gebr|fa|frl|präs|dipl|allg|amtl|engl|franz|okt|dez"
        r"|mind|max|ungef|\w*str|stck|pos|ziff|anm|fn|pf|jh))\.$",
        re.IGNORECASE,
    ),
    "en": re.compile(r"\b(?:approx|incl|excl|est|vol)\.$", re.IGNORECASE),
}
# "Sie gab auf. 1958 war es so." is one sentence to sentencex in German, since a number may be an
# ordinal's. Behind a word it opens one, but for the abbreviations; a letter in its stead says so.
_NUMBER_FIRST = re.compile(r'(?<=(?:[^\W\d_A-ZÄÖÜ]|[“”»")])[.!?])([\W_]*\s)\d')


def chunk(document: Document) -> tuple[Passage, ...]:
    """Cut a document into passages: a paragraph each, a long one at its sentences' ends.

    Every passage and sentence holds ``document.text[start:end] == text``. Translations are
    paired paragraph by paragraph, and sentence by sentence where both sides have as many.
    """
    paired = [_paragraphs(translation.text) for translation in document.translations]
    passages: list[Passage] = []
    for number, paragraph in enumerate(_paragraphs(document.text)):
        translated = tuple(
            Translated(t.language, t.text[spans[number].start : spans[number].end])
            for t, spans in zip(document.translations, paired, strict=True)
        )
        passages.extend(_passages(document, paragraph, translated, len(passages)))
    return tuple(passages)


def split_sentences(text: str, language: str) -> tuple[Span, ...]:
    """Sentence spans of a text, blank space around them left out; a line's end ends a sentence.

    Boundaries are those of sentencex (Wikimedia), less those before a lower-case letter, where an
    abbreviation such as "bn." was taken for an end, and those of ``_LEADS_ON``. A number behind a
    word's full stop opens a sentence as a capital does.
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        lettered = _NUMBER_FIRST.sub(r"\1X", line.group())
        starts = [b["start_index"] for b in get_sentence_boundaries(language, lettered)]
        kept = [at for at in starts if at == 0 or _begins_sentence(line.group(), at, language)]
        edges = [*kept, len(line.group())] if kept else [0, len(line.group())]
        for start, end in pairwise(edges):
            piece = line.group()[start:end]
            left = len(piece) - len(piece.lstrip())
            if piece.strip():
                first = line.start() + start + left
                spans.append(Span(first, first + len(piece.strip())))
    return tuple(spans)


def _begins_sentence(line: str, at: int, language: str) -> bool:
    leads_on = _LEADS_ON.get(language)
    # Forty characters hold any of its forms; the whole line each time would be quadratic.
    if leads_on and leads_on.search(line[max(at - 40, 0) : at].rstrip()):
        return False
    rest = line[at:].lstrip()
    head = rest.lstrip(_OPENING)[:1]
    return bool(head) and not head.islower() and head not in ",;:)"


def _paragraphs(text: str) -> list[Span]:
    return [Span(match.start(), match.end()) for match in _PARAGRAPH.finditer(text)]


def _passages(
    document: Document, paragraph: Span, translated: tuple[Translated, ...], first_number: int
) -> Iterator[Passage]:
    text = document.text[paragraph.start : paragraph.end]
    spans = split_sentences(text, document.language)
    lines = [
        tuple(Translated(t.language, line) for t, line in zip(translated, row, strict=True))
        for row in _sentence_translations(translated, len(spans))
    ]
    groups = list(_groups(spans))
    for offset, group in enumerate(groups):
        passage_id = f"{document.doc_id}#{first_number + offset}"
        sentences = tuple(
            Sentence(
                f"{passage_id}.{number}",
                passage_id,
                document.doc_id,
                text[spans[i].start : spans[i].end],
                paragraph.start + spans[i].start,
                paragraph.start + spans[i].end,
                lines[i],
            )
            for number, i in enumerate(group)
        )
        start, end = sentences[0].start, sentences[-1].end
        yield Passage(
            passage_id,
            document.doc_id,
            document.title,
            document.url,
            document.language,
            document.text[start:end],
            start,
            end,
            sentences,
            translated if len(groups) == 1 else _joined(sentences),
        )


def _joined(sentences: tuple[Sentence, ...]) -> tuple[Translated, ...]:
    languages = [t.language for t in sentences[0].translations]
    return tuple(
        Translated(language, " ".join(s.in_language(language) for s in sentences))
        for language in languages
    )


def _sentence_translations(
    translated: tuple[Translated, ...], n_sentences: int
) -> list[tuple[str, ...]]:
    """A row a sentence, a column a translation.

    Where a translation divides the paragraph otherwise, each of its sentences stands for the
    whole paragraph: too long is right, a wrong pairing is not.
    """
    columns: list[list[str]] = []
    for translation in translated:
        spans = split_sentences(translation.text, translation.language)
        texts = [translation.text[span.start : span.end] for span in spans]
        columns.append(texts if len(texts) == n_sentences else [translation.text] * n_sentences)
    return [tuple(column[i] for column in columns) for i in range(n_sentences)]


def _groups(spans: tuple[Span, ...]) -> Iterator[list[int]]:
    """Sentence numbers of each passage, as many as fit; a giant sentence stands alone."""
    group: list[int] = []
    for i, span in enumerate(spans):
        if group and span.end - spans[group[0]].start > MAX_PASSAGE_CHARS:
            yield group
            group = []
        group.append(i)
    if group:
        yield group
