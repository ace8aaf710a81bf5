"""Models of any provider that LangChain knows, and of OpenAI-compatible servers."""

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import httpx
from pydantic import SecretStr

from app.errors import ModelUnavailable
from app.llm_types import ANSWER_SCHEMA, ModelBusy, ModelRequest
from app.settings import KEYS

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

CONTEXT_TOKENS = 6_000
"""What every current chat model takes, with room for the reply."""
_KEYED = frozenset({"openai", "anthropic"})
"""Providers that know a key by one name alone; the others' clients tell what they look for."""
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_REFUSED = frozenset({400, 404, 415, 422, 501})
_JSON_SCHEMA = {
    "type": "json_schema",
    "json_schema": {"name": "answer", "strict": True, "schema": ANSWER_SCHEMA},
}
# How a provider is held to a form; the others get it in words alone.
_STRUCTURED: Mapping[str, dict[str, Any]] = {
    # Past LangChain's own parsing, which waits for the whole reply.
    "openai": {"extra_body": {"response_format": _JSON_SCHEMA}},
    "ollama": {"format": ANSWER_SCHEMA},
}


class LangChainModel:
    """A chat model behind LangChain; its errors become ours."""

    def __init__(self, spec: str, model: "BaseChatModel") -> None:
        """Wrap ``model``, named ``spec`` in answers."""
        self._spec = spec
        self._model = model
        self._provider = spec.partition(":")[0]

    @property
    def name(self) -> str:
        """The model's name, without its provider."""
        return self._spec.partition(":")[2]

    @property
    def context_tokens(self) -> int:
        """How many tokens a prompt may have."""
        return CONTEXT_TOKENS

    def stream(self, request: ModelRequest) -> Iterator[str]:
        """The reply, piece by piece.

        Raises:
            ModelBusy: If trying again may help.
            ModelUnavailable: If it will not.
        """
        form = _STRUCTURED.get(self._provider, {}) if request.structured else {}
        try:
            yield from self._pieces(request, form)
        except _FormRefused:
            # A server that cannot be held to a form still gets it in words.
            yield from self._pieces(request, {})

    def _pieces(self, request: ModelRequest, form: dict[str, Any]) -> Iterator[str]:
        from langsmith import tracing_context

        messages = [("system", request.system), ("human", request.user)]
        limit: dict[str, Any] = {
            "num_predict" if self._provider == "ollama" else "max_tokens": request.max_tokens
        }
        # Tracing would send the texts elsewhere; nobody asked for that by naming a model.
        with tracing_context(enabled=False):
            try:
                for chunk in self._model.stream(messages, None, **limit, **form):
                    if text := str(chunk.text):
                        yield text
            except Exception as error:
                raise _translated(error, self.name, bool(form)) from error


class _FormRefused(ModelUnavailable):
    """Raised when a server does not take a structured form."""


def load_chat_model(
    spec: str, timeout_s: float, base_url: str, api_key: SecretStr
) -> LangChainModel:
    """Make a model of ``provider:model`` ready.

    Args:
        spec: Provider and model, as LangChain names them.
        timeout_s: The longest that one connection may stay silent.
        base_url: Another server than the provider's own, or empty.
        api_key: A key to use instead of the environment's, or empty.

    Raises:
        ModelUnavailable: If the provider is unknown, or its package or key is missing.
    """
    try:
        from langchain.chat_models import init_chat_model
    except ImportError as error:
        raise ModelUnavailable(
            "Language models need more packages; run: pip install -r requirements-llm.txt"
        ) from error
    provider = spec.partition(":")[0]
    fields: dict[str, Any] = {"temperature": 0.0}
    if provider == "ollama":
        fields["client_kwargs"] = {"timeout": timeout_s}
    else:
        # We retry ourselves, within one limit over all.
        fields |= {"timeout": timeout_s, "max_retries": 0}
    if base_url:
        fields["base_url"] = base_url
    if key := _key(provider, api_key, own_server=bool(base_url)):
        fields["api_key"] = key
    try:
        return LangChainModel(spec, init_chat_model(spec, **fields))
    except Exception as error:
        raise ModelUnavailable(f"{spec} cannot be used: {_reason(error)}") from error


def _key(provider: str, api_key: SecretStr, own_server: bool) -> SecretStr | None:
    """The key to send; a server of one's own will hardly want one, but the client does.

    Raises:
        ModelUnavailable: If the provider wants one and there is none.
    """
    if api_key.get_secret_value() or provider not in KEYS:
        return api_key if api_key.get_secret_value() else None
    name = KEYS[provider].upper()
    if os.environ.get(name):
        return None
    if own_server:
        return SecretStr("not-needed")
    if provider in _KEYED:
        raise ModelUnavailable(
            f"LLM_MODEL names {provider}, which needs a key: set {name} in the environment or .env"
        )
    return None


def _reason(error: Exception) -> str:
    """Why a model cannot be made, and what to do."""
    if isinstance(error, ValueError) and "provider" in str(error):
        return "no such provider; write openai:…, anthropic:…, ollama:… or gguf:/path/to/model.gguf"
    return _line(error)


def _translated(error: Exception, name: str, formed: bool) -> ModelUnavailable:
    """The vendor's error as ours: passing, refused, or final."""
    status = getattr(error, "status_code", None)
    if formed and status in _REFUSED:
        return _FormRefused(f"{name} does not take a structured form")
    if status in (401, 403):
        return ModelUnavailable(f"{name} refuses the key; check it, or unset LLM_MODEL")
    if status == 429:
        return ModelBusy(f"{name} has reached its rate limit")
    if status in _PASSING or _is_lost(error):
        return ModelBusy(f"{name} cannot be reached or is overloaded")
    return ModelUnavailable(f"{name} failed ({type(error).__name__}, status {status})")


def _is_lost(error: BaseException) -> bool:
    """Whether a connection failed, under whatever the vendor wrapped it in."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, httpx.TransportError | ConnectionError | TimeoutError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _line(error: BaseException) -> str:
    """An error in one short line, without what a server put into it over pages."""
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
