"""A slash and another word than the bot's: a slip, never a customer's wish."""

import pytest

from tests.scenario.house import House, said

SQLITE_ONLY = True  # what is said is the same on every database

MISSPELT = {
    "/calback 6869419583 REQ-20418 customs fee": "/callback 6869419583 REQ-20418 customs fee",
    "／ｃａｌｂａｃｋ 6869419583 REQ-20418 customs fee": "/callback 6869419583 REQ-20418 customs fee",
    "/calback help": "/callback help",
    "/calback": "/callback",
    "/call-back list": "/callback list",
    "/callback6869419583 REQ-20418 customs": "/callback 6869419583 REQ-20418 customs",
    "/list today": "/callback list today",
    "/我的": "/callback 我的",
    "/回仿 6869419583 REQ-20418 海关费用": "/callback 6869419583 REQ-20418 海关费用",
    "/": "/callback",
}


@pytest.mark.parametrize(("typed", "right"), MISSPELT.items())
async def test_a_slash_and_another_word_open_nothing(house: House, typed: str, right: str) -> None:
    """The typist alone is told the right spelling; nothing is opened, nothing is said to anybody else."""
    answer = await house.person("anna").types(typed)
    assert answer.refused
    sentence = f"“{typed.split(maxsplit=1)[0]}” is no command of mine, so nothing was done. Write: {right}"
    assert said(answer).strip() == sentence
    assert "没有这个命令" in said(await house.person("chen").types(typed))
    assert "No callback fits" in said(await house.person("anna").types("/callback list all"))
    assert house.chat.posted == []
