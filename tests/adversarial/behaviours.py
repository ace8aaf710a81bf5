"""Ways in which a server misbehaves, by name."""

import json
import time
from collections.abc import Mapping

from tests.adversarial.server import Script, Wire, claims, saying, silent

TRUE = "Klarna reduced its workforce to 3,800 employees over the past year."
FALSE = "Klarna has gone bankrupt and dismissed all of its employees."
_LONG = "Klarna is bankrupt. " * 52_500  # 1 MB


def _breaks_off(wire: Wire) -> None:
    wire.open()
    wire.piece(claims((TRUE, [8]))[:-3] + ', {"text": "Klarna has gone')
    wire.line("data: {")  # and nothing more: the connection closes


def _trickles(wire: Wire) -> None:
    wire.open()
    while True:
        wire.piece("K")
        time.sleep(0.2)


def _endless(wire: Wire) -> None:
    wire.open()
    while True:
        wire.piece('{"text": "' + FALSE + '", "cites": [8]}, ')


def _two_faced(wire: Wire) -> None:
    """Refuses a form, then lies in plain words."""
    if "response_format" in wire.body:
        wire.refuse(400, "response_format is not supported")
    else:
        wire.say(f"{FALSE} [8]\n")


BEHAVIOURS: Mapping[str, Script] = {
    "http-500": lambda wire: wire.refuse(500, FALSE),
    "http-503": lambda wire: wire.refuse(503),
    "http-429": lambda wire: wire.refuse(429),
    "http-401": lambda wire: wire.refuse(401, "wrong key"),
    "http-403": lambda wire: wire.refuse(403),
    "http-404": lambda wire: wire.refuse(404),
    "http-418": lambda wire: wire.refuse(418, FALSE),
    "html": lambda wire: wire.raw(200, b"<html>" + FALSE.encode() + b"</html>", "text/html"),
    "no-stream": lambda wire: wire.raw(200, json.dumps({"answer": FALSE}).encode()),
    "empty-body": lambda wire: wire.raw(200, b""),
    "empty-reply": saying(""),
    "blank-reply": saying("   \n\n  "),
    "silence": silent(20.0),
    "trickle": _trickles,
    "endless": _endless,
    "disconnect": _breaks_off,
    "megabyte": lambda wire: wire.say(_LONG, size=8192),
    "megabyte-json": lambda wire: wire.say(claims((_LONG, [8])), size=8192),
    "half-json": saying(claims((FALSE, [8]))[:-20]),
    "json-in-talk": saying("Sure! Here it is:\n```json\n" + claims((FALSE, [8])) + "\n```"),
    "other-json": saying(json.dumps({"answer": FALSE})),
    "json-list": saying(json.dumps([FALSE])),
    "json-wrong-types": saying('{"sentences": [{"text": 5, "cites": "all"}, {"text": null}]}'),
    "no-citation": saying(claims((FALSE, []))),
    "negative-citation": saying(claims((FALSE, [-1, 0]))),
    "huge-citation": saying(claims((FALSE, [10**30]))),
    "all-citations": saying(claims((FALSE, list(range(1, 30))))),
    "plain-lines": saying(f"{FALSE} [8]\n- {FALSE} (8)\n1. **{FALSE}** [8, 9]\n"),
    "thinking": saying(f"<think>{FALSE} [8]</think>{FALSE} [8]"),
    "markup": saying(claims((f'<img src="http://127.0.0.1/x">{TRUE}', [8]))),
    "link": saying(claims((f"[{TRUE}](http://127.0.0.1/x)", [8]))),
    "bidi": saying(claims((f"\u202e{TRUE}", [8]))),
    "mixed": saying(claims((f"{TRUE[:-1]}, and {FALSE[0].lower()}{FALSE[1:]}", [8]))),
    "two-sentences": saying(claims((f"{TRUE} {FALSE}", [8]))),
    "refuses-form": _two_faced,
    "null-bytes": saying(claims((f"{FALSE}\u0000", [8]))),
}
