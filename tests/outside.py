"""What each route answers to whom, seen from outside: ``python -m tests.outside`` writes the table.

The requests go to the real application over the fake assistant, in this process. Each is ended
when its status is known, since some routes never end by themselves.
"""

import asyncio
import base64
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from starlette.routing import Mount
from starlette.types import ASGIApp, Message

from app.chat import CONCURRENT, build_app, make_shelf
from app.desk import Desk
from app.metrics import Metrics
from app.settings import Settings
from app.ui.served import Service
from app.ui.warmup import WarmUp
from tests.fakes_ui import FakeAssistant

PAGE = Path(__file__).parents[1] / "docs" / "security.md"
_BEGIN, _END = "<!-- routes -->\n", "<!-- end of routes -->"
HOST, EVIL = "127.0.0.1:7860", "evil.example"
_BASIC = f"Basic {base64.b64encode(b'reader:secret').decode()}"
COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "no credentials": {},
    "credentials": {"authorization": _BASIC},
    "foreign Host": {"authorization": _BASIC, "host": EVIL},
    "foreign Origin": {"authorization": _BASIC, "origin": f"http://{EVIL}"},
    "X-Forwarded-Host": {"authorization": _BASIC, "x-forwarded-host": EVIL},
}
SERVED: Final = tuple(
    """GET /
HEAD /
GET /ui/app.css
GET /assets/x.js
GET /theme.css
GET /favicon.ico
GET /robots.txt
GET /config
GET /gradio_api/theme.css
GET /gradio_api/info
GET /gradio_api/app_id
GET /gradio_api/startup-events
GET /gradio_api/heartbeat/x
GET /gradio_api/queue/data?session_hash=x
POST /gradio_api/queue/join
POST /gradio_api/run/predict
POST /gradio_api/cancel
POST /gradio_api/reset
POST /gradio_api/call/ask
POST /gradio_api/call/search
POST /gradio_api/call/health
GET /gradio_api/call/ask/x
GET /gradio_api/call/search/x
GET /gradio_api/call/health/x""".splitlines()
)
"""What the guard lets through; every other route of the libraries is closed."""
_BODIES = {"ask": b'{"data": ["Wer?"]}', "search": b'{"data": ["Wer?"]}'}


class Reply(NamedTuple):
    """The first words of an answer."""

    status: int
    headers: dict[str, str]


def make(folder: Path) -> ASGIApp:
    """The application on loopback with a password."""
    settings = Settings.load(data_dir=folder, chat_auth="reader:secret")
    shelf = make_shelf(FakeAssistant(), settings)
    service = Service(Desk(CONCURRENT, 5.0), Desk(1, 5.0), WarmUp(shelf.warm_up))
    return build_app(shelf, settings, service, Metrics())[0]


def routes(app: ASGIApp) -> set[str]:
    """Every route that the libraries have behind the guard, with ``x`` for each parameter."""
    inner: object = app
    while not hasattr(inner, "routes"):
        inner = getattr(inner, "app", None) or getattr(inner, "_app", None)
    found = (f"{method} {re.sub(r'{[^}]*}', 'x', path)}" for method, path in _walk(inner, ""))
    return set(found)


def _walk(router: object, prefix: str) -> Iterator[tuple[str, str]]:
    for route in getattr(router, "routes", ()):
        nested = getattr(route, "original_router", None)
        if nested is not None:
            yield from _walk(nested, prefix)
        elif isinstance(route, Mount):
            yield from _walk(route.app, prefix + route.path)
        else:
            for method in sorted(getattr(route, "methods", None) or ("GET",)):
                yield method, prefix + route.path


async def reply(app: ASGIApp, route: str, headers: Mapping[str, str]) -> Reply:
    """How the application begins its answer to one request."""
    method, _, target = route.partition(" ")
    path, _, query = target.partition("?")
    body = _BODIES.get(path.rsplit("/", 1)[-1], b"{}") if method == "POST" else b""
    sent = {"host": HOST, "content-type": "application/json", **headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 7860),
    }
    begun: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
    read = False

    async def receive() -> Message:
        nonlocal read
        if read:
            await asyncio.sleep(60)
        read = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start" and not begun.done():
            pairs = ((name.decode(), value.decode()) for name, value in message["headers"])
            begun.set_result(Reply(message["status"], dict(pairs)))

    running = asyncio.ensure_future(app(scope, receive, send))
    await asyncio.wait((running, begun), timeout=20, return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    await asyncio.wait((running,), timeout=5)
    if not begun.done():
        raise AssertionError(f"no answer to {route}")
    return begun.result()


def statuses(app: ASGIApp, asked: Sequence[str]) -> dict[str, list[int]]:
    """The status of each route for each column; nothing repeats the foreign host."""

    async def ask(route: str) -> list[int]:
        replies = [await reply(app, route, headers) for headers in COLUMNS.values()]
        said = [value for one in replies for value in one.headers.values()]
        assert not any(EVIL in value for value in said), route
        return [one.status for one in replies]

    async def ask_all() -> dict[str, list[int]]:
        # Gradio's queue starts with the first of these.
        await reply(app, "GET /gradio_api/startup-events", COLUMNS["credentials"])
        return {route: await ask(route) for route in asked}

    return asyncio.run(ask_all())


def closed(app: ASGIApp) -> list[str]:
    """The routes that the guard keeps from everybody, by path."""
    shown = {route.rstrip("/") for route in routes(app)}
    served = {route.partition("?")[0].rstrip("/") for route in SERVED} | {"GET /assets/x"}
    return sorted(shown - served, key=lambda route: route.split()[::-1])


def table(app: ASGIApp) -> str:
    """Every route and its row, those that are served first."""
    lines = [f"| route | {' | '.join(COLUMNS)} |", f"|---|{'---|' * len(COLUMNS)}"]
    for route, found in statuses(app, [*SERVED, *closed(app)]).items():
        lines.append(f"| `{route}` | {' | '.join(map(str, found))} |")
    return "\n".join(lines) + "\n"


def written() -> dict[str, list[int]]:
    """The table as it stands in the page."""
    text = PAGE.read_text(encoding="utf-8").split(_BEGIN)[1].split(_END)[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()[2:]]
    return {cells[0].strip("`"): [int(cell) for cell in cells[1:]] for cells in rows}


def main() -> None:
    """Write the table into the page, or with ``--json`` print what each route answers now."""
    with tempfile.TemporaryDirectory() as folder:
        app = make(Path(folder))
        if sys.argv[1:] == ["--json"]:
            asked = dict.fromkeys((*written(), *closed(app)))
            sys.stdout.write(
                json.dumps({"closed": closed(app), "answers": statuses(app, list(asked))})
            )
            return
        made = table(app)
    head, rest = PAGE.read_text(encoding="utf-8").split(_BEGIN)
    PAGE.write_text(f"{head}{_BEGIN}{made}{_END}{rest.split(_END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
