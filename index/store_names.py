"""What the vector store and its process both have to know; imports nothing."""

VECTORS = "vectors.npy"
COMPLETE = "complete"
"""The key of a collection's metadata that holds how many vectors were written, set last."""
USED = "used"
"""The key of a server's collection that holds when an index was last opened on it, in seconds."""
PREFIX = "article-"
"""How the collections on a server begin."""
FOLDERS = "article-index-"
"""How the temporary folders of such processes are called."""
LOCK = "in-use.lock"
PARKED_S = 30.0
"""How long a process without a collection waits for the next."""
GRACE_S = 5.0
"""What a process may be late, beyond which the kernel ends it even if its parent is gone."""


def api(host: str, port: int, what: str) -> str:
    """Where a Chroma server answers something."""
    return f"http://{host}:{port}/api/v2/{what}"
