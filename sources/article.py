"""One file made into a document: header read, furniture out, metadata citable."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from sources.blocks import Block
from sources.clean import clean_line
from sources.errors import UnreadableFile
from sources.extract import SUFFIXES, Extracted, Format
from sources.files import MAX_FILE_BYTES, decode_text, read_bytes
from sources.furniture import byline_author, strip_furniture
from sources.metadata import (
    FrontMatter,
    format_date,
    is_date_line,
    metadata_lines,
    read_date,
    split_header,
)
from sources.types import Document
from sources.worker import Extractor

# About a thick book; embedding more would take many minutes.
MAX_TEXT_CHARS = 2_000_000
MAX_PARAGRAPHS = 20_000
_MAX_TITLE_CHARS = 250
# A page puts its date below the title and the byline, not deep in the text.
_N_HEAD_BLOCKS = 4


@dataclass(frozen=True, slots=True)
class Article:
    """A document read from a file, and the id of the one it translates, if it is a translation."""

    document: Document
    translation_of: str


def read_document(path: Path) -> Document:
    """Read one file as a document, without the translations and questions beside it.

    Raises:
        UnreadableFile: If it cannot be used; the text names the file and the reason.
    """
    try:
        return parse_text(path.name, read_bytes(path))
    except UnreadableFile as error:
        text = str(error)
        raise UnreadableFile(
            text if text.startswith(path.name) else f"{path.name} {text}", error.kind
        ) from error


def parse_text(name: str, data: bytes) -> Document:
    """Make a document of a file's content, for instance of one that was uploaded.

    Args:
        name: The file's name; its ending says what the content is, nothing is opened.
        data: The content.

    Raises:
        UnreadableFile: If it cannot be used; the text names the file and the reason.
    """
    try:
        with Extractor() as extractor:
            return parse_article(name, data, extractor).document
    except UnreadableFile as error:
        raise UnreadableFile(f"{clean_line(name)} {error}", error.kind) from error


def parse_article(name: str, data: bytes, extractor: Extractor) -> Article:
    """Make an article of a file's content, as ``parse_text`` does.

    Raises:
        UnreadableFile: If it cannot be used; the text is the reason alone.
    """
    kind = SUFFIXES.get(PurePath(name).suffix.lower())
    if kind is None:
        raise UnreadableFile(
            f"has a format that is not supported; use {' '.join(SUFFIXES)}", "format"
        )
    if not data:
        raise UnreadableFile("is empty", "empty")
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableFile(f"is larger than {MAX_FILE_BYTES // 1_000_000} MB", "too_large")
    header, found = _read(kind, data, extractor)
    _check_size(sum(len(block.text) for block in found.blocks), len(found.blocks))
    document = _compose(PurePath(name).stem, header, found)
    return Article(document, header.translation_of)


def _read(kind: Format, data: bytes, extractor: Extractor) -> tuple[FrontMatter, Extracted]:
    if kind not in ("markdown", "plain"):
        return FrontMatter(), extractor.extract(kind, data)
    headed = split_header(decode_text(data))
    _check_size(len(headed.body), 0)
    body = headed.body.encode("utf-8", errors="ignore")
    return headed.header, extractor.extract(kind, body)


def _check_size(n_chars: int, n_paragraphs: int) -> None:
    if n_chars > MAX_TEXT_CHARS:
        raise UnreadableFile(f"holds more than {MAX_TEXT_CHARS:,} characters", "too_long")
    if n_paragraphs > MAX_PARAGRAPHS:
        raise UnreadableFile(f"holds more than {MAX_PARAGRAPHS:,} paragraphs", "too_long")


def _compose(stem: str, header: FrontMatter, found: Extracted) -> Document:
    """Join what the header and the page say; the header is right where both speak."""
    blocks = found.blocks
    title = (
        header.title
        or found.title
        or _opening_title(blocks)
        or clean_line(re.sub(r"[_-]+", " ", stem))
    )
    blocks = _without_title(blocks, title)
    language = header.language or _language(title, blocks)
    author = header.author or found.author or byline_author(blocks)
    dated = _take_date(blocks, header.published or found.published, language)
    stripped = strip_furniture(dated.blocks, author)
    if not stripped.blocks:
        raise UnreadableFile("holds no article text", "no_text")
    author = author or stripped.author
    publisher = header.publisher or found.publisher
    lines = metadata_lines(language, author, publisher, dated.published)
    paragraphs = [title, "\n".join(lines), *(block.text for block in stripped.blocks)]
    return Document(
        doc_id=header.id or _slug(stem),
        title=title,
        text="\n\n".join(filter(None, paragraphs)),
        url=header.url or found.url,
        language=language,
        author=author,
        publisher=publisher,
        published=dated.published,
        translations=(),
        questions=(),
    )


@dataclass(frozen=True, slots=True)
class _Dated:
    """Blocks without their date line, and the day it names."""

    blocks: tuple[Block, ...]
    published: str


def _take_date(blocks: Sequence[Block], published: str, language: str) -> _Dated:
    """Take the date line out of the head, if it names the day of publication."""
    for index, block in enumerate(blocks[:_N_HEAD_BLOCKS]):
        if block.kind == "heading" or not is_date_line(block.text):
            continue
        same = block.text in (published, format_date(published, language))
        day = published if same else read_date(block.text, language)
        if day and day == (published or day):
            return _Dated((*blocks[:index], *blocks[index + 1 :]), day)
    return _Dated(tuple(blocks), published)


def _opening_title(blocks: Sequence[Block]) -> str:
    """The first heading, or a first line that is not a sentence's end."""
    if not blocks:
        return ""
    heading = next((b.text for b in blocks[:_N_HEAD_BLOCKS] if b.kind == "heading"), "")
    first = blocks[0]
    line = first.text if first.kind == "prose" and len(blocks) > 1 else ""
    if line.endswith((".", ":", ",", ";")) or is_date_line(line):
        line = ""
    title = heading or line
    return title if len(title) <= _MAX_TITLE_CHARS else ""


def _without_title(blocks: Sequence[Block], title: str) -> tuple[Block, ...]:
    """The blocks without the one near the top that repeats the title."""
    wanted = title.casefold()
    for index, block in enumerate(blocks[:_N_HEAD_BLOCKS]):
        if block.kind != "list" and block.text.casefold() == wanted:
            return (*blocks[:index], *blocks[index + 1 :])
    return tuple(blocks)


def _language(title: str, blocks: Sequence[Block]) -> str:
    from sources.language import detect_language

    longest = sorted((block.text for block in blocks), key=len, reverse=True)[:3]
    return detect_language(" ".join((title, *longest)))


def _slug(stem: str) -> str:
    """A file's stem as an id: letters, digits, dots, dashes."""
    return re.sub(r"[^\w.]+", "-", clean_line(stem)).strip("-.")[:200] or "article"
