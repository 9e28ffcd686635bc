"""Reads the address of the database as people write it, PostgreSQL's own way with several hosts too."""

from typing import Final
from urllib.parse import parse_qsl, quote, urlsplit

SQLITE: Final = "sqlite+aiosqlite"
POSTGRESQL: Final = "postgresql+psycopg"
SPELLINGS: Final = {"postgres": POSTGRESQL, "postgresql": POSTGRESQL, POSTGRESQL: POSTGRESQL, SQLITE: SQLITE}


def normalised(url: str) -> str:
    """Return the URL with the driver that the bot uses. Raises ValueError, whose message repeats no part of the URL.

    `postgresql://u@a:1,b:2/db`, as PostgreSQL's own programs read it, becomes hosts and ports as parameters.
    """
    scheme, found, rest = url.partition("://")
    driver = SPELLINGS.get(scheme)
    if not found or driver is None:
        message = "must begin with sqlite+aiosqlite:/// or postgresql://"
        raise ValueError(message)
    if driver == SQLITE:
        if not rest.startswith("/"):
            message = "sqlite+aiosqlite: needs three slashes before a relative path, four before an absolute one"
            raise ValueError(message)
        return url
    parts = urlsplit(f"//{rest}")
    who, at, hosts = parts.netloc.rpartition("@")
    if "," not in hosts:
        return f"{driver}://{rest}"
    ports = [_split(each)[1] for each in hosts.split(",")]
    query = [
        ("host", ",".join(_split(each)[0] for each in hosts.split(","))),
        ("port", ",".join(port or "5432" for port in ports)),
        *parse_qsl(parts.query, keep_blank_values=True),
    ]
    return f"{driver}://{who}{at}{parts.path}?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in query)


def _split(host: str) -> tuple[str, str]:
    """Return host and port; an IPv6 address stands in brackets, which the driver does not want."""
    if host.startswith("["):
        address, _, port = host[1:].partition("]")
        return address, port.removeprefix(":")
    name, _, port = host.partition(":")
    return name, port
