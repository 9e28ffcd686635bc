"""A platform that takes seconds for each message: what one process has leased, another does not send as well."""

from structlog.testing import capture_logs

from handlers.front import Incoming
from tests.simulation.machine import Parts
from tests.simulation.people import Call
from tests.simulation.platform import Weather
from tests.simulation.run import Play
from tests.simulation.story import Story, story

OPENING = "6869419583 REQ-2040{number} in 20 min !warned @ben customs fee"


def test_nothing_is_sent_twice_when_sending_outlasts_the_lease() -> None:
    """Six urgent handovers are thirty messages: at some seconds each they take longer than any lease, and are sent once."""
    model = story(0)
    playing = Play(Story(0, model.start, model.ladder, ()), Parts())
    try:
        with playing.loop.running(), capture_logs():
            for machine in playing.machines:
                machine.start()
            playing.platform.weather = Weather.SLOW
            for number in range(6):
                playing.bring(Call(Incoming("anna", f"D{number}"), "command", (OPENING.format(number=number),)))
            playing.finish()
            playing.tick()
            playing.finish()
        playing.run()
    finally:
        playing.close()
    assert playing.watch.broken is None, "\n".join(playing.watch.story)
    assert len(playing.platform.posted) > 30
