"""The conversation's moves: ask, stop, answer again, edit, open; plain data in, messages out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from app.question import clean_question
from app.types import Answer
from app.ui.checks import problem
from app.ui.markup import html, shorten
from app.ui.messages import ChatMessage, chat_messages, problem_html, status_html
from app.ui.needs import ChatAssistant, documents_of
from app.ui.problems import note, told
from app.ui.turns import MAX_TURNS, Turn, dump, history, load, reply_from
from app.ui.warmup import WarmUp

_SHOWN_OF_A_BAD_QUESTION = 200
_LANGUAGES = ("auto", "de", "en")


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows next, and the conversation that it keeps."""

    messages: list[ChatMessage]
    turns: list[object]


class Talk:
    """A conversation's moves over an assistant; holds no conversation itself."""

    def __init__(self, assistant: ChatAssistant, warm_up: WarmUp) -> None:
        """Keep the assistant, which waits for its model by itself, and whether it has to."""
        self._assistant = assistant
        self._warm_up = warm_up

    def ask(self, question: object, data: object, language: object = "auto") -> Iterator[View]:
        """The views while a question is answered; a bad question gets one clear line."""
        turns = load(data)
        found = problem(question)
        if found is not None or not isinstance(question, str):
            yield self._problem(turns, question, found or "unreadable")
            return
        turn = Turn(clean_question(question), language=_known(language))
        try:
            yield from self._answer(turns, turn)
        except Exception as error:  # noqa: BLE001  # whatever it was, the reader gets a line
            note("A question failed", error)
            yield self._problem(turns, question, "failed", told(error))

    def again(self, index: int, data: object) -> Iterator[View]:
        """The views while the question of the message at ``index`` is answered anew."""
        turns = load(data)
        number = index // 2
        if number < len(turns):
            turn = turns[number]
            yield from self.ask(turn.question, dump(turns[:number]), turn.language)

    def edit(self, index: int, content: object, data: object) -> Iterator[View]:
        """The views while an edited question is answered in its old place; what followed goes."""
        kept = load(data)[: index // 2]
        question = unescape(content) if isinstance(content, str) else content
        yield from self.ask(question, dump(kept))

    def open(self, data: object) -> View:
        """A conversation from the browser, or an empty one."""
        return self._view(load(data))

    def stop(self, data: object) -> View:
        """The conversation after its last reply was stopped: what there was of it stays."""
        turns = load(data)
        if turns and not turns[-1].done:
            turns = (*turns[:-1], replace(turns[-1], done=True, stopped=True))
        return self._view(turns)

    def _answer(self, turns: tuple[Turn, ...], turn: Turn) -> Iterator[View]:
        yield self._status(turns, turn, "warming" if self._warm_up.running else "thinking")
        last: Answer | None = None
        for answer in self._assistant.stream(turn.question, history(turns), turn.language):
            last = answer
            yield self._grown(turns, turn, answer, done=False)
        if last is not None:
            yield self._grown(turns, turn, last, done=True)

    def _grown(self, turns: tuple[Turn, ...], turn: Turn, answer: Answer, done: bool) -> View:
        grown = replace(turn, reply=reply_from(answer), done=done)
        return self._view((*turns, grown)[-MAX_TURNS:])

    def _view(self, turns: Sequence[Turn]) -> View:
        return View(chat_messages(turns, documents_of(self._assistant)), dump(turns))

    def _status(self, turns: tuple[Turn, ...], turn: Turn, key: str) -> View:
        return self._with(turns, turn.question, status_html(key))

    def _problem(
        self, turns: tuple[Turn, ...], question: object, key: str, detail: str = ""
    ) -> View:
        shown = question.strip() if isinstance(question, str) else ""
        return self._with(
            turns, shorten(shown, _SHOWN_OF_A_BAD_QUESTION), problem_html(key, detail)
        )

    def _with(self, turns: tuple[Turn, ...], question: str, reply: str) -> View:
        """The conversation with one more exchange that is shown and not kept."""
        messages = chat_messages(turns, documents_of(self._assistant))
        if question:
            messages.append({"role": "user", "content": html(question)})
        messages.append({"role": "assistant", "content": reply})
        return View(messages, dump(turns))


def _known(language: object) -> str:
    return language if isinstance(language, str) and language in _LANGUAGES else "auto"
