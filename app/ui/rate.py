"""How often one client may do something."""

import math
import time
from ipaddress import IPv6Address, ip_address

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

_V6_PREFIX_BITS = 64


class Rate:
    """Counts what each client does in a window of time; safe to share between threads."""

    def __init__(self, limit: str) -> None:
        """Allow each client so much, such as ``120/minute``."""
        self._item = parse(limit)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def hit(self, client: str) -> bool:
        """Count once more; whether that is still allowed."""
        return self._limiter.hit(self._item, _key(client))

    def left(self, client: str) -> bool:
        """Whether once more would be allowed."""
        return self._limiter.test(self._item, _key(client))

    def forgive(self, client: str) -> None:
        """Forget what was counted."""
        self._limiter.clear(self._item, _key(client))

    def wait_s(self, client: str) -> int:
        """Seconds until the window ends, at least one."""
        ends = self._limiter.get_window_stats(self._item, _key(client)).reset_time
        return max(1, math.ceil(ends - time.time()))


def client_of(scope_client: tuple[str, int] | None) -> str:
    """Whom a request is from, by address."""
    return scope_client[0] if scope_client else ""


def _key(client: str) -> str:
    """The address; of IPv6 the network, since one client has as many addresses as it likes."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(int(address) >> (128 - _V6_PREFIX_BITS))
    return str(address)
