"""Settings: from flags, then the environment, then ``.env``, then defaults."""

from ipaddress import ip_network
from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import SettingsError
from index.types import ChromaServer

_ROOT = Path(__file__).resolve().parents[1]
KEYS = {
    "openai": "openai_api_key",
    "anthropic": "anthropic_api_key",
    "google_genai": "google_api_key",
    "mistralai": "mistral_api_key",
    "groq": "groq_api_key",
}
"""The setting that holds a provider's key."""
SERVERS = {
    "openai": "openai_base_url",
    "anthropic": "anthropic_base_url",
    "ollama": "ollama_host",
}
"""The setting that names another server than the provider's own."""


class Settings(BaseSettings):
    """What can be set; each field is read from the variable of its name in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        env_ignore_empty=True,
    )

    llm_model: str = "none"
    """``provider:model`` or ``gguf:/path``; ``none`` answers by extraction alone."""
    llm_timeout_s: float = Field(default=30.0, gt=0, le=600)
    """Seconds a model may take for an answer before the extractive one is given."""
    openai_base_url: str = ""
    """An OpenAI-compatible server, such as llama.cpp or vLLM; empty for OpenAI's own."""
    anthropic_base_url: str = ""
    ollama_host: str = ""
    openai_api_key: SecretStr = SecretStr("")
    """A key goes to the provider named in ``llm_model`` alone, and is shown nowhere."""
    anthropic_api_key: SecretStr = SecretStr("")
    google_api_key: SecretStr = SecretStr("")
    mistral_api_key: SecretStr = SecretStr("")
    groq_api_key: SecretStr = SecretStr("")
    embedding_model: str = ""
    """Hub name or folder of a ``SentenceTransformer``; empty for the bundled model."""
    sources_dir: Path = _ROOT / "sources" / "articles"
    index_dir: Path = _ROOT / "data" / "index"
    chroma_http_host: str = ""
    """Host of a Chroma server that replicas share; empty for the collection in ``index_dir``."""
    chroma_http_port: int = Field(default=8000, ge=1, le=65535)
    answer_language: str = Field(default="auto", pattern="^(auto|[a-z]{2})$")
    server_name: str = Field(
        default="127.0.0.1", validation_alias=AliasChoices("server_name", "gradio_server_name")
    )
    server_port: int = Field(
        default=7860,
        ge=0,
        le=65535,
        validation_alias=AliasChoices("server_port", "gradio_server_port"),
    )
    chat_auth: SecretStr = SecretStr("")
    """``user:password`` that the chat asks for; needed to serve beyond this machine."""
    allow_public: bool = False
    """Serve beyond this machine without a password."""
    allow_uploads: bool = False
    """Let people add articles from the page."""
    allowed_hosts: str = Field(default="", pattern=r"^[\w.*:\[\], -]*$")
    """Host names, by commas, that a proxy asks us by, besides this machine's own."""
    trusted_proxies: str = ""
    """Addresses or networks of proxies, by commas, whose ``X-Forwarded-For`` is believed."""
    rate_limit: str = Field(default="", pattern=r"^([1-9]\d{0,5}/(second|minute|hour|day))?$")
    """Requests that one client may make, such as ``120/minute``; empty for any number."""
    question_timeout_s: float = Field(default=60.0, gt=0, le=3600)
    """Seconds after which a served question gets a message instead of its answer."""
    upload_timeout_s: float = Field(default=600.0, gt=0, le=3600)
    """Seconds after which an article that is added from the page is given up."""
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    """How much is logged; one line a question from ``info`` on."""
    log_format: Literal["text", "json"] = "text"
    log_questions: bool = False
    """Log the text of questions, too."""
    metrics_port: int = Field(default=0, ge=0, le=65535)
    """Port of loopback for Prometheus metrics; 0 for none."""
    share_uploads: bool = False
    """Keep what people add in ``data_dir`` and show it to everybody."""
    data_dir: Path = _ROOT / "data"
    """Where feedback and shared articles are kept."""

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        for network in filter(None, value.replace(" ", "").split(",")):
            ip_network(network, strict=False)
        return value.replace(" ", "")

    @property
    def provider(self) -> str:
        """What stands before the colon in ``llm_model``; ``none`` without a model."""
        return self.llm_model.partition(":")[0]

    def key_of(self, provider: str) -> SecretStr:
        """The key for a provider, or an empty one; some need none."""
        key = getattr(self, KEYS[provider]) if provider in KEYS else SecretStr("")
        return key if isinstance(key, SecretStr) else SecretStr("")

    def server_of(self, provider: str) -> str:
        """The server to ask instead of the provider's own, or nothing."""
        return str(getattr(self, SERVERS[provider])) if provider in SERVERS else ""

    @property
    def chroma_server(self) -> ChromaServer | None:
        """The Chroma server that replicas share, if one is set."""
        host = self.chroma_http_host
        return ChromaServer(host, self.chroma_http_port) if host else None

    @classmethod
    def load(cls, **overrides: object) -> Self:
        """Read the settings; ``overrides`` that are ``None`` count as not given.

        Raises:
            SettingsError: If a value is not allowed; the text names the variable.
        """
        given = {name: value for name, value in overrides.items() if value is not None}
        try:
            return cls.model_validate({**cls().model_dump(), **given}) if given else cls()
        except ValidationError as error:
            first = error.errors()[0]
            name = "_".join(str(part) for part in first["loc"]).upper()
            raise SettingsError(f"Setting {name}: {first['msg'].lower()}") from error
