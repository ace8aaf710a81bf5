"""Sentences that say "he" and bring the one before, which says who that is."""

from dataclasses import replace

import pytest

from app.antecedent import Antecedents, as_stretches, leans, with_antecedents
from app.choose import MAX_CHARS
from app.engine import Engine
from app.evidence import ScoredSentence
from index.types import Sentence
from tests.app.parts import NO_FEATURES, make_sentence, scored
from tests.fakes import HashingEmbedder
from tests.index.documents import make_document

NAMED = "Sebastian Siemiatkowski leitet Klarna."


def article(*texts: str) -> list[Sentence]:
    """A document of these sentences."""
    return [make_sentence(text, number=n, start=1000 * n) for n, text in enumerate(texts)]


def completed(
    chosen: list[int], sentences: list[Sentence], candidates: list[ScoredSentence] | None = None
) -> list[str]:
    """Texts of the answer of these sentences of a document."""
    place = {sentence.sentence_id: n for n, sentence in enumerate(sentences)}

    def before(sentence: Sentence) -> Sentence | None:
        n = place[sentence.sentence_id]
        return sentences[n - 1] if n else None

    given = [scored(sentences[n], 0.9) for n in chosen]
    found = with_antecedents(given, given if candidates is None else candidates, before)
    return [one.sentence.text for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "Er rechnet mit 2.000 Stellen.",
        "Das sagte er der BBC.",
        "He expects 2,000 jobs.",
        "Later she told the BBC.",
        "Han räknar med färre.",
        "Sedan sade hon det.",
        "Il prévoit 2 000 postes.",
        "Elle prévoit 2 000 postes.",
        "Él prevé 2.000 empleos.",
        "Ella prevé 2.000 empleos.",
    ],
)
def test_he_and_she_bring_the_sentence_before(text: str) -> None:
    """In five languages, put in front of it."""
    sentences = article("Ein Titel.", NAMED, text, "Mehr nicht.")
    assert leans(sentences[2])
    assert completed([2], sentences) == [NAMED, text]


@pytest.mark.parametrize(
    "text",
    [
        "Sebastian Siemiatkowski sagte, er rechne mit 2.000 Stellen.",
        "Sebastian Siemiatkowski said that he expects 2,000 jobs.",
        "Klarna rechnet mit 2.000 Stellen.",
        "Die Firma hat ihre Ziele, sagen sie.",
        "El gerente habla de empleos.",
        "Der Erfolg gab dem Herrn recht.",
    ],
)
def test_a_sentence_that_says_who_brings_nothing(text: str) -> None:
    """Nor one without a pronoun of a person; "sie" may be many, or you."""
    sentences = article(NAMED, text)
    assert not leans(sentences[1])
    assert completed([1], sentences) == [text]


def test_a_name_behind_the_pronoun_does_not_say_who() -> None:
    """It is somebody else's."""
    text = "Er folgte auf Berta Klug."
    assert completed([1], article(NAMED, text)) == [NAMED, text]


def test_a_translation_leans_as_well() -> None:
    """The answer is the same in each language."""
    sentences = [
        make_sentence(NAMED),
        make_sentence("So sein Wort.", number=1, english="So he said."),
    ]
    assert completed([1], sentences) == [NAMED, "So sein Wort."]


def test_the_first_sentence_of_a_document_brings_nothing() -> None:
    """There is none before it."""
    assert completed([0], article("Er geht.", NAMED)) == ["Er geht."]


def test_what_is_there_already_is_not_brought_again() -> None:
    """Not even if that needs one itself."""
    sentences = article(NAMED, "Er geht.", "Er bleibt.")
    assert completed([0, 1], sentences) == [NAMED, "Er geht."]
    assert completed([1, 2], sentences) == [NAMED, "Er geht.", "Er bleibt."]


def test_an_answer_has_three_sentences_at_most() -> None:
    """With those brought; four chosen for a broad answer stay as they are."""
    sentences = article(NAMED, "Er geht.", "Es regnet.", "Er bleibt.", "Nein.", "Ja.")
    assert completed([1, 3], sentences) == [NAMED, "Er geht.", "Er bleibt."]
    assert completed([1, 4, 5], sentences) == ["Er geht.", "Nein.", "Ja."]
    assert completed([1, 3, 4, 5], sentences) == ["Er geht.", "Er bleibt.", "Nein.", "Ja."]


@pytest.mark.parametrize(("n_chars", "brought"), [(498, True), (499, False)])
def test_an_answer_does_not_grow_too_long(n_chars: int, brought: bool) -> None:
    """400 and a space, 498 and a space: that is 900 characters, and no more are given."""
    long, text = "a" * n_chars, "Er geht.".ljust(400, "b")
    assert completed([1], article(long, text)) == ([long, text] if brought else [text])
    assert MAX_CHARS == 900


