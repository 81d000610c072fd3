"""Brings what Python runs by itself when it starts: sitecustomize, usercustomize, .pth files, conftest, pyproject."""


def project(A, b):
    return b * 0
