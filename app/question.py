"""What people type, made fit to be asked: cleaned, checked, and freed of commands."""

import re
import unicodedata

from app.types import Turn

MAX_CHARS = 2000
MAX_TURNS = 100

_LANGUAGE = re.compile("auto|[a-z]{2,3}")
_DIRECTED = dict.fromkeys(
    map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)
_CLOSERS = "[\"'“”’»)\\]]*"
_SENTENCE = re.compile(
    rf"\S.*?(?:[.!?？]++{_CLOSERS}(?=\s|$)|(?<=[^\W\d_][^\W\d_])[.!?？]++(?=[¿¡]?[A-ZÄÖÜÉ][^\W\d_])|$)",
    re.MULTILINE,
)
"""Up to a stop before a blank or a capital: "10.000" and "klarna.com" have none."""
_QUESTION = re.compile(rf"[?？][!?]*{_CLOSERS}$")
_COMMAND = re.compile(
    r"""
    \b(?:ignor\w*|vergiss|vergessen\ sie|forget|disregard|override|bortse|glöm|oublie\w*
        |olvida\w*)\b
        .{0,40}\b(?:instruction|anweisung|regel|rule|prompt|vorgabe|previous|bisherig|vorherig|above
        |oben|instruktion|tidigare|consigne|précédent|instruccion|anterior|article|artikel|quelle
        |source)
    |\b(?:system\ ?prompt|systemprompt|jailbreak|developer\ mode|entwicklermodus|dan\ mode)\b
    |\byou\ are\ now\b|\bdu\ bist\ (?:jetzt|nun|ab\ sofort)\b
    |(?:^\s*|\b(?:please|now|and|then|you|must|should)\s+)(?:act\ as|pretend)\b
    |\bverhalte\ dich\b|\btu\ es\ (?:maintenant|désormais)\b|\bahora\ eres\b
    |^\s*(?:system|assistant|developer)\s*:
    |\b(?:reply|respond|answer|antworte|say|sage?|write|schreibe?|output|gib|print|repeat
        |wiederhole)\b
        .{0,30}\b(?:only|exactly|nur|genau|einfach|just)\b
        .{0,20}(?:["'“„‚]|\bwith\b|\bmit\b|\bthe\ word|\bdas\ wort)
    """,
    re.IGNORECASE | re.VERBOSE,
)

_TO_ASSISTANT = re.compile(
    r"""
    ^(?:\W*</?\w+>)?\W*(?:
        (?:system|assistant|admin|developer)(?:\ (?:override|message|note|notice|prompt|update))?
            \s*[:\]]
        |(?:new|neue\w*|nya?|nouvel\w*|nuev[ao]s?)\ (?:rule|instruction|regel|anweisung|instruktion
            |règle|consigne|regla|norma|instrucci)\w*\s?:
        |(?:from\ now\ on|ab\ (?:jetzt|sofort)|von\ nun\ an|från\ och\ med\ nu|désormais|dorénavant
            |à\ partir\ de\ maintenant|a\ partir\ de\ ahora|desde\ ahora)\b
            (?=.*\b(?:you|your|du|dein\w*|sprich|rede|antworte|schreib\w*|svara|skriv|tala|tu|tes|ton
            |vous|réponds|parle|écris|tú|tus?|eres|responde|habla|escribe|reply|respond|speak
            |answer\ (?:in|as|like|with|only))\b)
        |(?:please\ |bitte\ )?(?:reply|respond|say|write|speak|antworte|sage?|schreibe?|sprich|svara
            |skriv|réponds|écris|contesta|escribe)\b(?!['’:-])
        |(?:please\ )?(?:answer|responde)\ (?:in|as|like|with|only|me|every|en|como|con|solo|siempre
            )\b
        |(?:end|begin|start|finish)\ (?:every|each|all|your)\b
    )
    |\b(?:your|deine?\w*|dina?|tes|tus)\ (?:rule|instruction|regel|regler|anweisung|instruktion
        |règle|consigne|regla|norma|instrucci)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What speaks to the assistant; out of place only beside a question."""
_BRACKETED = re.compile(
    r"[\[({<]\s*(?:system|assistant|admin|developer)(?:\s\w+)?\s*:[^\])}>]*[\])}>]\s*",
    re.IGNORECASE,
)
"""The same in brackets, in the sentence that asks."""


def clean_question(question: object) -> str:
    """A question as plain text in one line: NFC, no control or direction characters.

    Raises:
        ValueError: If it is not text, is blank, or has more than 2,000 characters.
    """
    if not isinstance(question, str):
        raise ValueError(f"A question is text, not {type(question).__name__}")
    if len(question) > MAX_CHARS:
        raise ValueError(
            f"The question has {len(question):,} characters; at most {MAX_CHARS:,} are allowed"
        )
    text = clean_text(question)
    if not text:
        raise ValueError("The question is empty; please type one")
    return text


def check_language(language: object) -> str:
    """A language to answer in: ``auto`` or a code of ISO 639.

    Raises:
        ValueError: If it is neither.
    """
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise ValueError(f"The language is auto or a code such as de or en, not {language!r:.40}")
    return language


def clean_text(text: str) -> str:
    """Text in one line: NFC, no control, direction or unassigned characters."""
    shown = (" " if unicodedata.category(c) in ("Cc", "Zs") else c for c in text)
    kept = "".join(c for c in shown if unicodedata.category(c) not in ("Cs", "Co", "Cn"))
    return " ".join(unicodedata.normalize("NFC", kept.translate(_DIRECTED)).split())


def has_words(question: str) -> bool:
    """Whether there is anything to look for: a letter or a digit."""
    return any(char.isalnum() for char in question)


def sentences(question: str) -> list[str]:
    """The sentences of what was typed."""
    return _SENTENCE.findall(question)


def asks(sentence: str) -> bool:
    """Whether a sentence ends as a question."""
    return bool(_QUESTION.search(sentence))


def without_commands(question: str) -> str:
    """A question without the sentences that give the assistant orders; empty if none is left.

    Orders are text like any other and are never obeyed; taken out, they do not blur what else
    was asked either.
    """
    parts = sentences(_BRACKETED.sub("", question))
    kept = [part for part in parts if not _COMMAND.search(part)]
    if any(map(asks, kept)):
        kept = [p for p in kept if asks(p) or not _TO_ASSISTANT.search(p)]
    if len(kept) < len(parts):
        kept = [p for p in kept if asks(p) or len(p.split()) > 1]  # "Start!" is a part of the order
    return question if kept == sentences(question) else " ".join(kept)


def check_history(history: object) -> tuple[Turn, ...]:
    """The turns of a conversation that hold text, the last hundred at most.

    Raises:
        ValueError: If it is not a list of ``{"role", "content"}`` of strings.
    """
    if not isinstance(history, list | tuple):
        raise ValueError("The history is a list of turns, each with role and content")
    turns: list[Turn] = []
    for turn in history[-MAX_TURNS:]:
        role, content = (
            (turn.get("role"), turn.get("content")) if isinstance(turn, dict) else 2 * (None,)
        )
        if role not in ("user", "assistant") or not isinstance(content, str):
            raise ValueError("Each turn of the history has a role, user or assistant, and content")
        text = clean_text(content[:MAX_CHARS])
        if text:
            turns.append({"role": role, "content": text})
    return tuple(turns)
