"""Parts that several tests share: the article, both embedders, one index, one assistant."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.assistant import Assistant
from app.settings import Settings
from index.threads import share_cores
from index.types import Embedder
from sources import Document, load_documents
from tests.fakes import HashingEmbedder

ARTICLES = Path(__file__).parents[1] / "sources" / "articles"
ARTICLE_ID = "klarna-ki-personalabbau"
# What a developer's shell may hold must not decide a test.
_FOREIGN = (*(name.upper() for name in Settings.model_fields), "GRADIO_SERVER_NAME")


def pytest_configure() -> None:
    """Keep the hub's library offline, and threads polite; both look when first imported."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    share_cores()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests that load the real embedder as slow; give those with a browser a second try.

    A browser beside a server on two busy cores can miss a moment; a real fault fails thrice. With
    ``-p no:rerunfailures`` each gets one try, which is how to find what is not reliable.
    """
    second_try = config.pluginmanager.hasplugin("rerunfailures")
    for item in items:
        if "real_embedder" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
        if second_try and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session", autouse=True)
def plain_environment() -> Iterator[None]:
    """No setting comes from the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name in (*_FOREIGN, "GRADIO_SERVER_PORT"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def articles() -> tuple[Document, ...]:
    """The shipped articles."""
    return load_documents(ARTICLES).documents


@pytest.fixture(scope="session")
def article(articles: tuple[Document, ...]) -> Document:
    """The shipped article with its translation and hypothetical questions."""
    return next(document for document in articles if document.doc_id == ARTICLE_ID)


@pytest.fixture
def embedder() -> HashingEmbedder:
    """The embedder of words: quick, and another one for each test."""
    return HashingEmbedder()


@pytest.fixture(scope="session")
def real_embedder() -> Embedder:
    """The bundled embedder, loaded once."""
    from index.embed import load_embedder

    return load_embedder()


@pytest.fixture(scope="session")
def article_index(
    articles: tuple[Document, ...],
    real_embedder: Embedder,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A folder with the index of the shipped articles, built once (half a minute).

    ``TEST_INDEX_DIR`` names an index to start from: a copy of it is rebuilt only if it is stale.
    """
    from index.open import open_or_build

    folder = tmp_path_factory.mktemp("article") / "index"
    if ready := os.environ.get("TEST_INDEX_DIR"):
        shutil.copytree(ready, folder, symlinks=True)
    open_or_build(articles, folder, real_embedder).store.close()
    return folder


@pytest.fixture(scope="session")
def real_assistant(article_index: Path) -> Iterator[Assistant]:
    """The assistant as it is shipped, over the index built once."""
    settings = Settings(sources_dir=ARTICLES, index_dir=article_index)
    with Assistant(settings) as assistant:
        yield assistant
