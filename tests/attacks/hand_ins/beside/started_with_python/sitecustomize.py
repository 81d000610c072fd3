import os

open(os.path.join(os.path.dirname(__file__), "..", "started"), "w").close()
