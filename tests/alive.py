"""Planted words, and how to see that a browser would take them for its own."""

from html.parser import HTMLParser

PARAMETERS = tuple("q next sort page order kind from format half class student year".split())
# Each breaks out of another place; they stand one behind the other, so that one request tries all.
MARKUP = (
    "\"'><planted onload=window.__x=1>",
    '" onfocus=window.__x=1 autofocus a="',
    "</script><script>window.__x=1</script>",
)
# An address is led away by its beginning.
REFLECTED = ("".join(MARKUP), "javascript:window.__x=1//", "//evil.example/__x")


class Alive(HTMLParser):
    """What of the planted words a browser would take for its own: an element, an attribute, a script, an address."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        for name, value in attrs:
            goes = name in {"href", "src", "action", "formaction", "srcdoc", "style", "content", "data-url"}
            led = (
                (value or "")
                .strip()
                .lower()
                .startswith(("javascript:", "//evil", "https://evil", "data:text"))
            )
            if name.startswith(("on", "__x")) or (goes and led) or "window.__x" in name:
                self.found.append(f"<{tag} {name}={value}>")
        if tag in {"planted", "iframe", "object", "base", "embed"}:
            self.found.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        if self._script and "__x" in data:
            self.found.append("a script that holds it")
