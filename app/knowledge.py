"""What an assistant answers from: articles, and the parts over their index, loaded when needed."""

import logging
import threading
from typing import TYPE_CHECKING, Protocol

from app.settings import Settings
from index.threads import multiply_alone, share_cores
from sources import AssistantError, SourceSet, load_documents

if TYPE_CHECKING:
    from app.parts import Parts
    from app.renewal import Renewal

_log = logging.getLogger(__name__)


class Knowledge(Protocol):
    """What an assistant answers from; safe to share between threads."""

    @property
    def loaded(self) -> "Parts | None":
        """What answers now, if it is there already."""
        ...

    @property
    def error(self) -> str | None:
        """Why it could not be loaded, when that was tried last."""
        ...

    def parts(self, progress: bool = False) -> "Parts":
        """What answers, loaded if need be; ``progress`` shows a bar on stderr meanwhile.

        Raises:
            AssistantError: If there is no usable article, index or model.
        """
        ...

    def sources(self) -> SourceSet:
        """The articles; no model is loaded to read them.

        Raises:
            AssistantError: If there is no usable article.
        """
        ...

    def whole(self) -> "tuple[Parts, SourceSet]":
        """What answers now, and the articles that it is of.

        Raises:
            AssistantError: If there is no usable article, index or model.
        """
        ...

    def close(self) -> None:
        """Give back what is open; it is loaded again when it is needed."""
        ...


class Indexed:
    """The articles of a folder and their index, which is followed when another is swapped in."""

    def __init__(self, settings: Settings) -> None:
        """Use the folders and models that are set; nothing is read yet."""
        self._settings = settings
        self.loaded: Parts | None = None
        self.error: str | None = None
        self._found: SourceSet | None = None
        self._renewal: Renewal | None = None
        self._lock = threading.Lock()
        self._reading = threading.Lock()

    def close(self) -> None:
        """Give the index and its working copy back; what asks next reads everything again."""
        with self._lock:
            if self.loaded is not None and self.loaded.store is not None:
                self.loaded.store.close()
                self.loaded, self._found = None, None

    def parts(self, progress: bool = False) -> "Parts":
        """What answers, loaded if need be; looks whether there is a newer index."""
        parts = self.loaded
        if parts is None:
            with self._lock:
                parts = self.loaded = self.loaded or self._load(progress)
        elif parts.store is not None and self._renewal is not None:
            self._renewal.look(parts.mark)
        return parts

    def whole(self) -> "tuple[Parts, SourceSet]":
        """What answers now, and the articles that it is of."""
        self.parts()
        with self._lock:
            if self.loaded is not None:
                return self.loaded, self.sources()
        return self.whole()  # it was closed meanwhile

    def _load(self, progress: bool) -> "Parts":
        # Heavy imports wait until something is asked, so that --help and a bad flag are quick.
        share_cores()
        from app.parts import load_parts
        from app.renewal import Renewal

        try:
            parts = load_parts(self._settings, self.sources().documents, progress)
        except Exception as error:
            self.error = str(error)
            raise
        multiply_alone()
        self.error = None
        self._renewal = Renewal(self._settings.index_dir, self._renew)
        return parts

    def _renew(self) -> None:
        """Answer from the index that was swapped in, if it is one of the articles as they are."""
        from app.parts import reopened

        old = self.loaded
        if old is None or old.store is None:
            return
        try:
            found = load_documents(self._settings.sources_dir)
            new = reopened(old, self._settings, found.documents)
        except (AssistantError, OSError) as error:
            _log.warning("%s; answering from the index as it was before", error)
            return
        with self._lock:
            if swapped := self.loaded is old:
                self.loaded, self._found = new, found
        unused = old if swapped else new  # it was closed meanwhile
        if unused.store is not None:
            unused.store.close()

    def sources(self) -> SourceSet:
        """The articles of the folder, read once."""
        if self._found is None:
            with self._reading:
                if self._found is None:
                    found = load_documents(self._settings.sources_dir)
                    for skipped in found.skipped:
                        _log.warning("Skipped %s: %s", skipped.path, skipped.reason)
                    self._found = found
        return self._found
