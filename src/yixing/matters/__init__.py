"""事项议题: from the sheet a unit drafts to the chair who determines it for a meeting, and 程序核对 beside it."""

from yixing.matters import refusals as refusals  # registers the messages with the app itself
