"""Takes docs/slack/*.png: a day of the example office, drawn offline from the very blocks that are posted.

Run `npm --prefix tests/slack/pictures ci`, then `python -m tests.slack.pictures.take`, where fonts-noto-cjk and
fonts-noto-color-emoji are installed.
"""

import asyncio
import json
import os
import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright

from bot.address import Address, Place
from bot.chat.blocks import blocks_of, fallback, view_of
from bot.chat.port import Answer, Message
from bot.chat.presence import Hint, Seen
from bot.chat.recording import Posted
from bot.errors import SendFailed
from bot.ledger import By
from bot.service import Target
from config.people import People
from tests.e2e.conftest import FLAGS, chromium
from tests.scenario.absent import on_leave
from tests.scenario.example import example_people
from tests.scenario.house import Builder, House

HERE, TAKEN = Path(__file__).parent, Path("docs/slack")
WIDTH = 676
Json = dict[str, Any]


@dataclass(slots=True)
class Album:
    """The pictures, in order."""

    pictures: list[Json] = field(default_factory=list)

    def posted(self, name: str, where: str, *messages: Posted) -> None:
        """Add posted messages as they stand; those in a thread are drawn under the first."""
        drawn = [_drawn(each.message, each.at, thread=each.thread is not None) for each in messages]
        self._add(name, where, drawn[0]["at"], messages=drawn)

    def answered(self, name: str, where: str, answer: Answer, at: datetime) -> None:
        """Add a private answer, or the form that it asks for."""
        if answer.form is not None:
            self._add(name, where, at.isoformat(), view=view_of(answer.form, "-"))
        elif answer.message is not None:
            self._add(name, where, at.isoformat(), messages=[_drawn(answer.message, at)], silent=True)

    def _add(self, name: str, where: str, at: str, **what: object) -> None:
        self.pictures.append({"name": f"{len(self.pictures) + 1:02}-{name}", "where": where, "at": at, **what})


def _drawn(message: Message, at: datetime, *, thread: bool = False) -> Json:
    return {"blocks": blocks_of(message), "text": fallback(message), "at": at.isoformat(), "thread": thread}


def _thread(house: House, number: int) -> list[Posted]:
    card = house.channel()[number - 1]
    return [card, *(each for each in house.chat.posted if each.thread == card.ref)]


async def standard(album: Album, house: House) -> None:
    """A standard callback: offered, escalated, taken over, done."""
    anna, ben, wang = house.person("anna"), house.person("ben"), house.person("wang")
    album.answered("open-form", "/callback → form", await anna.callback(""), house.clock.now())
    text = '6869419583 REQ-20418 name:"Lin Mei" phone:13800138000 Asks why customs charged twice & when it arrives @ben'
    album.answered("answer", "/callback … · only Anna sees this", await anna.callback(text), house.clock.now())
    album.posted("channel-open", "#express-callbacks", house.channel()[0])
    album.posted("owner", "Ben's direct messages", ben.messages[0])
    await house.to("10:55")
    album.posted("before-due", "Ben's direct messages", ben.messages[-1])
    await house.to("11:20")
    album.posted("late", "The supervisor's direct messages", wang.messages[-1])
    await wang.presses("I've got it", wang.messages[-1])
    album.posted("acknowledged", "The supervisor's direct messages", wang.messages[-1])
    album.answered("finish-form", "Done → form", await wang.presses("Done", wang.messages[-1]), house.clock.now())
    album.answered("assign-form", "More → Assign to…", await wang.presses("Assign to…", wang.messages[-1]), house.clock.now())
    album.answered("correct-form", "More → Correct…", await wang.presses("Correct…", wang.messages[-1]), house.clock.now())
    await house.service.reached(Target(1), By("wang", house.clock.now()))
    await house.ticker.run()
    album.posted("done-with-thread", "#express-callbacks", *_thread(house, 1))
    album.answered("show", "/callback show CB-1 · only Anna sees this", await anna.callback("show CB-1"), house.clock.now())


async def immediate(album: Album, house: House) -> None:
    """A customer who does not wait: the phone list, a second handover in Chinese, a warned customer."""
    anna, zhou = house.person("anna"), house.person("zhou")
    await house.to("14:00")
    answer = await anna.callback("6869419583 REQ-20419 14:20 !warned wants the manager to call @zhou")
    album.answered("answer-immediate", "/callback … · only Anna sees this", answer, house.clock.now())
    album.posted("phone-list", "#express-callbacks, with its thread", *_thread(house, 2))
    album.posted("warned-chinese", "周洁的私信", zhou.messages[-1])
    await anna.presses("No answer", _thread(house, 2)[1])
    reached = await anna.presses("Reached", _thread(house, 2)[1])
    album.answered("reached", "Reached · only Anna sees this", reached, house.clock.now())
    album.answered(
        "take-or-note",
        "A reply in the thread by the supervisor",
        await house.person("wang").replies("calling", 2),
        house.clock.now(),
    )


