"""Counters in memory that keep one caller from holding up the others: for answers so cheap that writing down who asked
would cost more than the answer. What has to be counted over all processes is for `throttle`.
"""

import threading
import time

_MOST = 10_000  # callers remembered


class Pace:
    """So many calls in a window of seconds for each caller of this process; safe under threads."""

    def __init__(self, limit: int, seconds: int) -> None:
        self._limit, self._seconds = limit, seconds
        self._windows: dict[str, tuple[float, int]] = {}  # caller -> end of the window, calls in it
        self._lock = threading.Lock()

    def wait(self, caller: str) -> int:
        """Count a call and return 0, or the seconds until the next one is welcome."""
        now = time.monotonic()
        with self._lock:
            end, calls = self._windows.get(caller, (0.0, 0))
            if end <= now:
                end, calls = now + self._seconds, 0
                self._make_room(now)
            if calls >= self._limit:
                return int(end - now) + 1
            self._windows[caller] = (end, calls + 1)
        return 0

    def _make_room(self, now: float) -> None:
        if len(self._windows) >= _MOST:
            self._windows = {caller: window for caller, window in self._windows.items() if window[0] > now}
        if len(self._windows) >= _MOST:
            self._windows.clear()
