"""What students get: it agrees with the checks, the rubric and the public interface, and holds no solution."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import nbformat
import pytest

from assignments.starters import STARTER, write_starters
from grader.course.assignment import Assignment
from grader.course.course import load_course
from grader.course.starter import MASTER, BlockKind, Master, files, module, read_master

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = ROOT / "assignments"
SHEETS = sorted(path.parent.name for path in ASSIGNMENTS.glob(f"*/{MASTER}"))
GRADED = sorted(load_course(ROOT).rubric.assignments)

# The course's public interface: submissions in the wild use it.
NOISY_SCORES = {
    "noisy_log_likelihood": "scores t eps",
    "noisy_nll": "logits t eps",
    "soft_label_cross_entropy": "scores t eps",
    "kl_discrete": "q p",
    "kl_factorised": "qs ps",
    "joint": "ps",
    "kl_normal": "mu_q sigma_q mu_p sigma_p",
}
BERNOULLI_VAE = {
    "data_term": "phi log_p",
    "data_term_grad": "phi log_p",
    "score": "z phi",
    "score_function_estimates": "phi log_p num_samples rng",
}
SIGNATURES = {
    "ss2020_seminar2": {
        "hopfield_energy": "W x",
        "hopfield_update": "W x i",
        "energy_change": "W x i",
        "hopfield_run": "W x max_sweeps",
        "softmax": "x",
        "log_softmax": "x",
        "argmax_indicator": "x",
        "log_likelihood": "w X k",
        "log_likelihood_grad": "w X k",
        "is_separating": "w X k",
        "regularised_log_likelihood": "w X k lam",
        "fit": "X k lam",
        "noisy_log_likelihood": "w X t eps",
        "soft_label_cross_entropy": "w X t eps",
        "scan": "x",
        "scan_backward": "grad_y",
        "ScanFunction": "torch.autograd.Function",
        "ScanFunction.forward": "ctx x",
        "ScanFunction.backward": "ctx grad_y",
    },
    "ss2021_seminar6": {**NOISY_SCORES, **BERNOULLI_VAE},
    "ss2022_seminar7": {
        **BERNOULLI_VAE,
        "kl_bernoulli": "q p",
        "kl_grad": "phi prior",
        "score_term": "phi",
        "score_estimates": "beta m rng",
        "score_estimator_variance": "beta m",
    },
    "ss2023_seminar6": {
        **NOISY_SCORES,
        "average_precision": "d_pos d_neg",
        "misranked_pairs": "d_pos d_neg",
        "triplet_loss": "d_pos d_neg margin",
        "smooth_indicator": "d_n d_p tau",
        "smooth_ap": "d_pos d_neg tau",
    },
    "fall2020_homework4": {
        "elbo": "q log_joint",
        "log_evidence": "log_joint",
        "posterior": "log_joint",
        "elbo_reconstruction": "q log_lik prior",
        "entropy": "q",
        "elbo_entropy": "q log_joint",
        "bernoulli_nll": "x x_hat",
        "gaussian_nll": "x x_hat sigma",
        "mse_decomposition": "sigma D",
        "reparameterised_sample": "mu log_var eps",
        "reinforce_estimates": "logits f_values num_samples rng",
    },
}

# Where the sheet says "compute", what is to be found does not stand in the starter, in any usual spelling.
TO_BE_FOUND = {
    "ss2020_seminar2": [r"j\s*\\geq?\s*i", "Σ_{i≥j}", "Σ_{j≥i}", r"uniform", r"concave", r"-\s*\(x_i"],
    "ss2021_seminar6": [r"\\frac\{\\sigma", r"\\log\s*\\sigma", r"σ_[qp]²?\s*/", r"z\s*-\s*S\(", r"log\(σ"],
    "ss2022_seminar7": [
        r"1\s*-\s*\\beta\}",
        r"1\s*-\s*β",
        r"m\s*\\beta",
        r"logit\(",
        r"z\s*-\s*S\(",
        "1/β",
        "unbounded",
    ],
    "ss2023_seminar6": [r"d_p\s*-\s*d_n\}?\{?\\tau", r"S\(\(", r"\(d_p - d_n\) ?/", r"S\(\\frac", "constant"],
    "fall2020_homework4": [
        r"\\frac\{1\}\{2\s*\\sigma\^2\}\s*\\sum",
        r"\\frac\{?D",
        r"log\(?2πσ",
        r"\\log\s*C_d",
        "onehot",
        r"\\nabla",
        r"exp\(½",
        r"mu \+",
    ],
}

# One question in two assignments: the same wording, stubs and places, but for the numbers.
REPEATED = [
    *((f"ss2021_seminar6 {number}", f"ss2023_seminar6 {number}") for number in ("1a", "1b", "2", "3")),
    ("ss2021_seminar6 4a", "ss2022_seminar7 1a"),
    ("ss2021_seminar6 4b", "ss2022_seminar7 1b"),
]

sheets = pytest.mark.parametrize("name", SHEETS)
graded = pytest.mark.parametrize("name", GRADED)


@cache
def master(name: str) -> Master:
    found = read_master(ASSIGNMENTS / name, name)
    assert found is not None, f"{name} has no {MASTER}"
    return found


@cache
def assignment(name: str) -> Assignment:
    return load_course(ROOT).assignment(name)


def text_of(name: str) -> str:
    return (ASSIGNMENTS / name / MASTER).read_text(encoding="utf-8")


def sections(name: str) -> dict[str, list[str]]:
    """The texts of a sheet's blocks by sub-question, headings without their titles."""
    found: dict[str, list[str]] = {}
    number = ""
    for block in master(name).blocks:
        if heading := re.match(r"## (\S+)\. .*\n", block.text):
            number = heading[1]
        if number:
            found.setdefault(number, []).append(block.text[heading.end() if heading else 0 :])
    return found


