"""What must be true of every page: valid HTML and the rules of accessibility a parser can see."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import html5lib
from html5lib.html5parser import ParseError
from lxml import etree

REFERENCES = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-errormessage",
    "list",
    "for",
)
UNLABELLED_INPUTS = {"hidden", "submit", "button", "reset", "image"}
# Traces of Python and of unfilled texts that nobody should read.
LEAK = re.compile(r"\bNone\b|\bUndefined\b|object at 0x|%\(\w+\)|\{\{|\}\}|\{%|<[A-Z]\w+: ")


@lru_cache(maxsize=2)  # a page is parsed to be checked and again to be asked
def parse(html: str) -> etree._Element:
    """Return the root element, HTML elements without namespace. Raises AssertionError unless it is valid."""
    builder = html5lib.getTreeBuilder("lxml")
    parser = html5lib.HTMLParser(tree=builder, strict=True, namespaceHTMLElements=False)
    try:
        tree: etree._ElementTree = parser.parse(html)
    except ParseError as error:
        line, _column = parser.errors[-1][0] if parser.errors else (0, 0)
        lines = html.splitlines() or [""]
        raise AssertionError(f"not valid HTML: {error}, near: {lines[min(line, len(lines)) - 1][:300]!r}") from error
    return tree.getroot()


def faults(root: etree._Element) -> list[str]:
    """Return what is wrong with a page, one sentence each."""
    return [fault for check in CHECKS for fault in check(root)]


def text_of(element: etree._Element) -> str:
    """Return the element's text, white space folded."""
    return " ".join("".join(str(part) for part in element.itertext(etree.Element)).split())


def _head(root: etree._Element) -> Iterator[str]:
    if root.get("lang") != "de":
        yield "html has no lang=de"
    titles = [text_of(title) for title in root.findall("head/title")]
    if len(titles) != 1 or not titles[0]:
        yield f"there must be one title, not {titles}"
    if not root.xpath("head/meta[@name='viewport']"):
        yield "no meta viewport"


def _headings(root: etree._Element) -> Iterator[str]:
    first = [text_of(heading) for heading in root.iter("h1")]
    if len(first) != 1 or not first[0]:
        yield f"there must be one h1, not {first}"
    level = 0
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        if int(heading.tag[1]) > level + 1 and level:
            yield f"heading level jumps to {heading.tag}: {text_of(heading)!r}"
        level = int(heading.tag[1])


def _ids(root: etree._Element) -> Iterator[str]:
    ids = Counter(str(value) for value in root.xpath("//@id"))
    yield from (f"id {name!r} stands {times} times" for name, times in ids.items() if times > 1)
    for attribute in REFERENCES:
        for element in root.xpath(f"//*[@{attribute}]"):
            missing = [name for name in element.get(attribute).split() if name not in ids]
            if missing:
                yield f"{attribute} of {element.tag} names {missing}, which is not there"
    for target in root.xpath("//a/@href[starts-with(., '#')]"):
        if target[1:] not in ids:
            yield f"link to {target}, which is not there"


def _names(root: etree._Element) -> Iterator[str]:
    labelled = set(root.xpath("//label/@for"))
    for control in root.iter("input", "select", "textarea"):
        if control.tag == "input" and control.get("type", "text") in UNLABELLED_INPUTS:
            continue
        if not (
            _aria_name(control)
            or control.get("id") in labelled
            or next(control.iterancestors("label"), None) is not None
        ):
            yield f"{control.tag} {control.get('name')!r} has no label"
    for element in root.iter("a", "button"):
        shown = text_of(element) or element.xpath(".//img/@alt[. != '']")
        if not (shown or _aria_name(element)):
            yield f"{element.tag} without a name: {etree.tostring(element)[:200]!r}"
    for image in root.xpath("//img[not(@alt)]"):
        yield f"img without alt: {image.get('src')}"


def _aria_name(element: etree._Element) -> bool:
    return bool(element.get("aria-label") or element.get("aria-labelledby"))


def _inline(root: etree._Element) -> Iterator[str]:
    """The content security policy ignores these."""
    yield from (f"inline style on {element.tag}" for element in root.xpath("//*[@style]"))
    yield from ("a style element" for _ in root.iter("style"))
    yield from ("a script without src" for script in root.iter("script") if not script.get("src"))
    for element in root.xpath("//*[@*[starts-with(name(), 'on')]]"):
        yield f"inline handler on {element.tag}"
    yield from (f"link to {address}" for address in root.xpath("//@href[starts-with(., 'javascript:')]"))


def _forms(root: etree._Element) -> Iterator[str]:
    for form in root.iter("form"):
        method = form.get("method", "get").lower()
        token = bool(form.xpath(".//input[@name='csrf_token' and @value != '']"))
        if (method == "post") != token:
            yield f"form {form.get('action')!r}: {'no' if method == 'post' else 'a needless'} csrf_token"


def _leaks(root: etree._Element) -> Iterator[str]:
    for element in root.iter(etree.Element):
        for text in (element.text, element.tail, *element.attrib.values()):
            if text and LEAK.search(text):
                yield f"leak near {element.tag}: {' '.join(text.split())[:120]!r}"


CHECKS = (_head, _headings, _ids, _names, _inline, _forms, _leaks)
