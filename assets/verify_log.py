"""Checks a proof of gatekeeper's log, or a signed export, with Python 3.9 or later and nothing else.

    python3 verify_log.py LOG.jsonl [--checkpoint FILE]... [--seed FILE] [--key HEX]
    python3 verify_log.py EXPORT.csv [--key HEX]          with EXPORT.csv.signed.json beside it; either may be named

LOG.jsonl is what `gatekeeper log prove` wrote; a checkpoint what `gatekeeper log checkpoint` wrote, best long before and kept
elsewhere; the seed what `gatekeeper log take-seed` wrote; HEX the public key, as the checkpoints name it.

Exit status 0: nothing was found; 1: tampered with, cut or damaged; 2: a file cannot be read.
What the fields mean, and how they are hashed, stands in docs/security.md.
"""

import argparse
import hashlib
import hmac
import json
import os
import sys

START = bytes(32)
SIGNED = ".signed.json"
PARTS = ("person", "words", "picture")


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


class Log:
    """Follows the entries of a proof, one after the other."""

    def __init__(self, seeds):
        self.seeds = {one["from"]: bytes.fromhex(one["seed"]) for one in seeds}
        self.key = None
        self.previous = START
        self.expected = 1
        self.links = {}
        self.faults = []
        self.counts = {"event": 0, "act": 0, "notice": 0, "gap": 0, "seals": 0}
        self.erased = []  # (what, number, entry)
        self.said = {}  # what -> [(first, last, entry)]
        self.gaps = []
        self.stated = {}
        self.personal = 0

    def take(self, entry):
        number, kind, link = int(entry["seq"]), entry["kind"], bytes.fromhex(entry["link"])
        first = int(entry["first"]) if kind == "gap" else number
        if first != self.expected:
            self.faults.append(f"entry {number}: {self.expected} was expected")
            self.key = None
        if first in self.seeds:
            self.key = self.seeds[first]
        self.counts[kind] += 1
        self.links[number] = link.hex()
        if kind == "gap":
            self.gaps.append((first, number, link.hex()))
            for _ in range(number - first + 1 if self.key is not None else 0):
                self.key = sha(b"next\n", self.key)
        else:
            digest = self.digest(kind, entry, number)
            if sha(b"link\n", self.previous, number.to_bytes(8, "big"), digest) != link:
                self.faults.append(f"entry {number} ({kind}) is not what was recorded")
            if self.key is not None:
                seal = bytes.fromhex(entry.get("seal", ""))
                if not hmac.compare_digest(hmac.new(self.key, link, "sha256").digest(), seal):
                    self.faults.append(f"entry {number} was sealed anew")
                self.counts["seals"] += 1
                self.key = sha(b"next\n", self.key)
        self.previous, self.expected = link, number + 1

    def digest(self, kind, entry, number):
        public = entry["public"].encode()
        if kind == "notice":
            self.notice(json.loads(public), number)
            return sha(b"notice\n", public)
        about = json.loads(public)[0]
        if kind == "act":
            return sha(b"act\n", public, self.commitment(entry["words"], "words of act", about, number))
        return sha(
            b"event\n",
            public,
            *(self.commitment(entry[part], f"{part} of event", about, number, part == "picture") for part in PARTS),
        )

    def commitment(self, part, what, about, number, is_hex=False):
        if "erased" in part:
            self.erased.append((what, about, number))
            return bytes.fromhex(part["erased"])
        if "commitment" in part:
            return bytes.fromhex(part["commitment"])
        self.personal += 1
        data = bytes.fromhex(part["data"]) if is_hex else part["data"].encode()
        return sha(bytes.fromhex(part["salt"]), data)

    def notice(self, body, number):
        if body["what"] == "erased":
            for what in [f"{part} of event" for part in body["parts"]] if "events" in body else ["words of act"]:
                ranges = body.get("events", body.get("acts", []))
                self.said.setdefault(what, []).extend((a, b, number) for a, b in ranges)
        if body["what"] == "deleted":
            self.stated.update({last: (first, link) for first, last, link in body["gaps"]})

    def end(self):
        for first, last, link in self.gaps:
            if self.stated.get(last) != (first, link):
                self.faults.append(f"entries {first} to {last} are gone, and no entry says that they were deleted")
        for what, about, number in self.erased:
            if not any(a <= about <= b and says > number for a, b, says in self.said.get(what, ())):
                self.faults.append(f"gone, and no entry says that it was erased: {what} {about}")

    def compare(self, checkpoint, name):
        size = checkpoint["size"]
        if self.links.get(size) != checkpoint["root"]:
            why = "its end was cut off" if size >= self.expected else "it is another log, or was changed before that"
            self.faults.append(f"{name}: the log does not hold the {size} entries it is of: {why}")


