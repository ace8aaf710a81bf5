"""Page furniture taken out by rule: what a page puts around an article."""

from collections.abc import Sequence
from dataclasses import dataclass

from sources.blocks import Block
from sources.furniture_match import Place, View, byline_name, is_paragraph
from sources.furniture_rules import RULES

# Furniture is short; a longer paragraph is never looked at (this bounds the patterns' work too).
_MAX_CHARS = 600


@dataclass(frozen=True, slots=True)
class Removed:
    """A block that was taken out, and the rule that did it."""

    rule: str
    block: Block


@dataclass(frozen=True, slots=True)
class Stripped:
    """The blocks of the article itself, what was removed, and the author found on the way."""

    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]
    author: str


def strip_furniture(blocks: Sequence[Block], author: str = "") -> Stripped:
    """Take the page's furniture out of an article.

    Args:
        blocks: The page's blocks in order, without the title.
        author: The author's name as the metadata give it, or an empty string.

    Returns:
        What is left, what was removed by which rule, and the author: the one given, or the one
        whose box was found.
    """
    removed = _outside_tail(blocks, author)
    author_found = author
    for index in range(len(blocks) - 1, -1, -1):
        if index in removed:
            continue
        view = View(blocks, index, author_found, len(blocks) - 1 - index)
        rule = _first_match(view, "tail")
        if rule is None:
            break
        removed[index] = rule
        if rule == "author_name":
            author_found = view.text
    return Stripped(
        tuple(block for index, block in enumerate(blocks) if index not in removed),
        tuple(Removed(removed[index], blocks[index]) for index in sorted(removed)),
        author_found,
    )


def byline_author(blocks: Sequence[Block]) -> str:
    """The name in a line such as "By Sam Jeans" before the first paragraph, or nothing."""
    head = blocks[: _first_paragraph(blocks)]
    return next(filter(None, map(byline_name, head)), "")


def _outside_tail(blocks: Sequence[Block], author: str) -> dict[int, str]:
    removed: dict[int, str] = {}
    head_end = _first_paragraph(blocks)
    for index in range(len(blocks)):
        view = View(blocks, index, author, 0)
        rule = _first_match(view, "anywhere")
        if rule is None and index < head_end:
            rule = _first_match(view, "head")
        # A heading that the author wrote may read like a button.
        if rule is not None and view.block.kind != "heading":
            removed[index] = rule
    return removed


def _first_match(view: View, place: Place) -> str | None:
    if len(view.text) > _MAX_CHARS:
        return None
    return next((rule.name for rule in RULES if rule.place == place and rule.matches(view)), None)


def _first_paragraph(blocks: Sequence[Block]) -> int:
    return next((i for i, block in enumerate(blocks) if is_paragraph(block)), len(blocks))
