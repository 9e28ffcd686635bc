"""What a person finds on the page: the field, and the first card."""

from playwright.sync_api import Locator, Page, expect


def field(page: Page) -> Locator:
    """Return the field at the bottom of a place."""
    return page.locator(".middle textarea")


def say(page: Page, text: str) -> None:
    """Type a line and press Enter."""
    field(page).fill(text)
    field(page).press("Enter")
    expect(field(page)).to_have_value("")


def card(page: Page) -> Locator:
    """Return the first card of a place."""
    return page.locator(".middle .card").first
