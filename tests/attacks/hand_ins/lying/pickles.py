"""Objects that would run code in whoever unpickles, copies or prints them."""
from tools import T

CODE = f"open({T['writable'][0] + '/' + T['mark']!r}, 'w').write('pwned')"


class Bomb:
    def __reduce_ex__(self, _):
        return eval, (CODE,)

    def __repr__(self):
        return eval(CODE)

    __str__ = __format__ = __deepcopy__ = __copy__ = __repr__
    __wrapped__ = property(lambda self: eval(CODE))


def project(A, b):
    return Bomb()


def residual(A, b):
    return {"value": Bomb(), "list": [Bomb()] * 3}


def is_orthogonal(a, b):
    raise ValueError(Bomb())
