"""The errors that the library raises: one hierarchy, with the facts of each as attributes.

Each also inherits the built-in exception that Python programs expect in its place, so that ``except FileNotFoundError``
or ``except ValueError`` works for people who don't know this library.
"""

from __future__ import annotations

import errno as _errno

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself would be half of the time that the import takes
    from typing import Any

    from ._core import Kind, Left, RecordId
    from ._core import _Record as Record

__all__ = [
    "Ambiguous",
    "Busy",
    "Closed",
    "Damaged",
    "Duplicate",
    "Error",
    "FileError",
    "InvalidDate",
    "InvalidValue",
    "MissingFile",
    "MoveError",
    "NewerFile",
    "NotFound",
    "NotLaurels",
    "ReadOnly",
    "Stale",
    "TouchedLater",
    "TransactionError",
    "WrongKind",
]


def _remake(kind: type[Error], message: str, facts: dict[str, Any], index: int | None) -> Error:
    error = kind(message, **facts)
    error.index = index
    return error


class Error(Exception):
    """The root of the library's errors. Its text is a sentence for people; the facts in it are attributes too.

    Attributes:
        index: which of the records given to ``add_all`` it is about, from 0; else None.
    """

    # The facts of the class, its bases' included: what __init__ takes by keyword.
    _facts: tuple[str, ...] = ()
    index: int | None

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self._message = message
        self.index = None
        for name in self._facts:
            setattr(self, name, facts.pop(name, None))
        if facts:
            raise TypeError(f"{type(self).__name__} has no {', '.join(facts)}")

    def __str__(self) -> str:
        return self._message

    def __reduce__(self) -> tuple[Any, ...]:
        return _remake, (type(self), self._message, {name: getattr(self, name) for name in self._facts}, self.index)


class InvalidValue(Error, ValueError):
    """A value that is not allowed.

    Attributes:
        field: where it was given, as "Award.name" or the name of an argument; empty where the value stands alone.
    """

    _facts: tuple[str, ...] = ("field",)
    field: str


class InvalidDate(InvalidValue):
    """A date, time or zone that is none.

    Attributes:
        text: what was given.
    """

    _facts: tuple[str, ...] = ("field", "text")
    text: str


class MoveError(InvalidValue):
    """A move that an axis does not allow, or not without a reason.

    Attributes:
        record: the id of the record whose axis it is; ``field`` names the axis.
        from_: the value that it has.
        to: the value asked for.
        allowed: the values that it may take next without a reason.
    """

    _facts: tuple[str, ...] = ("field", "record", "from_", "to", "allowed")
    record: RecordId
    from_: str
    to: str
    allowed: tuple[str, ...]


class Duplicate(InvalidValue):
    """A record that may not be there twice.

    Attributes:
        existing: the id of the one that is there.
    """

    _facts: tuple[str, ...] = ("field", "existing")
    existing: RecordId


class NotFound(Error, LookupError):
    """An id or a name that nothing has.

    Attributes:
        wanted: what was asked for.
    """

    _facts: tuple[str, ...] = ("wanted",)
    wanted: str


class Ambiguous(Error, LookupError):
    """A bare name that several records have.

    Attributes:
        wanted: the name.
        candidates: the ids of the records that have it.
    """

    _facts: tuple[str, ...] = ("wanted", "candidates")
    wanted: str
    candidates: tuple[RecordId, ...]


class WrongKind(Error, TypeError):
    """An id or a record of another kind than the one that belongs there.

    Attributes:
        allowed: the kinds that belong there.
        given: the kind that was given.
    """

    _facts: tuple[str, ...] = ("allowed", "given")
    allowed: tuple[Kind, ...]
    given: Kind


class Stale(Error, RuntimeError):
    """Someone else changed the same fields since the record was read. Nothing was written.

    Attributes:
        record: the record's id.
        fields: the fields that both changed.
        mine: the record as it would have been written.
        current: the record as it is.
    """

    _facts: tuple[str, ...] = ("record", "fields", "mine", "current")
    record: RecordId
    fields: tuple[str, ...]
    mine: Record
    current: Record


class TouchedLater(Error, RuntimeError):
    """A change cannot be undone whole, since later ones touched what it wrote. Nothing was written.

    Attributes:
        change: the number of the change that was to be undone.
        left: what later changes touched, each a ``Left``.
    """

    _facts: tuple[str, ...] = ("change", "left")
    change: int
    left: tuple[Left, ...]


class Busy(Error, TimeoutError):
    """Another change is being written, here or in another process, and did not end within the timeout.

    Attributes:
        waited: how long this one waited, in seconds.
    """

    _facts: tuple[str, ...] = ("waited",)
    waited: float

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.errno = _errno.ETIMEDOUT


class TransactionError(Error, RuntimeError):
    """A change that is nested in another, was not begun or has ended, or cannot go on after an error."""


class Closed(Error, ValueError):
    """The registry was closed, or belongs to the process that forked this one."""


class ReadOnly(Error, PermissionError):
    """A write to a view, or to a registry or file that can only be read."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.errno = _errno.EACCES


class FileError(Error, OSError):
    """The file cannot be used.

    Attributes:
        path: the file's path, also as ``filename``.
        errno: the system's error number where there is one.
    """

    _facts: tuple[str, ...] = ("path", "errno")
    path: str

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.filename = self.path


class MissingFile(FileError, FileNotFoundError):
    """No such file, or no such folder to make it in."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.errno = self.errno or _errno.ENOENT


class NotLaurels(FileError):
    """Not an SQLite file, or one of another program."""


class NewerFile(FileError):
    """Written by a newer Laurels, in a format that this one does not read.

    Attributes:
        found: the format's number in the file.
        supported: the highest that this version reads.
    """

    _facts: tuple[str, ...] = ("path", "errno", "found", "supported")
    found: int
    supported: int


class Damaged(FileError):
    """Truncated, broken or edited behind the library's back."""


for _kind in (Error, *(globals()[_name] for _name in __all__)):
    _kind.__module__ = "laurels"
del _kind
