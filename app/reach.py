"""What leaves the machine when a language model is set, and to where."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from app.settings import KEYS, Settings

_HOMES = {
    "openai": "https://api.openai.com",
    "anthropic": "https://api.anthropic.com",
    "ollama": "http://127.0.0.1:11434",
}
"""Where a provider is asked if no other server is set; that of the rest is theirs to know."""
_SENT = "questions, conversations and article sentences"


def told(settings: Settings) -> str:
    """The model and what leaves the machine, in one line."""
    provider = settings.provider
    if settings.llm_model == "none":
        return "none; answers are extractive, nothing leaves"
    if provider == "gguf":
        return f"{settings.llm_model} (in this process, nothing leaves)"
    server = settings.server_of(provider) or _HOMES.get(provider, provider)
    if _is_here(server):
        return f"{settings.llm_model}; {_SENT} go to {shown(server)}, on this machine"
    return f"{settings.llm_model}; {_SENT} leave this machine, go to {shown(server)}"


def keys_told(settings: Settings) -> list[str]:
    """Which keys are set and who gets them, a line each; never a key itself."""
    lines = []
    for provider, name in KEYS.items():
        if settings.key_of(provider).get_secret_value():
            used = provider == settings.provider
            server = settings.server_of(provider) or _HOMES.get(provider, provider)
            whose = f"goes to {shown(server)}" if used else "used by no one"
            lines.append(f"{name.upper()} is set, {whose}")
    return lines


def _is_here(server: str) -> bool:
    """Whether an address is this machine's own; a name but localhost may be anybody's."""
    host = _parts(server).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def shown(server: str) -> str:
    """An address without a password that may stand in it."""
    parts = _parts(server)
    if parts.username or parts.password:
        parts = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    return parts.geturl().removeprefix("//")


def _parts(server: str) -> SplitResult:
    return urlsplit(server if "//" in server else f"//{server}")
