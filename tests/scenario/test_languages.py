"""Everybody reads their own language and types it; the channel has its own; people elsewhere are told the zone."""

import re

from bot.rules.handover import Status
from tests.scenario.elsewhere import people
from tests.scenario.house import Builder, House, said

SQLITE_ONLY = True  # what is said is the same on every database

HAN = re.compile(r"[\u4e00-\u9fff]")


async def test_the_main_story_in_chinese(house: House) -> None:
    """陈晨 opens, asks, corrects and moves a callback in Chinese; 周洁 takes it and calls; every answer is Chinese."""
    chen, zhou = house.person("chen"), house.person("zhou")
    told = await chen.types("／callback 几点 17:20")
    assert said(told).startswith("请告诉客户：“我们今天 17:20 前给您回电。”")
    opened = await chen.types("回访 6869419583 REQ-20418 @周洁 姓名：李雷 电话：13800138000 下午4点 海关费用")
    assert said(opened).startswith("请告诉客户：“我们今天 16:00 前给您回电。”")
    assert "CB-1: 由 周洁 回电：6869419583 REQ-20418 2026-11-23 16:00" in said(opened)
    (card,) = zhou.messages
    assert card.message.headline == "陈晨 转来一个新的回电，请确认接单。"
    assert "客户: 李雷" in said(card)
    answers = [
        (await chen.types("/回访 更正 CB-1 电话：13900139000"), "CB-1 已更正。"),
        (await chen.types("/callback 改时间 CB-1 明天上午10点半"), "请告诉客户：“我们 11月24日 周二 10:30 前给您回电。”"),
        (await chen.types("/callback 又来电 CB-1 很急"), "已记录在 CB-1，已提醒 周洁。"),
        (await chen.types("/callback 我的"), "与您有关的未完成回电 1 个"),
        (await chen.types("/callback 列表 未接单"), "共 1 个回电"),
        (await zhou.types("/callback 收到 CB-1"), "CB-1 由您负责，请在 11月24日 周二 10:30 前给客户回电。"),
        (await zhou.types("/callback 没人接 CB-1 16:00"), "已记录。CB-1：请在 11月23日 周一 16:00 前再打。"),
        (await zhou.replies("已回电"), ""),
    ]
    for answer, beginning in answers:
        assert said(answer).strip().startswith(beginning), said(answer)
        assert not answer.refused
    assert (await house.handover()).status is Status.DONE
    history = said(await chen.types("/callback 查看 CB-1"))
    assert "周洁 已给客户回电，完成。" in history
    assert "State" not in history


async def test_the_channel_reads_its_own_language(house: House) -> None:
    """A Chinese agent and a Chinese owner leave English notes and an English card in an English channel."""
    await house.person("chen").types("/callback 6869419583 REQ-20418 @周洁 customs")
    await house.person("zhou").replies("收到")
    card = house.channel()[0]
    assert "State: Acknowledged · standard" in said(card)
    assert house.thread() == ["周洁 has it."]
    assert "状态: 已接单 · 标准" in said(house.person("zhou").messages[0])


async def test_people_elsewhere_are_told_the_zone(builder: Builder) -> None:
    """A callback of Frankfurt goes by its clock: Shanghai reads the zone with weekday and date, Frankfurt needs none."""
    async with builder.house(at="2026-11-23 17:00", people=people()) as house:
        answer = await house.person("anna").callback("6869419583 REQ-20418 @lena customs")
        assert said(answer).startswith("Tell the customer: “We call you back by Mon 23 Nov 13:30 (Europe/Berlin).”")
        assert "Call by: Mon 23 Nov 13:30 (first offer)" in said(house.person("lena").messages[0])
        assert "Europe" not in said(house.channel("frankfurt")[0])
        assert house.channel("express") == []
        shown = said(await house.person("chen").callback("查看 CB-1"))
        assert "回电时间: 11月23日 周一 13:30（Europe/Berlin）" in shown
        told = said(await house.person("lena").callback("when"))
        assert told.startswith("Tell the customer: “We call you back by 13:30 today.”")


async def test_a_time_is_the_typists_own(builder: Builder) -> None:
    """An agent at Shanghai who types 18:30 for Frankfurt means 18:30 at Shanghai, and is answered in the owner's zone."""
    async with builder.house(at="2026-11-23 17:00", people=people()) as house:
        answer = await house.person("anna").callback("6869419583 REQ-20418 @lena 18:30 customs")
        assert "by Mon 23 Nov 11:30 (Europe/Berlin)" in said(answer)
        assert (await house.handover()).promised_at == house.moment("18:30")


async def test_an_owner_elsewhere_climbs_the_ladder_of_their_site(builder: Builder) -> None:
    """The supervisor of Frankfurt is pinged, by the minutes of Frankfurt's working time."""
    async with builder.house(at="2026-11-23 17:00", people=people()) as house:
        await house.person("anna").callback("6869419583 REQ-20418 @lena customs")
        await house.to("18:00")
        assert [ping for ping in house.person("jonas").pings() if "has not acknowledged" in ping]
        assert house.person("wang").messages == []


async def test_english_answers_hold_no_chinese_but_names(house: House) -> None:
    """An English reader meets Chinese only where somebody is called so, or wrote so."""
    anna = house.person("anna")
    for text in ("6869419583 REQ-20418 @ben 12:30 customs", "show CB-1", "mine", "list all", "when eod", "help list", "got CB-1"):
        words = said(await anna.callback(text))
        for person in house.office.directory.people.values():
            words = words.replace(person.name, "")
        assert not HAN.search(words), text
