"""The course's folder, installed as a package so that it can be found."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent
