"""What stands in place of a page that is not for this user: why, and whose it is."""

from __future__ import annotations

from polima_desktop.domain.access import ROLE_LABELS, Permission
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.views.context import Context
from polima_desktop.views.widgets.page import Page
from polima_desktop.views.widgets.sheet import EmptyState, Sheet


class ClosedPage(Page):
    """Says why a page is not shown."""

    def __init__(self, context: Context, title: str, why: NotAllowed) -> None:
        super().__init__(context, title)
        self.set_next_step(why.message)
        role = ROLE_LABELS[context.session.actor.role]
        self.empty = EmptyState(
            f"{title} tidak untuk {role}", f"{why.message} {why.advice}".strip()
        )
        sheet = Sheet()
        sheet.add(self.empty, 1)
        self.body.addWidget(sheet, 1)


def refusal(context: Context, needs: Permission | None) -> NotAllowed | None:
    """Give why a page with such a need is not for whoever is at work; None: it is."""
    if needs is None:
        return None
    try:
        context.session.actor.require(needs)
    except NotAllowed as why:
        return why
    return None
