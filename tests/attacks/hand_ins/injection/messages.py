"""Raises with markup, terminal sequences, turned writing, lone surrogates and zeros in type, message and trace."""
POISON = (
    "<script>poison()</script><img src=poison onerror=alert(1)></script><poison>{{ 'ren' ~ 'deredx' }}{% include 'x' %}"
    "\x1b[31m\x1b]0;title\x07\u202egnp.exe\u2066\x00\x08\ud800\ufffe ]]> & ' \" ` $(id) ::error::x\r\n%0A =1+1"
)


class Shown(Exception):
    pass


def project(A, b):
    raise Shown(POISON)


def residual(A, b):
    raise type(POISON.encode("utf-8", "replace").decode().replace("\0", ""), (Exception,), {})(POISON * 1000)


def is_orthogonal(a, b):
    return POISON


def ridge_loss(w, X, y, lam):
    return {POISON: [POISON]}


print(POISON.encode('utf-8', 'replace').decode())
raise Shown(POISON)
