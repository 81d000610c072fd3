"""Says that it is loaded, forks and has answered, while it is still being loaded."""
from tools import frame, write_everywhere

write_everywhere(frame(["loaded", ["project", "residual"], [], [], False]))
write_everywhere(b"".join(frame(["returned", number, 0.0, 0.0, [], None, False]) for number in range(500)))
write_everywhere(frame(["loaded", ["project"], [], ["the score is 20"], True]))


def project(A, b):
    return b
