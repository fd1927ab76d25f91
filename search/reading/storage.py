"""Whoosh's file storage, but it leaves no file open when the engine fails halfway, and maps none into memory."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from search.engine import BufferFile, FileStorage

_SEGMENT = ".seg"


class TidyStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """Remembers what it opened, its temporary folders included, until `close_files`."""

    def __init__(self, path: str, opened: list[Any] | None = None) -> None:
        super().__init__(path)
        self._opened: list[Any] = [] if opened is None else opened

    def create_file(self, name: str, **options: Any) -> Any:
        """As in Whoosh."""
        self._opened.append(super().create_file(name, **options))
        return self._opened[-1]

    def open_file(self, name: str, **options: Any) -> Any:
        """As in Whoosh."""
        # A map of a file that somebody cuts off ends the process (SIGBUS): segments are read whole instead.
        whole = name.endswith(_SEGMENT)
        self._opened.append(
            BufferFile(Path(self.folder, name).read_bytes(), name=name) if whole else super().open_file(name, **options)
        )
        return self._opened[-1]

    def temp_storage(self, name: str | None = None) -> "TidyStorage":
        """As in Whoosh."""
        folder = super().temp_storage(name).folder
        return TidyStorage(folder, self._opened)

    def close_files(self) -> None:
        """Close whatever the engine has left open; nothing of this storage may be used any more."""
        while self._opened:
            file = self._opened.pop()
            if not file.is_closed:
                with suppress(OSError):  # a full disk refuses the rest of the buffer, and the file is closed
                    file.close()
