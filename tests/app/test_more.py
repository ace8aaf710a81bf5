"""Telling more: what stands beside what was told last, and answering it in another language."""

from app.again import asked_again
from app.answering import Answerer
from app.phrasebook import set_phrase
from app.types import Answer, Turn
from tests.app.parts import make_engine
from tests.index.documents import make_document

MOOR = make_document(
    "Das Moor\n\nAutor: Henrike Vossberg\n\nDas Moor wird nass. Der Kreistag stimmte zu. "
    "Es war knapp.\n\nDie Kosten sind hoch. Das Land zahlt.\n\nBauern klagen.",
    "moor",
)
ASKED: Turn = {"role": "user", "content": "Was kostet es?"}


def told(*texts: str) -> list[Turn]:
    """A conversation in which these answers were given."""
    answers: list[Turn] = [{"role": "assistant", "content": text} for text in texts]
    return [turn for answer in answers for turn in (ASKED, answer)]


def ask(question: str, history: list[Turn]) -> Answer:
    """Of an assistant that never answers what it has to decide."""
    *_, last = Answerer(make_engine(1.0, MOOR), [MOOR]).stream(question, history, "auto")
    return last


def test_what_follows_is_told() -> None:
    """The rest of the passage, then the next one's; each cited to the character."""
    answer = ask("Erzähl mir mehr", told("Der Kreistag stimmte zu."))
    assert answer.text == "Das Moor wird nass. Es war knapp. Die Kosten sind hoch."
    assert answer.abstained is None
    assert all(MOOR.text[c.start : c.end] == c.original_quote for c in answer.citations)


def test_nothing_is_told_twice() -> None:
    """Not even what an earlier answer told."""
    answer = ask("mehr dazu", told("Das Moor wird nass. Die Kosten sind hoch.", "Es war knapp."))
    assert answer.text == "Der Kreistag stimmte zu. Das Land zahlt."


def test_at_the_end_what_goes_before() -> None:
    """The nearest passages, in the article's order."""
    answer = ask("weiter", told("Bauern klagen."))
    assert answer.text == "Das Moor wird nass. Die Kosten sind hoch. Das Land zahlt."


def test_of_an_answer_that_told_nothing_there_is_no_more() -> None:
    """It is a question like others then, and refused."""
    history = told("Das steht nicht im Artikel.")
    assert ask("Erzähl mir mehr", history).abstained is not None


def test_without_an_answer_more_is_a_call_for_help() -> None:
    """Nobody can go on where nothing was said."""
    assert ask("tell me more", []).text.startswith("I answer questions")


def test_an_earlier_question_is_asked_again() -> None:
    """The last that was one, of the conversation before it, in the language wanted."""
    thanks: list[Turn] = [{"role": "user", "content": "Danke!"}]
    again = asked_again(set_phrase("In English, please"), [*told("Viel."), *thanks])
    assert again is not None
    assert (again.question, again.turns, again.language) == ("Was kostet es?", (), "en")
    assert asked_again(set_phrase("in english"), thanks) is None
    assert asked_again(set_phrase("Danke"), told("Viel.")) is None


def test_what_is_asked_again_is_answered_in_that_language() -> None:
    """Under the question that was typed; here it is refused, which no reply of ours is."""
    answer = ask("in English please", told("Viel."))
    assert (answer.question, answer.language) == ("in English please", "en")
    assert answer.abstained is not None
    assert ask("auf Deutsch", []).text.startswith("Fragen Sie in Ihrer Sprache")


def test_a_shorter_answer_is_the_first_sentence_of_the_same() -> None:
    """In the same language, under what was typed; without an answer it is a call for help."""
    asked: list[Turn] = [{"role": "user", "content": "Fass den Artikel zusammen."}]
    whole = ask("Fass den Artikel zusammen.", [])
    brief = ask("Kürzer bitte", asked)
    assert len(whole.citations) > 1
    assert brief.citations == whole.citations[:1] and brief.language == whole.language
    assert brief.question == "Kürzer bitte" and len(brief.text) < len(whole.text)
    again = asked_again(set_phrase("shorter please"), asked)
    assert again is not None and (again.language, again.brief) == (None, True)
    assert ask("shorter please", []).text.startswith("I answer questions")


def test_it_goes_on_from_what_was_told() -> None:
    """Refusals and thanks between told nothing."""
    thanked: list[Turn] = [
        {"role": "user", "content": "Danke!"},
        {"role": "assistant", "content": "Gern!"},
    ]
    refused = told("Der Kreistag stimmte zu.", "Das steht nicht im Artikel.")
    answer = ask("Erzähl mir mehr", [*refused, *thanked])
    assert answer.text == "Das Moor wird nass. Es war knapp. Die Kosten sind hoch."
