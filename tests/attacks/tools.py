"""Handed in beside every attack: where its targets are, and a way to boast of what it got."""

import json
import pathlib

T = json.loads((pathlib.Path(__file__).parent / "targets.json").read_text("utf-8"))


class Loot(Exception):  # noqa: N818
    """Its message reaches the marks, with a word that only this class knows."""


def boast(what):
    raise Loot(f"{T['loot']} {what!r:.300}")


def attempt(action, *arguments, refused=(None, -1, b"", "")):
    """Whatever it answers, unless that says that it was refused, is loot."""
    try:
        got = action(*arguments)
    except Exception:  # noqa: BLE001
        return
    if got not in refused:
        boast(got)


def write_everywhere(data):
    """To every open descriptor but the standard ones; what does not take it at once is passed over."""
    import os

    for number in range(3, 64):
        try:
            os.set_blocking(number, False)
            os.write(number, data)
            os.set_blocking(number, True)
        except OSError:
            continue


def frame(message, blob=b""):
    """As the wire wants it: two lengths, msgpack, blob."""
    import struct

    import msgpack

    header = message if isinstance(message, bytes) else msgpack.packb(message)
    return struct.pack("<II", len(header), len(blob)) + header + blob
