"""Writes laurels/_core.pyi: _core.pyi.in, with the classes that are made from the table of fields filled in.

    python bindings/stubs/make_stub.py             writes it
    python bindings/stubs/make_stub.py --check     says whether it is up to date

Needs the package installed as it is built from this checkout: the fields and their types are asked of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from laurels import _core

HERE = Path(__file__).parent
VALUES = {"Source", "Alias", "Figure", "Measure", "Left"}
METHODS = {
    "Measure": """\
    def difference(self) -> Decimal: ...
    def relative_change(self) -> Fraction | None: ...
    def display(self) -> str: ...
"""
}


def of_class(name: str, fields: list[tuple[str, str, str, bool, bool]]) -> str:
    """The stub of one class."""
    positional = [field for field in fields if field[3]]
    by_keyword = [field for field in fields if not field[3]]
    lines = ["@final", f"class {name}(metaclass=_Type):"]
    match_args = ", ".join(f'"{field[0]}"' for field in positional)
    lines.append(f"    __match_args__ = ({match_args}{',' if len(positional) == 1 else ''})")
    lines.append("    _fields: ClassVar[tuple[str, ...]]")
    lines += ["    def __init__(", "        self,"]
    lines += [f"        {field}: {accepts}{'' if must else ' = ...'}," for field, accepts, _, _, must in positional]
    if by_keyword:
        lines.append("        *,")
    lines += [f"        {field}: {accepts}{'' if must else ' = ...'}," for field, accepts, _, _, must in by_keyword]
    lines.append("    ) -> None: ...")
    if name not in VALUES:
        lines += [
            "    @property",
            f"    def id(self) -> {name}Id | None: ...",
            "    @property",
            "    def revision(self) -> int: ...",
        ]
    for field, _, gives, _, _ in fields:
        lines += ["    @property", f"    def {field}(self) -> {gives}: ..."]
    for method in ("replace", "__replace__"):
        lines += [f"    def {method}(", "        self,", "        *,"]
        if name not in VALUES:
            lines.append("        id: None = ...,")
        lines += [f"        {field}: {accepts} = ...," for field, accepts, _, _, _ in fields]
        lines.append(f"    ) -> {name}: ...")
    lines += [
        "    def __eq__(self, other: object, /) -> bool: ...",
        "    def __hash__(self) -> int: ...",
        f"    def __copy__(self) -> {name}: ...",
        f"    def __deepcopy__(self, memo: Any, /) -> {name}: ...",
        "    def __reduce__(self) -> tuple[Any, ...]: ...",
    ]
    if name not in VALUES:
        lines.append("    def _repr_html_(self) -> str: ...")
    return "\n".join(lines) + "\n" + METHODS.get(name, "")


def stub() -> str:
    """The whole stub."""
    classes = "\n".join(of_class(name, fields) for name, fields in _core._annotations())
    return (HERE / "_core.pyi.in").read_text(encoding="utf-8").replace("@CLASSES@\n", classes)


def main() -> int:
    """Writes or checks the stub."""
    target = HERE.parent / "laurels" / "_core.pyi"
    text = stub()
    if "--check" in sys.argv[1:]:
        if target.read_text(encoding="utf-8") != text:
            print(f"{target} is not up to date: run python bindings/stubs/make_stub.py")
            return 1
        return 0
    target.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
