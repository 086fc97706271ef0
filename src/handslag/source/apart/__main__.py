"""The warden as a program: `python -m handslag.source.apart`, started by `asking`."""

from handslag.source.apart.tasks import TASKS
from handslag.source.apart.warden import serve
from handslag.source.read import read

_SAMPLE = """Minnesanteckningar från samrådet

Tid: 3 mars 2020 kl 9-12
Närvarande: Anna Ek, ordförande

§ 1 Budget
Samrådet beslutar att anslå 1 000 kronor.
"""

if __name__ == "__main__":
    read(_SAMPLE.encode(), "anteckningar.txt")  # what is worked out once is worked out now
    serve(TASKS)
