"""What is known about an article: its front matter, and the lines that make it citable."""

import datetime
import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from sources.clean import clean_line
from sources.errors import UnreadableFile

# Author, publisher and date, as a reader of that language would label them.
_LABELS = {
    "de": ("Autor", "Herausgeber", "Datum"),
    "en": ("Author", "Publisher", "Date"),
    "sv": ("Författare", "Utgivare", "Datum"),
    "fr": ("Auteur", "Éditeur", "Date"),
    "es": ("Autor", "Editor", "Fecha"),
    "it": ("Autore", "Editore", "Data"),
    "nl": ("Auteur", "Uitgever", "Datum"),
    "da": ("Forfatter", "Udgiver", "Dato"),
    "nb": ("Forfatter", "Utgiver", "Dato"),
    "pt": ("Autor", "Editora", "Data"),
    "pl": ("Autor", "Wydawca", "Data"),
    "fi": ("Kirjoittaja", "Julkaisija", "Päivämäärä"),
}
_SHAPES = (
    r"\d{1,2}\.? [^\W\d_]{3,12}\.?,? \d{4}",
    r"[^\W\d_]{3,12}\.? \d{1,2},? \d{4}",
    r"\d{4}-\d\d-\d\d",
    r"\d{1,2}\.\d{1,2}\.\d{4}",
    r"\d{1,2}/\d{1,2}/\d{4}",
)
_DATE_LINE = re.compile(rf"(?:[^\W\d_]{{2,12}}\.?,? )?(?:{'|'.join(_SHAPES)})")
# Front matter is a few lines; more is an attack on the YAML reader or a file cut wrongly.
_MAX_HEADER_CHARS = 10_000


def _as_line(value: object) -> object:
    if isinstance(value, datetime.date | int | float):
        value = str(value)
    return clean_line(value) if isinstance(value, str) else value


def _as_date(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, str) and value.strip():
        return datetime.date.fromisoformat(value.strip()[:10]).isoformat()
    return _as_line(value)


_Line = Annotated[str, BeforeValidator(_as_line), Field(max_length=500)]


class FrontMatter(BaseModel):
    """The header of an article file; every field may be missing, no other is allowed."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[_Line, Field(pattern=r"^[\w.-]{0,200}$")] = ""
    title: _Line = ""
    language: Annotated[_Line, Field(pattern=r"^([a-z]{2,3})?$")] = ""
    author: _Line = ""
    publisher: _Line = ""
    published: Annotated[_Line, BeforeValidator(_as_date)] = ""
    url: _Line = ""
    translation_of: _Line = ""


@dataclass(frozen=True, slots=True)
class Headed:
    """A file's header and the text below it."""

    header: FrontMatter
    body: str


def split_header(text: str) -> Headed:
    """Divide a file's text into its YAML front matter, if it has one, and the rest.

    Raises:
        UnreadableFile: If the front matter is not YAML, or a field has a wrong value.
    """
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    handler, text = YAMLHandler(), text.lstrip()
    if not handler.detect(text):
        return Headed(FrontMatter(), text)
    try:
        header, body = handler.split(text)
    except ValueError:  # a rule at the top of a text, and none below
        return Headed(FrontMatter(), text)
    if len(header) > _MAX_HEADER_CHARS:
        raise UnreadableFile(
            f"has front matter of more than {_MAX_HEADER_CHARS:,} characters", "header"
        )
    try:
        values = handler.load(header)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UnreadableFile("has front matter that is not YAML", "header") from error
    if values is not None and not isinstance(values, dict):
        return Headed(FrontMatter(), text)  # words between two rules, not fields
    return Headed(_check(values or {}), body.strip())


def _check(values: dict[object, object]) -> FrontMatter:
    try:
        known = {str(name): value for name, value in values.items() if value is not None}
        return FrontMatter.model_validate(known)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise UnreadableFile(
            f"has wrong front matter in '{field}': {first['msg']}", "header"
        ) from error


def metadata_lines(language: str, author: str, publisher: str, published: str) -> tuple[str, ...]:
    """The known facts about an article, a line each, labelled in its language."""
    labels = _LABELS.get(language, _LABELS["en"])
    values = (author, publisher, format_date(published, language))
    return tuple(f"{label}: {value}" for label, value in zip(labels, values, strict=True) if value)


def format_date(published: str, language: str) -> str:
    """An ISO 8601 day in words ("28. August 2024"); in English the day comes first."""
    if not published:
        return ""
    from babel.dates import format_date as babel_format

    locale = "en_GB" if language == "en" or language not in _LABELS else language
    return babel_format(datetime.date.fromisoformat(published), format="long", locale=locale)


def is_date_line(line: str) -> bool:
    """Whether a line is a date and nothing else, with or without the day of the week."""
    return _DATE_LINE.fullmatch(line) is not None


def read_date(line: str, language: str) -> str:
    """The ISO 8601 day that a date line names, or an empty string if it names none."""
    import dateparser

    order = "MDY" if language == "en" else "DMY"
    found = dateparser.parse(
        line,
        languages=[language, "en"],
        settings={"DATE_ORDER": order, "REQUIRE_PARTS": ["day", "month", "year"]},
    )
    return found.date().isoformat() if found else ""
