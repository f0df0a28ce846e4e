# SPDX-License-Identifier: Apache-2.0
"""Writes entities.tsv: the named character references of HTML 4 as Python's html.entities has them."""
import html.entities
import pathlib

lines = [f"{name}\t{code}\n" for name, code in sorted(html.entities.name2codepoint.items())]
pathlib.Path(__file__).with_name("entities.tsv").write_text("".join(lines), encoding="ascii")
