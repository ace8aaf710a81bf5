"""Moving on to a newer index without a restart."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.assistant import Assistant
from app.renewal import Renewal
from app.settings import Settings
from index.build import build
from index.generations import generation_mark
from sources import load_documents
from tests.fakes import HashingEmbedder
from tests.index.documents import make_document

BODY = "Die Firma hatte einst 5.000 Mitarbeiter, wie ihre Chefin Anna Berg in einem Gespräch sagte."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A folder with one article."""
    write(tmp_path, BODY)
    return Settings(sources_dir=tmp_path / "articles", index_dir=tmp_path / "index")


@pytest.fixture
def assistant(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    """An assistant over it, ready, by the embedder of words."""
    monkeypatch.setattr("index.embed.load_embedder", lambda _name: HashingEmbedder())
    with Assistant(settings) as made:
        made.warm_up()
        yield made


def write(folder: Path, body: str) -> None:
    """The article."""
    (folder / "articles").mkdir(exist_ok=True)
    (folder / "articles" / "firma.md").write_text(f"# Die Firma\n\n{body}\n", encoding="utf-8")


def found(assistant: Assistant) -> str:
    """The passages nearest to a question."""
    return " ".join(hit.passage.text for hit in assistant.search("Mitarbeiter der Firma"))


def wait_for(what: Callable[[], bool]) -> None:
    """Until it is so."""
    until = time.monotonic() + 60
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_new_index_is_moved_to(assistant: Assistant, settings: Settings, tmp_path: Path) -> None:
    """The old one answers until then, with its own text; the new one with the new."""
    assert "5.000" in found(assistant)
    write(tmp_path, BODY.replace("5.000", "6.000"))
    assert "5.000" in found(assistant) and "5.000" in assistant.documents[0].text
    build(load_documents(settings.sources_dir).documents, settings.index_dir, HashingEmbedder())
    wait_for(lambda: "6.000" in found(assistant))
    answer = assistant.ask("Wie viele Mitarbeiter hatte die Firma?")
    assert "5.000" not in found(assistant)
    text = assistant.documents[0].text
    assert all(text[c.start : c.end] == c.original_quote for c in answer.citations)
    assert assistant.health().status == "ready"


def test_what_was_added_moves_along(
    assistant: Assistant, settings: Settings, tmp_path: Path
) -> None:
    """Beside the new text of the article, never its old one; nothing added is embedded again."""
    more = make_document("Der Zebrastreifen wurde 1951 eingeführt, sagt das Amt.", doc_id="zebra")
    other = make_document("Die Ampel steht seit 1924 am Potsdamer Platz.", doc_id="ampel")
    both = assistant.with_added([more]).with_added([other])
    write(tmp_path, BODY.replace("5.000", "6.000"))
    build(load_documents(settings.sources_dir).documents, settings.index_dir, HashingEmbedder())
    wait_for(lambda: "6.000" in found(both))
    assert "5.000" not in found(both) and "6.000" in both.documents[0].text
    assert [d.doc_id for d in both.documents] == ["firma", "zebra", "ampel"]
    for question in ("Wann wurde der Zebrastreifen eingeführt?", "Seit wann steht die Ampel?"):
        for citation in both.ask(question).citations:
            text = next(d.text for d in both.documents if d.doc_id == citation.doc_id)
            assert text[citation.start : citation.end] == citation.original_quote
    assert "1951" in both.search("Zebrastreifen eingeführt")[0].passage.text


def test_what_was_added_stays_where_its_name_is_taken(
    assistant: Assistant, settings: Settings, tmp_path: Path
) -> None:
    """The index got an article of that id: whoever added one keeps the index as it was."""
    more = make_document("Der Zebrastreifen wurde 1951 eingeführt, sagt das Amt.", doc_id="zebra")
    wider = assistant.with_added([more])
    (tmp_path / "articles" / "zebra.md").write_text("---\nid: zebra\n---\n# Z\n\nEin Tier.\n")
    build(load_documents(settings.sources_dir).documents, settings.index_dir, HashingEmbedder())
    wait_for(lambda: bool(found(assistant)) and len(assistant.documents) == 2)
    assert "1951" in wider.search("Zebrastreifen eingeführt")[0].passage.text
    assert [d.doc_id for d in wider.documents] == ["firma", "zebra"]


def test_an_index_of_something_else_is_not_moved_to(
    assistant: Assistant, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """One line, however much is asked; the next one that fits is."""
    build([make_document("Etwas anderes.")], settings.index_dir, HashingEmbedder())
    for _ in range(3):
        assert "5.000" in found(assistant)
        wait_for(lambda: "answering from the index as it was before" in caplog.text)
    lines = [r.getMessage() for r in caplog.records if r.name == "app.knowledge"]
    assert lines == [
        "The sources have changed since the index was made; "
        "answering from the index as it was before"
    ]
    documents = load_documents(settings.sources_dir).documents
    build(documents, settings.index_dir, HashingEmbedder())
    before = assistant.knowledge.loaded
    wait_for(lambda: "5.000" in found(assistant) and assistant.knowledge.loaded is not before)


def test_it_is_looked_at_once_and_renewed_once(tmp_path: Path) -> None:
    """Nothing happens while the link is as it was, nor if it is gone."""
    renewed: list[str] = []
    watch = Renewal(tmp_path, lambda: renewed.append("again"))
    watch.look("")
    (tmp_path / "current").symlink_to("gen-1")
    mark = generation_mark(tmp_path)
    watch.look(mark)
    assert renewed == []
    (tmp_path / "current").unlink()
    watch.look(mark)
    (tmp_path / "current").symlink_to("gen-2")
    for _ in range(5):
        watch.look(mark)
    wait_for(lambda: bool(renewed))
    assert renewed == ["again"]
