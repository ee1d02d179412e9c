"""The kit every page is built from."""

from polima_desktop.views.paint import Badge
from polima_desktop.views.widgets.buttons import (
    ActionStrip,
    Button,
    ChoiceButton,
    IconButton,
    MenuButton,
)
from polima_desktop.views.widgets.dayrail import DayRail, Span
from polima_desktop.views.widgets.fields import Field, Form, SearchField
from polima_desktop.views.widgets.filtering import FilterButton
from polima_desktop.views.widgets.flow import FilterRow, FlowLayout
from polima_desktop.views.widgets.messages import Message, MessageBar, NoticePlace
from polima_desktop.views.widgets.origin import OriginNode, OriginTree
from polima_desktop.views.widgets.page import Page
from polima_desktop.views.widgets.sheet import (
    Columns,
    DetailPane,
    EmptyState,
    KindIcon,
    Note,
    NoteLine,
    Rows,
    Sheet,
    Strip,
    SummaryBand,
    SummaryCell,
    Tabs,
    hairline,
    scrolling,
    set_ground,
)
from polima_desktop.views.widgets.text import (
    BadgeButton,
    BadgeLabel,
    ElidedLabel,
    KeyHint,
    Link,
    clear_layout,
    label,
    set_property,
    set_tone,
)
from polima_desktop.views.widgets.thread import PathStep, StepPath, Timeline, TimelineItem

__all__ = [
    "ActionStrip",
    "Badge",
    "BadgeButton",
    "BadgeLabel",
    "Button",
    "ChoiceButton",
    "Columns",
    "DayRail",
    "DetailPane",
    "ElidedLabel",
    "EmptyState",
    "Field",
    "FilterButton",
    "FilterRow",
    "FlowLayout",
    "Form",
    "IconButton",
    "KeyHint",
    "KindIcon",
    "Link",
    "MenuButton",
    "Message",
    "MessageBar",
    "Note",
    "NoteLine",
    "NoticePlace",
    "OriginNode",
    "OriginTree",
    "Page",
    "PathStep",
    "Rows",
    "SearchField",
    "Sheet",
    "Span",
    "StepPath",
    "Strip",
    "SummaryBand",
    "SummaryCell",
    "Tabs",
    "Timeline",
    "TimelineItem",
    "clear_layout",
    "hairline",
    "label",
    "scrolling",
    "set_ground",
    "set_property",
    "set_tone",
]
