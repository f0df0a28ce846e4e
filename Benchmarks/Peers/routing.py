# SPDX-License-Identifier: Apache-2.0
"""Measures a peer on the routing suite.

    routing.py SYSTEM DATA-FOLDER ROWS.json DECISIONS

Each peer decides in this process by the same eight rules, as well as it can say them, over the same contexts. What it lets be
prepared once, such as a request's attributes, is not timed in the rows called `prepared`. The decisions, one a line, are
compared with ours, which bucket by the same published scheme then.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

from measuring import Rows, timed

FLAG, SALT, COVERAGE, LIMIT = "async-rag", "async-rag", 20, 5 * 1024 * 1024
PRESENTATION_TYPES = [
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.apple.keynote",
]
PRESENTATION_EXTENSIONS = [".ppt", ".pptx", ".odp", ".key"]
FORM_TYPES = ["application/vnd.fdf", "application/vnd.adobe.xfdf", "application/vnd.adobe.xdp+xml"]
FORM_WORDS = r"(forms?|invoices?|receipts?|applications?|claims?|tax(es)?)"
FORM_NAME = rf"(^|[^a-zA-Z]){FORM_WORDS}([^a-zA-Z].*)?\.[^.]*$"
PRESENTATION_NAME = r"\.(ppt|pptx|odp|key)$"


class Yggdrasil:
    """The engine of the Unleash SDKs, compiled from Rust. It says yes if any strategy does; the order of rules is spelt out."""

    package, variants = "yggdrasil-engine", {"": "decide"}

    def __init__(self, users):
        from yggdrasil_engine.engine import UnleashEngine
        self.engine = UnleashEngine()
        warnings = self.engine.take_state(json.dumps({"version": 1, "features": [self.feature(users)]}))
        assert not warnings, warnings

    def feature(self, users):
        def constraint(name, operator, values):
            value = {"values": values} if isinstance(values, list) else {"value": values}
            return {"contextName": name, "operator": operator, "caseInsensitive": True, "inverted": False} | value

        allowed = constraint("userId", "NOT_IN", users["forceLegacy"])

        def strategy(*constraints, name="default", **parameters):
            return {"name": name, "parameters": parameters, "constraints": [allowed, *constraints]}

        return {
            "name": FLAG, "type": "release", "enabled": True,
            "strategies": [
                strategy(constraint("userId", "IN", users["beta"])),
                strategy(constraint("byteCount", "NUM_GT", str(LIMIT))),
                strategy(constraint("kind", "IN", ["presentation"])),
                strategy(constraint("mediaType", "IN", PRESENTATION_TYPES)),
                strategy(constraint("name", "STR_ENDS_WITH", PRESENTATION_EXTENSIONS)),
                strategy(constraint("kind", "IN", ["form", "invoice"])),
                strategy(constraint("mediaType", "IN", FORM_TYPES)),
                strategy(constraint("name", "REGEX", FORM_NAME)),
                strategy(name="flexibleRollout", rollout=str(COVERAGE), stickiness="userId", groupId=SALT),
            ],
        }

    def prepare(self, context):
        return {"userId": context["unit"], "properties": {k: str(v) for k, v in context["document"].items()}}

    def decide(self, context):
        return self.engine.check_enabled(FLAG, context).is_enabled


class GrowthBook:
    """The first rule that matches decides, as with ours; users of a request are its attributes."""

    package, variants = "growthbook", {"": "decide", "prepared": "decide_prepared"}

    def __init__(self, users):
        import growthbook
        self.book = growthbook.GrowthBook(features={FLAG: {"defaultValue": False, "rules": self.rules(users)}})

    def rules(self, users):
        return [
            {"condition": {"id": {"$in": users["forceLegacy"]}}, "force": False},
            {"condition": {"id": {"$in": users["beta"]}}, "force": True},
            {"condition": {"byteCount": {"$gt": LIMIT}}, "force": True},
            {"condition": {"$or": [
                {"kind": "presentation"}, {"mediaType": {"$in": PRESENTATION_TYPES}},
                {"name": {"$regex": PRESENTATION_NAME}},
            ]}, "force": True},
            {"condition": {"$or": [
                {"kind": {"$in": ["form", "invoice"]}}, {"mediaType": {"$in": FORM_TYPES}}, {"name": {"$regex": FORM_NAME}},
            ]}, "force": True},
            {"force": True, "coverage": COVERAGE / 100, "hashAttribute": "id", "seed": SALT, "hashVersion": 2},
        ]

    def prepare(self, context):
        return {"id": context["unit"]} | context["document"]

    def decide(self, context):
        self.book.set_attributes(context)
        return self.book.is_on(FLAG)

    def decide_prepared(self, _):
        return self.book.is_on(FLAG)


def nanoseconds(decide, contexts, rounds):
    def run():
        for _ in range(rounds):
            for context in contexts:
                decide(context)

    processor, _, _ = timed(run)
    return [seconds / (rounds * len(contexts)) * 1e9 for seconds in processor]


def main(name, data, output, decisions):
    kind = {"yggdrasil-engine": Yggdrasil, "growthbook": GrowthBook}[name]
    contexts = [json.loads(line) for line in (data / "contexts.jsonl").read_text().splitlines()]
    rows = Rows(name, version(kind.package))
    for size in (50, 10_000):
        system = kind(json.loads((data / f"users-{size}.json").read_text()))
        prepared = [system.prepare(context) for context in contexts]
        system.decide(prepared[0])
        for variant, method in kind.variants.items():
            times = nanoseconds(getattr(system, method), prepared[:1], 2_000)
            rows.add(f"worst-path/lists-of-{size}", "decide_time", "ns", times, variant)
        if size == 50:
            rows.add("mixed/lists-of-50", "decide_time", "ns", nanoseconds(system.decide, prepared, 2))
            decisions.parent.mkdir(parents=True, exist_ok=True)
            decisions.write_text("".join(f"{int(system.decide(context))}\n" for context in prepared))
    rows.write(output)


if __name__ == "__main__":
    main(sys.argv[1], *(Path(argument) for argument in sys.argv[2:]))
