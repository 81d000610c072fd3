"""Never ends being loaded, in two places."""
import time

while True:
    pass


def project(A, b):
    return b * 0


time.sleep(3600)
