"""What is served: articles are added beside the questions, within a limit of their own."""

import threading
import time
from base64 import b64encode
from collections.abc import Sequence

import pytest

from app.desk import Desk
from app.errors import NoAnswerInTime
from app.told import Told
from app.ui.served import Service, Step, Waiter
from app.ui.shelf import Shelf
from app.ui.warmup import WarmUp
from sources import Document
from tests.fakes_ui import FakeAssistant

TEXT = b64encode(b"Zebra\n\nThe zebra crossing was introduced in 1951 and is in force.").decode()


class SlowAssistant(FakeAssistant):
    """One that indexes what is added when it is let."""

    let = threading.Event()

    def with_added(self, documents: Sequence[Document], told: Told | None = None) -> FakeAssistant:
        """Wait, then do it."""
        assert self.let.wait(20)
        return super().with_added(documents, told)


def test_a_long_article_keeps_no_question_waiting_and_is_given_up() -> None:
    """Whoever was told that it was not added does not find it there later."""
    advice = "the article may be too long"
    service = Service(Desk(1, 10), Desk(1, 0.2, advice=advice), WarmUp(lambda: None))
    shelf = Shelf(SlowAssistant(), uploads=True)

    def add() -> Document:
        *steps, document = service.change(lambda w: shelf.add("anna", "zebra.txt", TEXT, w))
        assert steps == [Step(0, 4), Step(1, 4), Step(2, 4)]
        assert isinstance(document, Document)
        return document

    with pytest.raises(NoAnswerInTime, match=r"No answer within 0\.2 s; the article may be"):
        add()
    assert service.desk.run(lambda: 7) == 7 and not service.idle
    SlowAssistant.let.set()
    until = time.monotonic() + 10
    while not service.idle and time.monotonic() < until:
        time.sleep(0.01)
    assert shelf.removable("anna") == frozenset()
    assert add().doc_id in shelf.removable("anna")
    service.close()


def test_a_step_is_passed_on_when_another_percent_is_done() -> None:
    """An article of thousands of sentences says no more than a hundred things."""
    said: list[Step] = []
    waiter = Waiter(say=said.append)
    for done in range(0, 5001, 10):
        waiter.told(done, 5000)
    assert [step.percent for step in said] == list(range(101))
    Waiter().told(1, 2)
    assert Step(0, 0).percent == 100
