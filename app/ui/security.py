"""The guard in front of the page: which routes exist, how much comes in, what a browser may do."""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.ui.calls import BadCall, complete_call
from app.ui.shell import dress, preferred, script_hashes
from app.ui.traffic import Traffic

MAX_BODY_BYTES = 4 * 2**20
"""A long conversation comes along with each question: 100 turns of at most 20 kB or so."""

_READ = (
    r"/|/ui/[\w.-]+|/assets/[\w.@~-]+|/theme\.css|/favicon\.ico|/robots\.txt|/config/?",
    r"/gradio_api/(theme\.css|info/?|app_id/?|startup-events|heartbeat/\w+|queue/data)",
    r"/gradio_api/call(/v2)?/(ask|search|health)/\w+",
)
_WRITE = (
    r"/gradio_api/(queue/join/?|run/predict/?|cancel|reset/?)",
    r"/gradio_api/call(/v2)?/(ask|search|health)/?",
)
_ROUTES = {
    "GET": re.compile("|".join(_READ)),
    "HEAD": re.compile("/"),
    "POST": re.compile("|".join(_WRITE)),
}
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


def policy(hashes: tuple[str, ...] = ()) -> str:
    """The content security policy; ``hashes`` allow the scripts that stand in the page.

    Gradio sets styles inline and builds functions from text ('unsafe-eval'): what an attacker
    could write into the page (inline scripts, handlers, remote addresses) stays forbidden.
    """
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self' 'unsafe-eval'", *hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'none'",
            "object-src 'none'",
            "frame-src 'none'",
            "worker-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class Guard:
    """ASGI middleware: unknown routes 404, foreign origins 403, too much 413, safe headers.

    Who may not ask now gets 429 or 503, before the question is read.
    """

    def __init__(self, app: ASGIApp, traffic: Traffic) -> None:
        """Wrap the page's application."""
        self._app = app
        self._traffic = traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        with self._traffic.request(scope):
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        refusal = _refusal(scope, headers) or self._traffic.refusal(scope)
        body = b""
        if refusal is None and scope["method"] == "POST":
            body, refusal = await _read(scope, receive)
        refusal = refusal or self._traffic.full(scope)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send, policy()))
            return
        scope["headers"] = _trusted(scope)
        if scope["path"] == "/" and scope["method"] == "GET":
            await self._page(scope, receive, send, preferred(headers.get("accept-language", "")))
            return
        replay = _replay(body, receive) if scope["method"] == "POST" else receive
        with self._traffic.entering(scope):
            await self._app(scope, replay, _with_headers(send, policy()))

    async def _page(self, scope: Scope, receive: Receive, send: Send, language: str) -> None:
        """Gradio's page, dressed, under a policy that names the scripts in it."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        status = next(m["status"] for m in messages if m["type"] == "http.response.start")
        bodies = (m.get("body", b"") for m in messages if m["type"] == "http.response.body")
        page = dress(b"".join(bodies).decode(), "de" if language == "de" else "en")
        response = Response(page, status, media_type="text/html")
        response.headers["cache-control"] = "no-store"
        response.headers["vary"] = "accept-language"
        await response(scope, receive, _with_headers(send, policy(script_hashes(page))))


def _refusal(scope: Scope, headers: Headers) -> Response | None:
    allowed = _ROUTES.get(scope["method"])
    if allowed is None or not allowed.fullmatch(scope["path"]):
        return JSONResponse({"error": "Not found."}, 404)
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return JSONResponse({"error": "Requests from other sites are refused."}, 403)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
        return _too_large()
    return None


async def _read(scope: Scope, receive: Receive) -> tuple[bytes, Response | None]:
    """The body, which may come in pieces without a length; and why it is refused, if it is."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BODY_BYTES:
            return b"", _too_large()
    try:
        return complete_call(scope["path"], bytes(body)), None
    except BadCall as error:
        return b"", JSONResponse({"error": str(error)}, 400)


def _too_large() -> Response:
    return JSONResponse({"error": f"At most {MAX_BODY_BYTES} bytes are taken."}, 413)


def _trusted(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The request's headers without those that a client must not decide.

    ``X-Forwarded-*`` would move the page's root; without ``Accept-Encoding`` the page can be read
    before it is sent.
    """
    dropped = (b"x-forwarded-", b"forwarded", b"x-direct-url")
    page = scope["path"] == "/"
    return [
        (name, value)
        for name, value in scope["headers"]
        if not name.startswith(dropped) and not (page and name == b"accept-encoding")
    ]


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def once() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once


def _with_headers(send: Send, csp: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name in [n for n in headers if n.startswith("access-control-")]:
                del headers[name]
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["content-security-policy"] = csp
        await send(message)

    return sending
