"""What was read or reckoned lately, within a bound of bytes, or of values when each counts as one."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class ByteCache(Generic[Value]):
    """Keeps the values used last, as long as their sizes together stay below the limit. Safe for several threads."""

    def __init__(self, limit: int, size: Callable[[Value], int]) -> None:
        self._limit = limit
        self._size = size
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()
        self.bytes = 0

    def get(self, key: Hashable, load: Callable[[], Value]) -> Value:
        """The value kept under the key, or else the loaded one."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = load()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self.bytes += self._size(value)
                while self.bytes > self._limit:
                    _, oldest = self._values.popitem(last=False)
                    self.bytes -= self._size(oldest)
        return value
