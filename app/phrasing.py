"""The language model of the settings, and the seconds that it may take."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.llm_types import LanguageModel
from app.settings import Settings

if TYPE_CHECKING:
    from app.llm import ModelOptions


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
    return Phrasing(model, settings.llm_timeout_s)


def check_phrasing(settings: Settings) -> None:
    """See whether the model could be loaded; no weights are read and nothing is sent.

    Raises:
        SettingsError: As ``load_phrasing``.
        ModelUnavailable: As ``load_phrasing``, but for a damaged file.
    """
    if settings.llm_model != "none":
        from app.llm import check_language_model

        check_language_model(settings.llm_model, _options(settings))


def _options(settings: Settings) -> "ModelOptions":
    from app.llm import ModelOptions

    provider = settings.provider
    return ModelOptions(
        settings.llm_timeout_s, settings.server_of(provider), settings.key_of(provider)
    )
