"""How the server ends: it takes no more questions, and answers or turns away those it has."""

import time
from collections.abc import Callable

from app.ui.traffic import Traffic

ANSWER_S = 4.0
"""Seconds in which questions under way still get their answers."""
MESSAGE_S = 5.0
"""Seconds in which the others are told that there is none; a busy machine takes its time."""
QUIET_S = 0.4
"""How long nobody must wait before it is over: a call asks first and then fetches its answer."""


class Shutdown:
    """Ends the traffic; looked at several times a second once it has begun."""

    def __init__(self, traffic: Traffic, turn_away: Callable[[], None]) -> None:
        """End ``traffic``; ``turn_away`` gives all who still wait an error."""
        self._traffic = traffic
        self._turn_away = turn_away
        self._began: float | None = None
        self._hurried = False
        self._quiet_since: float | None = None

    def begin(self) -> None:
        """Let nobody ask any more; called again, wait for nobody either."""
        self._hurried = self._began is not None
        self._began = self._began or time.monotonic()
        self._traffic.stopping = True

    def is_over(self) -> bool:
        """Whether nobody is left, or must be left alone."""
        if self._began is None:
            return False
        now = time.monotonic()
        spent_s = now - self._began
        if spent_s > ANSWER_S or self._hurried:
            self._turn_away()
        self._quiet_since = (self._quiet_since or now) if self._traffic.quiet else None
        quiet = self._quiet_since is not None and now - self._quiet_since >= QUIET_S
        return quiet or self._hurried or spent_s > ANSWER_S + MESSAGE_S