def stubs(name: str) -> list[ast.FunctionDef | ast.ClassDef]:
    body = ast.parse(module(master(name))).body
    return [node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def methods(node: ast.FunctionDef | ast.ClassDef) -> list[tuple[str, ast.FunctionDef]]:
    if isinstance(node, ast.FunctionDef):
        return [(node.name, node)]
    return [(f"{node.name}.{item.name}", item) for item in node.body if isinstance(item, ast.FunctionDef)]


def test_every_graded_assignment_has_a_master() -> None:
    assert set(GRADED) <= set(SHEETS)


@sheets
def test_the_committed_starter_is_what_the_master_gives(name: str) -> None:
    folder = ASSIGNMENTS / name / STARTER
    committed = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}
    assert committed == files(master(name)), "run `make starters`"


@sheets
def test_the_notebook_is_valid_and_names_its_assignment(name: str) -> None:
    content = nbformat.reads(files(master(name))[f"{name}.ipynb"], as_version=4)
    nbformat.validate(content)
    assert content.metadata.grader.assignment == name


@sheets
def test_signatures(name: str) -> None:
    found = {}
    for node in stubs(name):
        if isinstance(node, ast.ClassDef):
            found[node.name] = " ".join(ast.unparse(base) for base in node.bases)
        found |= {title: " ".join(argument.arg for argument in item.args.args) for title, item in methods(node)}
    assert found == SIGNATURES[name]


@sheets
def test_stubs_hold_a_docstring_and_nothing_else(name: str) -> None:
    for node in stubs(name):
        assert ast.get_docstring(node)
        for title, item in methods(node):
            document = ast.get_docstring(item)
            assert document, title
            assert "Args:" in document, title
            assert "Returns:" in document, title
            assert [ast.unparse(line) for line in item.body[1:]] == ["raise NotImplementedError"], title


@sheets
def test_every_argument_is_described(name: str) -> None:
    for node in stubs(name):
        for title, item in methods(node):
            described = re.findall(
                r"^    (\w+): ", (ast.get_docstring(item) or "").partition("Returns:")[0], re.MULTILINE
            )
            assert described == [argument.arg for argument in item.args.args], title


@graded
def test_the_functions_are_those_that_checks_ask_for(name: str) -> None:
    wanted = {check.function.split(".")[0] for question in assignment(name).questions for check in question.checks}
    defined = [node.name for node in stubs(name)]
    assert len(set(defined)) == len(defined)
    assert set(defined) == wanted


