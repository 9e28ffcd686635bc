"""`check`: reads the whole configuration and says everything that is wrong with it, by file, key and reason."""

import argparse
import asyncio
import sys
from collections.abc import Callable

from bot.chat.slack_lookup import SlackNotReady, TokenRefused
from bot.i18n import FALLBACK, Language, load_languages
from bot.rules.calendars import build_worktimes
from config.files import ConfigError, Problem
from config.policy import load_policy
from config.settings import Files, unknown_variables
from config.whole import Config, load_config

NOT_FINE = 1


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `check`; its namespace goes to `main`."""
    return subparsers.add_parser("check", help="say everything that is wrong with the configuration")


def main(_args: argparse.Namespace) -> int:
    """Print what was read; return the exit code. Raises ConfigError with all that is wrong."""
    # The clocks need the policy only: what is wrong with them is said whatever else is wrong.
    problems = [*_problems(load_config), *_problems(lambda: build_worktimes(load_policy(Files().policy)))]
    if problems:
        raise ConfigError(list(dict.fromkeys(problems)))
    config = load_config()
    say = load_languages().of(FALLBACK)
    sites = say.plural("check.sites", len(config.policy.sites))
    teams = say.plural("check.teams", len(config.people.teams))
    people = say.plural("check.people", len(config.people.people))
    sys.stdout.write(say("check.fine", sites=sites, teams=teams, people=people) + "\n")
    for name, closest in unknown_variables().items():
        said = say("check.misspelt", name=name, closest=closest) if closest else say("check.unknown", name=name)
        sys.stderr.write(said + "\n")
    wrong = 0 if config.settings.transport is None else _on_slack(config, say)
    return wrong or (_by_mail(config, say) if config.settings.smtp_host else 0)


def _on_slack(config: Config, say: Language) -> int:
    """Ask Slack whether it takes the tokens and knows everybody. Raises ConfigError with what it does not know or take."""
    from bot.cli.slack import checked_on_slack  # noqa: PLC0415 - only where the bot is on Slack

    try:
        workspace = asyncio.run(checked_on_slack(config))
    except TokenRefused as refused:
        raise ConfigError([refused.problem]) from None
    except SlackNotReady as error:
        sys.stderr.write(f"{error}\n")
        return NOT_FINE
    sys.stdout.write(say("slack.check.fine", team=workspace.team) + "\n")
    return 0


def _by_mail(config: Config, say: Language) -> int:
    """Ask the mail servers whether they take the login."""
    from bot.cli.mail import MailNotReady, check_imap, check_smtp  # noqa: PLC0415 - only where there is mail

    try:
        asyncio.run(check_smtp(config.settings))
        if config.settings.imap_host:
            check_imap(config.settings)
    except MailNotReady as error:
        sys.stderr.write(say("run.cannot_start", reason=error) + "\n")
        return NOT_FINE
    hosts = dict.fromkeys(filter(None, (config.settings.smtp_host, config.settings.imap_host)))
    sys.stdout.write(say("mail.check.fine", host=say("card.comma").join(hosts)) + "\n")
    return 0


def _problems(read: Callable[[], object]) -> list[Problem]:
    try:
        read()
    except ConfigError as error:
        return error.problems
    return []
