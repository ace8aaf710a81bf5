"""Markdown and plain text cut into blocks: headings, lists and paragraphs."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sources.clean import clean_line, clean_text

if TYPE_CHECKING:
    from markdown_it.token import Token

BlockKind = Literal["heading", "list", "prose"]

# A sign that only lists use, and dashes, which sentences use as well.
_BULLET = re.compile(r"\s*[•‣◦▪●·∙*]\s+(?=\S)")
_DASH = re.compile(r"\s*[-–]\s+(?=\S)")
# Text broken at the edge of a page or an e-mail has no line longer than this.
_WRAPPED_CHARS = 120
_BROKEN_WORD = re.compile(r"(\w)-\n(?!(?:und|oder|bzw|and|or)\b)([a-zäöüß])")
_INLINE_HTML = re.compile(
    r"</?(?:a|abbr|b|br|cite|code|del|div|em|figure|font|hr|i|img|ins|kbd|mark|p|q|s|small|span"
    r"|strong|sub|sup|u|wbr)(?:\s+[\w-]+\s*=[^>]*)?\s*/?>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a list (a line each item) or a paragraph (one line)."""

    kind: BlockKind
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines joined by a newline, as they stand in a document."""
        return "\n".join(self.lines)


def make_block(kind: BlockKind, *lines: str) -> list[Block]:
    """A block of the lines that hold text, or none."""
    cleaned = tuple(filter(None, (clean_line(line) for line in lines)))
    return [Block(kind, cleaned)] if cleaned else []


def from_markdown(text: str) -> list[Block]:
    """Cut Markdown (CommonMark): bullet signs, emphasis, links' targets and images go.

    Numbers of numbered lists stay, since "28. August 2024" at a line's start is one.
    """
    from markdown_it import MarkdownIt

    # Indented lines are text in articles; raw HTML in blocks is text that keeps its words.
    parser = MarkdownIt("commonmark").disable(["code", "html_block"])
    tokens = parser.parse(clean_text(text))
    blocks: list[Block] = []
    position = 0
    while position < len(tokens):
        end = _closing(tokens, position)
        inside = tokens[position : end + 1]
        if tokens[position].type.endswith("_list_open"):
            blocks += _list_blocks(inside)
        elif tokens[position].type == "heading_open":
            blocks += make_block("heading", *_inline_lines(inside))
        else:
            for token in inside:
                blocks += make_block("prose", *_token_lines(token))
        position = end + 1
    return blocks


def from_plain(text: str) -> list[Block]:
    """Cut plain text at blank lines; where lines are not wrapped, at every line.

    Wrapped lines are joined, with words divided at a line's end; a line that starts with a
    bullet starts a list's item.
    """
    text = clean_text(text)
    wrapped = all(len(line) <= _WRAPPED_CHARS for line in text.split("\n"))
    blocks: list[Block] = []
    for part in re.split(r"\n[ \n]*\n", text):
        lines = [line for line in part.split("\n") if line.strip()]
        if lines:
            blocks += _plain_blocks(lines, wrapped)
    return blocks


def _plain_blocks(lines: list[str], wrapped: bool) -> list[Block]:
    """Blocks of one paragraph's lines: runs of prose, and runs of items."""
    # Dashes start items only if the paragraph starts with one: a sentence may hold a dash too.
    marks = [_BULLET, _DASH] if _DASH.match(lines[0]) else [_BULLET]
    runs: list[tuple[BlockKind, list[str]]] = []
    for line in lines:
        mark = next((found for pattern in marks if (found := pattern.match(line))), None)
        previous = runs[-1] if runs else None
        if mark is not None:
            item = line[mark.end() :]
            if previous is not None and previous[0] == "list":
                previous[1].append(item)
            else:
                runs.append(("list", [item]))
        elif previous is not None and (wrapped or line.startswith(" ")):
            previous[1][-1] += "\n" + line
        else:
            runs.append(("prose", [line]))
    return [
        block
        for kind, items in runs
        for block in make_block(kind, *(_BROKEN_WORD.sub(r"\1\2", item) for item in items))
    ]


def _closing(tokens: "list[Token]", position: int) -> int:
    """Position of the token that closes the one at ``position``."""
    depth = 0
    for index in range(position, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index
    return len(tokens) - 1


def _list_blocks(tokens: "list[Token]") -> list[Block]:
    """One list block of all items, nested ones too; numbered items keep their number."""
    lines: list[str] = []
    number = ""
    for token in tokens:
        if token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif parts := _token_lines(token):
            lines += [number + parts[0], *parts[1:]]
            number = ""
    # "28. August 2024" alone is a date or a sentence, not a list.
    single = len(lines) == 1 and tokens[0].type == "ordered_list_open"
    return make_block("prose" if single else "list", *lines)


def _inline_lines(tokens: "list[Token]") -> list[str]:
    return [line for token in tokens for line in _token_lines(token)]


def _token_lines(token: "Token") -> list[str]:
    if token.type in ("fence", "html_block"):
        return [line for line in token.content.split("\n") if line.strip()]
    if token.type != "inline":
        return []
    return [_inline_text(token)]


def _inline_text(token: "Token") -> str:
    parts: list[str] = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "html_inline" and _INLINE_HTML.fullmatch(child.content):
            parts.append(" " if child.content.casefold().startswith("<br") else "")
        elif child.type != "image":
            parts.append(child.content)
    return "".join(parts)
