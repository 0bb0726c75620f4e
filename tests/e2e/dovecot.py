"""A Dovecot of one's own on loopback: as root or as an ordinary user, gone without a trace."""

import base64
import contextlib
import getpass
import grp
import hashlib
import hmac
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import time

TOKEN_KEY = b"a key that signs tokens"

CONFIG = """
protocols = imap
base_dir = {dir}/run
state_dir = {dir}/run
log_path = {dir}/dovecot.log
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 0
shutdown_clients = yes
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
auth_mechanisms = {mechanisms}
disable_plaintext_auth = no
auth_failure_delay = 0
auth_cache_size = 0
auth_verbose = yes
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {dir}/oauth2.conf
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={dir}/home/%u
}}
mail_location = maildir:~/Maildir
mail_fsync = never
mail_max_userip_connections = 100
mailbox_idle_check_interval = 1 s
namespace inbox {{
  inbox = yes
  separator = /
}}
ssl = yes
ssl_cert = <{pki}/{certificate}.chain
ssl_key = <{pki}/{certificate}.key
ssl_min_protocol = TLSv1.2
{extra}
"""
OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={dir}/keys/
username_attribute = email
"""


def free_ports(n):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(n)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def token(user, life_s=3600):
    """An OAuth 2 access token that this Dovecot takes."""
    def part(octets):
        return base64.urlsafe_b64encode(octets).rstrip(b"=")

    now = int(time.time())
    head = part(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    body = part(json.dumps({"email": user, "sub": user, "iat": now - 5 - max(-life_s, 0), "exp": now + life_s}).encode())
    return b".".join((head, body, part(hmac.digest(TOKEN_KEY, head + b"." + body, hashlib.sha256)))).decode()


class Dovecot:
    """Any user exists, with the password "secret"; a mailbox is made at the first login."""

    def __init__(self, directory, pki, certificate="good", mechanisms="plain login scram-sha-1 scram-sha-256 xoauth2", extra=""):
        self.dir = pathlib.Path(directory)
        self.pki = pki
        self.certificate = certificate
        self.mechanisms = mechanisms
        self.extra = extra
        self.port, self.tls_port = free_ports(2)
        self.process = None
        root = os.getuid() == 0
        me, my_group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
        self.internal, self.group, self.login = ("dovecot", "dovecot", "dovenull") if root else (me, my_group, me)
        self.mail = pwd.getpwnam("nobody" if root else me)
        (self.dir / "home").mkdir(parents=True)
        (self.dir / "keys/default/HS256").mkdir(parents=True)
        (self.dir / "keys/default/HS256/default").write_bytes(base64.b64encode(TOKEN_KEY))
        self.own(self.dir / "home")

    def own(self, path):
        if os.getuid() == 0:
            os.chown(path, self.mail.pw_uid, self.mail.pw_gid)

    def start(self):
        shutil.rmtree(self.dir / "run", ignore_errors=True)  # stale sockets would delay the first login
        (self.dir / "run").mkdir()
        (self.dir / "oauth2.conf").write_text(OAUTH2.format(dir=self.dir))
        config = self.dir / "dovecot.conf"
        config.write_text(CONFIG.format(
            dir=self.dir, pki=self.pki.dir, certificate=self.certificate, mechanisms=self.mechanisms, extra=self.extra,
            port=self.port, tls_port=self.tls_port, internal=self.internal, group=self.group, login=self.login,
            uid=self.mail.pw_uid, gid=self.mail.pw_gid))
        self.process = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(config)], start_new_session=True,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not self.greets():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("Dovecot does not start:\n" + self.log())
            time.sleep(0.02)
        return self

    def greets(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                return connection.recv(100).startswith(b"* OK")
        except OSError:
            return False

    def stop(self):
        """At once, all of it: the processes are a group of their own."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    __enter__ = start

    def __exit__(self, *failure):
        self.stop()

    def log(self):
        path = self.dir / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def uri(self, user, tls=True, folder="INBOX"):
        if tls:
            return f"imaps://{user}@localhost:{self.tls_port}/{folder}"
        return f"imap://{user}@localhost:{self.port}/{folder}"

    def maildir(self, user, folder="INBOX"):
        home = self.dir / "home" / user / "Maildir"
        return home if folder == "INBOX" else home / ("." + folder.replace("/", "."))

    def make(self, user, folder="INBOX"):
        path = self.maildir(user, folder)
        for sub in "tmp", "new", "cur":
            (path / sub).mkdir(parents=True, exist_ok=True)
        for each in self.dir / "home" / user, self.maildir(user), path, path / "tmp", path / "new", path / "cur":
            self.own(each)

    def deliver(self, user, name, octets):
        """As a delivery agent does; Dovecot sees it and tells who waits in IDLE."""
        path = self.maildir(user)
        if not path.exists():
            self.make(user)
        (path / "tmp" / name).write_bytes(octets)
        self.own(path / "tmp" / name)
        (path / "tmp" / name).rename(path / "new" / name)

    def count(self, user, folder="INBOX"):
        path = self.maildir(user, folder)
        return sum(len(list((path / sub).iterdir())) for sub in ("new", "cur") if (path / sub).exists())

    def sessions(self):
        """Process ids of the IMAP sessions of this very server."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                stat = (entry / "stat").read_text()
                name, rest = stat[stat.index("(") + 1:stat.rindex(")")], stat[stat.rindex(")") + 2:].split()
                if name == "imap" and int(rest[2]) == self.process.pid:
                    found.append(int(entry.name))
        return found

    def kick(self):
        """Ends every session, in the middle of whatever it does."""
        for pid in self.sessions():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def forget_uids(self, user):
        """The next SELECT of INBOX shows another UIDVALIDITY: a time stamp, in seconds."""
        for path in self.maildir(user).glob("dovecot*"):
            with contextlib.suppress(OSError):
                path.unlink()
