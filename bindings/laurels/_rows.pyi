from typing import SupportsIndex, TypeVar, overload

_T = TypeVar("_T", covariant=True)

class Rows(tuple[_T, ...]):
    @overload
    def __getitem__(self, index: SupportsIndex) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> Rows[_T]: ...
    def _repr_html_(self) -> str: ...
