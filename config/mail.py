"""How mail is sent and read: part of the settings, from the environment."""

import re
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

from config.environment import ENVIRONMENT

SHORTEST_SECRET: Final = 32
LOCAL: Final = re.compile(r"^(localhost|127\.\d+\.\d+\.\d+|::1)$")
Port = Annotated[int, Field(ge=1, le=65535)]


class Security(StrEnum):
    """How a connection to a mail server is encrypted."""

    TLS = "tls"  # from the first byte on
    STARTTLS = "starttls"  # from the server's greeting on, or not at all
    NONE = "none"  # never: for a server on this machine


SMTP_PORTS: Final = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
IMAP_PORTS: Final = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}


def long_enough(secret: SecretStr) -> SecretStr:
    """Return the secret. Raises ValueError, which does not repeat it, for one that could be guessed."""
    if len(secret.get_secret_value()) < SHORTEST_SECRET:
        reason = f"has {SHORTEST_SECRET} characters or more"
        raise ValueError(reason)
    return secret


class MailSettings(BaseSettings):
    """The mail servers. Without `smtp_host` nothing is mailed, without `imap_host` nothing is read.

    `mail_from` is the bot's own address. With `mail_plus_addresses` each copy comes from an address of its own, with a token
    after a plus. `mail_authserv_id` is the name by which the receiving host signs its Authentication-Results.
    """

    model_config = ENVIRONMENT

    mail_from: Annotated[str, Field(pattern=r"^[A-Za-z0-9.!#$%&'*/=?^_`{|}~-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+$")] | None = None
    mail_name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\r\n]*$")] = "Callback"
    mail_plus_addresses: bool = True
    mail_secret: Annotated[SecretStr, AfterValidator(long_enough)] | None = None
    mail_authserv_id: Annotated[str, Field(pattern=r"^\S+$")] | None = None
    smtp_host: str | None = None
    smtp_port: Port | None = None
    smtp_security: Security = Security.STARTTLS
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    imap_host: str | None = None
    imap_port: Port | None = None
    imap_security: Security = Security.TLS
    imap_username: str | None = None
    imap_password: SecretStr | None = None
    imap_done_folder: str = "callback-done"
    imap_unbound_folder: str = "callback-unbound"

    @model_validator(mode="after")
    def _whole_mail(self) -> Self:
        """Refuse half a mail server, and a password that would go over a network in the clear."""
        if self.smtp_host and self.mail_from is None:
            reason = "CALLBACK_MAIL_FROM: is missing; it is the bot's own address"
            raise ValueError(reason)
        if self.imap_host and not self.smtp_host:
            reason = "CALLBACK_SMTP_HOST: is missing; only answers to what was mailed are read"
            raise ValueError(reason)
        for name, host, security, username, password in (
            ("SMTP", self.smtp_host, self.smtp_security, self.smtp_username, self.smtp_password),
            ("IMAP", self.imap_host, self.imap_security, self.imap_username, self.imap_password),
        ):
            if (username is None) != (password is None):
                reason = f"CALLBACK_{name}_{'USERNAME' if username is None else 'PASSWORD'}: is missing"
                raise ValueError(reason)
            if host and password and security is Security.NONE and not LOCAL.match(host):
                reason = f"CALLBACK_{name}_SECURITY: is tls or starttls; a password leaves this machine encrypted only"
                raise ValueError(reason)
        if self.imap_host and self.imap_username is None:
            reason = "CALLBACK_IMAP_USERNAME: is missing"
            raise ValueError(reason)
        return self

    @property
    def mail_address(self) -> str:
        """Return the bot's own address; "" when nothing is mailed."""
        return self.mail_from or ""

    @property
    def mail_domain(self) -> str:
        """Return what stands behind the @ of the bot's own address."""
        return self.mail_address.rpartition("@")[2]

    @property
    def smtp_port_used(self) -> int:
        """Return the port to send by: the usual one unless it is set."""
        return self.smtp_port or SMTP_PORTS[self.smtp_security]

    @property
    def imap_port_used(self) -> int:
        """Return the port to read from: the usual one unless it is set."""
        return self.imap_port or IMAP_PORTS[self.imap_security]

    @property
    def mail_secrets(self) -> tuple[SecretStr | None, ...]:
        """Return what must stand in no log."""
        return self.mail_secret, self.smtp_password, self.imap_password
