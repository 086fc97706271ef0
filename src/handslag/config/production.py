"""Whether an installation is safe to answer others than this machine.

`HANDSLAG_PRODUCTION=1` says that it does. Then nothing unsafe is passed over and nothing is made
up: everything that is wrong is told at once, and nothing starts.
"""

from __future__ import annotations

import ipaddress
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SETTINGS = "handslag.config.settings"
SHORTEST_SECRET = 50
"""Characters; with fewer Django itself warns."""
FEWEST_SIGNS = 10
"""Different characters that a secret of chance is sure to have."""
MAKE_ONE = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
SMALLEST_PREFIX = 8
"""Bits; a network with fewer is no network of one's own."""
ON_THE_NETWORK = frozenset(
    {
        *("afs", "beegfs", "ceph", "cifs", "davfs", "fuse.davfs", "fuse.glusterfs"),
        *("fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs", "gpfs", "lustre", "ncpfs"),
        *("nfs", "nfs4", "ocfs2", "smb2", "smb3", "smbfs"),
    }
)
"""File systems where locks between machines cannot be trusted, as SQLite needs them."""
_TRUE = {"1", "true", "yes", "on", "t", "y"}
_MOUNT_POINT = 4
"""Which word of a line in Linux's table of mounts names the place."""


class UnsafeSettings(ImproperlyConfigured):
    """Handslag refuses to start as it is set up. Its words are Swedish and tell everything."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What must be known of the data folder."""

    path: Path
    mode: int | None
    """Who may do what with it, as `stat` tells; None where it is still to be made."""
    filesystem: str
    """As Linux names it; empty where nobody knows."""


def is_production(environment: Mapping[str, str]) -> bool:
    """Whether others than this machine are to be answered."""
    return environment.get("HANDSLAG_PRODUCTION", "").strip().lower() in _TRUE


def refuse_unsafe(environment: Mapping[str, str], folder: Path) -> None:
    """Raise UnsafeSettings with every fault, where there is any."""
    found = faults(environment, folder_at(folder))
    if found:
        raise UnsafeSettings(
            "Handslag startade inte, för inställningarna är inte säkra för drift "
            "(HANDSLAG_PRODUCTION). Inget har ändrats. Rätta det här och starta igen:\n"
            + "\n".join(f"  - {words}" for words in found)
        )


def faults(environment: Mapping[str, str], folder: Folder) -> list[str]:
    """Everything unsafe in the environment of an installation in production, in words."""
    return [
        *_of_the_secret(environment.get("HANDSLAG_SECRET_KEY", "")),
        *_of_the_hosts(_listed(environment, "HANDSLAG_HOSTS")),
        *_of_the_url(environment.get("HANDSLAG_URL", ""), _listed(environment, "HANDSLAG_HOSTS")),
        *_of_the_proxies(_listed(environment, "HANDSLAG_TRUSTED_PROXIES")),
        *_of_the_folder(folder),
        *_of_the_database(environment, folder),
        *_of_the_provider(environment.get("HANDSLAG_OIDC_ISSUER", "").strip()),
        *_of_what_is_switched_on(environment),
    ]


def _listed(environment: Mapping[str, str], name: str) -> list[str]:
    return [word.strip() for word in environment.get(name, "").split(",") if word.strip()]


def _of_the_secret(secret: str) -> Iterator[str]:
    how = f"Gör en med {MAKE_ONE} och ha den bara i tjänstens miljö."
    if not secret:
        yield f"HANDSLAG_SECRET_KEY saknas. {how}"
    elif len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_SIGNS:
        yield (
            f"HANDSLAG_SECRET_KEY går att gissa. Den ska ha minst {SHORTEST_SECRET} slumpade "
            f"tecken. {how}"
        )


def _of_the_hosts(hosts: Sequence[str]) -> Iterator[str]:
    if not hosts:
        yield (
            "HANDSLAG_HOSTS saknas. Skriv de namn som tjänsten nås på, till exempel "
            "handslag.example.se."
        )
    for host in hosts:
        if "*" in host or host.startswith("."):
            yield (
                f"HANDSLAG_HOSTS innehåller {host}, som släpper igenom namn som ni inte har valt. "
                "Skriv varje namn för sig."
            )
        elif "/" in host or (":" in host and not host.startswith("[")):
            yield f"HANDSLAG_HOSTS innehåller {host}. Skriv bara namnet, utan https:// och port."


def _of_the_url(url: str, hosts: Sequence[str]) -> Iterator[str]:
    example = "till exempel https://handslag.example.se"
    if not url:
        yield f"HANDSLAG_URL saknas. Skriv adressen som alla når tjänsten på, {example}."
        return
    try:
        parts = urlsplit(url)
        host, extra = parts.hostname or "", parts.path.strip("/") or parts.query or parts.fragment
    except ValueError:
        yield f"HANDSLAG_URL går inte att tyda. Skriv den rakt av, {example}."
        return
    if parts.scheme != "https" or not host:
        yield f"HANDSLAG_URL ska börja med https://, {example}."
    elif extra or parts.username is not None:
        yield f"HANDSLAG_URL ska bara vara namnet efter https://, {example}."
    elif hosts and host not in {known.lower() for known in hosts}:
        yield f"HANDSLAG_URL leder till {host}, som inte finns i HANDSLAG_HOSTS. Lägg till det där."


