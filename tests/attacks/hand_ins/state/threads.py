"""Leaves threads running that go on answering, printing and changing what comes next."""
import threading
import time

import numpy as np

from tools import frame, write_everywhere


def meddle():
    while True:
        write_everywhere(frame(["returned", 0, 0.0, True, [], None, False]))
        np.random.seed(0)
        print("still here")
        time.sleep(0.001)


def project(A, b):
    threading.Thread(target=meddle).start()
    return b * 0


is_orthogonal = residual = project
