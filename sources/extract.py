"""Articles out of HTML, PDF and Word files, by well-kept extractors.

These readers may be slow or hungry on hostile files: ``sources.worker`` runs them apart.
"""

import io
import logging
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Literal

from sources.blocks import Block, from_markdown, from_plain, make_block
from sources.clean import clean_line
from sources.errors import UnreadableFile

Format = Literal["markdown", "plain", "html", "pdf", "docx"]
SUFFIXES: dict[str, Format] = {
    ".md": "markdown",
    ".txt": "plain",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
MAX_UNZIPPED_BYTES = 100_000_000
# Office files reach about 20; a bomb measured here 1028.
MAX_ZIP_RATIO = 100
_MAX_PAGES = 1_000
# What pypdf, python-docx and zipfile let out on damaged files beside errors of their own, found by
# changing bytes of good ones.
_DAMAGE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)
_PERSON = re.compile(r"[^\W\d_a-z][\w.’'-]+(?: [^\W\d_][\w.’'-]*){1,3}")


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extractor found; empty strings say "not known", ``published`` is ISO 8601."""

    blocks: tuple[Block, ...]
    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""


def extract(kind: Format, data: bytes) -> Extracted:
    """Read a file's bytes as HTML, PDF or Word; ``markdown`` and ``plain`` take UTF-8.

    Raises:
        UnreadableFile: If the file is damaged, encrypted or holds no text.
    """
    if kind == "html":
        return _from_html(data)
    if kind == "pdf":
        return _from_pdf(data)
    if kind == "docx":
        return _from_docx(data)
    cut = from_markdown if kind == "markdown" else from_plain
    return Extracted(tuple(cut(data.decode("utf-8"))))


def _from_html(data: bytes) -> Extracted:
    import trafilatura
    from lxml.etree import LxmlError

    # It reports each broken file on stderr; the reason we give says it better.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(data, output_format="markdown", include_comments=False)
        known = trafilatura.extract_metadata(data)
    except (LxmlError, ValueError, RecursionError, UnicodeError) as error:
        raise UnreadableFile("is not HTML that can be read", "damaged") from error
    blocks = tuple(from_markdown(text or ""))
    if not blocks:
        raise UnreadableFile("holds no article text", "no_text")
    return Extracted(
        blocks,
        title=clean_line(known.title or ""),
        author=clean_line(known.author or "").replace(";", ","),
        publisher=clean_line(known.sitename or ""),
        published=known.date or "",
        url=clean_line(known.url or ""),
    )


def _from_pdf(data: bytes) -> Extracted:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile("is encrypted", "encrypted")
        pages = [page.extract_text() for page in reader.pages[:_MAX_PAGES]]
        info = reader.metadata
        title, author = (info.title, info.author) if info else (None, None)
    except (PyPdfError, NotImplementedError, *_DAMAGE) as error:
        raise UnreadableFile("is a damaged PDF", "damaged") from error
    blocks = from_plain(_paragraphs(pages))
    if not blocks:
        raise UnreadableFile("holds no text (a scan?)", "scan")
    return Extracted(tuple(blocks), title=clean_line(title or ""), author=_person(author or ""))


def _paragraphs(pages: list[str]) -> str:
    """Pages as plain text; a short line that ends a sentence ends its paragraph.

    A PDF keeps lines, not paragraphs: only a paragraph's last line is short.
    """
    lines = [line.rstrip() for page in pages for line in page.splitlines()]
    lengths = sorted(len(line) for line in lines if line)
    full = lengths[int(len(lengths) * 0.8)] if lengths else 0
    out: list[str] = []
    for line in lines:
        out.append(line)
        if len(line) < 0.8 * full and line.endswith((".", "!", "?", '"', "“", "”", "»")):
            out.append("")
    return "\n".join(out)


def _from_docx(data: bytes) -> Extracted:
    from docx import Document as open_docx
    from lxml.etree import LxmlError

    _check_zip(data)
    try:
        file = open_docx(io.BytesIO(data))
        blocks: list[Block] = []
        for paragraph in file.paragraphs:
            style = paragraph.style.name if paragraph.style and paragraph.style.name else ""
            _add_paragraph(blocks, style, paragraph.text)
        known = file.core_properties
        title, author = clean_line(known.title or ""), _person(known.author or "")
    except (LxmlError, zipfile.BadZipFile, *_DAMAGE) as error:
        raise UnreadableFile("is a damaged Word document", "damaged") from error
    if not blocks:
        raise UnreadableFile("holds no text", "no_text")
    return Extracted(tuple(blocks), title=title, author=author)


def _add_paragraph(blocks: list[Block], style: str, text: str) -> None:
    if style.startswith("List") and blocks and blocks[-1].kind == "list":
        blocks[-1:] = make_block("list", *blocks[-1].lines, text)
    elif style.startswith("List"):
        blocks += make_block("list", text)
    else:
        blocks += make_block("heading" if style.startswith(("Heading", "Title")) else "prose", text)


def _check_zip(data: bytes) -> None:
    """Refuse an archive that would unpack to far more than it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableFile("is not a Word document (no ZIP archive)", "damaged") from error
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNZIPPED_BYTES or unpacked > MAX_ZIP_RATIO * len(data):
        raise UnreadableFile(f"unpacks to more than {MAX_ZIP_RATIO} times its size", "too_large")


def _person(name: str) -> str:
    """A file's author if it looks like a person: Word often stores an account's name."""
    name = clean_line(name)
    return name if _PERSON.fullmatch(name) else ""
