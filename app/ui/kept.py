"""Articles that people added for everybody: kept on disk, one file each, over a restart."""

import json
import logging
import os
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from app.ui.errors import ServerError
from sources import Document, SourceError, parse_text

_log = logging.getLogger(__name__)


class _Line(BaseModel):
    """What a file holds; ``content`` is the article's own file in base64."""

    model_config = ConfigDict(frozen=True)

    doc_id: str
    name: str
    added_at: str
    content: str


class KeptArticles:
    """A folder of added articles; a file is whole or not there."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder's path; it is made with the first article."""
        self._folder = folder

    def read(self) -> tuple[Document, ...]:
        """Every article that can be read, oldest first; what cannot is named in the log."""
        lines: list[_Line] = []
        for path in sorted(self._folder.glob("*.json")):
            try:
                lines.append(_Line.model_validate_json(path.read_bytes()))
            except (OSError, ValidationError):
                _log.warning("%s is no article that was added; it is left out", path.name)
        documents: list[Document] = []
        for line in sorted(lines, key=lambda kept: (kept.added_at, kept.doc_id)):
            try:
                document = parse_text(line.name, b64decode(line.content))
            except (SourceError, ValueError) as error:
                _log.warning("An article that was added is left out: %s", error)
                continue
            documents.append(replace(document, doc_id=line.doc_id))
        return tuple(documents)

    def write(self, doc_id: str, name: str, data: bytes) -> None:
        """Keep an article's file under its id.

        Raises:
            ServerError: If it cannot be written.
        """
        line = _Line(
            doc_id=doc_id,
            name=name,
            added_at=datetime.now(UTC).isoformat(),
            content=b64encode(data).decode(),
        )
        path = self._path(doc_id)
        partial = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as file:
                file.write(json.dumps(line.model_dump(), ensure_ascii=False).encode())
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, path)
        except OSError as error:
            raise ServerError(
                f"The article cannot be kept ({error.strerror}); see to {self._folder.name}"
            ) from error

    def remove(self, doc_id: str) -> None:
        """Forget an article; an unknown one is no matter."""
        self._path(doc_id).unlink(missing_ok=True)

    def _path(self, doc_id: str) -> Path:
        """An id is an article's own words: its digest is a file name, whatever it holds."""
        return self._folder / f"{sha256(doc_id.encode()).hexdigest()[:32]}.json"
