"""The language model of the settings, and the seconds that it may take."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from app.llm_rest import RestingModel
from app.llm_types import LanguageModel
from app.settings import Settings
from index.types import Passage

if TYPE_CHECKING:
    from app.llm import ModelOptions


_N_PREPARED = 500
"""Sentences read at start: a second; a longer collection is read as it is asked about."""


@dataclass(slots=True)
class Phrasing:
    """The language model that phrases answers, and the seconds it may take for one.

    ``trouble`` is what was wrong when it was asked last, in one line; nothing if all was well.
    """

    model: LanguageModel
    timeout_s: float
    trouble: str | None = None


def load_phrasing(settings: Settings) -> Phrasing | None:
    """The model that is set, ready; none if answers are extractive.

    Raises:
        SettingsError: If ``LLM_MODEL`` has another form.
        ModelUnavailable: If the model, its key or the packages for it are missing.
    """
    if settings.llm_model == "none":
        return None
    from app.llm import load_language_model  # what it needs is installed with a model alone

    model = load_language_model(settings.llm_model, _options(settings))
    return Phrasing(RestingModel(model, settings.llm_timeout_s), settings.llm_timeout_s)


def check_phrasing(settings: Settings) -> None:
    """See whether the model could be loaded; no weights are read and nothing is sent.

    Raises:
        SettingsError: As ``load_phrasing``.
        ModelUnavailable: As ``load_phrasing``, but for a damaged file.
    """
    if settings.llm_model != "none":
        from app.llm import check_language_model

        check_language_model(settings.llm_model, _options(settings))


def prepare_gate(passages: Sequence[Passage]) -> None:
    """Let the gate read what it will check most, so that no question waits for that."""
    from app.gate import prepare

    sentences = (sentence for passage in passages for sentence in passage.sentences)
    prepare(tuple(islice(sentences, _N_PREPARED)))


def _options(settings: Settings) -> "ModelOptions":
    from app.llm import ModelOptions

    provider = settings.provider
    return ModelOptions(
        settings.llm_timeout_s, settings.server_of(provider), settings.key_of(provider)
    )