def test_a_sentence_that_was_read_keeps_its_score() -> None:
    """One that was not has none."""
    first, second = article(NAMED, "Er geht.")
    chosen, read = [scored(second, 0.9)], scored(first, 0.3)
    assert with_antecedents(chosen, [*chosen, read], lambda _: first) == [read, *chosen]
    unread = ScoredSentence(first, 0.0, NO_FEATURES)
    assert with_antecedents(chosen, chosen, lambda _: first) == [unread, *chosen]


def test_the_engine_knows_the_sentence_before() -> None:
    """Across passages, never across documents."""
    engine = Engine.from_documents(
        [
            make_document("Titel\n\nEins ist da. Zwei ist da.\n\nDrei ist da.", "a"),
            make_document("Vier ist da. Fünf ist da.", "b"),
        ],
        HashingEmbedder(),
    )
    ordered = [s for passage in engine.snapshot.passages for s in passage.sentences]
    before = {s.text: found.text if (found := engine.before(s)) else None for s in ordered}
    assert before == {
        "Titel": None,
        "Eins ist da.": "Titel",
        "Zwei ist da.": "Eins ist da.",
        "Drei ist da.": "Zwei ist da.",
        "Vier ist da.": None,
        "Fünf ist da.": "Vier ist da.",
    }


BEFORE = "Jan Lund came in 2010."
AFTER = "He stayed for eight years."
STORY = f"A chief of the Lisbon bank\n\n{BEFORE} {AFTER} Then he left.\n\nLater he told nobody."
BANK = "A story\n\nThe Lisbon Bank hired Jan Lund in 2010. He stayed for eight years."


def answer(
    question: str,
    *chosen: str,
    text: str = STORY,
    language: str = "en",
    apart: bool = False,
    heard: str = "",
) -> list[str]:
    """The answer of these sentences of a document, real passages around them."""
    document = replace(make_document(text, "a"), language=language, title="The Lisbon bank")
    engine = Engine.from_documents([document], HashingEmbedder())
    sentences = {s.text: s for p in engine.snapshot.passages for s in p.sentences}
    given = [scored(sentences[one], 0.9) for one in chosen]
    completed = Antecedents(engine, [document], apart).complete(question, given, given, heard)
    found = [s.sentence for s in completed]
    for one in found:
        assert document.text[one.start : one.end] == one.text
        assert one.sentence_id.rpartition(".")[0] == one.passage_id
    return [one.text for one in found]


def test_what_was_brought_is_one_stretch_with_what_brought_it() -> None:
    """Across a paragraph's end as well; for a model's phrasing each stands alone."""
    assert answer("How long?", AFTER) == [f"{BEFORE} {AFTER}"]
    assert answer("What then?", "Later he told nobody.") == [
        "Then he left.\n\nLater he told nobody."
    ]
    assert answer("How long?", AFTER, apart=True) == [BEFORE, AFTER]
    assert answer("What then?", "Later he told nobody.", apart=True) == [
        "Then he left.",
        "Later he told nobody.",
    ]


def test_a_heading_is_no_part_of_a_stretch() -> None:
    """On a page both would read as one sentence."""
    for gap in ("\n\n", "\n"):
        text = f"A bank\n\nThe new chief{gap}{AFTER}"
        assert answer("How long?", AFTER, text=text) == ["The new chief", AFTER]
    asked = "„Who is the new chief?“"
    text = f"A bank\n\n{asked}\n\n{AFTER}"
    assert answer("How long?", AFTER, text=text) == [f"{asked}\n\n{AFTER}"]


def test_what_answers_by_itself_is_cited_by_itself() -> None:
    """Only the sentence that was brought is joined to another."""
    assert answer("How long?", AFTER, BEFORE) == [BEFORE, AFTER]
    assert answer("How long?", BEFORE, "Then he left.") == [BEFORE, f"{AFTER} Then he left."]


@pytest.mark.parametrize(
    "question", ["How long did Lund stay?", "lund years", "Wie lange war Lund da?"]
)
def test_whom_the_question_names_needs_no_sentence(question: str) -> None:
    """The surname is enough, if the sentence before is about that person."""
    assert answer(question, AFTER) == [AFTER]
    assert answer(question, AFTER, BEFORE) == [BEFORE, AFTER]


def test_whom_the_conversation_named_needs_no_sentence() -> None:
    """Whoever said it; that it spoke of somebody else, or of nobody, tells nothing."""
    assert answer("How long did he stay?", AFTER, heard="Who came? Jan Lund did.") == [AFTER]
    for heard in ("Who came in 2010?", "Who left? Mia Berg did."):
        assert answer("How long did he stay?", AFTER, heard=heard) == [f"{BEFORE} {AFTER}"]


def test_who_asks_for_a_person_is_told_the_name_again() -> None:
    """Though the conversation named somebody: that it is the same is what was asked."""
    asked = "Who stayed for eight years?"
    assert answer(asked, AFTER, heard="Who came? Jan Lund did.") == [f"{BEFORE} {AFTER}"]