@graded
def test_the_headings_are_the_questions(name: str) -> None:
    headings = re.findall(r"^## ([\d.]+\w?)\. (.*)$", text_of(name), re.MULTILINE)
    assert headings == [(question.id, question.title) for question in assignment(name).questions]


@graded
def test_functions_stand_with_the_question_that_asks_for_them(name: str) -> None:
    for question in assignment(name).questions:
        defined = set(re.findall(r"^(?:def|class) (\w+)", "\n".join(sections(name)[question.id]), re.MULTILINE))
        # Not all: the limit of softmax is tried with the indicator, on the softmax of an earlier question.
        assert defined <= {check.function.split(".")[0] for check in question.checks}, question.id


@graded
def test_every_written_part_has_its_place_and_no_other(name: str) -> None:
    wanted = set()
    for number, rubric in load_course(ROOT).rubric.assignments[name].questions.items():
        wanted |= {("derivation", number)} if rubric.derivation is not None else set()
        wanted |= {("text", number)} if rubric.text is not None else set()
    assert set(master(name).answers()) == wanted


@sheets
def test_places_stand_under_their_question_and_say_what_is_to_be_done(name: str) -> None:
    for number, texts in sections(name).items():
        assert {found for text in texts for found in re.findall(r"^<!-- \w+: (\S+) -->$", text, re.MULTILINE)} <= {
            number
        }
    for (kind, number), hint in master(name).answers().items():
        assert number in hint
        assert ("derivation" in hint) == (kind == "derivation")
        # A hint that is left standing above an answer must not be taken for a part of it.
        assert "$" not in hint
        assert "\n" not in hint


@sheets
def test_what_is_to_be_found_does_not_stand_there(name: str) -> None:
    for pattern in TO_BE_FOUND[name]:
        assert not re.search(pattern, text_of(name)), pattern


@graded
def test_neither_criteria_nor_the_names_of_mistakes_stand_there(name: str) -> None:
    text = " ".join(text_of(name).split())
    rubrics = load_course(ROOT).rubric.assignments[name].questions.values()
    criteria = [item.text for rubric in rubrics if rubric.text is not None for item in rubric.text.criteria]
    checks = [check for question in assignment(name).questions for check in question.checks]
    mistakes = {item.words for check in checks for item in check.mistakes}
    assert [words for words in criteria if words in text] == []
    # Shorter ones are ordinary words: "mean", "no gradient".
    assert [words for words in mistakes if len(words.split()) > 3 and words in text] == []


@pytest.mark.parametrize(("one", "other"), REPEATED)
def test_a_repeated_question_has_the_same_wording(one: str, other: str) -> None:
    (name, number), (other_name, other_number) = one.split(), other.split()
    other_data = {"4b": "1a"}.get(number, "4a")
    texts = [text.replace("4a", other_data).replace(number, other_number) for text in sections(name)[number]]
    assert texts == sections(other_name)[other_number][: len(texts)]


@sheets
def test_the_derivation_example_is_in_a_fence(name: str) -> None:
    introduction = text_of(name).partition("## 1")[0]
    assert len(re.findall(r"\$\$\\begin\{align\}", introduction)) == 1
    assert "```latex\n$$\\begin{align}" in introduction
    assert f"grader check {name}.ipynb" in introduction
    assert f"grader check {name}.py -a {name}" in introduction


def test_starters_are_written_where_there_is_a_master(tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    (tmp_path / "sheet1").mkdir()
    (tmp_path / "sheet1" / MASTER).write_text("# Sheet\n\n```python\nx = 1\n```\n", encoding="utf-8")
    for _ in range(2):
        write_starters(tmp_path)
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    starter = [f"sheet1/{STARTER}/{name}" for name in ("answers.md", "sheet1.ipynb", "sheet1.py")]
    assert written == ["sheet1/sheet.md", *starter]


def test_every_wording_has_a_stub_or_a_place_below_it() -> None:
    for name in SHEETS:
        for number, texts in sections(name).items():
            assert len(texts) > 1, f"{name} {number}"
        assert any(block.kind is BlockKind.STUB for block in master(name).blocks)
