"""Why a workbook or an import cannot go on, in a sentence for the person who sent it."""


class WorkbookRefused(Exception):
    """The file cannot be read as a table; the message says why and what to do."""


class CellRefused(Exception):
    """One value cannot be understood; the message names it."""


class ImportRefused(Exception):
    """A step of an import cannot be taken now; `problems` names the rows in the way."""

    def __init__(self, sentence: str, problems: list[str] | None = None) -> None:
        super().__init__(sentence)
        self.problems = problems or []
