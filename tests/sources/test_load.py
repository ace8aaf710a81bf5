"""A folder of articles: what is used, what is skipped, and why."""

import os
from pathlib import Path

import pytest

from sources import SourceError, SourceSet, load_documents
from sources.files import MAX_FILES
from tests.sources.files import HTML

BODY = "The company has hired three thousand people this year, and it plans to hire more of them."


def write(folder: Path, name: str, text: str) -> None:
    """A file in the folder, with its parents."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def skipped(found: SourceSet) -> dict[str, str]:
    """The reasons by file name."""
    return {skip.path.name: skip.reason for skip in found.skipped}


def test_every_format_is_used_and_bad_files_are_named(tmp_path: Path) -> None:
    """One bad file costs nothing but itself."""
    write(tmp_path, "b.md", f"# News\n\n{BODY}")
    write(tmp_path, "a.txt", f"More news\n\n{BODY}")
    write(tmp_path, "2024/c.html", HTML)
    write(tmp_path, "ORIGIN.md", "# Origin\n\nNotes about it.")
    write(tmp_path, ".hidden.md", BODY)
    write(tmp_path, ".git/x.md", BODY)
    write(tmp_path, "picture.png", "x")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "latin.txt").write_bytes("Größe".encode("latin-1"))
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "passwd.txt").symlink_to("/etc/passwd")
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text(BODY)
    found = load_documents(tmp_path)
    assert [document.doc_id for document in found.documents] == ["a", "article", "b", "c"]
    assert skipped(found) == {
        "folder.txt": "is not a regular file",
        "latin.txt": "is not valid UTF-8 (byte 2); save it as UTF-8",
        "passwd.txt": "is a link to a file outside the folder",
        "picture.png": "has a format that is not supported; use .md .txt .html .htm .pdf .docx",
        "pipe.md": "is not a regular file",
    }


def test_second_file_of_an_id_is_skipped(tmp_path: Path) -> None:
    """The first by name stays."""
    write(tmp_path, "a.md", f"# First\n\n{BODY}")
    write(tmp_path, "a.txt", f"Second\n\n{BODY}")
    found = load_documents(tmp_path)
    assert [document.title for document in found.documents] == ["First"]
    assert skipped(found) == {"a.txt": "has the id 'a' of a.md; rename one"}


def test_translation_joins_its_document(tmp_path: Path) -> None:
    """It is no document of its own."""
    write(tmp_path, "a.md", f"---\nlanguage: en\n---\n# News\n\n{BODY}")
    write(tmp_path, "a.de.md", "---\nlanguage: de\ntranslation_of: a\n---\n# Neues\n\nMehr Leute.")
    (document,) = load_documents(tmp_path).documents
    (translation,) = document.translations
    assert (translation.language, translation.title) == ("de", "Neues")
    assert translation.text == "Neues\n\nMehr Leute."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("language: de\ntranslation_of: a\n---\n# T\n\nEins.\n\nZwei.",
         "has 3 paragraphs, its original 'a' 2"),
        ("language: de\ntranslation_of: z\n---\n# T\n\nEins.",
         "translates 'z', which is not in the folder"),
        ("language: en\ntranslation_of: a\n---\n# T\n\nOne.", "is one more text in 'en' of 'a'"),
    ],
)  # fmt: skip
def test_translation_that_does_not_fit_is_skipped(tmp_path: Path, text: str, reason: str) -> None:
    """The original is used without it."""
    write(tmp_path, "a.md", f"---\nlanguage: en\n---\n# News\n\n{BODY}")
    write(tmp_path, "b.md", f"---\n{text}")
    found = load_documents(tmp_path)
    assert [document.translations for document in found.documents] == [()]
    assert skipped(found) == {"b.md": reason}


def test_questions_join_the_article_beside_them(tmp_path: Path) -> None:
    """Bad and lone questions files are skipped, their articles are not."""
    line = '{"text": "How many?", "language": "en", "answers": ["%s"]}\n'
    write(tmp_path, "a.md", f"# News\n\n{BODY}")
    write(tmp_path, "a.questions.jsonl", line % "three thousand")
    write(tmp_path, "b.md", f"# Old news\n\n{BODY}")
    write(tmp_path, "b.questions.jsonl", line % "four thousand")
    write(tmp_path, "c.questions.jsonl", line % "three thousand")
    found = load_documents(tmp_path)
    first, second = found.documents
    (span,) = first.questions[0].answers
    assert first.text[span.start : span.end] == "three thousand"
    assert second.questions == ()
    assert skipped(found) == {
        "b.questions.jsonl": "b.questions.jsonl line 1: the article does not hold the answer "
        "'four thousand'",
        "c.questions.jsonl": "has no article of that name beside it",
    }


def test_folder_without_an_article_says_what_to_do(tmp_path: Path) -> None:
    """Missing, empty, or only bad files."""
    with pytest.raises(SourceError, match=r"No folder at .*; set SOURCES_DIR"):
        load_documents(tmp_path / "missing")
    with pytest.raises(SourceError, match=r"No article in .*; add a \.md"):
        load_documents(tmp_path)
    write(tmp_path, "a.txt", "")
    with pytest.raises(SourceError, match=r"No article in .*; a\.txt is empty"):
        load_documents(tmp_path)


def test_folder_with_too_many_files_is_refused(tmp_path: Path) -> None:
    """A home folder given by mistake."""
    for number in range(MAX_FILES + 1):
        (tmp_path / f"{number}.md").touch()
    with pytest.raises(SourceError, match=r"More than 2,000 files in .*; choose a smaller folder"):
        load_documents(tmp_path)
