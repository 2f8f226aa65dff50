"""Signs that both the reader and the writer of tables look for."""

import re

# Signs that make a program for tables take a text for a formula, also in their full width.
FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠"
FORMULA = re.compile(rf"^[\s\u200b\ufeff'\"]*[{re.escape(FORMULA_SIGNS)}]")
ESCAPED = re.compile(r"^'(?=[\s]*[=+\-@＝＋－＠])", re.MULTILINE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff\ud800-\udfff]")
