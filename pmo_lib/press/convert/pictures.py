"""Pictures: drawings cleaned for a page in light and dark, and for paper; images as they are."""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote_to_bytes

from lxml import etree

from pmo_lib.contract import INK, PALETTE, RATINGS
from pmo_lib.press.convert.sanitise import printable

__all__ = ["THEME", "Drawing", "Image", "drawing", "read_image"]

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_PARSER: Final = etree.XMLParser(
    recover=True, resolve_entities=False, no_network=True, remove_comments=True, huge_tree=True
)
_GONE: Final = {"script", "foreignObject", "metadata", "title", "desc", "animate", "set", "a"}
_COLOURED: Final = ("fill", "stroke", "stop-color", "color")
_STYLE_ATTRIBUTE: Final = re.compile(r'style="[^"]*"')
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}\b")
_OWN_REFERENCE: Final = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
_POINTS: Final = {"pt": 1.0, "px": 0.75, "": 0.75, "in": 72.0, "cm": 28.3465, "mm": 2.83465}

THEME: Final[Mapping[str, str]] = {
    **{colour.lower(): f"--pmo-{name}" for name, colour in INK.items()},
    **{colour.lower(): f"--pmo-{name}" for name, colour in PALETTE.items()},
    **{
        rating.colour.lower(): f"--pmo-{rating.key.replace('_', '-')}"
        for rating in RATINGS.values()
        if not rating.hollow
    },
    "#000000": "--pmo-text",
}
"""CSS variable of each colour of the contract."""


@dataclass(frozen=True)
class Drawing:
    """A cleaned SVG: its text, its size in points, and the words found in it."""

    svg: str
    width: float
    height: float
    title: str
    hidden: bool

    def themed(self) -> str:
        """Write it with the contract's colours as CSS variables."""
        return _STYLE_ATTRIBUTE.sub(lambda style: _HEX.sub(_variable, style.group()), self.svg)

    @property
    def text(self) -> str:
        """Everything that it says."""
        return " ".join(re.findall(r">([^<]+)<", self.svg))


@dataclass(frozen=True)
class Image:
    """A raster image: its kind as Typst names it, its bytes, its size in points."""

    kind: str
    data: bytes
    width: float


def drawing(raw: str, prefix: str) -> Drawing | None:
    """Clean an SVG.

    Parameters
    ----------
    raw : str
        An ``<svg>`` element, well-formed or nearly.
    prefix : str
        Begins every id in it, so that several drawings share a page.

    Returns
    -------
    Drawing or None
        Nothing where no drawing can be read. Scripts, links, descriptions and what is loaded from
        elsewhere are left out; ids that nothing refers to as well.
    """
    return _cleaned(raw, prefix if "id=" in raw or "<style" in raw else "")


@lru_cache(maxsize=256)
def _cleaned(raw: str, prefix: str) -> Drawing | None:
    root = etree.fromstring(_with_namespaces(printable(raw)).encode(), parser=_PARSER)
    if root is None or etree.QName(root).localname != "svg":
        return None
    title = _first_title(root)
    _drop_unsafe(root)
    _rename_ids(root, prefix)
    _own_styles(root, prefix)
    width, height = _size(root)
    hidden = root.get("aria-hidden") == "true"
    for name in ("width", "height", "version", "x", "y", "onload"):
        root.attrib.pop(name, None)
    etree.cleanup_namespaces(root)
    svg = etree.tostring(root, encoding="unicode", with_tail=False)
    return Drawing(svg, width, height, title, hidden)


def read_image(source: str) -> Image | None:
    """Read an embedded image.

    Parameters
    ----------
    source : str
        A ``data:`` address.

    Returns
    -------
    Image or None
        Nothing where it is not an image that PDF can hold.
    """
    head, _, body = source.partition(",")
    try:
        data = base64.b64decode(body) if ";base64" in head else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) > 24:
        return Image("png", data, struct.unpack(">I", data[16:20])[0] * 0.75)
    for kind, start in (("jpg", b"\xff\xd8\xff"), ("gif", b"GIF8"), ("webp", b"RIFF")):
        if data.startswith(start):
            return Image(kind, data, _raster_width(kind, data) * 0.75)
    return None


def _raster_width(kind: str, data: bytes) -> int:
    if kind == "gif":
        return int(struct.unpack("<H", data[6:8])[0])
    for frame in re.finditer(rb"\xff[\xc0-\xc3].{5}(..)", data, re.DOTALL):
        return int(struct.unpack(">H", frame.group(1))[0])
    return 640