async def several(album: Album, house: House) -> None:
    """Several at once, somebody who cannot be reached, and the longest of wishes."""
    anna, ben = house.person("anna"), house.person("ben")
    await house.to("15:00")
    for number in range(3):
        await anna.callback(f"6869419583 REQ-2050{number} address of the consignee @ben")
    await house.to("17:00")
    album.posted("several", "Ben's direct messages", ben.messages[-1])
    house.chat.failing = _unreachable
    await anna.callback("6869419583 REQ-20510 proof of delivery @ben")
    album.posted("cannot-be-reached", "The supervisor's direct messages", house.person("wang").messages[-1])
    album.answered(
        "not-delivered", "/callback show CB-6 · only Anna sees this", await anna.callback("show CB-6"), house.clock.now()
    )
    await anna.callback(
        f"6869419583 REQ-20511 <!channel> *bold* `code` \u202eturned <https://evil.example|bank> {'very long ' * 90} @zhou"
    )
    album.posted("text-stays-text", "周洁的私信", house.person("zhou").messages[-1])
    album.answered("list", "/callback list · only Anna sees this", await anna.callback("list"), house.clock.now())
    album.answered("help", "/callback help · only Anna sees this", await anna.callback("help"), house.clock.now())
    album.answered("refused", "/callback … · only Anna sees this", await anna.callback("6869419583 customs"), house.clock.now())


async def away(album: Album, house: House) -> None:
    """An owner on leave by the status: who is asked, what the agent reads; what people say of themselves; a mere hint."""
    anna, wang = house.person("anna"), house.person("wang")
    house.presence.shown |= {"ben": on_leave(house, "15:00"), "zhou": Seen(hint=Hint.IDLE)}
    await anna.callback("6869419583 REQ-20418 10:00 @ben name:Lin customs fee")
    album.posted("away-asked", "The supervisor's direct messages", wang.messages[-1])
    album.posted("away-thread", "#express-callbacks, with its thread", *_thread(house, 1))
    answer = await anna.callback("6869419583 REQ-20419 09:30 @ben where is it", at="09:15")
    album.answered("away-answer", "/callback … · only Anna sees this", answer, house.clock.now())
    album.posted("away-instead", "The supervisor's direct messages", wang.messages[-1])
    await anna.callback("6869419583 REQ-20420 09:50 @kate where is it")
    album.answered("away-who", "/callback who · only the supervisor sees this", await wang.callback("who"), house.clock.now())
    kate = house.person("kate")
    answer = await kate.callback("away until 15:00 @zhou")
    album.answered("away-said", "/callback away until 15:00 @zhou · only Kate sees this", answer, house.clock.now())
    answer = await wang.callback("assign CB-3 @ben")
    album.answered("away-assigned", "/callback assign CB-3 @ben · only the supervisor sees this", answer, house.clock.now())
    await anna.callback("6869419583 REQ-20421 11:00 @zhou where is it")
    album.posted("away-hint", "#express-callbacks", house.channel()[-1])


async def away_in_chinese(album: Album, house: House) -> None:
    """The same where everybody reads Chinese."""
    chen, zhou, wang = house.person("chen"), house.person("zhou"), house.person("wang")
    house.presence.shown["zhou"] = on_leave(house, "15:00")
    await chen.callback("6869419583 REQ-20418 10:00 @zhou 姓名：李雷 问清关费用")
    album.posted("away-asked-chinese", "主管的私信", wang.messages[-1])
    album.posted("away-thread-chinese", "#express-callbacks", *_thread(house, 1))
    answer = await chen.callback("6869419583 REQ-20419 09:30 @zhou 货到哪了", at="09:15")
    album.answered("away-answer-chinese", "/callback … · 仅陈晨可见", answer, house.clock.now())
    answer = await house.person("zhou").callback("请假 到明天 由 @kate 代班")
    album.answered("away-said-chinese", "/callback 请假 到明天 由 @kate 代班 · 仅周洁可见", answer, house.clock.now())
    album.answered("away-who-chinese", "/callback 谁不在 · 仅主管可见", await wang.callback("谁不在"), house.clock.now())
    album.answered("back-chinese", "/callback 回来了 · 仅周洁可见", await zhou.callback("回来了"), house.clock.now())


def _chinese() -> People:
    """Return the example directory where everybody reads Chinese."""
    example = example_people().model_dump(by_alias=True)
    for each in (*example["people"].values(), *example["teams"].values()):
        each["language"] = "zh_CN"
    return People.model_validate(example)


def _unreachable(to: Address) -> None:
    if to == Address(Place.PERSON, "ben"):
        reason = "user_deactivated"
        raise SendFailed(reason, permanent=True)


async def taken() -> list[Json]:
    """Return every picture as JSON."""
    album = Album()
    with tempfile.TemporaryDirectory() as folder:
        builder = Builder(f"sqlite+aiosqlite:///{folder}/callback.db", Path(folder))
        async with builder.house() as house:
            await standard(album, house)
            await immediate(album, house)
            await several(album, house)
    for scene, people in ((away, example_people()), (away_in_chinese, _chinese())):
        with tempfile.TemporaryDirectory() as folder:
            builder = Builder(f"sqlite+aiosqlite:///{folder}/callback.db", Path(folder))
            async with builder.house(people=people) as house:
                await scene(album, house)
    return album.pictures


async def photograph(folder: Path, pages: list[Path]) -> None:
    """Draw the pages in Chromium, offline."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = await browser.new_page(viewport={"width": WIDTH, "height": 200}, device_scale_factor=1.5)
        await page.context.set_offline(True)
        for path in pages:
            await page.goto(path.as_uri())
            await page.screenshot(path=folder / f"{path.stem}.png", full_page=True)
        await browser.close()


def main() -> None:
    """Take all pictures anew."""
    pictures = asyncio.run(taken())
    TAKEN.mkdir(parents=True, exist_ok=True)
    for old in TAKEN.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TZ": "Asia/Shanghai"}
        subprocess.run(["node", HERE / "render.mjs", folder], input=json.dumps(pictures), text=True, check=True, env=environment)
        asyncio.run(photograph(TAKEN, sorted(Path(folder).glob("*.html"))))


if __name__ == "__main__":
    main()
