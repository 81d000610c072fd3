"""Claims seconds that are nan, infinite, negative, true, and positions and gradients that cannot be."""
from tools import frame, write_everywhere

NAN, INF = float("nan"), float("inf")
TAILS = [[NAN, True], [INF, True], [-1e308, True], [True, True], [10**30, True], ["0", True], [0.0, True]]


def project(A, b):
    for number in range(40):
        seconds, value = TAILS[number % 7][0], True
        if type(seconds) is int and seconds > 2**63:
            seconds = 2**63
        write_everywhere(frame(["returned", number, seconds, value, [-1, 10**9], [True, True, [1, NAN], 7, None], 3]))


residual = is_orthogonal = ridge_loss = project
