"""A model's reply read while it comes: sentences with the numbers that they cite."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.chunk import split_sentences

MAX_CLAIM_CHARS = 2_000
_CLAIM_OBJECT = re.compile(r'\{\s*"(?:text|cites|sentence|citations)"\s*:')
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_MARK = r"[\[(【]\s*(?:S|Satz|Sentence|Nr\.?|No\.?)?\s*\d+(?:\s*[,;]\s*\d+)*\s*[\])】]"
_MARKS = re.compile(rf"(?:\s*{_MARK})+\s*[.!?]?")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_BROKEN_JSON = re.compile(r"\s*(?:\{|\[\s*[{\"])")
_NUMBER = re.compile(r"\d+")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that a model wrote, and the numbers of the sentences that it cites."""

    text: str
    cites: tuple[int, ...]


class ReplyReader:
    """Takes a reply in pieces and gives each claim as soon as it is whole.

    Reads JSON of ``ANSWER_SCHEMA``, whole or cut off, with talk around it or not, and plain lines
    that end in ``[1]`` or ``[1][2]``. What is not whole at the end is no claim.
    """

    def __init__(self) -> None:
        """Start with nothing read."""
        self._text = ""
        self._json: bool | None = None

    def feed(self, piece: str) -> list[Claim]:
        """Take a piece; the claims that became whole with it."""
        self._text += piece
        if "<think>" in self._text and "</think>" not in self._text:
            return []
        self._text = _THOUGHT.sub("", self._text)
        if not self._json:
            # Talk may come before the JSON, so plain lines are never settled.
            self._json = _is_json(self._text)
        if self._json is None:
            return []
        return list(self._objects() if self._json else self._lines(last=False))

    def finish(self) -> list[Claim]:
        """The claims that only the reply's end makes whole."""
        if self._json:
            return list(self._objects())
        if _BROKEN_JSON.match(self._text):
            return []
        return list(self._lines(last=True))

    def _objects(self) -> Iterator[Claim]:
        while match := _CLAIM_OBJECT.search(self._text):
            try:
                found, end = _DECODER.raw_decode(self._text, match.start())
            except json.JSONDecodeError:
                if len(self._text) - match.start() > MAX_CLAIM_CHARS:
                    self._text = self._text[match.end() :]
                    continue
                return
            self._text = self._text[end:]
            claim = _from_object(found)
            if claim is not None:
                yield claim

    def _lines(self, last: bool) -> Iterator[Claim]:
        lines = self._text.split("\n")
        self._text = "" if last else lines.pop()
        for line in lines:
            yield from _from_line(line)


def _is_json(text: str) -> bool | None:
    """Whether a reply is JSON; None while it cannot be told."""
    if '"' in text and "{" in text and _CLAIM_OBJECT.search(text):
        return True
    start = text.lstrip()
    if not start:
        return None
    if start[0] in "{[" and not re.match(r"\[\s*\d", start):
        return None
    return None if start.startswith("```") and start.count("\n") < 2 else False


def _from_object(found: object) -> Claim | None:
    if not isinstance(found, dict):
        return None
    text = found.get("text", found.get("sentence"))
    cites = found.get("cites", found.get("citations"))
    if not isinstance(text, str) or not text.strip():
        return None
    listed = cites if isinstance(cites, list) else [cites]
    numbers = tuple(number for cite in listed for number in _numbers(cite))
    marks = [number for mark in _MARKS.findall(text) for number in _numbers(mark)]
    return Claim(_clean(_MARKS.sub("", text)), tuple(dict.fromkeys((*numbers, *marks))))


def _numbers(cite: object) -> Iterator[int]:
    if isinstance(cite, int) and not isinstance(cite, bool):
        yield cite
    elif isinstance(cite, str):
        yield from (int(number[:6]) for number in _NUMBER.findall(cite))


def _from_line(line: str) -> Iterator[Claim]:
    """The claims of a line: each run of sentences up to its marks."""
    line = _BULLET.sub("", _plain(line)).strip()
    if not line or line.startswith("```"):
        return
    at = 0
    for match in _MARKS.finditer(line):
        yield from _claims(line[at : match.start()], tuple(_numbers(match.group())))
        at = match.end()
    yield from _claims(line[at:], ())


def _claims(text: str, cites: tuple[int, ...]) -> Iterator[Claim]:
    """A claim for each sentence; the marks belong to the last one."""
    spans = split_sentences(text, "en")
    for number, span in enumerate(spans):
        sentence = _clean(text[span.start : span.end])
        if any(c.isalnum() for c in sentence):
            yield Claim(sentence, cites if number == len(spans) - 1 else ())


def _plain(text: str) -> str:
    return re.sub(r"\*\*|__|`", "", text)


def _clean(text: str) -> str:
    """A sentence without Markdown's emphasis, with its full stop."""
    plain = _plain(text).strip().strip("#").strip()
    return plain if plain.endswith((".", "!", "?", '"', "“", "”", "«", "»")) else f"{plain}."
