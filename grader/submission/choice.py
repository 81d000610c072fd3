"""Which files of a hand-in are run: its main notebook or modules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.submission.document import Document
from grader.submission.module import read_module
from grader.submission.names import bare, is_module, is_notebook, natural_key, stem
from grader.submission.notebook import looks_like_notebook, read_notebook

_MAIN_STEMS = ("main", "solution", "hw")
_NEVER_MAIN = ("__init__.py", "__main__.py", "conftest.py", "setup.py")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is run: `document`, read from the files `names`; `folder` is where they lie ("" at the top)."""

    document: Document
    names: tuple[str, ...] = ()
    folder: str = ""


def choose(contents: Mapping[str, bytes], assignment: str | None) -> Choice | None:
    """The main document of a hand-in; None if it holds neither a notebook nor a module.

    One notebook is the main one. Of several (readable ones, if any is), it is the one whose metadata names
    the assignment, else whose file name does, else one that names any assignment in its metadata; among
    equals the one nearest to the top, then the last in natural order. Without a notebook, of several
    modules nearest to the top it is the one called like the assignment, `main.py`, `solution.py` or
    `hw.py`; else all of them, in natural order. A note names what was passed over.
    """
    names = [
        name for name, data in contents.items() if is_notebook(name) or (is_module(name) and looks_like_notebook(data))
    ]
    if names:
        # Only the main one is searched for code in the wrong cells: there may be a thousand others.
        notebooks = {name: read_notebook(contents[name], name, search=len(names) == 1) for name in names}
        main = _main_notebook(notebooks, assignment)
        document = notebooks[main] if len(names) == 1 else read_notebook(contents[main], main)
        return _chosen(main, document, notebooks)
    modules = [name for name in contents if is_module(name)]
    return _main_modules(contents, modules, assignment) if modules else None


def _with_note(name: str, document: Document) -> Document:
    if name.casefold().endswith(".ipynb") or document.problem:
        return document
    notes = (f"{name} is a notebook in spite of its name: it was read as one", *document.notes)
    return Document(document.cells, document.assignment, notes)


def _main_notebook(notebooks: Mapping[str, Document], assignment: str | None) -> str:
    def rank(name: str) -> tuple[bool, bool, bool, bool, int]:
        document = notebooks[name]
        return (
            document.problem is None,
            assignment is not None and document.assignment == assignment,
            assignment is not None and _is_named(name, assignment),
            document.assignment is not None,
            -name.count("/"),
        )

    return max(sorted(notebooks, key=natural_key, reverse=True), key=rank)


def _chosen(main: str, read: Document, notebooks: Mapping[str, Document]) -> Choice:
    document = _with_note(main, read)
    others = sorted(notebooks.keys() - {main}, key=natural_key)
    if others:
        passed = tuple(f"{name} was not used" + _because(notebooks[name]) for name in others)
        note = f"of {len(notebooks)} notebooks {main} was taken; {_listed(passed)}"
        document = Document(document.cells, document.assignment, (note, *document.notes), document.problem)
    return Choice(document, (main,), _folder(main))


def _because(document: Document) -> str:
    return f" ({document.problem})" if document.problem else ""


def _main_modules(contents: Mapping[str, bytes], modules: Sequence[str], assignment: str | None) -> Choice:
    depth = min(name.count("/") for name in modules)
    top = sorted((name for name in modules if name.count("/") == depth), key=natural_key)
    usable = [name for name in top if not _is_auxiliary(name)] or top
    named = _named_module(usable, assignment)
    chosen = [named] if named else usable
    documents = [read_module(contents[name], name) for name in chosen]
    cells = tuple(cell for document in documents for cell in document.cells)
    problems = tuple(document.problem for document in documents if document.problem)
    notes = tuple(note for document in documents for note in document.notes)
    if len(usable) > 1:
        listed = ", ".join(chosen)
        how = "taken as the main one" if named else "run one after the other"
        notes = (f"of {len(modules)} modules {listed} {'was' if named else 'were'} {how}", *notes)
    if not cells and problems:
        return Choice(Document(problem=problems[0]), tuple(chosen), _folder(chosen[0]))
    return Choice(Document(cells, notes=(*notes, *problems)), tuple(chosen), _folder(chosen[0]))


def _named_module(modules: Sequence[str], assignment: str | None) -> str | None:
    by_stem = {bare(stem(_file(name))): name for name in modules}
    wanted = [*([bare(assignment)] if assignment else []), *_MAIN_STEMS]
    exact = next((by_stem[name] for name in wanted if name in by_stem), None)
    if exact is not None or assignment is None:
        return exact
    return next((name for name in reversed(modules) if _is_named(name, assignment)), None)


def _is_named(name: str, assignment: str) -> bool:
    return bare(assignment) in bare(stem(_file(name)))


def _is_auxiliary(name: str) -> bool:
    file = _file(name).casefold()
    return file in _NEVER_MAIN or file.startswith("test_") or file.endswith("_test.py")


def _file(name: str) -> str:
    return name.rpartition("/")[2]


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _listed(items: Sequence[str]) -> str:
    shown = "; ".join(items[:5])
    return shown if len(items) <= 5 else f"{shown}; and {len(items) - 5} more"