# Ed25519 (RFC 8032, section 5.1), only what verifying needs.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    return (P - x if x & 1 != sign else x, y, 1, (P - x if x & 1 != sign else x) * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_fits(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r, s = point_of(key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(h, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def signed(body, name, pinned):
    """Faults of a signed body."""
    fields = {key: value for key, value in body.items() if key != "signature"}
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    if not signature_fits(bytes.fromhex(body["key"]), text, bytes.fromhex(body["signature"])):
        return [f"{name}: the signature does not fit"]
    if pinned and body["key"] != pinned:
        return [f"{name}: signed with another key than {pinned}"]
    return []


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def verify_export(path, pinned):
    body, name = load(path + SIGNED), os.path.basename(path)
    faults = signed(body, name, pinned)
    with open(path, "rb") as file:
        if hashlib.sha256(file.read()).hexdigest() != body["sha256"]:
            faults.append(f"{name} is not what was exported")
    print(
        f"{body['rows']} rows, exported {body['at']} after entry {body['size']} of log {body['log']}, key {body['key']}"
    )
    return faults


def verify_log(path, checkpoints, seed, pinned):
    seeds = load(seed) if seed else {"epochs": []}
    log, last, name = Log(seeds["epochs"]), None, None
    with open(path, encoding="utf-8") as file:
        for line in file:
            body = json.loads(line)
            if last is not None:
                log.faults.append("something stands behind the end")
            if "seq" in body:
                log.take(body)
            elif body["format"] == "gatekeeper checkpoint 1":
                last = body
            elif body["format"] == "gatekeeper log 1" and name is None:
                name = body["log"]
            else:
                raise ValueError("this is no proof of a log")
    if last is None:
        log.faults.append("the checkpoint at the end is missing: the file was cut off")
    given = [(last, "the checkpoint at the end")] if last else []
    given += [(load(one), one) for one in checkpoints]
    for body, what in given:
        log.faults += signed(body, what, pinned)
        if body["log"] != name or (last and body["key"] != last["key"]):
            log.faults.append(f"{what} is of another log")
        log.compare(body, what)
    if seed and seeds["log"] != name:
        log.faults.append("the seed is of another log")
    if last and last["size"] != log.expected - 1:
        log.faults.append("entries stand behind the checkpoint at the end")
    log.end()
    counts = ", ".join(f"{count} {kind}{'' if kind == 'seals' else 's'}" for kind, count in log.counts.items())
    print(f"log {name}: {counts} checked; key {last['key'] if last else '-'}")
    if not checkpoints:
        print("No earlier checkpoint was named: a log that was made anew from its beginning would pass.")
    if not seed:
        print("No seed was named: no seal was checked.")
    return log.faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--checkpoint", action="append", default=[])
    parser.add_argument("--seed")
    parser.add_argument("--key", help="the public key, in hexadecimal digits, from elsewhere")
    given = parser.parse_args()
    try:
        if given.file.endswith(SIGNED):
            given.file = given.file[: -len(SIGNED)]
            faults = verify_export(given.file, given.key)
        elif os.path.exists(given.file + SIGNED):
            faults = verify_export(given.file, given.key)
        else:
            faults = verify_log(given.file, given.checkpoint, given.seed, given.key)
    except OSError as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"this is no proof, or it is damaged: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    for fault in faults[:100]:
        print(fault)
    print(f"{len(faults)} faults: THIS IS NOT WHAT WAS RECORDED." if faults else "Nothing was found.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
