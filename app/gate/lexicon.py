"""What words may stand for: the reviewed word lists, and basic forms of all other words.

Inflection comes from simplemma's dictionaries and Snowball's stems, so the lists hold basic forms.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import simplemma
import Stemmer

LANGUAGES = {"de": "german", "en": "english"}
# Their forms mean different things ("kann", "könnte"), so the basic form does not count.
_AS_WRITTEN = frozenset({"POSSIBLE", "CAN", "SHOULD", "WOULD", "FUTURE"})
# Where simplemma picks a rarer word: "lay" as a past of "lie", "fällt" of "fällen".
_BASIC_FORMS = {
    "lay": "lay",
    "cutting": "cut",
    "rose": "rise",
    "left": "leave",
    "felt": "feel",
    "won": "win",
    "shot": "shoot",
    "broke": "break",
    "shook": "shake",
    "bent": "bend",
    "brach": "brechen",
    "gone": "go",
    "ai": "ai",
    "us": "us",
    "fällt": "fallen",
    "gefallen": "fallen",
}
PLACES = frozenset(
    """UK USA GERMANY EUROPE FRANCE SPAIN ITALY CHINA JAPAN NORWAY DENMARK FINLAND SWITZERLAND
    AUSTRIA""".split()
)
_PARTICLES = frozenset(
    """hervor heraus heran hinaus zusammen entgegen dar
    an ab auf aus ein vor zurück hin her wider weg los um nach mit statt teil fest voran frei
    off up out down go running forward""".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word of several words: its parts' basic forms, and what the whole stands for."""

    parts: tuple[str, ...]
    keys: frozenset[str]
    kind: str
    mood: str = ""
    approximate: str = ""
    negation: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one language, ready for look-up."""

    exact: Mapping[str, frozenset[str]]
    concepts: Mapping[str, frozenset[str]]
    kinds: Mapping[str, str]
    verbs: frozenset[str]
    phrases: Mapping[str, tuple[Phrase, ...]]
    groups: Mapping[str, frozenset[str]]
    prepositions: Mapping[str, frozenset[str]]
    moods: Mapping[str, str]
    approximate: Mapping[str, str]


@lru_cache(maxsize=20_000)
def base(word: str, language: str) -> str:
    """The stem of a word's basic form, in small letters; abbreviations stay as they are."""
    if word.isupper() and len(word) > 1:
        return word.lower()
    return str(_stemmer(language).stemWord(lemma(word, language).lower()))


@lru_cache(maxsize=20_000)
def lemma(word: str, language: str) -> str:
    """A word's basic form; the word itself if it is not known."""
    if word.lower() in _BASIC_FORMS:
        return _BASIC_FORMS[word.lower()]
    found = simplemma.lemmatize(word, lang=language)
    if found == word and word[:1].isupper() and simplemma.is_known(word.lower(), lang=language):
        return simplemma.lemmatize(word.lower(), lang=language)
    return found


@cache
def words(language: str) -> Words:
    """The word lists of a language, ``de`` or ``en``."""
    data = tomllib.loads(_read("words.toml"))
    exact, concepts, kinds = _single(language)
    listed = ("free", "light", "pronouns", "subjects", "passive", "finite", "negation", "not_only")
    groups = {
        name: frozenset(data[name][language].split())
        for name in (*listed, "dependent", "independent")
    }
    return Words(
        exact,
        concepts,
        kinds,
        frozenset(base(f, language) for _, k, f in _entries(language) if k == "verb"),
        _phrases(language, data),
        groups,
        {w: frozenset(roles.split()) for w, roles in data["prepositions"][language].items()},
        dict(_moods(language, data["mood"][language])),
        {w: name for name, forms in data["approximate"][language].items() for w in forms.split()},
    )


@cache
def mood_rules() -> Mapping[str, frozenset[str]]:
    """For each mood that a statement must keep, the moods that keep it."""
    keeps = tomllib.loads(_read("words.toml"))["keeps"]
    return {mood: frozenset(kept.split()) for mood, kept in keeps.items()}


@cache
def mood_additions() -> Mapping[str, frozenset[str]]:
    """For each mood of the evidence, further moods that a statement may have."""
    adds = tomllib.loads(_read("words.toml"))["adds"]
    return {mood: frozenset(added.split()) for mood, added in adds.items()}


def particles() -> frozenset[str]:
    """Particles that may stand away from their verb."""
    return _PARTICLES


def _single(
    language: str,
) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], dict[str, str]]:
    exact: dict[str, frozenset[str]] = {}
    concepts: dict[str, frozenset[str]] = {}
    kinds: dict[str, str] = {}
    for name, kind, form in _entries(language):
        if "_" in form or "~" in form:
            continue
        if form[0] in "=+":
            exact[form] = exact.get(form, frozenset()) | {name}
            kinds.setdefault(form, kind)
        else:
            stem = base(form, language)
            concepts[stem] = concepts.get(stem, frozenset()) | {name}
            kinds.setdefault(stem, kind)
    return exact, concepts, kinds


def _phrases(language: str, data: Mapping[str, Mapping]) -> dict[str, tuple[Phrase, ...]]:  # type: ignore[type-arg]  # TOML
    found: list[Phrase] = []
    for name, kind, form in _entries(language):
        if "_" in form or "~" in form:
            parts = _parts(form, language)
            found.append(Phrase(parts, frozenset({name}), kind, apart="~" in form))
    for mood, forms in data["mood"][language].items():
        several = [form for form in forms.split() if "_" in form]
        found += [Phrase(_parts(f, language), frozenset(), "mood", mood=mood) for f in several]
    for name, forms in data["approximate"][language].items():
        several = [form for form in forms.split() if "_" in form]
        found += [
            Phrase(_parts(f, language), frozenset(), "approximate", approximate=name)
            for f in several
        ]
    several = [form for form in data["negation"][language].split() if "_" in form]
    found += [Phrase(_parts(f, language), frozenset(), "negation", negation=True) for f in several]
    free = [*data["not_only"][language].split(), *data["free"][language].split()]
    found += [Phrase(_parts(f, language), frozenset(), "free") for f in free if "_" in f]
    found.sort(key=lambda phrase: -len(phrase.parts))
    table: dict[str, tuple[Phrase, ...]] = {}
    for phrase in found:
        table[phrase.parts[0]] = (*table.get(phrase.parts[0], ()), phrase)
    return table


def _parts(form: str, language: str) -> tuple[str, ...]:
    return tuple(base(part, language) for part in form.replace("~", "_").split("_"))


def _moods(language: str, table: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for mood, forms in table.items():
        for form in forms.split():
            if "_" not in form:
                yield form, mood
                if mood not in _AS_WRITTEN:
                    yield "~" + lemma(form, language).lower(), mood


@cache
def _lines() -> tuple[tuple[str, str, str, str], ...]:
    rows = []
    for line in _read("concepts.txt").splitlines():
        if line and not line.startswith("#"):
            head, forms = line.split(":", 1)
            name, kind = head.split()
            german, english = forms.split("|")
            rows.append((name, kind, german, english))
    return tuple(rows)


def _entries(language: str) -> Iterator[tuple[str, str, str]]:
    kinds = {"n": "noun", "v": "verb", "a": "attribute"}
    for name, kind, german, english in _lines():
        for form in (german if language == "de" else english).split():
            yield name, kinds[kind], form


@cache
def _stemmer(language: str) -> "Stemmer.Stemmer":
    return Stemmer.Stemmer(LANGUAGES[language])


def _read(name: str) -> str:
    return (resources.files("app.gate") / "data" / name).read_text(encoding="utf-8")
