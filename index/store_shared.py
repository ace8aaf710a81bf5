"""Collections on a Chroma server, which others use too: whose they may be, and which are old."""

import time
from contextlib import suppress

from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.errors import NotFoundError

from index.store_names import PREFIX, USED

_KEPT_OTHERS = 1
"""So that after an upgrade there is a way back."""
_UNUSED_S = 7 * 86400.0
"""A collection that no index was opened on for so long is old."""


def check_set_up(collection: Collection) -> None:
    """Look at how a collection was set up before anything of it is used."""
    stored = collection.configuration_json
    embeds = stored.get("embedding_function") or {"type": "legacy"}
    if embeds.get("type") != "legacy":
        raise ValueError(f"collection {collection.name} names an embedding function; delete it")
    space = (stored.get("hnsw") or stored.get("spann") or {}).get("space")
    if space != "cosine":
        raise ValueError(f"collection {collection.name} measures {space}, not cosine; delete it")


def remove_unused(client: ClientAPI, name: str) -> None:
    """Remove our old collections from a server, but for one and the last used beside it.

    Whoever uses one of them all the same searches exactly, and fills it again.

    Args:
        client: Of the server.
        name: The collection that stays.
    """
    others = [
        (float(used), found.name)
        for found in client.list_collections()
        if found.name.startswith(PREFIX)
        and found.name != name
        and isinstance(used := (found.metadata or {}).get(USED), int | float)
    ]
    for used, other in sorted(others, reverse=True)[_KEPT_OTHERS:]:
        if time.time() - used > _UNUSED_S:
            with suppress(NotFoundError):  # somebody else was quicker
                client.delete_collection(other)
