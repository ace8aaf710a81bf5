"""Articles: where they come from and reading them into clean text."""

from sources.article import parse_text, read_document
from sources.errors import AssistantError, SourceError, UnreadableFile
from sources.language import Detected, detect, detect_language
from sources.load import load_documents
from sources.types import (
    Document,
    HypotheticalQuestion,
    SkippedFile,
    SourceSet,
    Span,
    Translation,
)

__all__ = [
    "AssistantError",
    "Detected",
    "Document",
    "HypotheticalQuestion",
    "SkippedFile",
    "SourceError",
    "SourceSet",
    "Span",
    "Translation",
    "UnreadableFile",
    "detect",
    "detect_language",
    "load_documents",
    "parse_text",
    "read_document",
]
