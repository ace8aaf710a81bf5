"""A password in front of everything, for pages that others can reach."""

import hmac
import time
from base64 import b64decode
from binascii import Error as Base64Error

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

MAX_FAILURES = 5
WINDOW_S = 60.0
MAX_CLIENTS = 1000


class Login:
    """ASGI middleware: HTTP Basic; five wrong tries a minute from one address, then 429."""

    def __init__(self, app: ASGIApp, auth: str) -> None:
        """Wrap an application; ``auth`` is ``user:password``."""
        self._app = app
        self._auth = auth.encode()
        self._failures: dict[str, list[float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request that brings the password."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = (scope.get("client") or ("",))[0]
        refusal = self._check(client, Headers(scope=scope).get("authorization"))
        await (refusal or self._app)(scope, receive, send)

    def _check(self, client: str, authorization: str | None) -> JSONResponse | None:
        now = time.monotonic()
        recent = [at for at in self._failures.get(client, ()) if now - at <= WINDOW_S]
        if len(recent) >= MAX_FAILURES:
            return JSONResponse({"error": "Too many wrong passwords; wait a minute."}, 429)
        if authorization is not None and hmac.compare_digest(_given(authorization), self._auth):
            self._failures.pop(client, None)
            return None
        if authorization is not None:
            self._remember(client, [*recent, now])
        challenge = {"WWW-Authenticate": 'Basic realm="article assistant", charset="UTF-8"'}
        return JSONResponse({"error": "A password is needed."}, 401, challenge)

    def _remember(self, client: str, failures: list[float]) -> None:
        """Keep one address's failures, and those of the last thousand addresses that failed."""
        self._failures.pop(client, None)
        self._failures[client] = failures
        if len(self._failures) > MAX_CLIENTS:
            del self._failures[next(iter(self._failures))]


def _given(authorization: str) -> bytes:
    kind, _, encoded = authorization.partition(" ")
    try:
        return b64decode(encoded, validate=True) if kind.lower() == "basic" else b""
    except (Base64Error, ValueError):
        return b""
