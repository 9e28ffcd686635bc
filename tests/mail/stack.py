"""A whole mail host for the tests: Postfix takes and reports, Dovecot keeps and answers, on free ports of this machine.

Postfix has to be started by root; Dovecot runs as a user without rights.
"""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from config.mail import MailSettings
from tests.mail.smtp import BOT

DOVECOT_USER: Final = "nobody"
SIEVE: Final = "/usr/lib/dovecot/modules/lib90_sieve_plugin.so"
SECONDS: Final = 10.0
SERVICES: Final = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
POSTFIX: Final = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = loopback-only
inet_protocols = ipv4
myhostname = mail.example
mydestination =
local_recipient_maps =
alias_maps =
virtual_mailbox_domains = example.com, callback.example
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
default_transport = error:no mail leaves the tests
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
lmtp_connection_cache_on_demand = no
"""
DOVECOT: Final = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap lmtp
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
auth_username_format = %n
recipient_delimiter = +
mail_location = maildir:~/Maildir
mail_fsync = never
postmaster_address = postmaster@example.com
submission_host = 127.0.0.1:{smtp}
passdb {{
  driver = static
  args = nopassword=y
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
protocol lmtp {{
  mail_plugins = $mail_plugins sieve
}}
plugin {{
  sieve = file:~/sieve
  sieve_extensions = +vacation-seconds
  sieve_vacation_min_period = 0
}}
"""


def missing() -> str | None:
    """Return what this machine lacks for a mail host, None when it has everything."""
    if not (shutil.which("dovecot") and Path(SIEVE).exists() and shutil.which("postfix")):
        return "no mail host: install your system's dovecot-imapd, dovecot-lmtpd, dovecot-sieve and postfix to run these tests"
    return None if os.geteuid() == 0 else "no mail host: Postfix is started by root only"


@dataclass(slots=True)
class MailHost:
    """A running mail host. Every user of `homes` has a mailbox; all else is unknown to it, and is reported as undeliverable."""

    folder: Path
    smtp: int
    imap: int
    lmtp: int

    def settings(self, **more: Any) -> MailSettings:  # noqa: ANN401
        """Return the bot's settings on this host."""
        ports = {"smtp_host": "127.0.0.1", "smtp_port": self.smtp, "imap_host": "127.0.0.1", "imap_port": self.imap}
        plain = {"smtp_security": "none", "imap_security": "none", "imap_username": "callback", "imap_password": "any"}
        return MailSettings(**{"mail_from": BOT, **ports, **plain, **more})

    def answering(self, user: str, script: str) -> None:
        """Have a mailbox do what a Sieve script says."""
        self._write(self._home(user) / "sieve", script)

    def folder_of(self, user: str, folder: str) -> list[bytes]:
        """Return the mails that lie in a folder of a mailbox."""
        places = [self._home(user) / "Maildir" / f".{folder}" / part for part in ("new", "cur")]
        return [path.read_bytes() for place in places if place.exists() for path in place.iterdir()]

    def empty(self) -> None:
        """Take everything out of all mailboxes, their scripts, and what they know of whom they answered."""
        for home in (self.folder / "homes").iterdir():
            shutil.rmtree(home)
            self._own(home)

    def start(self) -> None:
        """Start Dovecot, and wait until it takes connections."""
        _run(*self._as_user(), "dovecot", "-c", str(self.folder / "dovecot.conf"))
        for port in (self.imap, self.lmtp):
            wait_for(port, open_=True)

    def stop(self) -> None:
        """Stop Dovecot: who is connected is cut off."""
        pid = int((self.folder / "run" / "master.pid").read_text(encoding="ascii"))
        os.kill(pid, 15)
        for port in (self.imap, self.lmtp):
            wait_for(port, open_=False)

    def postfix(self, command: str) -> None:
        """Give Postfix a command."""
        _run("postfix", "-c", str(self.folder / "postfix"), command)

    def write_configuration(self, users: Iterable[str]) -> None:
        """Write what both programs read."""
        owner = pwd.getpwnam(DOVECOT_USER)
        group = grp.getgrgid(owner.pw_gid).gr_name
        ports = {"smtp": self.smtp, "imap": self.imap, "lmtp": self.lmtp}
        lines = [f"{user}::{owner.pw_uid}:{owner.pw_gid}::{self._home(user)}::" for user in users]
        self._write(self.folder / "users", "\n".join(lines) + "\n")
        text = DOVECOT.format(folder=self.folder, user=DOVECOT_USER, group=group, **ports)
        self._write(self.folder / "dovecot.conf", text)
        self._own(self.folder, self.folder / "homes", *(self._home(user) for user in users))
        postfix = self.folder / "postfix"
        self._own(postfix, as_root=True)
        (postfix / "main.cf").write_text(POSTFIX.format(folder=postfix, lmtp=self.lmtp), encoding="ascii")
        (postfix / "master.cf").write_text(SERVICES.format(port=self.smtp), encoding="ascii")
        (postfix / "queue").mkdir()
        data = postfix / "data"
        data.mkdir()
        shutil.chown(data, "postfix")

    def _home(self, user: str) -> Path:
        return self.folder / "homes" / user

    def _own(self, *folders: Path, as_root: bool = False) -> None:
        for folder in folders:
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
            if not as_root:
                shutil.chown(folder, DOVECOT_USER)

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        shutil.chown(path, DOVECOT_USER)

    def _as_user(self) -> list[str]:
        owner = pwd.getpwnam(DOVECOT_USER)
        return ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]


@contextmanager
def mail_host(users: Iterable[str]) -> Iterator[MailHost]:
    """Start a mail host with these users' mailboxes, and the bot's; stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="callback-mail-") as folder:
        host = MailHost(Path(folder), *free_ports(3))
        host.write_configuration(["callback", *users])
        host.start()
        try:
            host.postfix("start")
            try:
                wait_for(host.smtp, open_=True)
                yield host
            finally:
                host.postfix("stop")
        finally:
            host.stop()


def _run(*command: str) -> None:
    """Run a command that may leave a server behind, which keeps what it was started with: so there is no pipe to wait for."""
    subprocess.run(
        command, check=True, timeout=SECONDS, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def free_ports(count: int) -> list[int]:
    """Return ports on which nobody listens."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def wait_for(port: int, *, open_: bool) -> None:
    """Wait until somebody listens on a port of this machine, or nobody does. Raises TimeoutError."""
    deadline = time.monotonic() + SECONDS
    while _listened_on(port) is not open_:
        if time.monotonic() > deadline:
            message = f"port {port} is {'closed' if open_ else 'open'} still"
            raise TimeoutError(message)
        time.sleep(0.02)


def _listened_on(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
