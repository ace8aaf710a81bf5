"""What is said in place of an answer."""

import pytest

from app.phrases import abstention_text
from app.types import Abstention


@pytest.mark.parametrize("reason", list(Abstention))
def test_every_reason_has_its_sentence(reason: Abstention) -> None:
    """In German, else in English, and each its own."""
    german, english = abstention_text(reason, "de"), abstention_text(reason, "en")
    assert "Artikel" in german and "article" in english.lower()
    assert abstention_text(reason, "fr") == english
    texts = {abstention_text(other, "de") for other in Abstention}
    assert len(texts) == len(list(Abstention))