def _of_the_proxies(proxies: Sequence[str]) -> Iterator[str]:
    if not proxies:
        yield (
            "HANDSLAG_TRUSTED_PROXIES saknas. Skriv adressen till webbservern som tar emot "
            "https:// framför Handslag, till exempel 127.0.0.1."
        )
    for word in proxies:
        try:
            network = ipaddress.ip_network(word)
        except ValueError:
            yield (
                f"HANDSLAG_TRUSTED_PROXIES innehåller {word}, som varken är en adress eller ett "
                "nät. Skriv till exempel 127.0.0.1 eller 10.0.0.0/24."
            )
            continue
        if network.prefixlen < SMALLEST_PREFIX:
            yield (
                f"HANDSLAG_TRUSTED_PROXIES innehåller {word}, alltså en stor del av alla adresser "
                "som finns. Då kan vem som helst låtsas vara någon annan. Skriv bara webbserverns "
                "egen adress."
            )


def _of_the_folder(folder: Folder) -> Iterator[str]:
    if folder.mode is not None and folder.mode & stat.S_IRWXO:
        yield (
            f"Datamappen {folder.path} kan läsas av alla som kommer åt datorn. Stäng den med "
            f"chmod o-rwx {folder.path}."
        )


def _of_the_database(environment: Mapping[str, str], folder: Folder) -> Iterator[str]:
    if not environment.get("HANDSLAG_DATABASE", "").strip() and folder.filesystem in ON_THE_NETWORK:
        yield (
            f"Datamappen {folder.path} ligger på en nätverksdisk ({folder.filesystem}), där SQLite "
            "kan förlora det som skrivs. Flytta den till en egen disk, eller använd PostgreSQL med "
            "HANDSLAG_DATABASE."
        )


def _of_the_provider(issuer: str) -> Iterator[str]:
    if issuer and not issuer.startswith("https://"):
        yield (
            "HANDSLAG_OIDC_ISSUER ska börja med https://, annars kan vem som helst på vägen logga "
            "in som någon annan."
        )


def _of_what_is_switched_on(environment: Mapping[str, str]) -> Iterator[str]:
    if environment.get("HANDSLAG_DEMO", "").strip().lower() in _TRUE:
        yield (
            "HANDSLAG_DEMO är på, som låter vem som helst se sig omkring utan att logga in. Ta "
            "bort den."
        )
    if environment.get("DJANGO_SETTINGS_MODULE", SETTINGS) != SETTINGS:
        yield (
            "DJANGO_SETTINGS_MODULE byter ut Handslags inställningar, också de som skyddar. Ta "
            "bort den."
        )


def warnings(environment: Mapping[str, str]) -> list[str]:
    """What is not unsafe but probably not meant, in words."""
    found = []
    mail = environment.get("HANDSLAG_MAIL_URL", "").strip()
    if not mail:
        found.append(
            "HANDSLAG_MAIL_URL saknas, så inga inbjudningar eller länkar för nytt lösenord skickas."
        )
    elif mail.startswith("smtp://") and not _is_private(mail):
        found.append(
            "HANDSLAG_MAIL_URL når en annan dator utan kryptering. Använd smtp+starttls:// eller "
            "smtps://."
        )
    address = environment.get("HANDSLAG_DATABASE", "").strip()
    if address and not _is_private(address):
        found.append(
            "HANDSLAG_DATABASE når en annan dator utan krav på kryptering. Lägg till "
            "?sslmode=verify-full sist i adressen."
        )
    return found


def _is_private(address: str) -> bool:
    """Whether nobody between can listen to what is said to the server at `address`."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return True  # it is refused for that elsewhere
    if host in {"", "localhost", "127.0.0.1", "::1"} and "host=" not in parts.query:
        return True
    sockets = "host=/" in parts.query or "host=%2F" in parts.query
    closed = ("sslmode=require", "sslmode=verify-ca", "sslmode=verify-full")
    return sockets or any(word in parts.query for word in closed)


def folder_at(path: Path) -> Folder:
    """What the system tells of the folder at `path`, or of the first above it that is there."""
    try:
        mode: int | None = path.stat().st_mode
    except OSError:
        mode = None
    try:
        mounts = Path("/proc/self/mountinfo").read_text(errors="replace")
    except OSError:
        mounts = ""
    return Folder(path, mode, filesystem_of(path, mounts))


def filesystem_of(path: Path, mounts: str) -> str:
    """The kind of file system that `path` lies on, by Linux's table of mounts (proc(5))."""
    best, found = "", ""
    for line in mounts.splitlines():
        before, dash, after = line.partition(" - ")
        fields, kinds = before.split(), after.split()
        if not dash or len(fields) <= _MOUNT_POINT or not kinds:
            continue
        # blanks in names are written as octal numbers there
        point = fields[_MOUNT_POINT].encode().decode("unicode_escape", "replace")
        inside = path == Path(point) or Path(point) in path.parents
        if inside and len(point) >= len(best):  # the last of those at one place covers the others
            best, found = point, kinds[0]
    return found
