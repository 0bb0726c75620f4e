"""A gateway on the embedded default: Maildir in, SQLite, Maildir out. For the tests beside it."""

import email
import email.policy
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
AUTHENTICATED = "Authentication-Results: mx.everbright.example; dmarc=pass header.from=everbright.example\n"


class Gateway:
    def __init__(self, directory=DATA / "demo"):
        self.redress = os.path.abspath(sys.argv[1])
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="redress-e2e-"))
        self.config = self.dir / "home" / "redress.yaml"
        self.count = 0
        self.call("init", str(self.dir / "home"), config=False)
        for kind in "installers", "homeowners", "staff":
            self.call("import", kind, str(directory / (kind + ".csv")))

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        shutil.rmtree(self.dir)

    def set_servers(self, mailbox, transport, more=""):
        """Other servers than the embedded ones: the text behind "uri:" of each, and more keys."""
        text = self.config.read_text()
        head, tail = text[: text.index("mailboxes:")], text[text.index("store:") :]
        self.config.write_text(f"{head}mailboxes:\n  - uri: {mailbox}\ntransport:\n  uri: {transport}\n{tail}{more}")

    def call(self, *args, config=True, status=0, before=None, stdout=subprocess.PIPE):
        """Runs a subcommand; returns what it printed, and fails on another exit status."""
        command = [self.redress] + (["-c", str(self.config)] if config else []) + list(args)
        done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=300, preexec_fn=before)
        if status is not None and done.returncode != status:
            raise AssertionError(f"{command}: exit status {done.returncode}, not {status}\n{done.stdout}{done.stderr}")
        self.errors = done.stderr
        return done.stdout

    def lines(self, *args):
        return [json.loads(line) for line in self.call(*args, "--json").splitlines()]

    def deliver(self, octets):
        """Puts a message into the mailbox, as a mail server does."""
        self.count += 1
        name = f"{self.count:06}.e2e"
        if isinstance(octets, str):
            octets = octets.encode()
        tmp = self.dir / "home/mail/in/tmp" / name
        tmp.write_bytes(octets)
        tmp.rename(self.dir / "home/mail/in/new" / name)

    def mail(self, sender, subject, text, date="Mon, 2 Mar 2026 10:00:00 -0500", headers=""):
        self.deliver(
            f"From: {sender}\nTo: complaints@everbright.example\nSubject: {subject}\nDate: {date}\n"
            f"Message-ID: <e2e{self.count}@mail.example>\n{headers}MIME-Version: 1.0\n"
            f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
        )

    def run(self, now):
        return self.lines("run", "--once", "--now", now)[0]

    def cases(self):
        return self.lines("case", "list")

    def case(self, number):
        return self.lines("case", "show", number)[0]

    def tasks(self):
        return self.lines("task", "list")

    def sent(self):
        """The mails in the outgoing Maildir, oldest first."""
        files = sorted((self.dir / "home/mail/out/new").iterdir(), key=lambda f: f.stat().st_mtime_ns)
        return [email.message_from_bytes(f.read_bytes(), policy=email.policy.default) for f in files]


def text_of(message):
    return message.get_body(("plain",)).get_content()


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def run_tests(names):
    """Runs every function test_*; its name says what holds."""
    failed = 0
    for name, test in list(names.items()):
        if not name.startswith("test_"):
            continue
        try:
            test()
            print("ok  ", name)
        except (AssertionError, ValueError, IndexError, KeyError) as failure:
            failed += 1
            print("FAIL", name, repr(failure))
    sys.exit(1 if failed else 0)
