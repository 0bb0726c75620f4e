"""A gateway with the people of tests/data/requirements, and a calendar, for the tests of requirements.

The directory is imported once; each test works on a copy of it. When a test ends, its
store is replayed: what no feed explains fails the test, whatever it was about.
"""

import atexit
import datetime
import email.utils
import pathlib
import re
import shutil
import tempfile

from gateway import AUTHENTICATED, DATA, Gateway, check, text_of

MONDAY = datetime.datetime(2026, 3, 2, 15, 0, tzinfo=datetime.timezone.utc)

BACK_OFFICE = "back-office@everbright.example"
RESOLUTION = "resolution@everbright.example"
MARKETING = "marketing@everbright.example"
GREENTECH = "risk@greentechrenewables.com"
ESCALATION = "am-escalation@everbright.example"
IVAN = "Ivan Prieto <ivan.prieto@everbright.example>"
LENA = "Lena Okoro <lena.okoro@everbright.example>"
NORA = "Nora Bell <nora.bell@everbright.example>"
PAUL = "Paul Stern <paul.stern@everbright.example>"
TESS = "Tess Holm <tess.holm@everbright.example>"

IRIS = "Iris Kowalski <iris.kowalski@homemail.example>"  # m3
OWEN = "Owen Tran <owen.tran@homemail.example>"  # m1
DELIA = "Delia Marsh <delia.marsh@homemail.example>"  # m2
HUGO = "Hugo Lindqvist <hugo.l@homemail.example>"  # milestone unknown
BETTINA = "Bettina Vogel <bettina.vogel@homemail.example>"  # Beam
MARCUS = "Marcus Adeyemi <marcus.adeyemi@homemail.example>"  # Concert
PRIYA = "Priya Raman <priya.raman@homemail.example>"  # m3, Alta Mesa Energy
CAROL = "Carol Whitfield <carol.whitfield@homemail.example>"  # installer without phone and contact
YUSUF = "Yusuf Demir <yusuf.demir@homemail.example>"  # no installer
LOTTIE = "Lottie Hargrave <lottie.hargrave@homemail.example>"  # no milestone yet
COPPER_RIDGE = "Copper Ridge Solar <office@copperridge.example>"
ALTA_MESA = "Alta Mesa Energy <service@altamesa.example>"


def day(n):
    """Noon or so of the nth day after Monday, 2 March 2026; a fraction is part of a day."""
    return MONDAY + datetime.timedelta(days=n)


def bare(address):
    return email.utils.parseaddr(address)[1]


class Office(Gateway):
    template = None

    def __init__(self):
        if Office.template is None:
            made = Gateway(DATA / "requirements")
            atexit.register(shutil.rmtree, made.dir)
            Office.template = made
        self.redress = Office.template.redress
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="redress-e2e-"))
        shutil.copytree(Office.template.dir / "home", self.dir / "home")
        self.config = self.dir / "home" / "redress.yaml"
        self.count = 0
        self.ids = {}

    def __exit__(self, kind, *failure):
        try:
            if kind is None:
                self.explain()
        finally:
            super().__exit__(kind, *failure)

    def explain(self):
        """Feed completeness: every mail, task, timer and state has its cause in a feed."""
        self.call("check", "--store")

    def at(self, n):
        return super().run(day(n).isoformat())

    def days(self, *passes):
        """A pass on each of these days."""
        for n in passes:
            self.at(n)

    def write(self, sender, text, n, subject="Hello", answers=None, to=None, headers="", cc=None):
        """A mail that arrives on day n, and is worked; answers: the mail that it is a reply to."""
        self.count += 1
        ident = f"<w{self.count}.{bare(sender)}>"
        if answers is not None:
            subject = "Re: " + answers["Subject"]
            to = to or answers["Reply-To"] or answers["From"]
            headers += f"In-Reply-To: {answers['Message-ID']}\nReferences: {answers['Message-ID']}\n"
        if cc is not None:
            headers += f"Cc: {cc}\n"
        self.deliver(
            f"From: {sender}\nTo: {to or 'complaints@everbright.example'}\nSubject: {subject}\n"
            f"Date: {email.utils.format_datetime(day(n))}\nMessage-ID: {ident}\n{headers}"
            f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
        )
        self.at(n)
        return ident

    def staff(self, sender, text, n, subject="", answers=None, number="RD-1001", **more):
        """An authenticated mail of staff about a case."""
        headers = AUTHENTICATED + more.pop("headers", "")
        return self.write(sender, text, n, subject or f"[{number}] about it", answers, headers=headers, **more)

    def letters(self, to, template=None):
        """The mails that went out to an address, oldest first, of one template."""
        known = self.templates() if template else {}
        return [
            mail
            for mail in self.sent()
            if bare(to) in (mail["To"] or "") and (template is None or known.get(mail["Message-ID"]) == template)
        ]

    def templates(self):
        """Message-ID to template of every mail that went out."""
        found = {}
        for case in self.cases():
            for mail in self.case(case["number"])["messages"]:
                if mail["direction"] == "out":
                    found["<" + mail["message_id"] + ">"] = mail["template"]
        return found

    def sent_about(self, number):
        return [mail["template"] for mail in self.case(number)["messages"] if mail["direction"] == "out"]

    def feed(self, number, kind=None):
        return [entry["text"] for entry in self.case(number)["feed"] if kind in (None, entry["kind"])]

    def noted(self, number, words):
        return any(words in text for text in self.feed(number))

    def open_tasks(self, number=None):
        return [task for task in self.tasks() if number in (None, task["case"])]

    def task(self, name, number=None):
        found = [task for task in self.open_tasks(number) if task["name"] == name]
        check(len(found) == 1, f"one task {name}: {[t['name'] for t in self.open_tasks()]}")
        return found[0]


def handbook(text, **values):
    """The handbook's words with the blanks filled in."""
    return (DATA / "handbook" / (text + ".txt")).read_text().format(**values)


def same_words(message, expected):
    """The same words in the same order; how lines are broken is the mail program's business."""
    words, wanted = text_of(message).split(), expected.split()
    check(words == wanted, f"{' '.join(words)!r} is not {' '.join(wanted)!r}")


def says(message, *values):
    text = " ".join(text_of(message).split())
    for value in values:
        check(value in text, f"{value!r} is not in {text!r}")


def hides(message, *values):
    text = " ".join(text_of(message).split())
    for value in values:
        check(value not in text, f"{value!r} is in {text!r}")


def numbers_in(text):
    return re.findall(r"\(\d{3}\) 555-\d{4}", text)