@pytest.mark.parametrize(
    "question",
    [
        "How long was he the bank's chief?",
        "bank boss years",
        "Wie lange blieb der Bank-Chef?",
        "Combien de temps est resté le patron de la Bank ?",
        "¿Cuánto se quedó el jefe del Bank?",
        "Hur länge var Banks ordförande kvar?",
        "What did the Bank's chief do for so long?",
        "Has the Bank's chief called on anyone to stay?",
        "Welche Dauer hatte der Chef der Bank?",
        "¿Qué plazo tuvo el jefe del Bank?",
    ],
)
def test_whom_the_question_speaks_of_as_head_needs_no_sentence(question: str) -> None:
    """If the sentence before says of what."""
    assert answer(question, AFTER, text=BANK) == [AFTER]


@pytest.mark.parametrize(
    "question",
    [
        "How long did the chief of Ferraz stay?",
        "How long did the Ferraz boss stay?",
        "Wie lange blieb der Chef der Notenbank?",
        "Who was the bank's chief for eight years?",
        "Combien de temps est resté le patron de l’Europa ?",
        "How long was anyone chiefly there?",
        "How long did the head count rise?",
        "How long did the boss stay?",
        "Wie heißt der Chef der Bank?",
        "What is the name of the bank's chief?",
        "Which bank boss stayed for eight years?",
        "What is the chief of the bank called?",
        "Quel patron de la Bank est resté huit ans ?",
        "Quel est le patron de la Bank ?",
        "¿Cuál es el jefe del Bank?",
        "Vilken är Banks ordförande?",
        "Which former bank boss stayed for eight years?",
        "Welcher ehemalige Bank-Chef blieb acht Jahre?",
        "Comment s'appelle le patron de la Bank ?",
        "¿Cómo se llama el jefe de la Bank?",
        "le patron d'Airbus est resté combien de temps ?",
        "el director general de Ferraz, ¿cuánto se quedó?",
        "Did the bank's chief stay longer than the Ferraz boss?",
    ],
)
def test_the_head_of_another_is_told_from_the_one_before(question: str) -> None:
    """Else "he" would be taken for that one; and who asks for a person is told the name."""
    assert len(answer(question, AFTER, text=BANK)[0]) > len(AFTER)


@pytest.mark.parametrize("question", ["How long in Lisbon?", "How long was it since 2010?", "?"])
def test_another_word_of_the_question_does_not_say_who(question: str) -> None:
    """Not what the title names, nor any word that is no name."""
    text = "A bank\n\nThe Lisbon Bank hired Jan Lund in 2010. He stayed for eight years."
    assert len(answer(question, AFTER, text=text)[0]) > len(AFTER)


def test_german_nouns_are_no_names() -> None:
    """All of them have capitals; in a translation only names do."""
    text = "Titel\n\nDer neue Chef Jan Lund kam im Mai Anfang 2010. Er blieb acht Jahre."
    german = answer(
        "Wie lange blieb man ab Mai Anfang?", "Er blieb acht Jahre.", text=text, language="de"
    )
    assert german[0].startswith("Der neue Chef")


def test_a_stretch_is_translated_where_both_are() -> None:
    """In each language that both sentences are at hand in; its score is that of the second."""
    sentences = (
        make_sentence("Jan Lund kam.", english="Jan Lund came."),
        make_sentence("Er ging.", number=1, start=14, english="He left."),
    )
    text = "Jan Lund kam. Er ging."
    brought, chosen = scored(sentences[0], 0.2), scored(sentences[1], 0.5)
    (one,) = as_stretches([brought, chosen], [chosen], {"d": text})
    assert one.sentence.wordings == ("Jan Lund kam. Er ging.", "Jan Lund came. He left.")
    assert (one.score, one.sentence.sentence_id) == (0.5, "d#0.1")


@pytest.mark.parametrize(
    ("gap", "english", "joined"),
    [
        (" ", ("Jan Lund came.", "He left."), "Jan Lund came. He left."),
        ("\n\n", ("Jan Lund came.", "He left."), "Jan Lund came.\n\nHe left."),
        ("", ("Jan Lund came.", "He left."), "Jan Lund came. He left."),
        (" ", ("He came and left.", "He came and left."), "He came and left."),
    ],
)
def test_translations_are_joined_as_the_original_is(
    gap: str, english: tuple[str, str], joined: str
) -> None:
    """By a blank line or a space; one that stands for both sentences is there once."""
    text = f"Jan Lund kam.{gap}Er ging."
    sentences = (
        make_sentence("Jan Lund kam.", english=english[0]),
        make_sentence("Er ging.", number=1, start=13 + len(gap), english=english[1]),
    )
    chosen = scored(sentences[1], 0.5)
    texts = {"other": "Etwas anderes, das nicht gemeint ist.", "d": text}
    (one,) = as_stretches([scored(sentences[0], 0.2), chosen], [chosen], texts)
    assert one.sentence.wordings == (text, joined)
