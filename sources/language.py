"""Which language a text is in, also for questions of two or three words.

A question's function words ("wie", "how", "vem") decide before letters do: statistics of letters
need about a sentence, and take a name such as Klarna for Swedish. Of the 40 short questions in
tests/sources/test_language.py, which the words were checked against, lingua alone tells 33.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

# Articles, pronouns, question words, auxiliaries; words that are also common names are left out.
_FUNCTION_WORDS = {
    "de": """der die das den dem des ein eine einen einem einer eines und oder aber nicht ist sind
        war waren wird werden wurde wurden hat haben hatte hatten wer was wann wo
        warum wieso weshalb wie viel viele welche welcher welches welchem welchen
        wieviel wem wen wessen wofür womit wohin woher worum in mit von vom zu zum zur
        für auf an bei beim nach aus über es sie er ich wir ihr mich mir dir du sich im
        am kann soll gibt gab laut denn noch auch vorher davor danach bitte alle steht
        sagt sagte macht mehr danke hallo per""",
    "en": """in the a an and or but not is are was were will be been has have had who what when
        where why how much many which whose whom with of to for on at by from about it
        he she they we i you his her their its do does did can could should would this
        that these those there before after as please tell me all any says said ago
        more hello hi thanks per""",
    "sv": """och det att en ett som på är av för med till den har de inte om var hade vem vad när
        varför hur många mycket vilken vilket vilka från blev blir ska skulle kommer
        finns enligt kan jag ni""",
    "fr": """le la les un une des du de et ou est sont était a ont qui que quoi quand où pourquoi
        comment combien quel quelle quels quelles avec pour dans sur par il elle ils
        nous vous ce cette au aux pas ne""",
    "es": """el la los las un una unos unas de del y o es son era fue ha han quién quien qué que
        cuándo cuando dónde donde por cómo como cuánto cuántos cuántas cuál cuáles con
        para en su se al lo""",
    "it": """il lo la i gli le un una uno di del della dei e o è sono era ha hanno chi che cosa
        quando dove perché come quanto quanti quante quale quali con per in da su non
        si al nel""",
    "nl": """in de het een en of maar niet is zijn was waren wordt werd heeft hebben had wie wat
        wanneer waar waarom hoe veel hoeveel welke met van voor op bij naar uit over
        te er ik je wij zij per""",
    "da": """og det at en et som på er af for med til den har de ikke om var havde hvem hvad
        hvornår hvor hvorfor hvordan mange meget hvilken hvilket hvilke fra blev
        bliver skulle kan jeg""",
    "nb": """og det at en et som på er av for med til den har de ikke om var hadde hvem hva når
        hvor hvorfor hvordan mange mye hvilken hvilket hvilke fra ble blir skulle kan
        jeg""",
    "pt": """o a os as um uma de do da dos das e ou é são era foi tem têm quem que quando onde por
        porque como quanto quantos quantas qual quais com para em no na não se ao""",
    "pl": """i w z na do się nie to jest są był była było ma mają kto co kiedy gdzie dlaczego jak
        ile który która które od po przez dla o że czy""",
    "fi": """ja on ei se että oli ovat olivat mikä mitä kuka kuinka milloin missä miksi miten monta
        paljon joka tai mutta hän he kun niin ovatko onko""",
}
LANGUAGES = tuple(_FUNCTION_WORDS)
_WORDS_OF = {lang: frozenset(words.split()) for lang, words in _FUNCTION_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
# From about this many letters on, lingua's fast mode is right (its manual says 120).
_LONG_LETTERS = 120
_SAMPLE_CHARS = 2_000
# A phrase without one function word is given a language only above this: "Klarna" reaches 0.84.
_SURE = 0.9
# What else such a phrase may be in, when that is surer still: "Klarna Börsengang" reaches 0.993. Of
# the hypothetical questions of the shipped article without a function word 90 in Swedish are told
# so, and one in German is not.
_SURER = 0.995
_OTHERS = ("sv", "fr", "es")


@dataclass(frozen=True, slots=True)
class Detected:
    """A language (ISO 639-1) and how sure that is, in [0, 1]; below 0.5 it is a guess."""

    language: str
    confidence: float


def detect(text: str, preferred: Sequence[str] = ("de", "en")) -> Detected:
    """Find the language of a text.

    Args:
        text: A question or an article.
        preferred: The likely languages, best first; they decide about phrases without a function
            word, and the first is what an unsure text gets.

    Returns:
        One of ``LANGUAGES``; confidence 0 where the text says nothing about its language, such
        as a name or a number.
    """
    words = _WORD.findall(text[:_SAMPLE_CHARS].casefold())
    if sum(map(len, words)) >= _LONG_LETTERS:
        return _by_letters(text[:_SAMPLE_CHARS], LANGUAGES, thorough=False)
    votes = Counter(lang for word in words for lang in LANGUAGES if word in _WORDS_OF[lang])
    top = max(votes.values(), default=0)
    leaders = [lang for lang in LANGUAGES if top and votes[lang] == top]
    if len(leaders) == 1:
        return Detected(leaders[0], 0.8 if top == 1 else 0.95)
    if leaders:
        wanted = [lang for lang in preferred if lang in leaders]
        if len(wanted) == 1:
            return Detected(wanted[0], 0.6)
        # Each language of the thorough mode takes 40 MB and 0.2 s; of 126 such questions outside
        # the preferred languages the fast mode tells three fewer.
        return _by_letters(text, wanted or leaders, thorough=bool(wanted))
    return _by_phrase(text, words, preferred)


def detect_language(
    text: str, default: str = "en", preferred: Sequence[str] = ("de", "en"), minimum: float = 0.5
) -> str:
    """Find the language of a text, or ``default`` if its confidence is below ``minimum``."""
    found = detect(text, preferred)
    return found.language if found.confidence >= minimum else default


def _by_phrase(text: str, words: Sequence[str], preferred: Sequence[str]) -> Detected:
    """Decide about keywords: among the preferred languages, and only when nearly certain.

    Letters that are far more like another language's are that one's.
    """
    known = [lang for lang in preferred if lang in LANGUAGES] or ["en"]
    if not words:
        return Detected(known[0], 0.0)
    if len(words) > 3:
        return _by_letters(text, LANGUAGES, thorough=False)
    # lingua compares two languages at least.
    rivals = known if len(known) > 1 else [*known, "de" if known == ["en"] else "en"]
    found = _by_letters(text, rivals)
    if found.confidence < _SURE:
        return Detected(known[0], 0.0)
    wider = _by_letters(text, tuple(dict.fromkeys((*rivals, *_OTHERS))), thorough=False)
    is_other = wider.language not in rivals and wider.confidence >= _SURER
    return wider if is_other else found


def _by_letters(text: str, languages: Sequence[str], thorough: bool = True) -> Detected:
    values = _detector(tuple(languages), thorough).compute_language_confidence_values(text)
    best = values[0]
    return Detected(best.language.iso_code_639_1.name.lower(), float(best.value))


@cache
def _detector(languages: tuple[str, ...], thorough: bool) -> "LanguageDetector":
    # 0.1 s for twelve languages in the fast mode, 0.8 s for two in the thorough one.
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, lang.upper()) for lang in languages]
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
    return (builder if thorough else builder.with_low_accuracy_mode()).build()
