"""A folder of article files made into documents, the bad ones named and skipped."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from sources.article import Article, parse_article
from sources.errors import SourceError, UnreadableFile
from sources.extract import SUFFIXES
from sources.files import MAX_FILES, read_bytes
from sources.questions import SUFFIX, load_questions
from sources.types import Document, SkippedFile, SourceSet, Translation
from sources.worker import Extractor

# Notes beside articles, not articles.
_NOTES = frozenset({"origin.md", "readme.md", "license", "license.txt", "license.md"})


@dataclass(slots=True)
class _Found:
    """What was read so far: the articles with their files, and the files skipped."""

    articles: list[tuple[Path, Article]] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)

    def skip(self, path: Path, reason: str) -> None:
        self.skipped.append(SkippedFile(path, reason))


def load_documents(folder: Path) -> SourceSet:
    """Read every article in a folder and the folders in it.

    Hidden files and notes such as ``ORIGIN.md`` are not looked at. A file with ``translation_of``
    joins its document if it has as many paragraphs; ``<stem>.questions.jsonl`` joins the article
    of that stem.

    Args:
        folder: The folder; symbolic links in it count if they stay inside it.

    Returns:
        The documents sorted by id, and every file that was skipped with its reason.

    Raises:
        SourceError: If the folder is missing, holds too many files, or gives no article.
    """
    if not folder.is_dir():
        raise SourceError(f"No folder at {folder}; set SOURCES_DIR to a folder with articles")
    paths = sorted(islice(_files(folder), MAX_FILES + 1))
    if len(paths) > MAX_FILES:
        raise SourceError(f"More than {MAX_FILES:,} files in {folder}; choose a smaller folder")
    found = _read_all(paths, folder)
    documents = _join(found, paths, folder)
    if not documents:
        reasons = "".join(f"; {skip.path.name} {skip.reason}" for skip in found.skipped[:3])
        raise SourceError(f"No article in {folder}; add a {' '.join(SUFFIXES)} file{reasons}")
    return SourceSet(tuple(documents), tuple(found.skipped))


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        # A folder called x.txt is looked at as a file, so that it is named as none.
        odd = [name for name in folders if Path(name).suffix.lower() in SUFFIXES]
        for name in (*names, *odd):
            if not name.startswith(".") and name.lower() not in _NOTES:
                yield Path(parent, name)


def _read_all(paths: list[Path], folder: Path) -> _Found:
    found = _Found()
    taken: dict[str, Path] = {}
    with Extractor() as extractor:
        for path in paths:
            if _holds_questions(path):
                continue
            try:
                article = parse_article(path.name, _read_bytes(path, folder), extractor)
            except UnreadableFile as error:
                found.skip(path, str(error))
                continue
            doc_id = article.document.doc_id
            if doc_id in taken:
                found.skip(path, f"has the id '{doc_id}' of {taken[doc_id].name}; rename one")
                continue
            taken[doc_id] = path
            found.articles.append((path, article))
    return found


def _holds_questions(path: Path) -> bool:
    return path.name.endswith(SUFFIX)


def _read_bytes(path: Path, folder: Path) -> bytes:
    if path.suffix.lower() not in SUFFIXES:
        return b"-"  # parse_article refuses the name; its content is not worth reading
    return read_bytes(path, folder)


def _join(found: _Found, paths: list[Path], folder: Path) -> list[Document]:
    """Documents with their translations and questions, sorted by id."""
    originals = {a.document.doc_id: a.document for _, a in found.articles if not a.translation_of}
    _add_translations(found, originals)
    _add_questions(found, originals, paths, folder)
    return [originals[doc_id] for doc_id in sorted(originals)]


def _mismatch(article: Article, original: Document | None) -> str:
    """Why a translation cannot join its original, or an empty string."""
    if original is None:
        return f"translates '{article.translation_of}', which is not in the folder"
    language = article.document.language
    if language == original.language or language in (t.language for t in original.translations):
        return f"is one more text in '{language}' of '{original.doc_id}'"
    n_here, n_there = (text.count("\n\n") + 1 for text in (article.document.text, original.text))
    if n_here != n_there:
        return f"has {n_here} paragraphs, its original '{original.doc_id}' {n_there}"
    return ""


def _add_translations(found: _Found, originals: dict[str, Document]) -> None:
    for path, article in found.articles:
        if not article.translation_of:
            continue
        original = originals.get(article.translation_of)
        reason = _mismatch(article, original)
        if original is None or reason:
            found.skip(path, reason)
            continue
        made = article.document
        translation = Translation(made.language, made.title, made.text)
        joined = (*original.translations, translation)
        originals[original.doc_id] = replace(original, translations=joined)


def _add_questions(
    found: _Found, originals: dict[str, Document], paths: list[Path], folder: Path
) -> None:
    owners = {
        path.with_name(path.stem + SUFFIX): article.document.doc_id
        for path, article in found.articles
        if not article.translation_of
    }
    for path in filter(_holds_questions, paths):
        doc_id = owners.get(path)
        if doc_id is None:
            found.skip(path, "has no article of that name beside it")
            continue
        try:
            questions = load_questions(path, originals[doc_id].text, folder)
        except UnreadableFile as error:
            found.skip(path, str(error))
            continue
        originals[doc_id] = replace(originals[doc_id], questions=questions)
