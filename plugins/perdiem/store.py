"""Where nights leave what people and other machines find: reports, messages kept as files, lists, dbt's artifacts.

One URL, PERDIEM_STORE, says where: a folder, which is PERDIEM_HOME unless another is named, or a store of objects that
fsspec knows, such as s3://bucket/perdiem. A file is there whole or not at all, and in place of one of its name.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perdiem.durable import sync_folder

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

    from perdiem.config import Config


class StoreError(OSError):
    """A file could not be written, read, listed or deleted; the message names it with its address, and says why."""


@dataclass(frozen=True)
class Folder:
    """A folder of this machine, or one that several machines have mounted."""

    path: Path

    def address(self, name: str) -> str:
        return str(self.path / name)

    def write(self, name: str, content: bytes) -> None:
        """Write a file that its owner alone may read; it is on disk once this returns. Raises StoreError."""
        path = self.path / name
        with _telling("written", self.address(name)):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)  # mode 0600
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                Path(temporary).replace(path)
            except BaseException:
                Path(temporary).unlink()
                raise
            sync_folder(path.parent)

    def read(self, name: str) -> bytes | None:
        """What a file holds; None where there is none. Raises StoreError."""
        with _telling("read", self.address(name)), suppress(FileNotFoundError):
            return (self.path / name).read_bytes()
        return None

    def exists(self, name: str) -> bool:
        return (self.path / name).exists()

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder of the store, without it. Raises StoreError."""
        with _telling("listed", self.address(folder)):
            return [path.name for path in (self.path / folder).glob("*")]

    def written_before(self, pattern: str, timestamp: float) -> Iterator[str]:
        """The names of files that match the pattern, `**` for folders, and were written before. Raises StoreError."""
        with _telling("listed", self.address(pattern)):
            for path in list(self.path.glob(pattern)):
                with suppress(FileNotFoundError):
                    if not path.is_symlink() and path.is_file() and path.stat().st_mtime < timestamp:
                        yield str(path.relative_to(self.path))

    def delete(self, name: str) -> None:
        """Delete a file; somebody may have been quicker. Raises StoreError."""
        with _telling("deleted", self.address(name)):
            (self.path / name).unlink(missing_ok=True)


@dataclass(frozen=True)
class Objects:
    """A store of objects, by what fsspec and its package for the URL's scheme make of it and of the environment."""

    url: str

    def address(self, name: str) -> str:
        return f"{self.url.rstrip('/')}/{name}"

    def write(self, name: str, content: bytes) -> None:
        """Write an object, which others see once it is whole. Raises StoreError."""
        with self._opened("written", name) as (files, path):
            files.pipe_file(path, content)

    def read(self, name: str) -> bytes | None:
        """What an object holds; None where there is none. Raises StoreError."""
        with suppress(FileNotFoundError), self._opened("read", name) as (files, path):
            return bytes(files.cat_file(path))
        return None

    def exists(self, name: str) -> bool:
        """Raises StoreError."""
        with self._opened("looked for", name) as (files, path):
            return bool(files.exists(path))

    def names(self, folder: str) -> list[str]:
        """The names of the objects in a folder of the store, without it. Raises StoreError."""
        with suppress(FileNotFoundError), self._opened("listed", folder) as (files, path):
            return [str(found).rpartition("/")[2] for found in files.ls(path, detail=False)]
        return []

    def written_before(self, pattern: str, timestamp: float) -> Iterator[str]:
        """The names of objects that match the pattern, `**` for folders, and were written before. Raises StoreError."""
        with suppress(FileNotFoundError), self._opened("listed", pattern) as (files, path):
            root = len(path) - len(pattern)
            # Of what was just listed each package knows the time without asking again.
            for found in files.glob(path):
                with suppress(FileNotFoundError):
                    if files.modified(found).timestamp() < timestamp:
                        yield str(found)[root:]

    def delete(self, name: str) -> None:
        """Delete an object; somebody may have been quicker. Raises StoreError."""
        with suppress(FileNotFoundError), self._opened("deleted", name) as (files, path):
            files.rm_file(path)

    @contextmanager
    def _opened(self, done: str, name: str) -> Iterator[tuple[AbstractFileSystem, str]]:
        """What speaks to the store, and where a file is in it. Raises FileNotFoundError, StoreError for all else."""
        import fsspec  # which takes its time, and no folder needs it

        with _telling(done, self.address(name), missing=done != "written"):
            files, path = fsspec.url_to_fs(self.address(name))
            files.invalidate_cache()  # other machines write there too
            yield files, path


Store = Folder | Objects


def of(settings: Config) -> Store:
    """The store that an installation has."""
    return at(settings.store)


def at(url: str) -> Store:
    """The store at an absolute path or a URL."""
    return Objects(url) if "://" in url else Folder(Path(url))


@contextmanager
def _telling(done: str, address: str, *, missing: bool = False) -> Iterator[None]:
    """Name the file of what goes wrong; a file that is missing may be no error."""
    try:
        yield
    except Exception as error:  # each package of fsspec raises errors of its own
        if missing and isinstance(error, FileNotFoundError):
            raise
        why = " ".join(str(error).split())
        raise StoreError(f"{address} could not be {done}: {type(error).__name__}: {why}") from error
