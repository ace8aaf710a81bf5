"""An unexpected failure below the guard ends in a sentence, not in a trace or a torn connection."""

import json
import logging

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SENTENCE = "The server failed at this request; please try again, or see its log"
_EVENT = f"event: error\ndata: {json.dumps({'error': SENTENCE})}\n\n".encode()
_logger = logging.getLogger(__name__)


class Failsafe:
    """ASGI middleware: any failure as JSON with status 500, or as the last event of a stream."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application that may fail."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request to its end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = failed = ended = False
        last = _EVENT

        async def passing(message: Message) -> None:
            nonlocal started, failed, ended
            if message["type"] == "http.response.start":
                failed = message["status"] >= 500
                started = not failed
            if not failed:
                ended = message["type"] == "http.response.body" and not message.get("more_body")
                await send(message)

        try:
            await self._app(scope, receive, passing)
        except Exception as error:
            # Whatever it was: nobody below handles it, and the one who asked gets a sentence.
            failed, told = True, started and _is_callers(error.__cause__)
            last = b"" if told else _EVENT
            level = logging.DEBUG if told else logging.ERROR
            _logger.log(level, "%s %s failed", scope["method"], scope["path"], exc_info=True)
        if failed and not started:
            await JSONResponse({"error": SENTENCE}, 500)(scope, receive, send)
        elif failed and not ended:
            await send({"type": "http.response.body", "body": last, "more_body": False})


def _is_callers(error: BaseException | None) -> bool:
    """Whether it is the caller's mistake, such as the id of no call, which the stream has said."""
    return isinstance(error, HTTPException) and error.status_code < 500
