"""A password in front of everything, for pages that others can reach."""

import hmac
from base64 import b64decode
from binascii import Error as Base64Error

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.ui.rate import Rate, client_of

MAX_FAILURES = "5/minute"


class Login:
    """ASGI middleware: HTTP Basic; five wrong tries a minute from one address, then 429."""

    def __init__(self, app: ASGIApp, auth: str) -> None:
        """Wrap an application; ``auth`` is ``user:password``."""
        self._app = app
        self._auth = auth.encode()
        self._failures = Rate(MAX_FAILURES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request that brings the password."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = client_of(scope.get("client"))
        refusal = self._check(client, Headers(scope=scope).get("authorization"))
        await (refusal or self._app)(scope, receive, send)

    def _check(self, client: str, authorization: str | None) -> JSONResponse | None:
        if not self._failures.left(client):
            wait = {"Retry-After": str(self._failures.wait_s(client))}
            return JSONResponse({"error": "Too many wrong passwords; wait a minute."}, 429, wait)
        if authorization is not None and hmac.compare_digest(_given(authorization), self._auth):
            self._failures.forgive(client)
            return None
        if authorization is not None:
            self._failures.hit(client)
        challenge = {"WWW-Authenticate": 'Basic realm="article assistant", charset="UTF-8"'}
        return JSONResponse({"error": "A password is needed."}, 401, challenge)


def _given(authorization: str) -> bytes:
    kind, _, encoded = authorization.partition(" ")
    try:
        return b64decode(encoded, validate=True) if kind.lower() == "basic" else b""
    except (Base64Error, ValueError):
        return b""
