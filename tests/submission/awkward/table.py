"""What each awkward notebook must give. Plain data: `runpy.run_path(".../table.py")["TABLE"]` reads it from anywhere.

Per file: `cells`, the kinds by name, "code 1 markdown 3" (numbers as in "cell 3"); `notes`, a piece of each note in order;
`problem`, a piece of it, where the file is unreadable; `assignment`, where it is not "ss2020_seminar2".
Once run: `defines`, names that must be there (softmax, unless said otherwise); `fails`, by cell what it may raise, where
it must; `may_fail`, cells that may do either; all others must not fail. Where softmax is defined, `CALL` must give `VALUE`.
"""

from __future__ import annotations

from typing import Any

CALL: tuple[str, list[float]] = ("softmax", [0.0, 0.0])
VALUE = [0.5, 0.5]
TWO_CODE = "code 1 code 2"
THREE_CODE = "code 1 code 2 code 3"

STRUCTURE: dict[str, dict[str, Any]] = {
    "duplicated_cells.ipynb": {"cells": "code 1 code 2 markdown 3 code 4 markdown 5"},
    "split_cells.ipynb": {
        "cells": "code 1 code 2 code 3 code 4",
        "fails": {"cell 3": ("SyntaxError", "IndentationError")},
    },
    "wrong_types.ipynb": {
        "cells": "code 1 code 2 markdown 3 markdown 4 markdown 5 markdown 6",
        "notes": [
            "cell 1 is a markdown cell that holds Python",
            "cell 2 is a raw cell that holds Python",
            "cell 3 is a code cell that holds an answer",
            "cell 6 is a code cell that holds an answer",
        ],
        "defines": ["softmax", "log_softmax"],
    },
    "defined_twice.ipynb": {"cells": "code 1 code 2 code 3 code 4"},
    "reused_name.ipynb": {"cells": THREE_CODE},
    "blank_cells.ipynb": {"cells": "code 2 code 5"},
    "no_cells.ipynb": {"cells": "", "notes": ["is empty: it holds no cells"], "defines": []},
    "no_code.ipynb": {"cells": "markdown 1 markdown 2", "notes": ["holds no code"], "defines": []},
    "duplicate_ids.ipynb": {"cells": TWO_CODE},
    "missing_ids.ipynb": {"cells": TWO_CODE},
    "damaged_cells.ipynb": {
        "cells": "code 1 code 3 markdown 4",
        "notes": ["cell 2 is damaged", "cell 4 is of no known type"],
    },
}

RUNNING: dict[str, dict[str, Any]] = {
    "failing_import.ipynb": {
        "cells": "code 1 code 2 code 3 code 4",
        "fails": {"cell 1": ("ModuleNotFoundError",), "cell 3": ("ZeroDivisionError",)},
    },
    "failing_import_above.ipynb": {"cells": THREE_CODE, "fails": {"cell 1": ("ModuleNotFoundError",)}},
    "magics.ipynb": {"cells": "code 1 code 2 code 3 code 4 code 5 code 6"},
    "input.ipynb": {"cells": THREE_CODE},
    "top_level_await.ipynb": {"cells": THREE_CODE},
    "plots.ipynb": {"cells": THREE_CODE},
    "colab.ipynb": {"cells": THREE_CODE},
    "progress.ipynb": {"cells": TWO_CODE},
    "exits.ipynb": {"cells": THREE_CODE, "may_fail": ["cell 2"]},
    "last_line_comment.ipynb": {"cells": THREE_CODE},
    "null_byte.ipynb": {"cells": THREE_CODE, "fails": {"cell 2": ("SyntaxError", "ValueError")}},
    "deep_nesting.ipynb": {"cells": THREE_CODE, "fails": {"cell 2": ("MemoryError", "RecursionError", "SyntaxError")}},
}

ENCODINGS: dict[str, dict[str, Any]] = {
    "Übung_5_naïve_解答.ipynb": {"cells": THREE_CODE, "defines": ["σ", "softmax"]},
    "bom.ipynb": {"cells": TWO_CODE},
    "utf16.ipynb": {"cells": THREE_CODE, "notes": ["is saved as UTF-16"], "defines": ["σ", "softmax"]},
    "latin1.ipynb": {
        "cells": TWO_CODE,
        "notes": ["is not UTF-8 (byte 0xf6 in line 1): it was read as Latin-1"],
    },
    "lone_surrogate.ipynb": {"cells": THREE_CODE},
    "windows_lines.ipynb": {"cells": TWO_CODE},
    "one_string.ipynb": {"cells": TWO_CODE},
    "renamed.ipynb.txt": {"cells": TWO_CODE, "notes": ["is a notebook in spite of its name"]},
    "no_metadata.ipynb": {"cells": TWO_CODE, "assignment": None},
    "no_format.ipynb": {"cells": TWO_CODE, "assignment": None},
    "other_language.ipynb": {
        "cells": "code 1",
        "notes": ["is written for R, not for Python"],
        "assignment": None,
        "defines": [],
        "fails": {"cell 1": ("NameError",)},
    },
}

OLD_FORMATS: dict[str, dict[str, Any]] = {
    "nbformat1.ipynb": {"problem": "is in notebook format 1, of 2010"},
    "nbformat2.ipynb": {"cells": "code 1", "assignment": None},
    "nbformat3.ipynb": {"cells": "markdown 1 code 2 code 3 markdown 4", "assignment": None},
    "nbformat5.ipynb": {"problem": "newer than this grader"},
}

BROKEN: dict[str, dict[str, Any]] = {
    "truncated.ipynb": {
        "problem": "is cut off: its JSON ends in the middle, at line 19, column 5 (character 294 of 324)"
    },
    "zero_bytes.ipynb": {"problem": "is empty (0 characters)"},
    "only_spaces.ipynb": {"problem": "is empty (4 characters)"},
    "web_page.ipynb": {"problem": "is no notebook but a web page"},
    "python_source.ipynb": {"problem": "does not begin like JSON"},
    "merge_conflict.ipynb": {"problem": "holds an unresolved merge conflict: invalid JSON at line 10, column 1"},
    "json_list.ipynb": {"problem": "is JSON, but no notebook"},
    "json_object.ipynb": {"problem": 'it has neither "cells" nor "worksheets"'},
    "cells_no_list.ipynb": {"problem": 'it has no list "cells"'},
    "binary.ipynb": {"problem": "does not begin like JSON"},
    "deep_json.ipynb": {"problem": "nested too deeply"},
    "long_integer.ipynb": {"problem": "an integer too long to read"},
}

TABLE = STRUCTURE | RUNNING | ENCODINGS | OLD_FORMATS | BROKEN
