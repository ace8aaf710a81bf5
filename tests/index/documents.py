"""Small documents for the tests of the index."""

from sources.types import Document, HypotheticalQuestion, Span, Translation

TEXT = (
    "Firma Beispiel baut Stellen ab\n\n"
    "Die Firma Beispiel hatte einst 5.000 Mitarbeiter. Heute sind es nur noch 3 800 Menschen.\n\n"
    "Der Börsenwert fiel auf 6,7 Mrd. Dollar. Chefin Berta Klug nennt das vorübergehend."
)
ENGLISH = (
    "Example company cuts jobs\n\n"
    "The Example company once had 5,000 employees. Today there are only 3,800 people.\n\n"
    "The market value fell to 6.7 billion dollars. Boss Berta Klug calls that temporary."
)

STAFF = ["Mitarbeiter", "Belegschaft", "Personal", "Angestellte", "Leute"]
VALUE = ["Börsenwert", "Bewertung", "Wert", "Dollar", "Mrd"]
UNSAID = ["Wetter", "Gründung", "Gehalt", "Adresse", "Telefon"]
FRAMES = ["Wie hoch ist {}?", "Was steht über {} da?", "{} der Firma?", "Sag etwas zu {}.", "{}"]


def make_document(
    text: str,
    doc_id: str = "beispiel",
    translations: tuple[Translation, ...] = (),
    questions: tuple[HypotheticalQuestion, ...] = (),
) -> Document:
    """A German document of nothing but its text."""
    return Document(doc_id, "Titel", text, "", "de", "", "", "", translations, questions)


def example() -> Document:
    """A small article with a translation, an answered question and a near miss."""
    return make_document(
        TEXT,
        translations=(Translation("en", "Example company cuts jobs", ENGLISH),),
        questions=(
            HypotheticalQuestion("Wie viele arbeiteten dort?", "de", (span_of("5.000"),)),
            HypotheticalQuestion(
                "What do the figures say?", "en", (span_of("6,7 Mrd. Dollar"), span_of("3 800"))
            ),
            HypotheticalQuestion("Wann wurde Beispiel gegründet?", "de", ()),
        ),
    )


def expanded_document(misses: bool = True) -> Document:
    """The small article with 25 questions for each of two sentences, and 25 near misses."""
    subjects: list[tuple[list[str], tuple[Span, ...]]]
    subjects = [(STAFF, (span_of("5.000"),)), (VALUE, (span_of("6,7 Mrd."),))]
    if misses:
        subjects.append((UNSAID, ()))
    questions = tuple(
        HypotheticalQuestion(frame.format(word), "de", answers)
        for words, answers in subjects
        for word in words
        for frame in FRAMES
    )
    return make_document(TEXT, questions=questions)


def followed_document() -> Document:
    """The same, and two sorts of follow-ups behind each question on staff, 50 of them.

    What is asked after it decides: "Und der Lohn?" is not said, "Und die Dollar?" is.
    """
    document = expanded_document()
    followups = tuple(
        HypotheticalQuestion(text, "de", answers, question.text)
        for question in document.questions[:25]
        for text, answers in (("Und der Lohn?", ()), ("Und die Dollar?", (span_of("6,7 Mrd."),)))
    )
    return make_document(TEXT, questions=(*document.questions, *followups))


def span_of(words: str) -> Span:
    """Where words stand in the small article."""
    start = TEXT.index(words)
    return Span(start, start + len(words))
