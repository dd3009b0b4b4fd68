"""A file of JSON lines that a run adds to, and from which the next one knows what was done."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import RecordError, WriteError

try:
    import fcntl
except ImportError:  # no such locks on Windows
    fcntl = None  # type: ignore[assignment]


class Journal:
    """The lines of the file ``path`` by the keys of what they hold, and a place to add more.

    Lines are added whole, one by one. A last line that power or a full disk cut off is removed on opening; ``cut``
    tells how many bytes of it there were. ``key_of`` gives the key of a line, and raises RecordError, beginning
    with the place that it is given, for one that is none.

    Raises RecordError if the file holds something else, and WriteError if it cannot be written or another run has
    it open.
    """

    def __init__(self, path: Path, key_of: Callable[[str, str], str]) -> None:
        self.path = path
        self.cut = 0
        self._key_of = key_of
        self._places: dict[str, int] = {}
        with ExitStack() as opened, _writing(path):
            self._file = opened.enter_context(path.open("a+b", buffering=0))
            self._reader = opened.enter_context(path.open("rb"))
            self._lock()
            self._size = self._read_back()
            opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.close()

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        """The keys, in the order of the lines."""
        return iter(list(self._places))

    def __len__(self) -> int:
        return len(self._places)

    def line(self, key: str) -> str:
        """The line that holds what ``key`` stands for."""
        self._reader.seek(self._places[key])
        return self._reader.readline().decode("utf-8")

    def add(self, key: str, line: str) -> None:
        """Add ``line``, which ``key`` stands for. Raises WriteError, the file being as before, if it cannot."""
        data = line.encode("utf-8") + b"\n"
        with _writing(self.path):
            try:
                self._write(data)
            except OSError:
                with suppress(OSError):  # what stays of it is cut off by the next run
                    os.ftruncate(self._file.fileno(), self._size)
                raise
        self._places[key] = self._size
        self._size += len(data)

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()
        self._file.close()

    def _lock(self) -> None:
        if fcntl:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                what, mend = "another run is writing to it", "try again when it is done, or name another file"
                raise WriteError(f"{self.path}: {what}; {mend}") from None
            except OSError:
                pass  # a file system without locks

    def _write(self, data: bytes) -> None:
        """All of ``data``: the system may take a part first."""
        while data:
            data = data[self._file.write(data) :]

    def _read_back(self) -> int:
        """Note what every line holds, mend the last one, and say how long the file then is."""
        end = 0
        for number, line in enumerate(self._reader, start=1):
            where = f"{self.path}:{number}"
            if not line.endswith(b"\n"):
                return self._mend(line, where, end)
            self._places[self._key(line, where)] = end
            end += len(line)
        return end

    def _mend(self, line: bytes, where: str, end: int) -> int:
        """Complete the last line, which begins at ``end``, or cut it off."""
        if _is_whole(line):
            self._places[self._key(line, where)] = end
            self._write(b"\n")
            return end + len(line) + 1
        if not _is_torn(line):
            raise RecordError(f"{where}: not written by kg; name another file")
        self.cut = len(line)
        os.ftruncate(self._file.fileno(), end)
        return end

    def _key(self, line: bytes, where: str) -> str:
        try:
            return self._key_of(line.decode("utf-8"), where)
        except (RecordError, UnicodeDecodeError) as error:
            reason = error if isinstance(error, RecordError) else f"{where}: {error}"
            mend = "a run goes on from this file: delete the line, or name another"
            raise RecordError(f"{reason}; {mend}") from None


def replace_lines(path: Path, lines: Iterable[str]) -> None:
    """Let ``path`` hold ``lines`` and nothing else, at once: whatever happens, it has the old ones or the new."""
    new = path.with_name(f"{path.name}.new")
    with _writing(path):
        try:
            with new.open("w", encoding="utf-8", newline="\n") as out:
                out.writelines(f"{line}\n" for line in lines)
                out.flush()
                os.fsync(out.fileno())
            new.replace(path)
        except OSError:
            new.unlink(missing_ok=True)
            raise


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """What the system refuses, as a WriteError that names ``path``."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        mend = "what is in it stays: mend this and run the same command again"
        raise WriteError(f"{path}: cannot be written ({reason}); {mend}") from None


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except (json.JSONDecodeError, UnicodeDecodeError):
        return False
    except (ValueError, RecursionError):
        return True  # a number too long, or nested too deeply, to be ours
    return True


def _is_torn(line: bytes) -> bool:
    """Whether ``line`` is the beginning of a JSON object, or blocks of a file that were never written."""
    return line.startswith(b"{") or not line.strip(b"\0")
