"""The application as a web server calls it."""

from __future__ import annotations

import subprocess
import sys

from tests.installations import environment

ASK = """
import os
from django.core.wsgi import WSGIHandler
seen = {}
WSGIHandler.__call__ = lambda self, environ, start: seen.update(environ) or []
from handslag.config.wsgi import application
application({"PATH_INFO": "/", **os.environ}, None)
print(sorted(name for name in seen if name.startswith("HANDSLAG_")), seen["PATH_INFO"])
"""


def test_a_request_knows_nothing_of_our_settings(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=environment(tmp_path) | {"HANDSLAG_SECRET_KEY": "hemligt" * 10},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("[] /\n", 0), done.stderr
