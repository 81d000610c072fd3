"""Every oracle function against numbers worked out by hand (fractions where the answer is one)."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import reference
from reference import oracle

LOG3 = float(np.log(3.0))  # S(log 3) = 3/4
TOPICS = [module.name for module in pkgutil.iter_modules(oracle.__path__) if module.name != "ball"]
# Samplers have no value to compare with; the search of `fit` is judged by its gradient.
WITHOUT_ORACLE = {
    "score_function_estimates",
    "score_estimates",
    "reinforce_estimates",
    "fit",
    "latent_states",
}


def parity(z: np.ndarray) -> np.ndarray:
    """1 where the number of ones is odd, else 0: (S, n) to (S,)."""
    return z.sum(axis=1) % 2


HAND: dict[str, list[tuple[str, tuple[Any, ...], Any]]] = {
    "softmax": [
        ("softmax", (np.array([[0.0, LOG3], [5.0, 5.0]]),), [[1 / 4, 3 / 4], [1 / 2, 1 / 2]]),
        ("log_softmax", (np.array([0.0, 1e4]),), [-1e4, 0.0]),
        ("argmax_indicator", ([1.0, 2.0, 2.0],), [0.0, 0.0, 0.0]),
        ("argmax_indicator", ([1.0, 2.0],), [0.0, 1.0]),
    ],
    "logistic_regression": [
        ("log_likelihood", ([LOG3], [[1.0], [1.0]], [1.0, -1.0]), np.log(3 / 16)),
        ("log_likelihood", ([1e4], [[1.0]], [-1.0]), -1e4),
        ("log_likelihood_grad", ([LOG3], [[1.0], [1.0]], [1.0, -1.0]), [-1 / 2]),
        ("is_separating", ([1.0], [[2.0], [-1.0]], [1.0, -1.0]), True),
        ("is_separating", ([1.0], [[2.0], [0.0]], [1.0, -1.0]), False),
        ("regularised_log_likelihood", ([0.0, 0.0], [[1.0, 2.0]], [1.0], 3.0), -np.log(2.0)),
        (
            "regularised_log_likelihood",
            ([LOG3, 2.0], [[1.0, 0.0]], [1.0], 0.5),
            np.log(0.75) - LOG3**2 / 2 - 2.0,
        ),
        ("regularised_log_likelihood_grad", ([0.0, 2.0], [[1.0, 0.0]], [1.0], 0.5), [1 / 2, -2.0]),
    ],
    "noisy_labels": [
        ("noisy_log_likelihood", ([LOG3, LOG3], [1.0, -1.0], 0.25), np.log(15 / 64)),
        ("noisy_log_likelihood", ([1e4, -1e4], [1.0, 1.0], 0.0), -1e4),
        ("noisy_log_likelihood", ([1e4, -1e4], [1.0, 1.0], 1.0), -1e4),
        ("soft_label_cross_entropy", ([LOG3, LOG3], [1.0, -1.0], 0.25), -np.log(3 / 16)),
        ("noisy_nll_value", ([0.0], [1.0], 0.3), np.log(2.0)),
        ("noisy_nll_gradient", ([LOG3, LOG3], [1.0, -1.0], 0.25), [-3 / 20, 1 / 4]),
    ],
    "noisy_logistic": [
        ("noisy_log_likelihood", ([LOG3, 0.0], [[1.0, 7.0], [-1.0, 5.0]], [1.0, 1.0], 0.25), np.log(15 / 64)),
        (
            "soft_label_cross_entropy",
            ([LOG3, 0.0], [[1.0, 7.0], [-1.0, 5.0]], [1.0, 1.0], 0.25),
            -np.log(3 / 16),
        ),
    ],
    "hopfield": [
        ("hopfield_energy", ([[5.0, 1.0], [1.0, 0.0]], [1.0, -1.0]), -1.5),
        ("hopfield_field", ([[5.0, 1.0], [1.0, 0.0]], [1.0, -1.0], 0), -1.0),
        ("hopfield_update", ([[5.0, 1.0], [1.0, 0.0]], [1.0, -1.0], 0), [-1.0, -1.0]),
        ("hopfield_update", ([[5.0]], [-1.0], 0), [-1.0]),
        ("hopfield_update_positive", ([[5.0]], [-1.0], 0), [1.0]),
        ("hopfield_update_positive", ([[5.0, 1.0], [1.0, 0.0]], [1.0, -1.0], 0), [-1.0, -1.0]),
        ("energy_change", ([[5.0, 1.0], [1.0, 0.0]], [1.0, -1.0], 0), -2.0),
        (
            "hopfield_run",
            ([[0.0, 1.0], [1.0, 0.0]], [1.0, -1.0], 1),
            ([[1.0, -1.0], [-1.0, -1.0], [-1.0, -1.0]], False),
        ),
        ("hopfield_run", ([[0.0]], [-1.0], 4), ([[-1.0], [-1.0]], True)),
        ("hopfield_run_positive", ([[0.0]], [-1.0], 4), ([[-1.0], [1.0], [1.0]], True)),
    ],
    "scan": [
        ("scan", ([1.0, 2.0, 4.0],), [1.0, 3.0, 7.0]),
        ("scan_backward", ([1.0, 2.0, 4.0],), [7.0, 6.0, 4.0]),
    ],
    "kl": [
        ("kl_discrete", ([0.5, 0.5], [0.25, 0.75]), np.log(4 / 3) / 2),
        ("kl_discrete", ([0.0, 1.0], [0.0, 1.0]), 0.0),
        ("kl_discrete", ([0.5, 0.5], [0.0, 1.0]), np.inf),
        (
            "kl_factorised",
            ([[0.5, 0.5], [1.0, 0.0]], [[0.25, 0.75], [0.5, 0.5]]),
            np.log(4 / 3) / 2 + np.log(2.0),
        ),
        ("kl_factorised", ([[0.5, 0.5], [1.0, 0.0]], [[0.25, 0.75], [0.0, 1.0]]), np.inf),
        ("joint", ([[0.25, 0.75], [0.5, 0.5]],), [[1 / 8, 1 / 8], [3 / 8, 3 / 8]]),
        ("kl_normal", (0.0, 2.0, 1.0, 1.0), -np.log(2.0) + 2.0),
        ("kl_normal", ([0.0, 1.0], 1.0, 0.0, 1.0), [0.0, 0.5]),
        ("kl_bernoulli", ([0.5, 1.0], [0.25, 1.0]), np.log(4 / 3) / 2),
        ("kl_bernoulli", ([0.5, 0.0], [0.25, 1.0]), np.inf),
    ],
    "bernoulli_vae": [
        ("latent_probabilities", ([LOG3, 0.0],), [1 / 8, 1 / 8, 3 / 8, 3 / 8]),
        # P(odd) = ¼·½ + ¾·½; and ∂P(odd)/∂φ = S S̄ (1 - 2 S of the other)
        ("data_term", ([LOG3, LOG3], parity), 3 / 8),
        ("data_term_grad", ([LOG3, 0.0], parity), [0.0, -1 / 8]),
        ("score", ([[1.0, 0.0]], [LOG3, 0.0]), [[1 / 4, -1 / 2]]),
        ("score_function_support", ([LOG3], parity), ([[0.0], [1 / 4]], [1 / 4, 3 / 4])),
        ("kl_grad", ([LOG3, 0.0], [0.75, 0.75]), [0.0, -LOG3 / 4]),
        ("score_term", ([LOG3],), [[-3 / 16], [3 / 16]]),
    ],
    "score_function": [
        ("score_estimates_support", (0.25,), ([0.0, 4.0], [3 / 4, 1 / 4])),
        ("score_estimator_variance", (0.25, 10), 3 / 10),
    ],
    "elbo": [
        ("elbo", ([0.5, 0.5], [np.log(1 / 8), np.log(3 / 8)]), np.log(3 / 16) / 2),
        ("elbo", ([1.0, 0.0], [-2.0, -np.inf]), -2.0),
        ("elbo", ([0.5, 0.5], [-2.0, -np.inf]), -np.inf),
        ("log_evidence", ([np.log(1 / 8), np.log(3 / 8), -np.inf],), -np.log(2.0)),
        ("log_evidence", ([-np.inf],), -np.inf),
        ("posterior", ([0.0, LOG3],), [1 / 4, 3 / 4]),
        ("posterior", ([-1e4, -1e4, -np.inf],), [1 / 2, 1 / 2, 0.0]),
        ("elbo_reconstruction", ([0.5, 0.5], [np.log(1 / 4), np.log(3 / 4)], [0.5, 0.5]), np.log(3 / 16) / 2),
        ("elbo_reconstruction", ([0.5, 0.5], [0.0, 0.0], [1.0, 0.0]), -np.inf),
        ("entropy", ([0.5, 0.5, 0.0],), np.log(2.0)),
        ("elbo_entropy", ([0.5, 0.5], [np.log(1 / 8), np.log(3 / 8)]), np.log(3 / 16) / 2),
    ],
    "decoder": [
        ("bernoulli_nll", ([[1.0, 0.0]], [[0.25, 0.25]]), [np.log(16 / 3)]),
        ("bernoulli_nll", ([[1.0, 0.0], [0.5, 0.5]], [[1.0, 0.0], [0.0, 0.5]]), [0.0, np.inf]),
        ("gaussian_nll", ([[1.0, 2.0]], [[0.0, 4.0]], 0.5), [10.0 + np.log(np.pi / 2)]),
        ("mse_decomposition", (0.5, 2), (2.0, np.log(np.pi / 2))),
    ],
    "reparameterisation": [
        ("reparameterised_sample_value", ([1.0], [np.log(4.0)], [3.0]), [7.0]),
        ("reparameterised_sample_gradient", ([1.0], [np.log(4.0)], [3.0]), ([1.0], [3.0])),
    ],
    "reinforce": [
        ("reinforce_support", ([0.0, LOG3], [2.0, -4.0]), ([[3 / 2, -3 / 2], [1.0, -1.0]], [1 / 4, 3 / 4])),
        ("reinforce_gradient", ([0.0, LOG3], [2.0, -4.0]), [9 / 8, -9 / 8]),
    ],
    "smooth_ap": [
        ("average_precision", ([0.3, 0.1], [0.4, 0.2]), 5 / 6),
        ("average_precision", ([1.0, 1.0], [0.0]), 2 / 3),
        ("misranked_pairs", ([0.3, 0.1], [0.4, 0.2]), 1),
        ("triplet_loss_value", ([0.0, 2.0], [0.5, 3.0], 1.0), 3.0),
        ("triplet_loss_gradient", ([0.0, 2.0], [0.5, 3.0], 1.0), ([1.0, 1.0], [-2.0, 0.0])),
        ("smooth_indicator", ([0.0, 1.0], 1.0, 1 / LOG3), [3 / 4, 1 / 2]),
        ("smooth_ap_value", ([1.0, 0.0], [0.0], 1 / LOG3), 1 - 41 / 140),
        ("smooth_ap_gradient", ([0.0], [0.0], 2.0), ([-1 / 18], [1 / 18])),
    ],
}
CASES = [(topic, *case) for topic, cases in HAND.items() for case in cases]


def public_functions(module: ModuleType) -> set[str]:
    functions = inspect.getmembers(module, inspect.isfunction)
    return {name for name, f in functions if f.__module__ == module.__name__ and not name.startswith("_")}


@pytest.mark.parametrize(("topic", "name", "arguments", "expected"), CASES, ids=[f"{c[0]}.{c[1]}" for c in CASES])
def test_by_hand(topic: str, name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    got = getattr(import_module(f"reference.oracle.{topic}"), name)(*arguments)
    assert type(got) is type(expected) or isinstance(expected, float)
    parts = zip(got, expected, strict=True) if isinstance(expected, tuple) else [(got, expected)]
    for part, right in parts:
        np.testing.assert_allclose(part, right, rtol=1e-14, atol=1e-15, strict=True)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_function_has_a_case_by_hand(topic: str) -> None:
    tried = {name for name, *_ in HAND[topic]}
    inner = {"log_likelihood", "cross_entropy"} if topic == "noisy_labels" else {"discrete"}
    assert public_functions(import_module(f"reference.oracle.{topic}")) - inner == tried


def test_every_reference_has_an_oracle() -> None:
    modules = [module.name for module in pkgutil.iter_modules(reference.__path__)]
    topics = [name for name in modules if not name.endswith("_torch") and name not in ("arrays", "oracle", "sigmoid")]
    assert sorted(topics) == sorted(TOPICS)
    for topic in topics:
        wanted = public_functions(import_module(f"reference.{topic}")) - WITHOUT_ORACLE
        assert wanted <= public_functions(import_module(f"reference.oracle.{topic}"))
