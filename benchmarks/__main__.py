"""Runs every benchmark: `python -m benchmarks`. Ratios within one run are what counts; the times are this machine's."""

from benchmarks import answers, beside, herd, letters, million, slack, sweep, worktime

BENCHMARKS = (
    ("The working-time clock", worktime.run),
    ("The sweep", sweep.run),
    ("A herd on PostgreSQL", herd.run),
    ("Commands beside a herd", beside.run),
    ("Among a million", million.run),
    ("On Slack", slack.run),
    ("Mails that come back", letters.run),
    ("An automatic reply on its way", answers.run),
)


def main() -> None:
    """Run them one after the other, each under its heading."""
    for heading, run in BENCHMARKS:
        print(f"\n{heading}\n{'-' * len(heading)}", flush=True)
        run()


if __name__ == "__main__":
    main()
