"""`python -m tests.identity PORT CALLBACK`: run the provider until it is stopped.

Prints the client's id and secret once it answers. IDENTITY_FOLDER names an empty folder for it;
each of its people has the password "kod" and is told on a line of `people`: name, address, and
whether that is verified.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log_message(self, *_told: object) -> None:
        pass


def main() -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    folder, port, callback = Path(os.environ["IDENTITY_FOLDER"]), int(sys.argv[1]), sys.argv[2]
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.identity.settings"
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from oauth2_provider.models import Application

    from tests.identity.claims import UNVERIFIED

    call_command("migrate", verbosity=0)
    for name, email, verified in json.loads((folder / "people.json").read_text()):
        User.objects.create_user(
            name, email, "kod", first_name=name, last_name="" if verified else UNVERIFIED
        )
    secret = "hemligt mellan regionen och Handslag"
    client = Application.objects.create(
        name="Handslag",
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=callback,
        algorithm="RS256",
        skip_authorization=True,
        client_secret=secret,
    )
    server = make_server("127.0.0.1", port, get_wsgi_application(), handler_class=Quiet)
    print(json.dumps({"client_id": client.client_id, "secret": secret}), flush=True)  # noqa: T201  it is a program
    server.serve_forever()


if __name__ == "__main__":
    main()
