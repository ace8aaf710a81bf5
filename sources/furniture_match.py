"""How a rule for page furniture judges a block among its neighbours."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sources.blocks import Block

Place = Literal["anywhere", "head", "tail"]

_REPORTED = re.compile(
    r"\b(sagte?n?|sagen|rät|riet|warnte?n?|meinte?n?|erklärte?n?|heißt|hieß|laut|so der|so die"
    r"|said|says|told|warns?|warned|according to|wrote|writes|reads)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"""[.!?:;…]["“”»«')\]]*$""")
_NAME = re.compile(
    r"[A-ZÄÖÜ][\w.’'-]+(?: (?:von|van|de|del|der|den|di|da|al))?(?: [A-ZÄÖÜ][\w.’'-]*){1,3}"
)
_BYLINE = re.compile(r"(?:von|by|autor(?:in)?:|author:|text:)\s+(.{3,60})", re.IGNORECASE)
_BIO_VERB = (
    r"(?:ist|war|schreibt|arbeitet|berichtet|lebt|hat|is|was|writes|works|covers|reports|lives|has)"
)


@dataclass(frozen=True, slots=True)
class View:
    """A block among its neighbours, for a rule to judge."""

    blocks: Sequence[Block]
    index: int
    author: str
    n_furniture_after: int

    @property
    def block(self) -> Block:
        """The block that is judged."""
        return self.blocks[self.index]

    @property
    def text(self) -> str:
        """Its text on one line."""
        return " ".join(self.block.lines)

    def neighbour(self, step: int) -> Block | None:
        """The block ``step`` places further, if there is one."""
        position = self.index + step
        return self.blocks[position] if 0 <= position < len(self.blocks) else None


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule, where it acts, and the judgement."""

    name: str
    place: Place
    matches: Callable[[View], bool]


def whole(pattern: str) -> Callable[[View], bool]:
    """A block that is nothing but this wording, without a sentence's full stop."""
    compiled = re.compile(rf"[*→›»\s]*(?:{pattern})[\s!›»→]*", re.IGNORECASE)
    return lambda view: compiled.fullmatch(view.text) is not None


def opening(pattern: str, complete: bool) -> Callable[[View], bool]:
    """A block that opens with this wording and reports nobody's words.

    Args:
        pattern: Matched at the block's start.
        complete: Whether whole sentences match; if not, only lines without a full stop do.
    """
    compiled = re.compile(rf"\W?\s?(?:{pattern})", re.IGNORECASE)

    def matches(view: View) -> bool:
        if view.text[:1] in "\"“„»'" or _REPORTED.search(view.text):
            return False
        if not complete and _SENTENCE_END.search(view.text):
            return False
        return compiled.match(view.text) is not None

    return matches


def is_lead_caption(view: View) -> bool:
    """Two to six words between the points that open an article and its first paragraph."""
    before, after = view.neighbour(-1), view.neighbour(1)
    return (
        before is not None
        and before.kind == "list"
        and after is not None
        and is_paragraph(after)
        and view.block.kind == "prose"
        and 2 <= len(view.text.split()) <= 6
        and not _SENTENCE_END.search(view.text)
    )


def is_byline(view: View) -> bool:
    """The known author's name on a line, with or without "by"."""
    match = _BYLINE.fullmatch(view.text)
    name = match.group(1) if match else view.text
    return bool(view.author) and name.casefold() == view.author.casefold()


def is_author_name(view: View) -> bool:
    """The author's name on a line of its own, above the box's text."""
    after = view.neighbour(1)
    return after is not None and _is_biography(view.text, after.text, view)


def is_author_text(view: View) -> bool:
    """What the box says about the author, below the name."""
    before = view.neighbour(-1)
    return before is not None and _is_biography(before.text, view.text, view)


def _is_biography(name: str, text: str, view: View) -> bool:
    known = bool(view.author) and name.casefold() == view.author.casefold()
    # A stranger's portrait at an article's end is content; below it a page would go on.
    stranger = not view.author and view.n_furniture_after > 0 and _NAME.fullmatch(name) is not None
    if not (known or stranger):
        return False
    first = re.escape(name.split()[0])
    return re.match(rf"(?:{first}\b.{{0,60}}?|Sie|Er|She|He|They)\s{_BIO_VERB}\b", text) is not None


def is_paragraph(block: Block) -> bool:
    """Whether a block is running text, not a line of the head."""
    return block.kind == "prose" and len(block.text.split()) >= 12


def byline_name(block: Block) -> str:
    """The name in a line such as "By Sam Jeans", or nothing."""
    match = _BYLINE.fullmatch(block.text) if block.kind == "prose" else None
    return match.group(1) if match and _NAME.fullmatch(match.group(1)) else ""
