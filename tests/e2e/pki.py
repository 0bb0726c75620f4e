"""A throw-away certificate authority and the four certificates that a client must tell apart."""

import subprocess

NAMES = {"good": "DNS:localhost,IP:127.0.0.1", "wronghost": "DNS:mail.example", "untrusted": "DNS:localhost,IP:127.0.0.1",
         "expired": "DNS:localhost,IP:127.0.0.1"}
CA_CONFIG = """
[ca]
default_ca = own
[own]
dir = .
database = ./index.txt
new_certs_dir = .
serial = ./serial
default_md = sha256
policy = any
[any]
commonName = supplied
"""


class Pki:
    """ca.pem is the authority to trust; NAME.chain and NAME.key are what a server shows."""

    def __init__(self, directory):
        self.dir = directory
        directory.mkdir()
        self.dir.chmod(0o755)
        self.authority("ca")
        self.authority("other")
        for name in NAMES:
            self.leaf(name, "other" if name == "untrusted" else "ca")

    @property
    def ca(self):
        return self.dir / "ca.pem"

    def openssl(self, *args, text=""):
        done = subprocess.run(["openssl", *args], cwd=self.dir, input=text, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"openssl {args}: {done.stderr}")

    def key(self, name):
        self.openssl("genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", f"{name}.key")

    def authority(self, name):
        self.key(name)
        self.openssl("req", "-x509", "-new", "-key", f"{name}.key", "-days", "30", "-subj", f"/CN={name}", "-out", f"{name}.pem",
                     "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    def leaf(self, name, issuer):
        """With "openssl ca", since only it takes the dates that an expired certificate needs."""
        self.key(name)
        self.openssl("req", "-new", "-key", f"{name}.key", "-subj", f"/CN={name}", "-out", f"{name}.csr")
        (self.dir / f"{name}.ext").write_text(f"subjectAltName={NAMES[name]}\nextendedKeyUsage=serverAuth\n")
        (self.dir / "ca.conf").write_text(CA_CONFIG)
        (self.dir / "index.txt").write_text("")
        (self.dir / "serial").write_text("%02X\n" % (len(name) + 16))
        dates = ["-startdate", "20200101000000Z", "-enddate", "20200201000000Z"] if name == "expired" else ["-days", "30"]
        self.openssl("ca", "-batch", "-notext", "-config", "ca.conf", "-cert", f"{issuer}.pem", "-keyfile", f"{issuer}.key",
                     "-in", f"{name}.csr", "-out", f"{name}.crt", "-extfile", f"{name}.ext", *dates)
        chain = (self.dir / f"{name}.crt").read_text() + (self.dir / f"{issuer}.pem").read_text()
        (self.dir / f"{name}.chain").write_text(chain)
