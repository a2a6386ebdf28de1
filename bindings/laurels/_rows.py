"""The sequence that questions answer with. Its types are in _rows.pyi, for importing typing takes time."""


class Rows(tuple):
    """Rows or records, in order: a tuple that shows itself as a table.

    A slice is a Rows too, and it equals any tuple with the same elements. In a terminal and in a notebook the first
    twenty are shown, without the columns that say nothing.
    """

    __slots__ = ()

    def __getitem__(self, index):
        found = tuple.__getitem__(self, index)
        return Rows(found) if isinstance(index, slice) else found

    def __repr__(self):
        from . import display

        return display.rows_text(self)

    def _repr_html_(self):
        """The table, for notebooks."""
        from . import display

        return display.rows_html(self)


Rows.__module__ = "laurels"
