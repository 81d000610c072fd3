"""Downloads by the libraries that are there."""
import urllib.request

import torch

from tools import T, attempt


def go():
    attempt(lambda: urllib.request.urlopen(f"http://127.0.0.1:{T['sockets']['tcp']}/", timeout=1))
    attempt(lambda: torch.hub.load_state_dict_from_url(f"http://127.0.0.1:{T['sockets']['tcp']}/x.pth"))
    attempt(lambda: torch.distributed.TCPStore("127.0.0.1", T["sockets"]["tcp"], is_master=False))


go()


def project(A, b):
    go()
    return A * 0