def _with_namespaces(raw: str) -> str:
    head = raw[: raw.find(">")]
    needed = "" if "xmlns=" in head else f' xmlns="{_SVG}"'
    if "xlink:" in raw and "xmlns:xlink" not in head:
        needed += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    return re.sub(r"<svg\b", f"<svg{needed}", raw, count=1, flags=re.IGNORECASE)


def _first_title(root: etree._Element) -> str:
    found = root.findtext(f"{{{_SVG}}}title") or root.get("aria-label") or ""
    return " ".join(found.split())


def _drop_unsafe(root: etree._Element) -> None:
    for part in list(root.iter()):
        if not isinstance(part.tag, str) or etree.QName(part).localname in _GONE:
            _remove(part)
            continue
        for name, value in list(part.attrib.items()):
            own = name.rpartition("}")[2]
            outside = own == "href" and not value.startswith(("#", "data:image/"))
            loads = "url(" in value and not _OWN_REFERENCE.search(value)
            if own.startswith("on") or outside or loads:
                del part.attrib[name]
        _move_colours(part)


def _remove(part: etree._Element) -> None:
    parent = part.getparent()
    if parent is None:
        return
    if part.tail:
        before = part.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + part.tail
        else:
            parent.text = (parent.text or "") + part.tail
    if etree.QName(part).localname == "a" if isinstance(part.tag, str) else False:
        place = parent.index(part)
        for child in reversed(list(part)):
            parent.insert(place, child)
    parent.remove(part)


def _move_colours(part: etree._Element) -> None:
    """Write colours given as attributes into the style, where CSS variables are allowed."""
    for name in _COLOURED:
        value = part.get(name, "")
        if value.lower() in THEME:
            del part.attrib[name]
            part.set("style", f"{name}: {value};{part.get('style', '')}")


def _rename_ids(root: etree._Element, prefix: str) -> None:
    """Give the ids that something refers to a number, drop the others."""
    names: dict[str, str] = {}

    def new(old: str) -> str:
        return names.setdefault(old, f"{prefix}{len(names)}")

    for part in root.iter():
        for name, value in part.attrib.items():
            if name in (_XLINK, "href") and value.startswith("#"):
                part.set(name, f"#{new(value[1:])}")
            elif "url(" in value:
                part.set(name, _OWN_REFERENCE.sub(lambda m: f"url(#{new(m.group(1))})", value))
    for part in root.iter():
        old = part.attrib.pop("id", None)
        if old in names:
            part.set("id", names[old])


def _own_styles(root: etree._Element, prefix: str) -> None:
    """Turn ``*`` rules into the root's style and bind other rules to this drawing."""
    for part in list(root.iter(f"{{{_SVG}}}style")):
        rules = re.findall(r"([^{}@]+)\{([^{}@]*)\}", part.text or "")
        scoped = []
        for selectors, body in rules:
            if "url(" in body or "expression" in body:
                continue
            if selectors.strip() == "*":
                root.set("style", f"{root.get('style', '')}{' '.join(body.split())};")
            else:
                root.set("id", f"{prefix}root")
                own = ",".join(f"#{prefix}root {one.strip()}" for one in selectors.split(","))
                scoped.append(f"{own}{{{' '.join(body.split())}}}")
        part.text = "".join(scoped)
        if not scoped:
            _remove(part)


def _size(root: etree._Element) -> tuple[float, float]:
    """Read the size in points, from the attributes or else from the view box."""
    box = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox", ""))]
    width, height = _points(root.get("width", "")), _points(root.get("height", ""))
    if len(box) == 4:
        width = width or box[2] * 0.75
        height = height or box[3] * width / (box[2] or 1)
    elif width and height:
        root.set("viewBox", f"0 0 {width / 0.75:g} {height / 0.75:g}")
    return width or 240.0, height or 180.0


def _points(length: str) -> float:
    read = re.fullmatch(r"\s*([\d.]+)\s*([a-z]*)\s*", length)
    if not read or read.group(2) not in _POINTS:
        return 0.0
    return float(read.group(1)) * _POINTS[read.group(2)]


def _variable(colour: re.Match[str]) -> str:
    name = THEME.get(colour.group().lower())
    return f"var({name})" if name else colour.group()
