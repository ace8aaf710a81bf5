"""Asking a Chroma server how it is, without Chroma's client."""

import httpx

from index.errors import StoreUnavailable
from index.store_names import api
from index.types import ChromaServer

_LIMIT_S = 3.0


def server_version(server: ChromaServer) -> str:
    """The version that a server says it has.

    Raises:
        StoreUnavailable: If it does not answer as a Chroma server would.
    """
    try:
        # A proxy of the environment is for the outside, not for a server of our own.
        with httpx.Client(timeout=_LIMIT_S, trust_env=False) as client:
            return str(
                client.get(api(server.host, server.port, "version")).raise_for_status().json()
            )
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise StoreUnavailable(str(error).splitlines()[0] or type(error).__name__) from error
