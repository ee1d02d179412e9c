"""The posts of every unit: who leads, who stands above whom, what the rest do.

Read from ``resources/baubau/posts.toml``. The people who fill the posts are ``staff``'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from polima_desktop.demo.facts import read_toml
from polima_desktop.demo.organisation import Office, share_out


@dataclass(frozen=True)
class Post:
    """One post. ``above`` is the number of the superior's post in the whole list, or None."""

    office: Office
    title: str
    family: str
    above: int | None
    eselon: str = ""
    job_class: int | None = None
    ladder: str = ""
    school: str = "S1"

    @property
    def leads(self) -> bool:
        """Whether somebody may stand below it."""
        return not self.ladder and (bool(self.eselon) or self.title.startswith("Kepala "))

    @property
    def job_kind(self) -> str:
        """Struktural with an eselon; fungsional on a ladder or heading a school or clinic."""
        if self.eselon:
            return "struktural"
        return "fungsional" if self.ladder or self.leads else "pelaksana"


def build_posts(offices: list[Office]) -> list[Post]:
    """Give all posts, each after the one above it; one person will fill each."""
    crews = read_toml("posts.toml")["crew"]
    heads: dict[str, int] = {}
    posts: list[Post] = []
    for office in sorted(offices, key=lambda office: _depth(office)):
        if office.size:
            heads[office.code] = len(posts)
            posts += _crew(office, _definition(crews, office.crew), len(posts), heads)
    return posts


def _depth(office: Office) -> int:
    """The Sekretariat Daerah first, then whoever has no parent, then their children."""
    if office.code == "SET-00":
        return 0
    if not office.parent:
        return 1
    return 3 if office.parent.startswith("KEC") else 2


def _definition(crews: dict[str, Any], name: str) -> dict[str, Any]:
    crew: dict[str, Any] = crews[name]
    return {**crews[crew["extends"]], **crew} if "extends" in crew else crew


def _crew(office: Office, crew: dict[str, Any], first: int, heads: dict[str, int]) -> list[Post]:
    count = min(len(crew["leads"]), max(1, round(office.size * crew["lead_share"] / 100)))
    leads = [_lead(office, lead, first, heads) for lead in crew["leads"][:count]]
    bosses = [first + n for n, lead in enumerate(crew["leads"][:count]) if _is_lowest(lead)]
    shares = share_out(office.size - count, [kind["share"] for kind in crew["staff"]])
    staff = [kind for kind, share in zip(crew["staff"], shares, strict=True) for _ in range(share)]
    return leads + [
        Post(
            office,
            kind["title"],
            kind["family"],
            (bosses or [first])[number % len(bosses or [first])],
            job_class=kind.get("class"),
            ladder=kind.get("ladder", ""),
            school=kind["school"],
        )
        for number, kind in enumerate(staff)
    ]


def _lead(office: Office, lead: dict[str, Any], first: int, heads: dict[str, int]) -> Post:
    above = first + lead["above"] if lead["above"] >= 0 else _head_above(office, heads)
    short = office.name.split(" ", 1)[-1]
    title = lead["title"].format(unit=office.name, short=short)
    family = lead.get("family", "umum")
    return Post(office, title, family, above, lead["eselon"], lead["class"])


def _is_lowest(lead: dict[str, Any]) -> bool:
    return bool(lead["eselon"].startswith("IV"))


def _head_above(office: Office, heads: dict[str, int]) -> int | None:
    """The parent's head, or the Sekretaris Daerah, who alone has nobody above."""
    if office.code == "SET-00":
        return None
    return heads.get(office.parent, heads.get("SET-00"))
